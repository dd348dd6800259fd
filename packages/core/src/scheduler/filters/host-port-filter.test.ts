import { describe, expect, it } from 'vitest';
import { aNode } from '../../../test-support/hand-driven-swarm.ts';
import { aWaitingTask, PlacementBench } from '../../../test-support/placement-bench.ts';
import type { PortConfig } from '../../model/endpoint.ts';
import type { Task } from '../../model/task.ts';
import { hostPortFilter } from './host-port-filter.ts';

function publishing(id: string, ...ports: readonly Partial<PortConfig>[]): Task {
  const defaults = { protocol: 'tcp', targetPort: 80, publishedPort: 8080, publishMode: 'host' };
  return {
    ...aWaitingTask(id),
    endpoint: { ports: ports.map((port) => ({ ...defaults, ...port }) as PortConfig) },
  };
}

// SwarmKit: manager/scheduler/filter.go, HostPortFilter.
describe('hostPortFilter', () => {
  it.each([
    { name: 'the same port', other: {}, passes: false },
    { name: 'another port', other: { publishedPort: 8081 }, passes: true },
    { name: 'the same port of UDP', other: { protocol: 'udp' }, passes: true },
    { name: 'the same port of SCTP', other: { protocol: 'sctp' }, passes: true },
    { name: 'the same port of the mesh', other: { publishMode: 'ingress' }, passes: true },
    { name: 'the same target', other: { publishedPort: 1, targetPort: 80 }, passes: true },
  ] as const)('says $passes where another task has $name', ({ other, passes }) => {
    const bench = new PlacementBench([aNode('a')]).book('a', publishing('old', other));

    expect(bench.check(hostPortFilter, publishing('t', {}), 'a')).toBe(passes);
  });

  it('refuses a node where one of several ports is in use', () => {
    const bench = new PlacementBench([aNode('a')]).book('a', publishing('old', {}));
    const task = publishing('t', { publishedPort: 1 }, {});

    expect(bench.check(hostPortFilter, task, 'a')).toBe(false);
  });

  it.each([
    { name: 'a port that the node chooses', task: publishing('t', { publishedPort: 0 }) },
    { name: 'a port of the mesh', task: publishing('t', { publishMode: 'ingress' }) },
    { name: 'no ports', task: publishing('t') },
    { name: 'no endpoint', task: aWaitingTask('t') },
  ])('has nothing to say about a task with $name', ({ task }) => {
    const bench = new PlacementBench([aNode('a')]);

    expect(bench.check(hostPortFilter, task, 'a')).toBeUndefined();
    expect(hostPortFilter.inputs(task)).toBe('');
  });

  // SwarmKit: manager/scheduler/nodeinfo.go, addTask.
  it('counts the port of a task that is to shut down and still runs', () => {
    const bench = new PlacementBench([aNode('a')]).book('a', publishing('old', {}));

    bench.wish('old', 'shutdown');

    expect(bench.check(hostPortFilter, publishing('t', {}), 'a')).toBe(false);
  });

  it('refuses the port of any task on the node, not only of the last one', () => {
    const bench = new PlacementBench([aNode('a')]);
    bench.book('a', publishing('one', {}), publishing('two', { publishedPort: 9_000 }));

    const port = (publishedPort: number): boolean | undefined =>
      bench.check(hostPortFilter, publishing('t', { publishedPort }), 'a');

    expect([port(8_080), port(9_000), port(9_001)]).toEqual([false, false, true]);
  });

  // SwarmKit: manager/scheduler/nodeinfo.go, removeTask.
  it('takes a port for free once one of two tasks that have it is gone', () => {
    const bench = new PlacementBench([aNode('a')]);
    bench.book('a', publishing('one', {}), publishing('two', {}));

    bench.release('one');

    expect(bench.check(hostPortFilter, publishing('t', {}), 'a')).toBe(true);
  });

  it('speaks of one node and of many', () => {
    expect(hostPortFilter.explain(1)).toBe('host-mode port already in use on 1 node');
    expect(hostPortFilter.explain(2)).toBe('host-mode port already in use on 2 nodes');
  });

  it('takes tasks for different whose lists of ports read alike', () => {
    const inputs = [
      [1, 23],
      [12, 3],
    ].map((numbers) => {
      const ports = numbers.flatMap(
        (publishedPort) => publishing('t', { publishedPort }).endpoint?.ports ?? [],
      );
      return hostPortFilter.inputs({ ...aWaitingTask('t'), endpoint: { ports } });
    });

    expect(inputs[0]).not.toBe(inputs[1]);
  });

  it('takes tasks for different that differ in port or protocol', () => {
    const inputs = [{}, { publishedPort: 8081 }, { protocol: 'udp' as const }].map((port) =>
      hostPortFilter.inputs(publishing('t', port)),
    );

    expect(new Set(inputs).size).toBe(3);
  });
});
