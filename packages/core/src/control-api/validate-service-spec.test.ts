import { describe, expect, it } from 'vitest';
import { toId, type ConfigId, type SecretId } from '../model/ids.ts';
import type { ServiceSpec } from '../model/service.ts';
import type { TaskSpec } from '../model/task.ts';
import { validateServiceSpec } from './validate-service-spec.ts';

const valid: ServiceSpec = {
  name: 'web',
  task: { runtime: { kind: 'container', image: 'iis' } },
  mode: { kind: 'replicated', replicas: 1 },
};

const faults = [
  { text: 'name must be valid', part: { name: '-' } },
  { text: 'invalid cpu value', task: { resources: { limits: { nanoCpus: 1, memoryBytes: 0 } } } },
  { text: 'restart-delay', task: { restart: { condition: 'any', maxAttempts: 0, delayMs: -1 } } },
  { text: 'constraint expected', task: { placement: { constraints: ['x'] } } },
  {
    text: 'malformed secret',
    container: { secrets: [{ secretId: toId<SecretId>(''), secretName: '' }] },
  },
  {
    text: 'malformed config',
    container: { configs: [{ configId: toId<ConfigId>(''), configName: '' }] },
  },
  { text: 'expanding env failed', container: { env: ['A={{'] } },
  { text: 'image reference must be provided', container: { image: '' } },
  { text: 'Number of replicas', part: { mode: { kind: 'replicated', replicas: -1 } } },
  {
    text: 'update-delay',
    part: {
      update: {
        parallelism: 0,
        delayMs: -1,
        failureAction: 'pause',
        maxFailureRatio: 0,
        order: 'stop-first',
      },
    },
  },
  {
    text: 'dnsrr mode',
    part: {
      endpoint: {
        mode: 'dnsrr',
        ports: [{ protocol: 'tcp', targetPort: 1, publishedPort: 0, publishMode: 'ingress' }],
      },
    },
  },
] as const;

/** A spec with the fault of one place and of every later one. */
function withFaultsFrom(place: number): ServiceSpec {
  const later = faults.slice(place);
  const container = Object.assign(
    {},
    ...later.map((fault) => ('container' in fault ? fault.container : {})),
  );
  const task = Object.assign(
    {},
    ...later.map((fault) => ('task' in fault ? fault.task : {})),
  ) as TaskSpec;
  const parts = Object.assign({}, ...later.map((fault) => ('part' in fault ? fault.part : {})));
  return {
    ...valid,
    ...parts,
    task: { ...task, runtime: { kind: 'container', image: 'iis', ...container } },
  };
}

describe('validateServiceSpec', () => {
  it('takes a service with nothing but what it needs', () => {
    expect(() => validateServiceSpec(valid)).not.toThrow();
  });

  // SwarmKit: manager/controlapi/service.go, validateServiceSpec and validateTaskSpec.
  it.each(faults.map((fault, place) => ({ text: fault.text, place })))(
    'names "$text" before everything after it',
    ({ text, place }) => {
      expect(() => validateServiceSpec(withFaultsFrom(place))).toThrow(text);
    },
  );

  it('refuses a request without a spec', () => {
    expect(() => validateServiceSpec(undefined)).toThrow(
      expect.objectContaining({ code: 'invalid-argument', message: 'invalid argument' }),
    );
  });

  it('gives a bad constraint no status', () => {
    const task = { ...valid.task, placement: { constraints: ['node.role==worker', 'a==b'] } };

    expect(() => validateServiceSpec({ ...valid, task })).toThrow(
      expect.objectContaining({
        name: 'ControlApiError',
        code: 'unknown',
        message: "key 'a' is invalid",
      }),
    );
  });

  it.each([
    {
      name: 'no runtime',
      task: {},
      code: 'invalid-argument',
      message: 'TaskSpec: missing runtime',
    },
    {
      name: 'an attachment to a network',
      task: { runtime: { kind: 'attachment', containerId: '' } as const },
      code: 'unimplemented',
      message: 'RuntimeSpec: unimplemented runtime in service spec',
    },
    {
      name: 'a generic runtime without a payload',
      task: { runtime: { kind: 'generic', name: 'plugin' } as const },
      code: 'invalid-argument',
      message: 'Generic runtime is missing payload',
    },
  ])('refuses $name', ({ task, code, message }) => {
    expect(() => validateServiceSpec({ ...valid, task })).toThrow(
      expect.objectContaining({ code, message }),
    );
  });
});
