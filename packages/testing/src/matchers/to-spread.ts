import type { NodeView, Swarm, Task } from '@swarmsim/core';
import { labelNamedBy, labelValueOn } from '@swarmsim/core/parts';
import { isToRun } from '../invariants/task-states.ts';
import { hostNameOf } from './describe-task.ts';
import { judge, type MatchResult } from './match-result.ts';

/** What the tasks of a service are spread over. */
export interface SpreadOptions {
  /** A label such as `node.labels.zone`, as in `--placement-pref`. Default: nodes. */
  readonly over?: string;
  /** Most that one may have more than another. Default 1. */
  readonly skewMax?: number;
}

/**
 * The running tasks of a service are spread evenly over the nodes that take one, or over the values of
 * a label. Nodes that a filter refuses do not count. No simulated time passes.
 *
 * SwarmKit spreads when it places and moves nothing later: after churn, skew is how a real swarm is too.
 */
export function toSpread(swarm: Swarm, service: string, options: SpreadOptions = {}): MatchResult {
  const { over, skewMax = 1 } = options;
  const tasks = swarm.tasks
    .list({ service })
    .filter((task) => isToRun(task) && task.status.state === 'running');
  const counts = countBy(swarm, tasks, over);
  const numbers = [...counts.values()].map(({ length }) => length).sort((a, b) => a - b);
  const skew = (numbers.at(-1) ?? 0) - (numbers[0] ?? 0);
  const problems = skew <= skewMax ? [] : describeCounts(swarm, counts);
  const claim = `spread ${service} over ${over ?? 'nodes'}, with at most ${skewMax} between them`;
  return judge(claim, problems, `the greatest difference is ${skew}`);
}

function countBy(
  swarm: Swarm,
  tasks: readonly Task[],
  over: string | undefined,
): ReadonlyMap<string, readonly Task[]> {
  const counts = new Map<string, Task[]>();
  const [first] = tasks;
  const suitable = first === undefined ? new Set<string>() : suitableNodes(swarm, first);
  for (const view of swarm.nodes.list()) {
    const there = tasks.filter(({ nodeId }) => nodeId === view.id);
    if (there.length === 0 && !suitable.has(view.id)) continue;
    const key = over === undefined ? view.name : `${over}=${labelValue(view, over)}`;
    counts.set(key, [...(counts.get(key) ?? []), ...there]);
  }
  return counts;
}

function suitableNodes(swarm: Swarm, { id }: Task): ReadonlySet<string> {
  const verdicts = swarm.explain(id).nodes.filter(({ kind }) => kind === 'suitable');
  return new Set(verdicts.map(({ nodeId }) => nodeId));
}

function labelValue({ node }: NodeView, over: string): string {
  const label = labelNamedBy(over);
  return label === undefined ? '' : labelValueOn(node, label);
}

function describeCounts(
  swarm: Swarm,
  counts: ReadonlyMap<string, readonly Task[]>,
): readonly string[] {
  return [...counts]
    .sort((a, b) => b[1].length - a[1].length)
    .map(([key, tasks]) => {
      const names = tasks.map((task) => {
        return `${swarm.tasks.nameOf(task)} on ${hostNameOf(swarm, task.nodeId)}`;
      });
      return `${key}: ${tasks.length}${names.length === 0 ? '' : ` (${names.join(', ')})`}`;
    });
}
