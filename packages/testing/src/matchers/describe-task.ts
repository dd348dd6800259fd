import type { Swarm, Task } from '@swarmsim/core';
import { formatInstant } from './match-result.ts';

/**
 * A task in words: name and id, state since when, node and error; for one that waits for a node, what
 * each node says. The first line is the task, further ones explain it.
 */
export function describeTask(swarm: Swarm, task: Task): readonly string[] {
  const { status, desiredState } = task;
  const where = task.nodeId === '' ? 'without a node' : `on ${hostNameOf(swarm, task.nodeId)}`;
  const wanted = desiredState === status.state ? '' : ` (desired ${desiredState})`;
  const error = status.err === '' ? '' : `: ${status.err}`;
  const since = formatInstant(status.at);
  const line = `${swarm.tasks.nameOf(task)} (${task.id}) is ${status.state}${wanted} ${where} since ${since}${error}`;
  return [line, ...(status.state === 'pending' ? explainPlacement(swarm, task) : [])];
}

/** The host name of a node, or its id where it is gone or has not registered. */
export function hostNameOf(swarm: Swarm, nodeId: string): string {
  const node = swarm.nodes.list().find(({ id }) => id === nodeId);
  return node === undefined || node.name === '' ? nodeId : node.name;
}

function explainPlacement(swarm: Swarm, { id }: Task): readonly string[] {
  return swarm.explain(id).nodes.map((verdict) => {
    const node = hostNameOf(swarm, verdict.nodeId);
    return verdict.kind === 'refused' ? `  ${node}: ${verdict.text}` : `  ${node}: would take it`;
  });
}
