/** Checks faults before anything is struck: they are plain data, and may come from anywhere. */
import { parseDuration } from '../duration/parse-duration.ts';
import type { Fault, FaultDirection, FaultDuration, NodeSelector } from '../faults/faults.ts';
import {
  checkOneOf,
  checkOptions,
  checkRecord,
  checkText,
  checkWhole,
  invalid,
  type OptionTable,
} from '../options/check-options.ts';
import { parseImageReference } from '../registry/image-reference.ts';

type FaultKind = Fault['kind'];
type FaultOf<Kind extends FaultKind> = Extract<Fault, { readonly kind: Kind }>;

const node = { kind: 'text', node: 'any' } as const;
const task = { kind: 'text', task: 'text' } as const;
const pulls = { kind: 'text', node: 'any', image: 'text' } as const;
const controller = { kind: 'text', domain: 'text', controller: 'text' } as const;
const faultTables: { readonly [Kind in FaultKind]: OptionTable<FaultOf<Kind>> } = {
  crash: node,
  restart: node,
  'restart-engine': { ...node, containers: 'text', downFor: 'any' },
  partition: { ...node, direction: 'text' },
  'delay-messages': { ...node, by: 'any' },
  'lose-messages': { ...node, probability: 'any' },
  repair: node,
  'slow-pulls': { ...pulls, by: 'any' },
  'fail-pulls': { ...pulls, error: 'text' },
  'repair-pulls': pulls,
  'exit-task': { ...task, exitCode: 'any' },
  'ignore-stop': task,
  'sicken-task': task,
  'stop-controller': controller,
  'start-controller': controller,
  'cut-directory': node,
  'reach-directory': node,
  'break-trust': node,
  'repair-trust': node,
};
const directions: readonly FaultDirection[] = ['both', 'to-managers', 'from-managers'];

/** Checks a fault. @throws SwarmSimError `invalid-argument` or `malformed-duration`. */
export function checkFault(fault: Fault): void {
  const given: unknown = fault;
  checkRecord('fault', given);
  const kind = String(given['kind']);
  checkOneOf(kind, Object.keys(faultTables), (unknown) => `unknown fault '${unknown}'`);
  checkOptions<object>('fault', fault, faultTables[kind as FaultKind]);
  if ('task' in faultTables[fault.kind]) checkText('fault: task', given['task']);
  else if ('domain' in faultTables[fault.kind]) checkText('fault: domain', given['domain']);
  else if (!('image' in faultTables[fault.kind]) || given['node'] !== undefined) {
    checkTarget(given['node']);
  }
  checkDetails(fault);
}

function checkTarget(target: unknown): void {
  if (typeof target !== 'object' || target === null || Array.isArray(target)) {
    checkText('fault: node', target);
    return;
  }
  checkOptions<NodeSelector>('fault: node', target, { label: 'text', pick: 'any' });
  const { label, pick } = target as NodeSelector;
  if (label === undefined && pick === undefined) {
    throw invalid('fault: node needs a label, or how many to pick');
  }
  if (label !== undefined && label.split('=')[0] === '') {
    throw invalid(`fault: label '${label}' has no name`);
  }
  checkWhole('fault: pick', pick);
  if (pick === 0) throw invalid('fault: pick must be at least 1, not 0');
}

function checkDetails(fault: Fault): void {
  switch (fault.kind) {
    case 'partition':
      return checkOneOf(fault.direction, directions, (way) => `unknown direction '${way}'`);
    case 'restart-engine':
      checkOneOf(fault.containers, ['died', 'survived'], (fate) => `unknown fate '${fate}'`);
      return checkFaultDuration('fault: downFor', fault.downFor ?? 0, 0);
    case 'delay-messages':
      return checkFaultDuration('fault: by', fault.by, 1);
    case 'lose-messages':
      return checkProbability(fault.probability);
    case 'slow-pulls':
      checkFaultDuration('fault: by', fault.by, 1);
      return checkImage(fault.image);
    case 'fail-pulls':
    case 'repair-pulls':
      return checkImage(fault.image);
    case 'exit-task':
      return checkWhole('fault: exit code', fault.exitCode);
    default:
      return undefined;
  }
}

/** Checks a duration of a fault. @throws SwarmSimError `invalid-argument` or `malformed-duration`. */
export function checkFaultDuration(what: string, duration: FaultDuration, minMs: number): void {
  if (typeof duration !== 'number') checkText(what, duration);
  const ms = parseDuration(duration);
  if (ms < minMs) throw invalid(`${what} must be at least ${minMs} ms, not ${duration}`);
}

/** Where nothing ever arrives, the path is cut. */
function checkProbability(probability: number): void {
  if (typeof probability === 'number' && probability > 0 && probability < 1) return;
  throw invalid(`fault: probability must be above 0 and below 1, not ${String(probability)}`);
}

function checkImage(image: string | undefined): void {
  const reference = image === undefined ? undefined : parseImageReference(image);
  if (reference?.kind !== 'malformed') return;
  throw invalid(`fault: image '${image}': ${reference.message}`);
}
