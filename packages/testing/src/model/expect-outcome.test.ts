import { windowsNodes, type Operation } from '@swarmsim/core';
import { describe, expect, it } from 'vitest';
import type { ScenarioOperation } from '../scenario/scenario.ts';
import { expectOutcome } from './expect-outcome.ts';
import { followOperation } from './follow-operation.ts';
import { createSwarmModel, type SwarmModel } from './swarm-model.ts';

const nodes = windowsNodes(['a', 'b'], { domain: 'contoso.com' });

/** A model that has seen these operations done. */
function modelAfter(...operations: readonly ScenarioOperation[]): SwarmModel {
  const model = createSwarmModel({
    nodes,
    domain: 'contoso.com',
    group: 'hosts',
    server: 'sql01',
  });
  for (const node of model.nodes.values()) node.isKnown = true;
  for (const operation of operations) {
    followOperation(model, operation, { now: 0, running: [], assigned: [], specVersion: 0 });
  }
  return model;
}

const spec: ScenarioOperation = { kind: 'config-create', name: 'spec', data: '{}' };
const web: ScenarioOperation = {
  kind: 'service-create',
  options: { name: 'web', image: 'app', credentialSpec: 'config://spec' },
};
const agents: ScenarioOperation = {
  kind: 'service-create',
  options: { name: 'agents', image: 'app', mode: 'global' },
};
const crash: Operation = { kind: 'fault', fault: { kind: 'crash', node: 'a' } };

describe('expectOutcome', () => {
  it.each<{
    readonly name: string;
    readonly before?: readonly ScenarioOperation[];
    readonly operation: ScenarioOperation;
    readonly expected: object;
  }>([
    {
      name: 'a new config is made',
      operation: spec,
      expected: { outcome: 'done' },
    },
    {
      name: 'one of the same name in another case is not',
      before: [spec],
      operation: { kind: 'config-create', name: 'SPEC' },
      expected: { code: 'already-exists', texts: ['config SPEC already exists'] },
    },
    {
      name: 'a config in use is not removed',
      before: [spec, web],
      operation: { kind: 'config-remove', config: 'spec' },
      expected: {
        code: 'invalid-argument',
        texts: ["config 'spec' is in use by the following service: web"],
      },
    },
    {
      name: 'a config that a service had before is removed',
      before: [
        spec,
        web,
        { kind: 'service-edit', service: 'web', change: { credentialSpec: null } },
      ],
      operation: { kind: 'config-remove', config: 'spec' },
      expected: { outcome: 'done' },
    },
    {
      name: 'a service needs the configs that it names',
      operation: web,
      expected: { code: 'not-found', texts: ['config not found: spec'] },
    },
    {
      name: 'the mode of a service does not change',
      before: [spec, web],
      operation: { kind: 'service-edit', service: 'web', change: { mode: 'global' } },
      expected: { code: 'unimplemented', texts: ['service mode change is not allowed'] },
    },
    {
      name: 'a global service is not scaled',
      before: [agents],
      operation: { kind: 'service-scale', service: 'agents', replicas: 2 },
      expected: {
        code: 'invalid-argument',
        texts: ['agents: scale can only be used with replicated or replicated-job mode'],
      },
    },
    {
      name: 'a service that was never updated does not go back',
      before: [agents],
      operation: { kind: 'service-rollback', service: 'agents' },
      expected: { texts: ['service {service:agents} does not have a previous spec'] },
    },
    {
      name: 'a service that was updated goes back',
      before: [agents, { kind: 'service-force', service: 'agents' }],
      operation: { kind: 'service-rollback', service: 'agents' },
      expected: { outcome: 'done' },
    },
    {
      name: 'a node that is ready is not removed',
      operation: { kind: 'node-remove', node: 'a' },
      expected: { texts: ["node {node:a} is not down and can't be removed"] },
    },
    {
      name: 'nobody knows whether a node that has just crashed is down yet',
      before: [crash],
      operation: { kind: 'node-remove', node: 'a' },
      expected: { outcome: 'unsure', codes: ['failed-precondition'] },
    },
    {
      name: 'a host that is down does not leave',
      before: [crash],
      operation: { kind: 'node-leave', node: 'a' },
      expected: { texts: ['the engine of node a is not running'] },
    },
    {
      name: 'a worker may be told to be one',
      operation: { kind: 'node-update', node: 'a', edit: { role: 'worker' } },
      expected: { outcome: 'done' },
    },
    {
      name: 'an account is made once',
      before: [
        {
          kind: 'directory-edit',
          domain: 'contoso.com',
          edit: { kind: 'create-account', account: 'web' },
        },
      ],
      operation: {
        kind: 'directory-edit',
        domain: 'contoso.com',
        edit: { kind: 'create-account', account: 'web' },
      },
      expected: {
        code: 'already-exists',
        texts: ["domain contoso.com has an account 'web$' already"],
      },
    },
    {
      name: 'a fault needs a node',
      operation: { kind: 'fault', fault: { kind: 'crash', node: 'ghost' } },
      expected: { code: 'not-found', texts: ['node ghost not found'] },
    },
  ])('$name', ({ before = [], operation, expected }) => {
    expect(expectOutcome(modelAfter(...before), operation, 0)).toMatchObject(expected);
  });
});
