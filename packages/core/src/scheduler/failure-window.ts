import { failuresMax, failureWindowMs } from '../model/defaults.ts';
import type { NodeId } from '../model/ids.ts';
import type { Task } from '../model/task.ts';

/**
 * Instants of failures, by service with spec version and by node. JSON-safe: a new leader starts
 * with none, as nothing of this is in the store.
 */
export type FailureRecord = Record<string, Record<string, number[]>>;

/** Notes that a task failed on its node. SwarmKit: manager/scheduler/nodeinfo.go, taskFailed. */
export function recordFailure(record: FailureRecord, task: Task, now: number): void {
  const nodes = (record[serviceKey(task)] ??= {});
  const key = nodeKey(task.nodeId);
  const recent = (nodes[key] ?? []).filter((at) => now - at < failureWindowMs);
  nodes[key] = [...recent, now];
}

/** Forgets a node that left. */
export function forgetNode(record: FailureRecord, nodeId: NodeId): void {
  for (const [service, nodes] of Object.entries(record)) {
    delete nodes[nodeKey(nodeId)];
    if (Object.keys(nodes).length === 0) delete record[service];
  }
}

/**
 * Recent failures of the task's service and version on a node.
 * SwarmKit: manager/scheduler/nodeinfo.go, countRecentFailures.
 */
export function countFailures(
  record: FailureRecord,
  task: Task,
  when: { readonly nodeId: NodeId; readonly now: number },
): number {
  const instants = record[serviceKey(task)]?.[nodeKey(when.nodeId)] ?? [];
  return instants.filter((at) => when.now - at <= failureWindowMs).length;
}

/**
 * Nodes on which the task's service and version failed too often of late, with the number of times.
 * Fewer failures than that never count. SwarmKit: manager/scheduler/scheduler.go, maxFailures.
 */
export function faultyNodes(
  record: FailureRecord,
  task: Task,
  now: number,
): readonly (readonly [NodeId, number])[] {
  const nodes = record[serviceKey(task)];
  if (nodes === undefined) return none;
  const faulty: (readonly [NodeId, number])[] = [];
  for (const key of Object.keys(nodes)) {
    const nodeId = key.slice(1) as NodeId;
    const count = countFailures(record, task, { nodeId, now });
    if (count >= failuresMax) faulty.push([nodeId, count]);
  }
  return faulty;
}

const none: readonly never[] = [];

// A task without a version counts as version 0. SwarmKit: nodeinfo.go, versionedService. The first
// characters keep ids such as `__proto__` from being anything but keys.
function serviceKey(task: Task): string {
  return `${task.specVersion ?? 0}@${task.serviceId}`;
}

function nodeKey(nodeId: NodeId | ''): string {
  return `@${nodeId}`;
}
