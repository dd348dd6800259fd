/** Whether services run what was asked for; where not, the tasks that show it, and why. */
import type { Service, Swarm, Task } from '@swarmsim/core';
import { matchesConstraints, parseConstraints } from '@swarmsim/core/parts';
import { isFrom, isLive, isToRun } from '../invariants/task-states.ts';
import { describeTask } from './describe-task.ts';

/** One line for each service that does not run what was asked for, and below it its tasks. */
export function findUnserved(swarm: Swarm, names?: readonly string[]): readonly string[] {
  const services = names?.map((name) => swarm.services.get(name)) ?? swarm.services.list();
  return services.flatMap((service) => describeUnserved(swarm, service));
}

function describeUnserved(swarm: Swarm, service: Service): readonly string[] {
  const tasks = swarm.tasks.list({ service: service.id });
  const counts = countServed(swarm, service, tasks);
  const update = describeUpdate(service);
  if (counts.served >= counts.wanted && update === undefined) return [];
  const head = `service ${service.spec.name}: ${counts.served} of ${counts.wanted} ${counts.what}`;
  const newest = newestOfSlots(tasks).filter((task) => !isServing(task));
  return [
    update === undefined ? head : `${head}, ${update}`,
    ...newest.flatMap((task) => describeTask(swarm, task).map((line) => `  ${line}`)),
  ];
}

interface ServedCounts {
  readonly served: number;
  readonly wanted: number;
  readonly what: string;
}

function countServed(swarm: Swarm, service: Service, tasks: readonly Task[]): ServedCounts {
  const { mode } = service.spec;
  const running = tasks.filter((task) => isToRun(task) && task.status.state === 'running');
  switch (mode?.kind) {
    case 'global':
      return {
        served: running.length,
        wanted: Math.max(eligibleNodes(swarm, service), tasks.filter(isLive).length),
        what: 'nodes have a running task',
      };
    case 'replicated-job':
    case 'global-job': {
      const iteration = service.jobStatus?.jobIteration ?? 0;
      const own = tasks.filter(({ jobIteration = 0 }) => jobIteration === iteration);
      const completed = own.filter(({ status }) => status.state === 'complete').length;
      const wanted = mode.kind === 'global-job' ? globalRuns(own) : mode.totalCompletions;
      return { served: completed, wanted, what: 'runs are complete' };
    }
    default:
      return { served: running.length, wanted: mode?.replicas ?? 1, what: 'replicas run' };
  }
}

/** SwarmKit: manager/orchestrator/global/global.go: nodes that are up and take tasks, as constraints say. */
function eligibleNodes(swarm: Swarm, { spec }: Service): number {
  const constraints = parseConstraints(spec.task.placement?.constraints ?? []);
  return swarm.nodes
    .list()
    .filter(({ node }) => node.status.state === 'ready' && node.spec.availability === 'active')
    .filter(({ node }) => matchesConstraints(constraints, node)).length;
}

/** Nodes that a global job was given to: one run each. */
function globalRuns(tasks: readonly Task[]): number {
  return new Set(tasks.filter((task) => isServing(task) || isToRun(task)).map((t) => t.nodeId))
    .size;
}

function describeUpdate({ updateStatus }: Service): string | undefined {
  const { state } = updateStatus ?? {};
  if (state === undefined || state === 'completed' || state === 'rollback_completed') {
    return undefined;
  }
  return `its update is ${state}: ${updateStatus?.message}`;
}

function isServing({ status }: Task): boolean {
  return status.state === 'running' || status.state === 'complete';
}

/** The newest task of each slot that is wanted, or was until it failed. */
function newestOfSlots(tasks: readonly Task[]): readonly Task[] {
  const newest = new Map<string, Task>();
  for (const task of tasks) {
    const slot = task.slot === 0 && task.nodeId !== '' ? task.nodeId : String(task.slot);
    const before = newest.get(slot);
    const isOlder = before !== undefined && isToRun(before) && !isToRun(task);
    if (isFrom(task.desiredState, 'remove') || isOlder) continue;
    newest.set(slot, task);
  }
  return [...newest.values()];
}
