import { describe, expect, it } from 'vitest';
import { Kernel } from '../kernel/kernel.ts';
import { nodeDownPeriodMs } from '../model/defaults.ts';
import { toId, type NodeId } from '../model/ids.ts';
import { createNodeRegistry, type NodeRegistry, type RegisteredNode } from './node-registry.ts';

const n1 = toId<NodeId>('n1');
const n2 = toId<NodeId>('n2');

const node: RegisteredNode = {
  session: 's1',
  failure: 'heartbeat failure',
  registeredAt: 0,
  attempts: 1,
};

interface World {
  readonly kernel: Kernel;
  readonly registry: NodeRegistry;
  /** What was called back: `at failed|abandoned node session`. */
  readonly log: readonly string[];
  advance(until: number): void;
}

function createWorld(): World {
  const kernel = new Kernel({ seed: 1 });
  const log: string[] = [];
  const registry = createNodeRegistry(kernel, {
    failed: (nodeId, { session }) => void log.push(`${kernel.now} failed ${nodeId} ${session}`),
    abandoned: (nodeId) => void log.push(`${kernel.now} abandoned ${nodeId}`),
  });
  return {
    kernel,
    registry,
    log,
    advance(until) {
      while ((kernel.nextAt ?? Infinity) <= until) kernel.step();
      kernel.moveTo(until);
    },
  };
}

// SwarmKit: manager/dispatcher/nodes.go, nodeStore; manager/dispatcher/heartbeat.
describe('a registered node', () => {
  it('fails at the instant that was set last, and is known no more', () => {
    const { advance, log, registry } = createWorld();
    registry.put(n1, node);

    registry.failAt(n1, 10_000);
    registry.failAt(n1, 15_000);
    advance(20_000);

    expect(log).toEqual(['15000 failed n1 s1']);
    expect(registry.get(n1)).toBeUndefined();
  });

  it('does not fail while nothing is set, or after it was heard again', () => {
    const { advance, log, registry } = createWorld();
    registry.put(n1, node);
    registry.put(n2, node);

    registry.failAt(n2, 10_000);
    registry.failAt(n2, undefined);
    advance(100_000);

    expect(log).toEqual([]);
    expect(registry.get(n2)?.session).toBe('s1');
  });

  it('fails at once where its time has passed already', () => {
    const { advance, log, registry } = createWorld();
    advance(5_000);
    registry.put(n1, node);

    registry.failAt(n1, 1_000);
    advance(5_000);

    expect(log).toEqual(['5000 failed n1 s1']);
  });

  it.each([
    { name: 'registers anew', act: (r: NodeRegistry) => r.put(n1, { ...node, session: 's2' }) },
    { name: 'is removed', act: (r: NodeRegistry) => r.remove(n1) },
  ])('does not fail for its former session once it $name', ({ act }) => {
    const { advance, log, registry } = createWorld();
    registry.put(n1, node);
    registry.failAt(n1, 10_000);

    act(registry);
    advance(20_000);

    expect(log).toEqual([]);
  });

  it('notes an attempt and keeps session and timer', () => {
    const { advance, log, registry } = createWorld();
    registry.put(n1, node);
    registry.failAt(n1, 10_000);

    registry.note(n1, { registeredAt: 7, attempts: 3 });

    expect(registry.get(n1)).toMatchObject({ session: 's1', registeredAt: 7, attempts: 3 });
    advance(10_000);
    expect(log).toEqual(['10000 failed n1 s1']);
  });

  it('is left alone where it is not known', () => {
    const { kernel, registry } = createWorld();

    registry.note(n1, { registeredAt: 7, attempts: 3 });
    registry.failAt(n1, 10);
    registry.remove(n1);

    expect(registry.get(n1)).toBeUndefined();
    expect(kernel.nextAt).toBeUndefined();
  });
});

// SwarmKit: manager/dispatcher/dispatcher.go, moveTasksToOrphaned after defaultNodeDownPeriod.
describe('a node that is down', () => {
  it('is abandoned after 24 h', () => {
    const { advance, log, registry } = createWorld();

    registry.markDown(n1);
    advance(nodeDownPeriodMs);

    expect(nodeDownPeriodMs).toBe(86_400_000);
    expect(log).toEqual(['86400000 abandoned n1']);
  });

  it('is not abandoned once it is back, and counts anew when it goes down again', () => {
    const { advance, log, registry } = createWorld();

    registry.markDown(n1);
    advance(1_000);
    registry.unmarkDown(n1);
    advance(nodeDownPeriodMs);
    registry.markDown(n1);
    advance(2 * nodeDownPeriodMs);

    expect(log).toEqual([`${2 * nodeDownPeriodMs} abandoned n1`]);
  });
});
