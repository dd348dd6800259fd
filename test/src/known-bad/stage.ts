/** Small swarms for stories, and what is told of them in a few words. */
import {
  createSwarm,
  linuxNodes,
  type DeciderOptions,
  type NodeBuilderOptions,
  type NodeOptions,
  type ServiceOptions,
  type Swarm,
  type SwarmOptions,
  type Task,
} from '@swarmsim/core';

/** A swarm at rest, on which chance has no say. */
export function createStage(
  deciders: DeciderOptions,
  nodes: readonly NodeOptions[],
  options: Omit<SwarmOptions, 'nodes' | 'deciders'> = {},
): Swarm {
  const swarm = createSwarm({ ties: 'stable', ...options, nodes, deciders });
  swarm.settle();
  return swarm;
}

/** Linux hosts whose labels differ. */
export function labelledNodes(
  labels: Readonly<Record<string, Readonly<Record<string, string>>>>,
  options: NodeBuilderOptions = {},
): readonly NodeOptions[] {
  return Object.entries(labels).flatMap(([name, own]) =>
    linuxNodes([name], { ...options, labels: own }),
  );
}

/** Creates a service and lets it come to rest. */
export function deploy(swarm: Swarm, service: Partial<ServiceOptions> = {}): void {
  swarm.services.create({ name: 'web', image: 'app', ...service });
  swarm.settle();
}

/** Tasks of a service that are wanted, by node: `A 2, B 1, - 1`, where `-` are those without a node. */
export function perNode(swarm: Swarm, service = 'web'): string {
  const counts = new Map<string, number>();
  for (const task of swarm.services.tasks(service)) {
    if (!isWanted(task)) continue;
    const place = nodeOf(swarm, task);
    counts.set(place, (counts.get(place) ?? 0) + 1);
  }
  const places = [...counts].sort(([a], [b]) => (a < b ? -1 : 1));
  return places.map(([place, count]) => `${place} ${count}`).join(', ') || 'none';
}

/** Every task of a service, as it is and as it is wanted: `1 failed/shutdown, 1 running/running`. */
export function tasksOf(swarm: Swarm, service = 'web'): string {
  const tasks = swarm.services.tasks(service);
  const texts = tasks.map(({ status, desiredState }) => `${status.state}/${desiredState}`);
  return countAlike(texts);
}

/** What the tasks of a service are, wanted or not: `2 failed, 1 running`. */
export function statesOf(swarm: Swarm, service = 'web'): string {
  return countAlike(swarm.services.tasks(service).map(({ status }) => status.state));
}

/** Containers of a service that run now, whatever managers think of them. */
export function containersOf(swarm: Swarm, service = 'web'): number {
  return swarm.services
    .tasks(service)
    .filter(({ id }) => swarm.containers.find(id)?.state === 'running').length;
}

/** Name of a task's node. */
export function nodeOf(swarm: Swarm, { nodeId }: Task): string {
  if (nodeId === '') return '-';
  return swarm.nodes.list().find(({ id }) => id === nodeId)?.name ?? 'a removed node';
}

/** The answer to a call: `accepted`, or the text of its refusal. */
export function answerTo(call: () => unknown): string {
  try {
    call();
    return 'accepted';
  } catch (error) {
    return error instanceof Error ? error.message : 'refused';
  }
}

/** Advances until a condition holds, and says how many seconds that took; gives up after ten minutes. */
export function secondsUntil(swarm: Swarm, holds: () => boolean): string {
  const startedAt = swarm.now;
  while (!holds() && swarm.now - startedAt < 600_000) swarm.advance(100);
  return `${Math.round((swarm.now - startedAt) / 1_000)} s`;
}

/** Whether a manager leads, so that calls are answered. */
export function isLed(swarm: Swarm): boolean {
  return answerTo(() => swarm.nodes.list()) === 'accepted';
}

function isWanted({ desiredState }: Task): boolean {
  return ['ready', 'running', 'complete'].includes(desiredState);
}

function countAlike(texts: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const text of texts) counts.set(text, (counts.get(text) ?? 0) + 1);
  const sorted = [...counts].sort(([a], [b]) => (a < b ? -1 : 1));
  return sorted.map(([text, count]) => `${count} ${text}`).join(', ') || 'none';
}
