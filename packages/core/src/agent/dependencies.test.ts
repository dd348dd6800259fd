import { describe, expect, it } from 'vitest';
import type { Config } from '../model/config.ts';
import { toId, type ConfigId } from '../model/ids.ts';
import type { Task } from '../model/task.ts';
import { restrictDependencies } from './dependencies.ts';

const config: Config = {
  id: toId<ConfigId>('c1'),
  meta: { version: 1, createdAt: 0, updatedAt: 0 },
  spec: { name: 'credspec' },
};

const task: Task = {
  id: toId('t1'),
  meta: { version: 1, createdAt: 0, updatedAt: 0 },
  spec: {
    runtime: {
      kind: 'container',
      image: 'app',
      configs: ['c1', 'c2'].map((id) => ({ configId: toId<ConfigId>(id), configName: id })),
      secrets: [{ secretId: toId('s1'), secretName: 's1' }],
    },
  },
  serviceId: '',
  serviceName: '',
  slot: 1,
  nodeId: toId('n1'),
  incarnation: 0,
  status: { state: 'assigned', at: 0, message: '', err: '' },
  desiredState: 'running',
};

// SwarmKit: agent/configs/configs.go, agent/secrets/secrets.go.
describe('restrictDependencies', () => {
  const other = { ...config, id: toId<ConfigId>('c3') };
  const dependencies = restrictDependencies(
    () => ({ configs: { c1: config, c3: other }, secrets: {} }),
    task,
  );

  it('shows a task what it references', () => {
    expect(dependencies.config('c1')).toBe(config);
  });

  it('hides what the node holds for others', () => {
    expect(() => dependencies.config('c3')).toThrow('task not authorized to access config c3');
    expect(() => dependencies.secret('s3')).toThrow('task not authorized to access secret s3');
  });

  it('says what the node does not hold', () => {
    expect(() => dependencies.config('c2')).toThrow('config c2 not found');
    expect(() => dependencies.secret('s1')).toThrow('secret s1 not found');
  });
});
