/** What happened around a violation, in words: the commits and operations that touch what it is about. */
import type { Change, Commit, Config, Node, Secret, Service, Swarm, Task } from '@swarmsim/core';
import type { Evidence } from '../invariants/invariant.ts';
import type { StepOutcome } from '../run/apply-step.ts';
import { formatInline } from '../scenario/format-scenario.ts';

/** One line of a timeline. */
export interface TimelineEntry {
  /** In ms since the simulation's start. */
  readonly at: number;
  readonly text: string;
}

/** What a run left behind. */
export interface RunRecord {
  readonly commits: readonly Commit[];
  readonly outcomes: readonly StepOutcome[];
}

/** Which part of a run is told. */
export interface TimelineOptions {
  /** Most lines, the last ones. Default 15. */
  readonly linesMax?: number;
  /** Instant after which nothing is told, in ms. Default: the end. */
  readonly until?: number;
}

/** Commits that are being written down. */
export interface CommitRecord {
  readonly commits: readonly Commit[];
  stop(): void;
}

/** Writes down the commits of a swarm from now on. Whoever is to see those of a failing step begins first. */
export function recordCommits(swarm: Swarm): CommitRecord {
  const commits: Commit[] = [];
  const stop = swarm.onStep((step) => {
    for (const commit of step.commits) commits.push(commit);
  });
  return { commits, stop };
}

/** Most lines that are told by default. */
const linesMaxDefault = 15;

interface Fact extends TimelineEntry {
  /** Ids and names that it is about. */
  readonly about: readonly string[];
}

/**
 * The last things that happened to the task, slot, service, node or object of the evidence; without any
 * evidence, the last things that happened.
 */
export function buildTimeline(
  { commits, outcomes }: RunRecord,
  evidence: Evidence = {},
  { linesMax = linesMaxDefault, until = Infinity }: TimelineOptions = {},
): readonly TimelineEntry[] {
  const names = readNames(commits);
  const wanted = wantedNames(evidence, names);
  const facts = [
    // What a user does comes before what it brings about at the same instant.
    ...outcomes.map(toStepFact),
    ...commits.flatMap((commit) =>
      commit.changes.flatMap((change) => toFacts(change, commit, names)),
    ),
  ];
  const related =
    wanted.size === 0 ? facts : facts.filter(({ about }) => about.some((name) => wanted.has(name)));
  return related
    .map((fact, index) => ({ fact, index }))
    .sort((one, other) => one.fact.at - other.fact.at || one.index - other.index)
    .filter(({ fact }) => fact.at <= until)
    .slice(-linesMax)
    .map(({ fact: { at, text } }) => ({ at, text }));
}

/** A timeline as lines of text. */
export function formatTimeline(timeline: readonly TimelineEntry[]): readonly string[] {
  const instants = timeline.map(({ at }) => `${at / 1_000} s`);
  const width = Math.max(0, ...instants.map((instant) => instant.length));
  return timeline.map(({ text }, index) => `${(instants[index] ?? '').padStart(width)}  ${text}`);
}

/** Names of all objects there ever were, by id. */
function readNames(commits: readonly Commit[]): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  for (const { changes } of commits) {
    for (const { table, id, before, after } of changes) {
      const entity = after ?? before;
      if (entity === undefined || table === 'task') continue;
      const { spec } = entity as Service;
      const name = table === 'node' ? (entity as Node).description?.hostname : spec.name;
      if (name !== undefined && name !== '') names.set(id, name);
    }
  }
  return names;
}

function wantedNames(evidence: Evidence, names: ReadonlyMap<string, string>): ReadonlySet<string> {
  const { task, slot, service, node, object } = evidence;
  const given = [
    task,
    slot,
    ...(task === undefined && slot === undefined ? [service] : []),
    node,
    object,
  ];
  const ids = given.filter((id) => id !== undefined);
  return new Set(ids.flatMap((id) => [id, names.get(id) ?? id]));
}

function toFacts(
  { table, id, before, after }: Change,
  { at }: Commit,
  names: ReadonlyMap<string, string>,
): readonly Fact[] {
  switch (table) {
    case 'task': {
      const task = (after ?? before) as Task;
      const service = names.get(task.serviceId) ?? task.serviceId;
      const slot = `${service}.${task.slot === 0 ? nameOf(task.nodeId, names) : task.slot}`;
      const about = [id, slot, task.serviceId, task.nodeId];
      const texts = describeTaskChange(
        before as Task | undefined,
        after as Task | undefined,
        names,
      );
      return texts.map((text) => ({ at, text: `task ${slot} (${id}) ${text}`, about }));
    }
    case 'node':
      return describeNodeChange(before as Node | undefined, after as Node | undefined).map(
        (text) => ({
          at,
          text: `node ${nameOf(id, names)} ${text}`,
          about: [id],
        }),
      );
    case 'service':
      return describeServiceChange(before as Service | undefined, after as Service | undefined).map(
        (text) => ({ at, text: `service ${nameOf(id, names)} ${text}`, about: [id] }),
      );
    case 'config':
    case 'secret': {
      const { name } = ((after ?? before) as Config | Secret).spec;
      const text = `${table} ${name} is ${lifeOf(before, after)}`;
      return [{ at, text, about: [id, name] }];
    }
    default:
      return [];
  }
}

function describeTaskChange(
  before: Task | undefined,
  after: Task | undefined,
  names: ReadonlyMap<string, string>,
): readonly string[] {
  if (after === undefined) return ['is forgotten'];
  const { status, desiredState, nodeId } = after;
  const where = nodeId === '' ? '' : ` on ${nameOf(nodeId, names)}`;
  const error = status.err === '' ? '' : `: ${status.err}`;
  if (before === undefined)
    return [`is made, ${status.state}${where}, desired state ${desiredState}`];
  return [
    ...(before.status.state === status.state && before.nodeId === nodeId
      ? []
      : [`is ${status.state}${where}${error}`]),
    ...(before.desiredState === desiredState ? [] : [`has desired state ${desiredState}`]),
  ];
}

function describeNodeChange(before: Node | undefined, after: Node | undefined): readonly string[] {
  if (before === undefined || after === undefined) return [`is ${lifeOf(before, after)}`];
  const { state, message } = after.status;
  const reason = message === undefined || message === '' ? '' : `: ${message}`;
  const { availability } = after.spec;
  return [
    ...(before.status.state === state ? [] : [`is ${state}${reason}`]),
    ...(before.spec.availability === availability ? [] : [`is set to ${availability}`]),
    ...(formatInline(before.spec.labels) === formatInline(after.spec.labels)
      ? []
      : [`has the labels ${formatInline(after.spec.labels)}`]),
  ];
}

function describeServiceChange(
  before: Service | undefined,
  after: Service | undefined,
): readonly string[] {
  if (before === undefined || after === undefined) return [`is ${lifeOf(before, after)}`];
  const { updateStatus } = after;
  const isUpdated = before.updateStatus?.state !== updateStatus?.state;
  return [
    ...(before.spec === after.spec ? [] : ['has another spec']),
    ...(isUpdated && updateStatus !== undefined
      ? [`${updateStatus.state}: ${updateStatus.message}`]
      : []),
  ];
}

function toStepFact({ step, at, refusal }: StepOutcome): Fact {
  const { at: _, ...operation } = step;
  const text = formatInline(operation);
  const shown = text.length > 160 ? `${text.slice(0, 160)}...` : text;
  const refused = refusal === undefined ? '' : ` is refused: ${refusal.message}`;
  return { at, text: `operation ${shown}${refused}`, about: namesIn(operation) };
}

/** Texts anywhere in an operation: the names of what it is about are among them. */
function namesIn(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap(namesIn);
}

function lifeOf(before: unknown, after: unknown): string {
  if (before === undefined) return 'made';
  return after === undefined ? 'removed' : 'changed';
}

function nameOf(id: string, names: ReadonlyMap<string, string>): string {
  return names.get(id) ?? id;
}
