/**
 * A scenario as a person would play it on a real swarm: docker's commands with all flags, quoted for a POSIX
 * shell, waits between them, and comments for what docker has no command for.
 */
import { parseDuration, type NetworkSpec, type NodeEdit } from '@swarmsim/core';
import type { Scenario, ScenarioStep, StackDeployOperation } from '../scenario/scenario.ts';
import { formatInline } from '../scenario/format-scenario.ts';
import { clusterCommands, joinCommands, nodeCommands } from './cluster-commands.ts';
import { describeDirectoryEdit, describeFault, describeFaultPlan } from './describe-fault.ts';
import {
  applyChange,
  createCommand,
  updateCommand,
  type KnownOptions,
} from './service-commands.ts';
import { joinWords, quoteShell } from './shell-words.ts';

/** Options of {@link dockerCommands}. */
export interface DockerCommandsOptions {
  /** Whether a step, by its number, was refused: what it says is then no more known than before. */
  readonly isRefused?: (step: ScenarioStep) => boolean;
  /** Ends after this instant, in ms. Default: never. */
  readonly until?: number;
}

/** What is known of the objects while commands are written. */
interface Known {
  readonly scenario: Scenario;
  readonly services: Map<string, { options: KnownOptions; previous: KnownOptions }>;
  readonly labels: Map<string, readonly string[]>;
}

/** The lines of a shell script that lead where a scenario leads. */
export function dockerCommands(
  scenario: Scenario,
  { isRefused = () => false, until = Infinity }: DockerCommandsOptions = {},
): readonly string[] {
  const { nodes = [] } = scenario.cluster;
  const known: Known = {
    scenario,
    services: new Map(),
    labels: new Map(nodes.map((node) => [node.hostname, Object.keys(node.labels ?? {})])),
  };
  const lines = [
    ...clusterCommands(scenario),
    ...(scenario.faults ?? []).map((plan) => `# ${describeFaultPlan(plan)}`),
  ];
  let now = 0;
  for (const step of scenario.steps) {
    const at = Math.ceil(parseDuration(step.at));
    if (at > until) break;
    if (at > now) lines.push(`sleep ${(at - now) / 1_000} # until ${at / 1_000} s`);
    now = at;
    const refused = isRefused(step);
    if (refused) lines.push('# this is refused:');
    lines.push(...stepCommands(step, known));
    if (!refused) learn(step, known);
  }
  return lines;
}

function stepCommands(step: ScenarioStep, known: Known): readonly string[] {
  switch (step.kind) {
    case 'config-create':
    case 'secret-create':
      return [objectCommand(step)];
    case 'config-label':
    case 'secret-label': {
      const [kind] = step.kind.split('-');
      const name = 'config' in step ? step.config : step.secret;
      return [
        `# over the API, as docker has no command: ${kind} ${name} gets the labels ${formatInline(step.labels)}`,
      ];
    }
    case 'config-remove':
      return [joinWords(['docker', 'config', 'rm', step.config])];
    case 'secret-remove':
      return [joinWords(['docker', 'secret', 'rm', step.secret])];
    case 'network-create':
      return [networkCommand(step.spec)];
    case 'network-remove':
      return [joinWords(['docker', 'network', 'rm', step.network])];
    case 'service-create':
      return [createCommand(step.options, step.resolveImage)];
    case 'service-create-spec':
      return [`# over the API: a service is made of ${formatInline(step.spec)}`];
    case 'service-update':
      return updateCommand(step.service, optionsOf(known, step.service), step.options);
    case 'service-update-spec':
      return [
        `# over the API, from version ${step.version}: ${step.service} becomes ${formatInline(step.spec)}`,
      ];
    case 'service-edit':
      return editCommands(step, known);
    case 'service-force':
      return [joinWords(['docker', 'service', 'update', '--detach', '--force', step.service])];
    case 'service-scale':
      return [
        joinWords(['docker', 'service', 'scale', '--detach', `${step.service}=${step.replicas}`]),
      ];
    case 'service-rollback':
      return [joinWords(['docker', 'service', 'rollback', '--detach', step.service])];
    case 'service-remove':
      return [joinWords(['docker', 'service', 'rm', step.service])];
    case 'stack-deploy':
      return stackCommands(step, known.scenario);
    default:
      return hostCommands(step, known);
  }
}

type ServiceEdit = Extract<ScenarioStep, { readonly kind: 'service-edit' }>;

/** Where it is not known what a service was, what is taken away is named with any value. */
function editCommands({ service, change }: ServiceEdit, known: Known): readonly string[] {
  const before = optionsOf(known, service);
  return updateCommand(service, before, applyChange(before, change));
}

type HostStep = Exclude<
  ScenarioStep,
  {
    readonly kind:
      | `service-${string}`
      | `config-${string}`
      | `secret-${string}`
      | `network-${string}`
      | 'stack-deploy';
  }
>;

function hostCommands(step: HostStep, known: Known): readonly string[] {
  switch (step.kind) {
    case 'node-join':
      return [
        ...joinCommands(step.node.hostname, step.node.role ?? 'worker'),
        ...nodeCommands(step.node),
      ];
    case 'node-update':
      return [nodeUpdateCommand(step.node, step.edit, known.labels.get(step.node) ?? [])];
    case 'node-leave':
      return [`# on ${step.node}:`, `docker swarm leave${step.force === true ? ' --force' : ''}`];
    case 'node-remove':
      return [
        joinWords(['docker', 'node', 'rm', ...(step.force === true ? ['--force'] : []), step.node]),
      ];
    case 'node-change-host':
      return [`# host ${step.node} becomes ${formatInline(step.change)}`];
    case 'credential-spec-write':
      return [
        `# on ${step.node}: credential spec ${step.copy.name} (${step.copy.place}) is written: ${JSON.stringify(step.copy.text)}`,
      ];
    case 'credential-spec-delete':
      return [
        `# on ${step.node}: credential spec ${step.copy.name} (${step.copy.place}) is deleted`,
      ];
    case 'image-push':
      return [`# the registry gets ${formatInline(step.image)}`];
    case 'directory-edit':
      return [`# ${describeDirectoryEdit(step.domain, step.edit)}`];
    case 'fault':
      return [`# ${describeFault(step.fault)}`];
    case 'fault-schedule':
      return step.faults.map((plan) => `# ${describeFaultPlan(plan)}`);
    case 'fault-unschedule':
      return ['# no planned fault strikes any more'];
    case 'control-api':
      return [`# over the API: ${step.object} ${step.call} ${formatInline(step.arguments)}`];
  }
}

/** What later commands need to know of a step that was done. */
function learn(step: ScenarioStep, { services, labels }: Known): void {
  if (step.kind === 'node-update' && step.edit.labels !== undefined) {
    labels.set(step.node, Object.keys(step.edit.labels));
  }
  if (step.kind === 'service-create') {
    services.set(step.options.name, { options: step.options, previous: step.options });
  }
  if (!('service' in step)) return;
  const { options = {}, previous = {} } = services.get(step.service) ?? {};
  if (step.kind === 'service-update') {
    services.set(step.service, { options: step.options, previous: options });
  } else if (step.kind === 'service-edit') {
    services.set(step.service, { options: applyChange(options, step.change), previous: options });
  } else if (step.kind === 'service-scale') {
    services.set(step.service, {
      options: { ...options, replicas: step.replicas },
      previous: options,
    });
  } else if (step.kind === 'service-rollback') {
    services.set(step.service, { options: previous, previous: options });
  } else if (step.kind === 'service-remove') services.delete(step.service);
}

function optionsOf({ services }: Known, name: string): KnownOptions {
  return services.get(name)?.options ?? {};
}

type ObjectCreate = Extract<ScenarioStep, { readonly kind: 'config-create' | 'secret-create' }>;

/** The contents come through a pipe; a document is written as `swarm.configs.create` writes it. */
function objectCommand(step: ObjectCreate): string {
  const { kind } = step;
  const { name, labels = {} } = 'spec' in step ? step.spec : step;
  const create = joinWords([
    'docker',
    kind === 'config-create' ? 'config' : 'secret',
    'create',
    ...Object.entries(labels).flatMap(([label, value]) => ['--label', `${label}=${value}`]),
    name,
    '-',
  ]);
  if ('spec' in step)
    return `printf %s ${quoteShell(step.spec.data ?? '')} | base64 -d | ${create}`;
  const { data = '' } = step;
  const text = typeof data === 'string' ? data : JSON.stringify(data, null, 2);
  return `printf %s ${quoteShell(text)} | ${create}`;
}

function networkCommand({ name, labels = {}, driver, ipam, ...flags }: NetworkSpec): string {
  const words = ['docker', 'network', 'create', '--driver', driver?.name ?? 'overlay'];
  for (const flag of ['ingress', 'internal', 'attachable'] as const) {
    if (flags[flag] === true) words.push(`--${flag}`);
  }
  for (const [label, value] of Object.entries(labels)) words.push('--label', `${label}=${value}`);
  for (const [option, value] of Object.entries(driver?.options ?? {})) {
    words.push('--opt', `${option}=${value}`);
  }
  for (const { subnet, range, gateway } of ipam?.configs ?? []) {
    words.push('--subnet', subnet);
    if (range !== undefined) words.push('--ip-range', range);
    if (gateway !== undefined) words.push('--gateway', gateway);
  }
  return joinWords([...words, name]);
}

function nodeUpdateCommand(
  node: string,
  { availability, role, labels }: NodeEdit,
  known: readonly string[],
): string {
  const words = ['docker', 'node', 'update'];
  if (availability !== undefined) words.push('--availability', availability);
  if (role !== undefined) words.push('--role', role);
  if (labels !== undefined) {
    for (const name of known) if (!Object.hasOwn(labels, name)) words.push('--label-rm', name);
    for (const [name, value] of Object.entries(labels))
      words.push('--label-add', `${name}=${value}`);
  }
  return joinWords([...words, node]);
}

/** The stack's files are written where the command looks for them. */
function stackCommands(
  { stack, prune }: StackDeployOperation,
  { stacks = {} }: Scenario,
): readonly string[] {
  const { text, files = {}, env = {} } = stacks[stack] ?? { text: '' };
  const file = `${stack}.yml`;
  const writes = Object.entries({ ...files, [file]: text }).map(
    ([path, content]) => `printf %s ${quoteShell(content)} > ${quoteShell(path)}`,
  );
  const variables = Object.entries(env).map(([name, value]) => `${name}=${quoteShell(value)} `);
  const words = ['docker', 'stack', 'deploy', '--detach', '--compose-file', file];
  if (prune === true) words.push('--prune');
  return [...writes, `${variables.join('')}${joinWords([...words, stack])}`];
}
