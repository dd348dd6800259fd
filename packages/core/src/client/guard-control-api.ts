import type { ControlApi } from '../control-api/control-api.ts';
import { keepPlain } from '../options/keep-plain.ts';

/** A write of the control API, as plain data. */
export interface ControlApiCall {
  /** Kind of object, such as `services`. */
  readonly object: keyof ControlApi;
  /** Method, such as `create`. */
  readonly call: string;
  readonly arguments: readonly unknown[];
}

const writes: ReadonlySet<string> = new Set(['create', 'update', 'remove']);

/** Makes every write of a control API an operation; reads go straight through. */
export function guardControlApi(
  api: ControlApi,
  perform: (call: ControlApiCall) => unknown,
): ControlApi {
  const guarded = Object.entries(api).map(([object, methods]) => [
    object,
    Object.fromEntries(
      Object.entries(methods as Readonly<Record<string, unknown>>).map(([call, method]) => [
        call,
        writes.has(call)
          ? (...args: readonly unknown[]) =>
              perform({
                object: object as keyof ControlApi,
                call,
                arguments: keepPlain(`${object}.${call}`, args),
              })
          : method,
      ]),
    ),
  ]);
  return Object.fromEntries(guarded) as ControlApi;
}

/** Performs such an operation. */
export function performControlApiCall(api: ControlApi, call: ControlApiCall): unknown {
  const methods = api[call.object] as unknown as Readonly<
    Record<string, (...args: readonly unknown[]) => unknown>
  >;
  return methods[call.call]?.(...call.arguments);
}
