/** What a fault changes in the model. */
import type { Fault } from '@swarmsim/core';
import { disturb, type ModelNode, type Observation, type SwarmModel } from './swarm-model.ts';

/** Follows a fault that struck. */
export function followFault(model: SwarmModel, fault: Fault, seen: Observation): void {
  disturb(model);
  switch (fault.kind) {
    case 'fail-pulls':
      model.failingPulls.push(toScope(fault));
      return;
    case 'repair-pulls': {
      const { node, image } = toScope(fault);
      model.failingPulls = model.failingPulls.filter(
        (failing) =>
          (node !== undefined && failing.node !== node) ||
          (image !== undefined && failing.image !== image),
      );
      return;
    }
    case 'exit-task':
    case 'sicken-task':
      // Its container may be behind a cut path.
      for (const node of model.nodes.values()) node.ranWhenCut = [];
      return;
    case 'crash':
    case 'restart':
    case 'restart-engine':
    case 'partition':
    case 'lose-messages':
    case 'repair': {
      const node = typeof fault.node === 'string' ? model.nodes.get(fault.node) : undefined;
      if (node === undefined) return;
      node.isKnown = false;
      return followNodeFault(node, fault, seen);
    }
    default:
    // What is slow, what one task suffers, and what controllers do, is over when all is at rest.
  }
}

/** Planned faults that are over: what crashed runs again, what was cut is whole. */
export function endPlans(model: SwarmModel, now: number): void {
  const over = model.planned.filter(({ overAt }) => overAt <= now);
  if (over.length === 0) return;
  model.isAtRest = false;
  model.planned = model.planned.filter((plan) => !over.includes(plan));
  for (const plan of over) {
    const node = model.nodes.get(plan.node);
    if (node === undefined) continue;
    node.isKnown = false;
    node.ranWhenCut = [];
    if (plan.isPartition) node.path = 'whole';
    else if (node.host === 'down') node.host = 'up';
  }
}

type NodeFault = Extract<
  Fault,
  {
    readonly kind:
      'crash' | 'restart' | 'restart-engine' | 'partition' | 'lose-messages' | 'repair';
  }
>;

function followNodeFault(node: ModelNode, fault: NodeFault, seen: Observation): void {
  switch (fault.kind) {
    case 'crash':
      node.ranWhenCut = [];
      if (node.host === 'up') node.host = 'down';
      return;
    case 'restart':
      node.ranWhenCut = [];
      if (node.host === 'down') node.host = 'up';
      return;
    case 'restart-engine':
      // Containers may survive that; whether they do is not for the model to remember.
      node.ranWhenCut = [];
      node.unsureUntil = Math.max(node.unsureUntil, seen.now + Number(fault.downFor ?? 0) + 1);
      return;
    case 'partition':
      return cut(node, fault.direction ?? 'both', seen);
    case 'lose-messages':
      if (node.path === 'whole') node.path = 'poor';
      return;
    case 'repair':
      node.ranWhenCut = [];
      node.path = 'whole';
  }
}

/** Without heartbeats a node is down; one that hears nothing is what nobody can foretell. */
function cut(
  node: ModelNode,
  direction: 'both' | 'to-managers' | 'from-managers',
  { running }: Observation,
): void {
  const isLoose = node.path !== 'whole';
  if (direction === 'both' && !isLoose && node.host === 'up') {
    node.ranWhenCut = running;
  }
  if (direction !== 'both') node.ranWhenCut = [];
  if (direction === 'both' || (direction === 'to-managers' && !isLoose)) node.path = 'cut';
  else node.path = 'poor';
}

function toScope(fault: Fault): { readonly node?: string; readonly image?: string } {
  return {
    ...('node' in fault && typeof fault.node === 'string' && { node: fault.node }),
    ...('image' in fault && fault.image !== undefined && { image: fault.image }),
  };
}
