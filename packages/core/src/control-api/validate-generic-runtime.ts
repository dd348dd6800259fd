import type { GenericRuntimeSpec } from '../model/container.ts';
import { quote } from '../template/go-quote.ts';
import { toUtf8 } from '../template/utf8.ts';
import { invalidArgument } from './control-api-error.ts';
import { sizeOfBase64 } from './validate-payload.ts';

// SwarmKit: manager/controlapi/service.go, validateGenericRuntimeSpec. Bytes, not characters.
const kindSizeBytesMin = 3;
const reservedKinds: readonly string[] = ['container', 'attachment'];

/**
 * Checks a task that is not a container.
 * SwarmKit: manager/controlapi/service.go, validateGenericRuntimeSpec.
 */
export function validateGenericRuntime(runtime: GenericRuntimeSpec): void {
  const { name, payload } = runtime;
  if (toUtf8(name).length < kindSizeBytesMin) {
    throw invalidArgument(`Generic runtime: Invalid name ${quote(name)}`);
  }
  if (reservedKinds.includes(toLower(name))) {
    throw invalidArgument(`Generic runtime: ${quote(name)} is a reserved name`);
  }
  if (payload === undefined) throw invalidArgument('Generic runtime is missing payload');
  if (payload.typeUrl === '') throw invalidArgument('Generic runtime is missing payload type');
  if (sizeOfBase64(payload.value) === 0) {
    throw invalidArgument('Generic runtime has an empty payload');
  }
}

/** Lower case as Go has it: the dotted capital I becomes a plain i, where JavaScript adds a mark. */
function toLower(text: string): string {
  return text.replaceAll('\u0130', 'i').toLowerCase();
}
