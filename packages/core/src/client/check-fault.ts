/** Checks faults before anything is struck: they are plain data, and may come from anywhere. */
import type { Fault, FaultDirection } from '../faults/faults.ts';
import {
  checkOneOf,
  checkOptions,
  checkRecord,
  checkText,
  checkWhole,
  type OptionTable,
} from '../options/check-options.ts';

type FaultKind = Fault['kind'];
type FaultOf<Kind extends FaultKind> = Extract<Fault, { readonly kind: Kind }>;

const node = { kind: 'text', node: 'text' } as const;
const faultTables: { readonly [Kind in FaultKind]: OptionTable<FaultOf<Kind>> } = {
  crash: node,
  restart: node,
  partition: { ...node, direction: 'text' },
  repair: node,
  'exit-task': { kind: 'text', task: 'text', exitCode: 'any' },
};
const directions: readonly FaultDirection[] = ['both', 'to-managers', 'from-managers'];

/** Checks a fault. @throws SwarmSimError `invalid-argument`. */
export function checkFault(fault: Fault): void {
  const given: unknown = fault;
  checkRecord('fault', given);
  const kind = String(given['kind']);
  checkOneOf(kind, Object.keys(faultTables), (unknown) => `unknown fault '${unknown}'`);
  checkOptions<object>('fault', fault, faultTables[kind as FaultKind]);
  if (fault.kind === 'exit-task') {
    checkText('fault: task', fault.task);
    checkWhole('fault: exit code', fault.exitCode);
    return;
  }
  checkText('fault: node', fault.node);
  if (fault.kind === 'partition') {
    checkOneOf(fault.direction, directions, (way) => `unknown direction '${way}'`);
  }
}
