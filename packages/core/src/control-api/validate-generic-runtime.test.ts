import { describe, expect, it } from 'vitest';
import type { GenericRuntimeSpec } from '../model/container.ts';
import { validateGenericRuntime } from './validate-generic-runtime.ts';

const payload = { typeUrl: 'type', value: 'eA==' };

function runtime(parts: Partial<GenericRuntimeSpec>): GenericRuntimeSpec {
  return { kind: 'generic', name: 'plugin', ...parts };
}

describe('validateGenericRuntime', () => {
  // SwarmKit: manager/controlapi/service.go, validateGenericRuntimeSpec. Sizes are in bytes.
  it.each([{ name: 'plugin' }, { name: 'abc' }, { name: 'éa' }])('takes $name', ({ name }) => {
    expect(() => validateGenericRuntime(runtime({ name, payload }))).not.toThrow();
  });

  it.each([
    { parts: { name: '' }, message: 'Generic runtime: Invalid name ""' },
    { parts: { name: 'é' }, message: 'Generic runtime: Invalid name "é"' },
    { parts: { name: 'Container' }, message: 'Generic runtime: "Container" is a reserved name' },
    { parts: { name: 'attachment' }, message: 'Generic runtime: "attachment" is a reserved name' },
    { parts: {}, message: 'Generic runtime is missing payload' },
    {
      parts: { payload: { ...payload, typeUrl: '' } },
      message: 'Generic runtime is missing payload type',
    },
    {
      parts: { payload: { ...payload, value: '' } },
      message: 'Generic runtime has an empty payload',
    },
  ])('refuses $parts', ({ parts, message }) => {
    expect(() => validateGenericRuntime(runtime(parts))).toThrow(
      expect.objectContaining({ code: 'invalid-argument', message }),
    );
  });
});
