/** `docker service create` and `docker service update` for the options of a service. */
import type { ServiceOptions } from '@swarmsim/core';
import type { ServiceEditOperation } from '../scenario/scenario.ts';
import { listFlags, scalarFlags } from './service-flags.ts';
import { joinWords } from './shell-words.ts';

/** Options that are known of a service. */
export type KnownOptions = Partial<ServiceOptions>;

/** The command that makes a service. */
export function createCommand(options: ServiceOptions, resolveImage = true): string {
  const words: string[] = ['docker', 'service', 'create', '--detach', '--name', options.name];
  if (!resolveImage) words.push('--no-resolve-image');
  const { mode, replicas, maxConcurrent } = options;
  if (mode !== undefined && mode !== 'replicated') words.push('--mode', mode);
  if (replicas !== undefined) words.push('--replicas', `${replicas}`);
  if (maxConcurrent !== undefined) words.push('--max-concurrent', `${maxConcurrent}`);
  for (const [flag, value] of scalarFlags(options)) words.push(flag, value);
  if (options.healthcheck?.test?.[0] === 'NONE') words.push('--no-healthcheck');
  for (const [flag, values] of listFlags(options)) {
    for (const value of values.values()) words.push(flag, value);
  }
  return joinWords([...words, options.image, ...(options.args ?? [])]);
}

/** What a change of options makes of those that are known. */
export function applyChange(
  known: KnownOptions,
  change: ServiceEditOperation['change'],
): KnownOptions {
  const after: Record<string, unknown> = { ...known };
  for (const [name, value] of Object.entries(change) as [string, unknown][]) {
    if (value === null) Reflect.deleteProperty(after, name);
    else after[name] = value;
  }
  return after;
}

/**
 * The command that makes one set of options of another, with a comment for what the client cannot change.
 * `taken` names options that are taken away although it is not known what they were.
 */
export function updateCommand(
  service: string,
  before: KnownOptions,
  after: KnownOptions,
): readonly string[] {
  const words: string[] = [
    ...imageWords(before, after),
    ...scalarWords(before, after),
    ...listWords(before, after),
  ];
  const notes = (['name', 'mode'] as const).flatMap((name) =>
    after[name] === undefined || after[name] === before[name]
      ? []
      : [`# ${name} of ${service}: no flag changes it to ${after[name]}`],
  );
  return [...notes, joinWords(['docker', 'service', 'update', '--detach', ...words, service])];
}

function imageWords(before: KnownOptions, after: KnownOptions): readonly string[] {
  const words: string[] = [];
  const { image, replicas, maxConcurrent, args = [], forceUpdate } = after;
  if (image !== undefined && image !== before.image) words.push('--image', image);
  if (replicas !== undefined && replicas !== before.replicas) {
    words.push('--replicas', `${replicas}`);
  }
  if (maxConcurrent !== undefined && maxConcurrent !== before.maxConcurrent) {
    words.push('--max-concurrent', `${maxConcurrent}`);
  }
  if (joinWords(args) !== joinWords(before.args ?? [])) words.push('--args', joinWords(args));
  if (forceUpdate !== undefined && forceUpdate !== before.forceUpdate) words.push('--force');
  const isProbed = (options: KnownOptions): boolean => options.healthcheck?.test?.[0] !== 'NONE';
  if (!isProbed(after) && isProbed(before)) words.push('--no-healthcheck');
  return words;
}

function scalarWords(before: KnownOptions, after: KnownOptions): readonly string[] {
  const [old, fresh] = [scalarFlags(before), scalarFlags(after)];
  const isUnprobed = after.healthcheck?.test?.[0] === 'NONE';
  const set = [...fresh].flatMap(([flag, value]) => (old.get(flag) === value ? [] : [flag, value]));
  const unset = [...old.keys()].flatMap((flag) =>
    fresh.has(flag) || (isUnprobed && flag.startsWith('--health-'))
      ? []
      : [flag, resetValueOf(flag)],
  );
  return [...set, ...unset];
}

function listWords(before: KnownOptions, after: KnownOptions): readonly string[] {
  const [old, fresh] = [listFlags(before), listFlags(after)];
  return [...fresh].flatMap(([flag, values]) => {
    const known = old.get(flag) ?? new Map<string, string>();
    if (flag === '--log-opt') return logWords(known, values);
    // The order of preferences counts, so that all are given anew.
    const isOrdered = flag === '--placement-pref';
    const isSame = [...known.values()].join('\n') === [...values.values()].join('\n');
    const gone = [...known.keys()].filter((key) =>
      isOrdered ? !isSame : known.get(key) !== values.get(key),
    );
    const added = [...values].filter(([key, value]) =>
      isOrdered ? !isSame : known.get(key) !== value,
    );
    const isReplaced = flag === '--label' || flag === '--container-label' || flag === '--env';
    const removed = gone.filter((key) => !isReplaced || !values.has(key));
    return [
      ...removed.flatMap((key) => [`${flag}-rm`, key]),
      ...added.flatMap(([, value]) => [`${flag}-add`, value]),
    ];
  });
}

function logWords(
  known: ReadonlyMap<string, string>,
  values: ReadonlyMap<string, string>,
): readonly string[] {
  return [...values].flatMap(([key, value]) =>
    known.get(key) === value ? [] : ['--log-opt', value],
  );
}

/** What a flag says where an option is taken away: docker's default. */
function resetValueOf(flag: string): string {
  return resetValues[flag] ?? (/-(?:delay|window|interval|timeout|period)$/.test(flag) ? '0s' : '');
}

/** docker/cli: cli/command/service/opts.go; SwarmKit: api/defaults/service.go. */
const resetValues: Readonly<Record<string, string>> = {
  '--isolation': 'default',
  '--stop-grace-period': '10s',
  '--replicas-max-per-node': '0',
  '--reserve-cpu': '0',
  '--reserve-memory': '0',
  '--limit-cpu': '0',
  '--limit-memory': '0',
  '--limit-pids': '0',
  '--restart-condition': 'any',
  '--restart-delay': '5s',
  '--restart-max-attempts': '0',
  '--update-parallelism': '1',
  '--update-failure-action': 'pause',
  '--update-monitor': '5s',
  '--update-max-failure-ratio': '0',
  '--update-order': 'stop-first',
  '--rollback-parallelism': '1',
  '--rollback-failure-action': 'pause',
  '--rollback-monitor': '5s',
  '--rollback-max-failure-ratio': '0',
  '--rollback-order': 'stop-first',
  '--health-retries': '0',
  '--endpoint-mode': 'vip',
  '--log-driver': 'json-file',
};
