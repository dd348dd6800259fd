import type { Fault, NodeSelector, RepeatedFault, SingleFault } from '@swarmsim/core';
import { count, duration, either, list, number, oneOf, record, text, type Shape } from './shape.ts';

type FaultOf<Kind extends Fault['kind']> = Extract<Fault, { readonly kind: Kind }>;

const kind = text;
const node = either(
  'a node, or { label, pick }',
  text,
  record<NodeSelector>({ label: text, pick: count }),
);
const atNode = record<FaultOf<'crash'>>({ kind, node }, 'node');
const atTask = record<FaultOf<'ignore-stop'>>({ kind, task: text }, 'task');
const atController = record<FaultOf<'stop-controller'>>(
  { kind, domain: text, controller: text },
  'domain',
);

const faults: { readonly [Kind in Fault['kind']]: Shape } = {
  crash: atNode,
  restart: atNode,
  'restart-engine': record<FaultOf<'restart-engine'>>(
    { kind, node, containers: oneOf('died', 'survived'), downFor: duration },
    'node',
  ),
  partition: record<FaultOf<'partition'>>(
    { kind, node, direction: oneOf('both', 'to-managers', 'from-managers') },
    'node',
  ),
  'delay-messages': record<FaultOf<'delay-messages'>>({ kind, node, by: duration }, 'node', 'by'),
  'lose-messages': record<FaultOf<'lose-messages'>>(
    { kind, node, probability: number },
    'node',
    'probability',
  ),
  repair: atNode,
  'slow-pulls': record<FaultOf<'slow-pulls'>>({ kind, node, image: text, by: duration }, 'by'),
  'fail-pulls': record<FaultOf<'fail-pulls'>>({ kind, node, image: text, error: text }),
  'repair-pulls': record<FaultOf<'repair-pulls'>>({ kind, node, image: text }),
  'exit-task': record<FaultOf<'exit-task'>>({ kind, task: text, exitCode: count }, 'task'),
  'ignore-stop': atTask,
  'sicken-task': atTask,
  'stop-controller': atController,
  'start-controller': atController,
  'cut-directory': atNode,
  'reach-directory': atNode,
  'break-trust': atNode,
  'repair-trust': atNode,
};

export const faultShape: Shape = { kind: 'union', by: 'kind', cases: faults };

const span = either(
  'a time or { min, max }',
  duration,
  record({ min: duration, max: duration }, 'min', 'max'),
);
const strike = { fault: faultShape, oneOf: list(faultShape), lasts: span };

export const faultPlanShape: Shape = {
  kind: 'fork',
  on: 'at',
  yes: record<SingleFault>({ at: duration, ...strike }, 'at'),
  no: record<RepeatedFault>({ every: span, from: duration, until: duration, ...strike }, 'every'),
};
