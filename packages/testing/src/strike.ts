import type { Swarm } from '@swarmsim/core';
import type { FaultStep } from './arbitraries/fault-steps.ts';

/** Lets something go wrong in a swarm, or be well again; nothing happens where there is no such object. */
export function strike(swarm: Swarm, step: FaultStep): void {
  const { faults } = swarm;
  if (step.kind === 'plan-crashes') {
    const { everyMs, lastsMs, count } = step;
    const until = swarm.now + everyMs * count;
    const fault = { kind: 'crash', node: { pick: 1 } } as const;
    faults.schedule([{ every: everyMs, until, fault, lasts: lastsMs }]);
    return;
  }
  if ('task' in step) {
    const running = swarm.tasks.list({ state: 'running' });
    const task = running[step.task % Math.max(1, running.length)];
    if (task === undefined) return;
    if (step.kind === 'ignore-stop') faults.ignoreStop(task.id);
    else faults.exitTask(task.id, { exitCode: step.exitCode });
    return;
  }
  const nodes = swarm.nodes.list();
  const node = nodes[step.node % Math.max(1, nodes.length)]?.id;
  if (node !== undefined) strikeNode(swarm, step, node);
}

type NodeStep = Extract<FaultStep, { readonly node: number }>;

function strikeNode({ faults, nodes }: Swarm, step: NodeStep, node: string): void {
  switch (step.kind) {
    case 'cut-one-way':
      return faults.partition(node, { direction: step.direction });
    case 'restart-engine':
      return faults.restartEngine(node, {
        containers: step.containers,
        downFor: step.downForMs,
      });
    case 'delay-messages':
      return faults.delayMessages(node, step.ms);
    case 'lose-messages':
      return faults.loseMessages(node, step.percent / 100);
    case 'slow-pulls':
      return faults.slowPulls(step.ms, { node });
    case 'fail-pulls':
      return faults.failPulls({ node });
    case 'repair-pulls':
      return faults.repairPulls({ node });
    case 'change-host':
      return nodes.changeHost(node, { memory: `${step.memoryGigabytes}g` });
    default:
      return faults[step.kind](node);
  }
}

/**
 * Lets a swarm come to rest: where messages come late or go one way only, nodes come and go for ever,
 * and where images cannot be pulled, tasks do. Hosts that are down or cut off altogether stay so,
 * unless there were such nodes as well.
 */
export function calm(swarm: Swarm, steps: readonly { readonly kind: string }[]): void {
  if (steps.some(({ kind }) => kind === 'fail-pulls')) {
    for (const { id } of swarm.nodes.list()) swarm.faults.repairPulls({ node: id });
  }
  const restless = ['cut-one-way', 'delay-messages', 'lose-messages'];
  if (!steps.some(({ kind }) => restless.includes(kind))) return;
  for (const { id } of swarm.nodes.list()) swarm.faults.repair(id);
}
