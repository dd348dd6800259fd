import type { ControlApi } from '../control-api/control-api.ts';
import { mapCalls } from '../control-api/map-calls.ts';
import { checkList, checkText, invalid } from '../options/check-options.ts';

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
  return mapCalls(api, (read, call, object) =>
    writes.has(call) ? (...args) => perform({ object, call, arguments: args }) : read,
  );
}

/** Performs such an operation. @throws SwarmSimError `invalid-argument` where there is no such call. */
export function performControlApiCall(api: ControlApi, call: ControlApiCall): unknown {
  const { object, call: name, arguments: args } = call;
  checkText('control-api: object', object);
  checkText('control-api: call', name);
  checkList('control-api: arguments', args);
  const methods: unknown = Object.hasOwn(api, object) ? api[object] : {};
  const method = writes.has(name) ? (Reflect.get(methods as object, name) as unknown) : undefined;
  if (typeof method !== 'function') throw invalid(`unknown call '${object}.${name}'`);
  return Reflect.apply(method as (...given: readonly unknown[]) => unknown, methods, args);
}
