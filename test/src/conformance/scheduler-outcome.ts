/** Brings the end of a replay into the form in which outcomes and signatures are recorded. */
import type { Node, Service, Task } from '@swarmsim/core';
import { labelNamedBy, labelValueOn } from '@swarmsim/core/parts';
import type { Outcome, PendingTasks, ServiceSignature, Signature } from './scheduler-format.ts';
import { isOnNode, type ReplayResult } from './scheduler-replay.ts';

/** The outcome of a replay. */
export function outcomeOf({ store, nodeNames }: ReplayResult): Outcome {
  const placements: Record<string, Record<string, number>> = {};
  const pending: Record<string, PendingTasks> = {};
  for (const service of store.list('service')) {
    const { name, mode } = service.spec;
    const tasks = store.find('task', 'service', service.id);
    const counts: Record<string, number> = {};
    for (const task of tasks) {
      if (!isCounted(task) || store.get('node', task.nodeId) === undefined) continue;
      const nodeName = nodeNames.get(task.nodeId) ?? '';
      counts[nodeName] = (counts[nodeName] ?? 0) + 1;
    }
    placements[name] = counts;
    const waiting = tasks.filter((task) => task.status.state === 'pending');
    if (waiting.length === 0) continue;
    const texts = [...new Set(waiting.map((task) => task.status.err))];
    pending[name] = {
      count: waiting.length,
      error: texts.length === 1 ? (texts[0] ?? '') : '',
      ...(mode?.kind === 'global' ? { errorsByNode: errorsByNode(waiting, nodeNames) } : {}),
    };
  }
  return { placements, pending };
}

/** The signature of a replay: what is left when ties are ignored. */
export function signatureOf({ store }: ReplayResult): Signature {
  const nodes = store.list('node');
  const present = store
    .list('task')
    .filter((task) => isCounted(task) && nodes.some((node) => node.id === task.nodeId));
  const services: Record<string, ServiceSignature> = {};
  for (const service of store.list('service')) {
    const own = present.filter((task) => task.serviceId === service.id);
    const waiting = store
      .find('task', 'service', service.id)
      .filter((task) => task.status.state === 'pending');
    const branches = branchesOf(service, nodes, own);
    services[service.spec.name] = {
      perNode: countPerNode(own),
      ...(branches === undefined ? {} : { branches }),
      pending: waiting.length,
      errors: [...new Set(waiting.map((task) => task.status.err))].sort(),
    };
  }
  return { services, totalsPerNode: countPerNode(present) };
}

/** Text of plain data that does not depend on the order of keys. */
export function canonicalText(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
}

function isCounted(task: Task): boolean {
  return isOnNode(task) && task.desiredState === 'running';
}

function errorsByNode(
  waiting: readonly Task[],
  nodeNames: ReadonlyMap<string, string>,
): Readonly<Record<string, string>> {
  return Object.fromEntries(
    waiting.map((task) => [nodeNames.get(task.nodeId) ?? '', task.status.err]),
  );
}

function countPerNode(tasks: readonly Task[]): readonly number[] {
  const counts = new Map<string, number>();
  for (const task of tasks) counts.set(task.nodeId, (counts.get(task.nodeId) ?? 0) + 1);
  return largestFirst(counts.values());
}

/** Tasks in every branch of every level of the preferences. */
function branchesOf(
  service: Service,
  nodes: readonly Node[],
  tasks: readonly Task[],
): readonly (readonly number[])[] | undefined {
  const preferences = service.spec.task.placement?.preferences ?? [];
  if (preferences.length === 0) return undefined;
  const levels = preferences.flatMap(({ spread }) => labelNamedBy(spread) ?? []);
  return levels.map((_, depth) => {
    const counts = new Map<string, number>();
    for (const node of nodes) {
      const path = levels.slice(0, depth + 1).map((level) => labelValueOn(node, level));
      const key = canonicalText(path);
      const count = tasks.filter((task) => task.nodeId === node.id).length;
      counts.set(key, (counts.get(key) ?? 0) + count);
    }
    return largestFirst(counts.values());
  });
}

function largestFirst(counts: Iterable<number>): readonly number[] {
  return [...counts].sort((a, b) => b - a);
}
