/** Gives drawn faults the names of what they strike. */
import type { Fault, FaultPlan, NodeTarget } from '@swarmsim/core';
import type { ScenarioOperation } from '../scenario/scenario.ts';
import { lastingKinds, type DraftFault, type DraftPlan, type DraftTarget } from './draft-faults.ts';
import { pick, type World, type WorldNode } from './world.ts';

/**
 * What strikes now. What would take managers away for good has an end, as a swarm without them never
 * comes to rest in the state that was asked for.
 */
export function strikeNow(
  draft: DraftFault,
  world: World,
  at: number,
): ScenarioOperation | undefined {
  const fault = nameFault(draft, world);
  if (fault === undefined) return undefined;
  if (takesNodesAway(fault) && mayStrikeManagers(draft.target, world)) {
    return { kind: 'fault-schedule', faults: [{ at, fault, lasts: managersAwayMs }] };
  }
  noteFault(fault, world);
  return { kind: 'fault', fault };
}

/** Time that managers are away, in ms. */
const managersAwayMs = 10_000;

/** Names a plan; undefined where there is nothing to strike. All its faults last, or none does. */
export function namePlan(draft: DraftPlan, world: World, at: number): FaultPlan | undefined {
  const named = draft.faults.flatMap((fault) => nameFault(fault, world) ?? []);
  const [fault] = named;
  if (fault === undefined) return undefined;
  const isLasting = lastingKinds.has(fault.kind);
  const faults = named.filter(({ kind }) => lastingKinds.has(kind) === isLasting);
  const { everyMs, afterMs, count, lastsMs: lasts } = draft;
  const what = {
    ...(faults.length === 1 ? { fault } : { oneOf: faults }),
    ...(isLasting && { lasts }),
  };
  if (everyMs === undefined) return { at: at + afterMs, ...what };
  const longest = typeof everyMs === 'number' ? everyMs : everyMs.max;
  return { every: everyMs, until: at + longest * count, ...what };
}

/** Names what a fault strikes; undefined where there is no such thing. */
function nameFault(draft: DraftFault, world: World): Fault | undefined {
  const { kind, details } = draft;
  switch (kind) {
    case 'exit-task':
    case 'ignore-stop':
    case 'sicken-task': {
      const task = nameTask(draft, world);
      return task === undefined ? undefined : ({ kind, task, ...details } as Fault);
    }
    case 'slow-pulls':
    case 'fail-pulls':
    case 'repair-pulls':
      return { kind, ...scopeOf(draft, world), ...details } as Fault;
    case 'stop-controller':
    case 'start-controller': {
      const { domain } = world;
      return domain === undefined ? undefined : ({ kind, domain, ...details } as Fault);
    }
    case 'break-trust':
    case 'repair-trust':
    case 'cut-directory':
    case 'reach-directory': {
      const isJoined = ({ options }: WorldNode): boolean => options.host.domain !== undefined;
      const node = nameTarget({ by: 'name', node: draft.slot }, world, isJoined);
      return node === undefined ? undefined : ({ kind, node } as Fault);
    }
    default: {
      const node = nameTarget(draft.target, world);
      return node === undefined ? undefined : ({ kind, node, ...details } as Fault);
    }
  }
}

function nameTask({ kind, service, slot, target }: DraftFault, world: World): string | undefined {
  const services = world.services.filter(
    ({ options }) => kind !== 'sicken-task' || options.healthcheck !== undefined,
  );
  const found = pick(services, service);
  if (found === undefined) return undefined;
  const { mode = 'replicated' } = found.options;
  if (mode === 'replicated' || mode === 'replicated-job') return `${found.name}.${slot}`;
  const host = pick(world.nodes, target.by === 'name' ? target.node : slot);
  return host === undefined ? undefined : `${found.name}.${host.name}`;
}

/** Pulls are disturbed on one node, or of one image, or anywhere. */
function scopeOf(
  { target, service, slot }: DraftFault,
  world: World,
): { readonly node?: NodeTarget; readonly image?: string } {
  if (target.by === 'chance') return {};
  const image = slot === 3 ? pick([...world.images], service) : undefined;
  if (image !== undefined) return { image };
  const node = nameTarget(target, world);
  return node === undefined ? {} : { node };
}

function nameTarget(
  target: DraftTarget,
  { nodes, labels }: World,
  isFitting: (node: WorldNode) => boolean = () => true,
): NodeTarget | undefined {
  const there = nodes.filter((node) => node.state !== 'removed' && isFitting(node));
  if (there.length === 0) return undefined;
  if (target.by === 'chance') return { pick: target.pick };
  if (target.by === 'name') return pick(there, target.node)?.name;
  const label = pick(labels.node, target.label);
  if (label === undefined) return pick(there, target.label)?.name;
  const some = target.pick === undefined ? {} : { pick: target.pick };
  return { label: `${label[0]}=${label[1]}`, ...some };
}

function takesNodesAway({ kind }: Fault): boolean {
  return kind === 'crash' || kind === 'partition';
}

function mayStrikeManagers(target: DraftTarget, { nodes }: World): boolean {
  const managers = nodes.filter(({ wasManager }) => wasManager);
  if (target.by !== 'name') return managers.length > 0;
  const there = nodes.filter(({ state }) => state !== 'removed');
  return pick(there, target.node)?.wasManager === true;
}

function noteFault(fault: Fault, { nodes }: World): void {
  if (!('node' in fault) || typeof fault.node !== 'string') return;
  for (const node of nodes) {
    if (node.name !== fault.node) continue;
    if (takesNodesAway(fault)) node.isDown = true;
    if (fault.kind === 'restart' || fault.kind === 'repair') node.isDown = false;
  }
}
