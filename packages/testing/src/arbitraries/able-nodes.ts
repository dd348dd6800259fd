/** Works out which nodes a stack needs at least, so that all its services can run. */
import type { Stack } from '@swarmsim/compose';
import type { GenericResource, NodeOptions, ServiceSpec } from '@swarmsim/core';

/** What some services ask of one node. */
interface Need {
  readonly labels: Map<string, string>;
  readonly engineLabels: Map<string, string>;
  /** How many such nodes there have to be. */
  copies: number;
  hostname?: string;
  os?: 'windows' | 'linux';
  role?: 'manager' | 'worker';
  architecture?: string;
}

/**
 * Nodes on which all services of a stack can run at once, as far as their constraints, reservations,
 * host ports and most replicas per node tell: those that go together share a node.
 */
export function ableNodes(stack: Stack): readonly NodeOptions[] {
  const specs = stack.services.map(({ spec }) => spec);
  const needs: Need[] = [];
  for (const spec of specs) {
    const need = needOf(spec);
    const fitting = needs.find((other) => isCompatible(other, need));
    if (fitting === undefined) needs.push(need);
    else merge(fitting, need);
  }
  if (needs.length === 0) needs.push(emptyNeed());
  const size = sizeOf(specs);
  const copies = needs.flatMap((need) => Array.from({ length: need.copies }, () => need));
  return copies.map((need, index) => toNode(need, need.hostname ?? `able-${index + 1}`, size));
}

/** A node may have to be there several times. */
const copiesMax = 5;

function spreadOf({ task, mode, endpoint }: ServiceSpec): number {
  const replicas = mode?.kind === 'replicated' ? mode.replicas : 1;
  const perNode = task.placement?.maxReplicas ?? 0;
  const onHost = (endpoint?.ports ?? []).some((port) => port.publishMode === 'host');
  const wanted = onHost ? replicas : perNode > 0 ? Math.ceil(replicas / perNode) : 1;
  return Math.min(wanted, copiesMax);
}

function emptyNeed(): Need {
  return { labels: new Map(), engineLabels: new Map(), copies: 1 };
}

function needOf(spec: ServiceSpec): Need {
  const need = emptyNeed();
  const { task } = spec;
  const { runtime } = task;
  if (runtime?.kind === 'container' && runtime.privileges?.credentialSpec !== undefined) {
    need.os = 'windows';
  }
  for (const text of task.placement?.constraints ?? []) {
    const [, key = '', value = ''] = /^\s*([^\s=!]+)\s*==\s*(.*?)\s*$/.exec(text) ?? [];
    const [, scope, label = ''] = /^(node|engine)\.labels\.(.+)$/.exec(key) ?? [];
    if (scope === 'node') need.labels.set(label, value);
    else if (scope === 'engine') need.engineLabels.set(label, value);
    else if (key === 'node.hostname') need.hostname = value;
    else if (key === 'node.role' && value === 'manager') need.role = 'manager';
    else if (key === 'node.role' && value === 'worker') need.role = 'worker';
    else if (key === 'node.platform.arch') need.architecture = value;
    else if (key === 'node.platform.os' && (value === 'windows' || value === 'linux')) {
      need.os = value;
    }
  }
  // Of a host with a name there is one.
  if (need.hostname === undefined) need.copies = spreadOf(spec);
  return need;
}

function isCompatible(one: Need, other: Need): boolean {
  const agree = (left: string | undefined, right: string | undefined): boolean =>
    left === undefined || right === undefined || left === right;
  const agreeAll = (left: Map<string, string>, right: Map<string, string>): boolean =>
    [...left].every(([name, value]) => agree(value, right.get(name)));
  return (
    agree(one.os, other.os) &&
    agree(one.role, other.role) &&
    agree(one.hostname, other.hostname) &&
    agree(one.architecture, other.architecture) &&
    agreeAll(one.labels, other.labels) &&
    agreeAll(one.engineLabels, other.engineLabels)
  );
}

function merge(into: Need, need: Need): void {
  const { labels, engineLabels, copies, ...rest } = need;
  for (const [name, value] of labels) into.labels.set(name, value);
  for (const [name, value] of engineLabels) into.engineLabels.set(name, value);
  Object.assign(into, rest);
  into.copies = into.hostname === undefined ? Math.max(into.copies, copies) : 1;
}

interface NodeSize {
  readonly cpus?: number;
  readonly memory?: number;
  readonly genericResources?: readonly GenericResource[];
}

/** Room for all tasks on each node, where that is more than a usual host has. */
function sizeOf(specs: readonly ServiceSpec[]): NodeSize {
  let cpus = 0;
  let memory = 0;
  const generic = new Map<string, number>();
  for (const { task, mode } of specs) {
    const count = mode?.kind === 'replicated' ? mode.replicas : 1;
    const {
      nanoCpus = 0,
      memoryBytes = 0,
      generic: wanted = [],
    } = task.resources?.reservations ?? {};
    cpus += (count * nanoCpus) / 1_000_000_000;
    memory += count * memoryBytes;
    for (const item of wanted) {
      const value = item.kind === 'discrete' ? item.value : 1;
      generic.set(item.resource, (generic.get(item.resource) ?? 0) + count * value);
    }
  }
  return {
    ...(cpus > usualCpus && { cpus: Math.ceil(cpus) }),
    ...(memory > usualMemory && { memory }),
    ...(generic.size > 0 && {
      genericResources: [...generic].map(([resource, value]) => {
        return { kind: 'discrete', resource, value } as const;
      }),
    }),
  };
}

/** What hosts have of which nobody says more. */
const usualCpus = 4;
const usualMemory: number = 16 * 2 ** 30;

function toNode(need: Need, hostname: string, size: NodeSize): NodeOptions {
  const { os = 'windows', architecture, role, labels, engineLabels } = need;
  return {
    hostname,
    ...(role === 'manager' && { role }),
    ...(labels.size > 0 && { labels: Object.fromEntries(labels) }),
    host: {
      os,
      ...(architecture !== undefined && { architecture }),
      ...(engineLabels.size > 0 && { engineLabels: Object.fromEntries(engineLabels) }),
      ...size,
    },
  };
}
