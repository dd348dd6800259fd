/**
 * How tasks act, as plain data: a list of which the first entry that matches a task is used. What
 * no entry says, the engine's own rules decide.
 */
import { durationMsMax } from '../../duration/parse-duration.ts';
import { SwarmSimError } from '../../kernel/errors.ts';
import {
  parseImageReference,
  toFamiliarText,
  withDefaultTag,
} from '../../registry/image-reference.ts';

/** Which tasks act so, and how. An entry without a field for matching matches every task. */
export interface Behaviour {
  /** Name of the service. */
  readonly service?: string;
  /** Image, with or without its digest; the tag is `latest` by default. */
  readonly image?: string;
  /** Number of the replica, from 1, or of a job’s slot, from 0. */
  readonly slot?: number;
  /** Host name or id of the node. */
  readonly node?: string;
  /** How many tasks the slot, or the node of a global service, had before. */
  readonly incarnation?: number;

  /** Time to pull the image and create the container, in ms. Default 10. */
  readonly prepareMs?: DurationRange;
  /** Time to start the container, in ms. Default 10. */
  readonly startMs?: DurationRange;
  /** Time the container takes to stop, in ms. Default 10. */
  readonly stopMs?: DurationRange;
  /** Whether the container does not stop when it is asked to; it is killed in the end. */
  readonly ignoresStop?: boolean;
  /** Its exit code when it stops. Default 0, or 143 (SIGTERM) where its health check has failed. */
  readonly stopExitCode?: number;
  /** Preparing fails with this text: the task is rejected. */
  readonly reject?: string;
  /** Starting fails with this text: the task fails. */
  readonly failStart?: string;
  /** The container ends by itself this long after it began to run, in ms. Default: it runs on. */
  readonly exitAfterMs?: DurationRange;
  /** How it then ends. Default 0, success. */
  readonly exitCode?: number;
  /** Probes of its health check succeed from this long after it started, in ms. Default 0. */
  readonly healthyAfterMs?: DurationRange;
  /** They fail from this long after it started; with 0 it is never healthy. Default: never. */
  readonly unhealthyAfterMs?: DurationRange;
  /** Time a probe takes, in ms. Default 10. */
  readonly probeMs?: DurationRange;
}

/** A time in whole ms, or the bounds of a random one, both included. */
export type DurationRange = number | { readonly min: number; readonly max: number };

/**
 * Checks a list of behaviours and spells their images as the engine does.
 *
 * @throws SwarmSimError `invalid-argument`.
 */
export function readBehaviours(behaviours: readonly Behaviour[]): readonly Behaviour[] {
  return behaviours.map((behaviour, index) => {
    const problem = findProblem(behaviour);
    if (problem !== undefined) throw invalid(index, problem);
    if (behaviour.image === undefined) return behaviour;
    const reference = parseImageReference(behaviour.image);
    if (reference.kind === 'malformed') throw invalid(index, `image: ${reference.message}`);
    return { ...behaviour, image: toFamiliarText(withDefaultTag(reference)) };
  });
}

const textFields = ['service', 'image', 'node', 'reject', 'failStart'] as const;
const countFields = ['slot', 'incarnation', 'exitCode', 'stopExitCode'] as const;
const rangeFields = [
  'prepareMs',
  'startMs',
  'stopMs',
  'exitAfterMs',
  'healthyAfterMs',
  'unhealthyAfterMs',
  'probeMs',
] as const;

function findProblem(behaviour: Behaviour): string | undefined {
  if (typeof behaviour !== 'object' || behaviour === null) return 'must be an object';
  const known: readonly string[] = [...textFields, ...countFields, ...rangeFields, 'ignoresStop'];
  const unknown = Object.keys(behaviour).find((field) => !known.includes(field));
  if (unknown !== undefined) return `${unknown} is not known`;
  for (const field of textFields) {
    const text: unknown = behaviour[field];
    if (text === '') return `${field} is empty`;
    if (text !== undefined && typeof text !== 'string') return `${field} is no text`;
  }
  for (const field of countFields) {
    const count = behaviour[field];
    if (count !== undefined && !isCount(count)) return `${field} is ${count}`;
  }
  const { ignoresStop }: { readonly ignoresStop?: unknown } = behaviour;
  if (ignoresStop !== undefined && typeof ignoresStop !== 'boolean') {
    return 'ignoresStop is neither true nor false';
  }
  for (const field of rangeFields) {
    const range = behaviour[field];
    if (range === undefined) continue;
    const { min, max } = boundsOf(range);
    if (!isCount(min) || !isCount(max)) return `${field} is not in whole ms from 0 on`;
    if (max > durationMsMax) return `${field} is longer than ${durationMsMax} ms`;
    if (min > max) return `${field} ends before it begins`;
  }
  return undefined;
}

function boundsOf(range: DurationRange | null): Exclude<DurationRange, number> {
  if (typeof range === 'number') return { min: range, max: range };
  return typeof range === 'object' && range !== null ? range : { min: Number.NaN, max: Number.NaN };
}

function isCount(value: number): boolean {
  return Number.isSafeInteger(value) && value >= 0;
}

function invalid(index: number, message: string): SwarmSimError {
  return new SwarmSimError('invalid-argument', `behaviours[${index}]: ${message}`);
}
