/** How a real swarm like that of a scenario is set up: hosts in words, then docker's commands. */
import type { NodeOptions } from '@swarmsim/core';
import type { Scenario } from '../scenario/scenario.ts';
import { formatInline } from '../scenario/format-scenario.ts';
import { toDuration } from './service-flags.ts';
import { joinWords, quoteShell } from './shell-words.ts';

/** The commands that make the swarm. */
export function clusterCommands({
  cluster,
  registry,
  directory,
  behaviours,
}: Scenario): readonly string[] {
  const { nodes = [], managers, heartbeatPeriod, taskHistoryLimit } = cluster;
  const dedicated = Array.from({ length: managers ?? 0 }, (_, index) => `manager-${index + 1}`);
  const named = nodes.filter(({ role }) => role === 'manager').map(({ hostname }) => hostname);
  const [first = 'control-plane', ...others] = [...dedicated, ...named];
  const drained = dedicated.length + named.length === 0 ? [first] : dedicated;
  const workers = nodes.filter(({ role }) => role !== 'manager').map(({ hostname }) => hostname);
  const settings = [
    ...(heartbeatPeriod === undefined
      ? []
      : ['--dispatcher-heartbeat', toDuration(heartbeatPeriod) ?? '']),
    ...(taskHistoryLimit === undefined ? [] : ['--task-history-limit', `${taskHistoryLimit}`]),
  ];
  return [
    `# on ${first}:`,
    'docker swarm init',
    'MANAGER=$(docker info --format "{{.Swarm.NodeAddr}}:2377")',
    ...(settings.length === 0 ? [] : [joinWords(['docker', 'swarm', 'update', ...settings])]),
    ...others.flatMap((host) => joinCommands(host, 'manager')),
    ...workers.flatMap((host) => joinCommands(host, 'worker')),
    ...drained.map((host) =>
      joinWords(['docker', 'node', 'update', '--availability', 'drain', host]),
    ),
    ...nodes.flatMap(nodeCommands),
    ...(registry === undefined ? [] : [`# images: ${formatInline(registry)}`]),
    ...(directory === undefined ? [] : [`# Active Directory: ${formatInline(directory)}`]),
    ...(behaviours ?? []).map((behaviour) => `# containers: ${formatInline(behaviour)}`),
  ];
}

/** The commands with which a host joins. */
export function joinCommands(host: string, role: 'manager' | 'worker'): readonly string[] {
  return [
    `# on ${host}, with the token that \`docker swarm join-token --quiet ${role}\` prints on a manager:`,
    'docker swarm join --token "$TOKEN" "$MANAGER"',
  ];
}

/** What a node is, and what is said of it once it is there. */
export function nodeCommands({
  hostname,
  labels = {},
  availability,
  host,
}: NodeOptions): readonly string[] {
  const about = `# host ${hostname}: ${formatInline(host)}`;
  const words = Object.entries(labels).flatMap(([name, value]) => [
    '--label-add',
    `${name}=${value}`,
  ]);
  if (availability !== undefined && availability !== 'active') {
    words.push('--availability', availability);
  }
  return words.length === 0
    ? [about]
    : [about, `docker node update ${joinWords(words)} ${quoteShell(hostname)}`];
}
