/** Steps made by hand, for tests of rules: what a broken component would have committed. */
import type { Change, Commit, Node, Service, Swarm, Task } from '@swarmsim/core';
import { createClusterState } from '../src/invariants/cluster-state.ts';
import type { Invariant, Problem, Step } from '../src/invariants/invariant.ts';
import { createSteps } from '../src/invariants/make-steps.ts';

/** What differs from the swarm as it is. */
export interface HandMade {
  readonly tasks?: (tasks: readonly Task[]) => readonly Task[];
  readonly nodes?: (nodes: readonly Node[]) => readonly Node[];
  readonly services?: (services: readonly Service[]) => readonly Service[];
  /** Committed on top of that. */
  readonly commits?: readonly Commit[];
}

/** A step of a swarm that looks as it does, but for what is given. */
export function aStep(swarm: Swarm, made: HandMade = {}): Step {
  const { commits = [] } = made;
  const cluster = createClusterState();
  const nodes = swarm.nodes.list().map(({ node }) => node);
  for (const node of made.nodes?.(nodes) ?? nodes) cluster.put('node', node);
  const services = swarm.services.list();
  for (const service of made.services?.(services) ?? services) cluster.put('service', service);
  for (const config of swarm.configs.list()) cluster.put('config', config);
  for (const secret of swarm.secrets.list()) cluster.put('secret', secret);
  const tasks = swarm.tasks.list();
  for (const task of made.tasks?.(tasks) ?? tasks) cluster.put('task', task);
  return createSteps(swarm, cluster)(swarm.now, commits);
}

/** A commit that changes one task. */
export function aCommit(
  change: { readonly before?: Task | undefined; readonly after?: Task | undefined },
  { writtenBy = 'test', version = 99, at = 0 }: Partial<Commit> = {},
): Commit {
  const { before, after } = change;
  const id = (after ?? before)?.id ?? '';
  const action = before === undefined ? 'create' : after === undefined ? 'delete' : 'update';
  const changes: readonly Change[] = [{ table: 'task', action, id, before, after }];
  return { version, at, causedBy: 1, writtenBy, changes };
}

/** What a fresh checker says of one step. */
export function checkOnce(invariant: Invariant, step: Step): Problem | undefined {
  const premise = (): void => undefined;
  return invariant.start({ swarm: step.swarm, premise })(step);
}
