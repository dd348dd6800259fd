/** Weight of one task of the own service: more than all tasks a node could ever have. */
const serviceWeight = 2 ** 26;

/**
 * How good a node is for a service, lower is better: fewer tasks of this service, then fewer tasks of
 * all. Free CPU and memory never matter. SwarmKit: manager/scheduler/scheduler.go, nodeLess.
 */
export function decideRank(serviceTasks: number, allTasks: number): number {
  return serviceTasks * serviceWeight + allTasks;
}
