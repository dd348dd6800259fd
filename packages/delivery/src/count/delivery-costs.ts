import type { OperationKind } from '@swarmsim/core';
import type { DeliveryStrategyName } from '../delivery-options.ts';
import type { DeliveryRun } from '../run-strategy.ts';
import { followCopies, type Copy } from './copies.ts';
import { followTasks, type TaskHistory } from './follow-tasks.ts';
import {
  clip,
  countOverTime,
  highestOf,
  subtract,
  totalMs,
  type CountAt,
  type Interval,
} from './intervals.ts';
import { countRotations, type RotationCosts } from './rotations.ts';

/** What a strategy came to. Every number is counted from what happened; times are in ms. */
export interface DeliveryCosts {
  readonly strategy: DeliveryStrategyName;
  readonly copies: {
    /** On hosts, each time one was written, pulled or received. */
    readonly made: number;
    /** Those that somebody wrote to a host; the swarm made the others. */
    readonly byHand: number;
    readonly bytes: number;
    /** Hosts that ever had one. */
    readonly hosts: number;
    /** Most that were on hosts at one time. */
    readonly most: number;
  };
  /** Where copies could be read. */
  readonly exposure: {
    /** Who could read one at some time. */
    readonly readers: readonly string[];
    /** Time of all copies on hosts together, up to the end of the time that is looked at. */
    readonly hostMs: number;
    /** The part of it in which no task on that host needed the copy. */
    readonly idleMs: number;
    /** Pairs of a host and a service of which it had the spec, and never ran a task. */
    readonly needlessHosts: number;
  };
  readonly work: {
    /** Commands, copies and builds. */
    readonly actions: number;
    readonly ms: number;
  };
  readonly failures: {
    /** Tasks that could not start for want of their credential spec. */
    readonly starts: number;
    /** Tasks that ran and could not authenticate. */
    readonly tasks: number;
    /** How long they did, together. */
    readonly ms: number;
    /** The same by reason. */
    readonly byReason: Readonly<Record<string, number>>;
  };
  /** Of all replacements of credential specs together. */
  readonly rotation: RotationCosts;
  /** Copies that are still there after the services are gone. */
  readonly leftBehind: {
    readonly hosts: number;
    readonly registry: number;
    readonly managers: number;
  };
  /** Instants count from the first deployment on. */
  readonly overTime: {
    readonly copies: readonly CountAt[];
    readonly idle: readonly CountAt[];
    readonly failing: readonly CountAt[];
  };
}

/** Counts what a run came to. */
export function countCosts(run: DeliveryRun): DeliveryCosts {
  const end = run.records.at(-1)?.at ?? run.to;
  const copies = followCopies(run.records);
  const tasks = followTasks(run.records, end);
  const onHosts = copies.filter(({ where }) => where === 'host');
  const present = onHosts.map((copy) => spanOf(copy, end));
  const idle = findIdle(onHosts, tasks, end);
  const countLeft = (where: Copy['where']): number =>
    copies.filter((copy) => copy.where === where && copy.to === undefined).length;
  return {
    strategy: run.strategy,
    copies: {
      made: onHosts.length,
      byHand: run.records.filter(({ kind }) => kind === 'credential-spec-written').length,
      bytes: onHosts.reduce((sum, { bytes }) => sum + bytes, 0),
      hosts: new Set(onHosts.map(({ node }) => node)).size,
      most: highestOf(countOverTime(present)),
    },
    exposure: {
      readers: listReaders(copies),
      hostMs: totalMs(present.flatMap((span) => clip(span, run))),
      idleMs: totalMs(idle.flatMap((span) => clip(span, run))),
      needlessHosts: countNeedless(onHosts, tasks),
    },
    work: { actions: countActions(run), ms: run.workMs },
    failures: countFailures(run, tasks),
    rotation: countRotations(run, tasks),
    leftBehind: {
      hosts: countLeft('host'),
      registry: countLeft('registry'),
      managers: countLeft('manager'),
    },
    overTime: {
      copies: drawUp(present, run.from, end),
      idle: drawUp(idle, run.from, end),
      failing: drawUp(run.failures, run.from, end),
    },
  };
}

/** Counts over time from the first deployment on. What is there at the end does not end then. */
function drawUp(intervals: readonly Interval[], from: number, end: number): readonly CountAt[] {
  return countOverTime(intervals)
    .filter(({ at }) => at < end)
    .map(({ at, count }) => ({ at: at - from, count }));
}

/** Whoever has a place can read what lies there. */
function listReaders(copies: readonly Copy[]): readonly string[] {
  const hosts = new Set(copies.flatMap(({ node }) => node ?? [])).size;
  const has = (where: Copy['where']): boolean => copies.some((copy) => copy.where === where);
  return [
    ...(hosts > 0 ? [`administrators of ${hosts} ${hosts === 1 ? 'host' : 'hosts'}`] : []),
    ...(has('registry') ? ['whoever may pull the images, and every container of them'] : []),
    ...(has('manager') ? ['whoever may ask the managers'] : []),
  ];
}

function spanOf({ from, to }: Copy, end: number): Interval {
  return { from, to: to ?? end };
}

/** The times in which a copy was on a host where no task needed it. */
function findIdle(
  copies: readonly Copy[],
  tasks: readonly TaskHistory[],
  end: number,
): readonly Interval[] {
  const needs = new Map<string, Interval[]>();
  for (const { service, onNode } of tasks) {
    if (onNode === undefined) continue;
    const key = `${onNode.node}/${service}`;
    needs.set(key, [...(needs.get(key) ?? []), onNode]);
  }
  return copies.flatMap((copy) => {
    return subtract(spanOf(copy, end), needs.get(`${copy.node ?? ''}/${copy.service}`) ?? []);
  });
}

function countNeedless(copies: readonly Copy[], tasks: readonly TaskHistory[]): number {
  const ran = new Set(tasks.map(({ service, onNode }) => `${onNode?.node ?? ''}/${service}`));
  const had = new Set(copies.map(({ node, service }) => `${node ?? ''}/${service}`));
  return [...had].filter((pair) => !ran.has(pair)).length;
}

/** What the operator does, by hand or by script. */
const operatorActions: ReadonlySet<string> = new Set<OperationKind>([
  'config-create',
  'config-remove',
  'service-create',
  'service-update',
  'service-remove',
  'credential-spec-write',
  'credential-spec-delete',
  'image-push',
]);

function countActions({ records }: DeliveryRun): number {
  return records.filter(({ kind, data }) => {
    if (kind !== 'operation') return false;
    return operatorActions.has((data as { readonly kind: string }).kind);
  }).length;
}

function countFailures(
  { failures }: DeliveryRun,
  tasks: readonly TaskHistory[],
): DeliveryCosts['failures'] {
  const byReason: Record<string, number> = {};
  for (const { reason, from, to } of failures) {
    byReason[reason] = (byReason[reason] ?? 0) + to - from;
  }
  return {
    starts: tasks.filter(({ error }) => /credential spec|config store/i.test(error)).length,
    tasks: new Set(failures.map(({ taskId }) => taskId)).size,
    ms: totalMs(failures),
    byReason,
  };
}
