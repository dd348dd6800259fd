/** Turns queries into lines. Nothing here knows how the story goes. */
import type { Container, ContainerView, Swarm, Task } from '@swarmsim/core';
import type { Verdict } from '@swarmsim/testing';
import { columns, indent, seconds, table } from '../print.ts';
import type { Move } from './follow-credential-spec.ts';

/** Where the replicas of each service run. */
export function describeReplicas(swarm: Swarm, services: readonly string[]): readonly string[] {
  const rows = services.map((service) => {
    const running = runningTasks(swarm, service);
    const hosts = running.map((task) => swarm.nodes.get(task.nodeId).name).sort();
    return [service, `${running.length}/${wanted(swarm, service)}`, hosts.join(' ')];
  });
  return ['', ...table(['SERVICE', 'RUNNING', 'ON'], rows)];
}

/** What each node is, runs and holds. */
export function describeNodes(swarm: Swarm): readonly string[] {
  const lines = swarm.nodes.list().flatMap((node) => {
    const { tasks, configs } = node.holdings();
    const running = tasks
      .flatMap((id) => swarm.tasks.find(id) ?? [])
      .filter(({ status }) => status.state === 'running')
      .map((task) => swarm.tasks.nameOf(task));
    return [
      `${node.name}: ${node.state}, ${node.availability}`,
      ...labelled('  runs', running),
      ...labelled('  holds', configs),
    ];
  });
  return ['', ...lines];
}

/** What a container of each service sees. */
export function describeContainers(swarm: Swarm, services: readonly string[]): readonly string[] {
  const lines = services.flatMap((service) => {
    const [first] = runningTasks(swarm, service);
    return first === undefined ? [] : describeContainer(swarm, first);
  });
  return ['', 'What a container of each service sees', ...indent(lines)];
}

/** How the credential spec travelled. */
export function describeMoves(moves: readonly Move[]): readonly string[] {
  const reasons = {
    reached: 'came with',
    left: 'left after',
    lost: 'lost in the crash of',
  } as const;
  const rows = moves.map((move) => {
    const subject = move.kind === 'lost' ? [move.node] : move.tasks;
    return [seconds(move.at), move.node, move.config, `${reasons[move.kind]} ${list(subject)}`];
  });
  return [
    '',
    'How the credential spec moved',
    ...indent(table(['AT', 'NODE', 'CONFIG', ''], rows)),
  ];
}

/** What became of the invariants: those that broke, the first that hold, and how many others do. */
export function describeVerdicts(verdicts: readonly Verdict[]): readonly string[] {
  const held = verdicts.filter(({ violation, premises }) => !violation && premises > 0);
  const broken = verdicts.filter(({ violation }) => violation !== undefined);
  const idle = verdicts.length - broken.length - held.length;
  return [
    ...broken.flatMap(describeViolation),
    ...held.slice(0, toldMax).map(({ rule, premises }) => {
      return `holds ${String(premises).padStart(9)}x  ${rule}`.slice(0, columns);
    }),
    `${held.length - toldMax} other rules hold; ${idle} speak of what did not happen here`,
  ];
}

/** Rules told one by one; those about credential specs come first. */
const toldMax = 8;

function describeViolation({ rule, violation }: Verdict): readonly string[] {
  if (violation === undefined) return [];
  const { at, message } = violation;
  const lines = [`VIOLATED ${''.padStart(7)} ${rule}`, `  at ${seconds(at)}: ${message}`];
  return lines.map((line) => line.slice(0, columns));
}

function describeContainer(swarm: Swarm, task: Task): readonly string[] {
  const container = swarm.containers.of(task.id);
  const node = swarm.nodes.get(task.nodeId).name;
  return [
    `${swarm.tasks.nameOf(task)} on ${node}`,
    `  credential spec: ${describeCredentialSpec(swarm, container)}`,
    ...(container.credentialSpec === undefined ? [] : [describeIdentity(container)]),
    ...labelled(
      '  files',
      container.files.map(({ path, from }) => `${path} (${from})`),
    ),
  ];
}

function describeIdentity(container: Container): string {
  const { upn, reason = '' } = container.identity();
  return `  whoami /upn: ${upn ?? `nobody in the domain (${reason})`}`;
}

function describeCredentialSpec(swarm: Swarm, container: ContainerView): string {
  const { credentialSpec } = container;
  if (credentialSpec === undefined) return 'none';
  const source = swarm.configs
    .list()
    .reduce((text, { id, spec }) => text.replace(id, spec.name), credentialSpec.source);
  return `${source}, applied (${credentialSpec.text.length} characters)`;
}

function runningTasks(swarm: Swarm, service: string): readonly Task[] {
  return swarm.tasks.list({ service, state: 'running', desiredState: 'running' });
}

function wanted(swarm: Swarm, service: string): number {
  const { mode } = swarm.services.get(service).spec;
  return mode?.kind === 'replicated' ? mode.replicas : runningTasks(swarm, service).length;
}

function list(names: readonly string[]): string {
  return names.length === 0 ? '-' : names.join(', ');
}

/** Names behind a label, wrapped to the width of the terminal. */
function labelled(label: string, names: readonly string[]): readonly string[] {
  const margin = ' '.repeat(label.length + 2);
  const lines = [`${label}: `];
  for (const [index, name] of names.entries()) {
    const text = index < names.length - 1 ? `${name}, ` : name;
    const line = lines.at(-1) ?? '';
    const fits = line.length + text.trimEnd().length <= columns - 2 || line.trim() === '';
    if (fits) lines[lines.length - 1] = line + text;
    else lines.push(margin + text);
  }
  if (names.length === 0) return [`${label}: -`];
  return lines.map((line) => line.trimEnd());
}
