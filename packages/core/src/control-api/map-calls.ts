import type { ControlApi } from './control-api.ts';

type Call = (...args: readonly unknown[]) => unknown;

/** A control API each of whose calls is what `wrap` makes of it. */
export function mapCalls(
  api: ControlApi,
  wrap: (call: Call, name: string, object: keyof ControlApi) => Call,
): ControlApi {
  const mapped: Record<string, Record<string, Call>> = {};
  for (const object of Object.keys(api) as (keyof ControlApi)[]) {
    const calls = api[object] as unknown as Readonly<Record<string, Call>>;
    const own: Record<string, Call> = (mapped[object] = {});
    for (const name of Object.keys(calls)) own[name] = wrap(calls[name] as Call, name, object);
  }
  return mapped as unknown as ControlApi;
}
