import type { Scenario, ScenarioCluster, ScenarioStack } from '../scenario.ts';
import type { ScenarioFile, StackReference } from '../scenario-file.ts';
import { directoryShape } from './directory-shapes.ts';
import { faultPlanShape } from './fault-shapes.ts';
import { behaviourShape, nodeShape, registryShape } from './node-shapes.ts';
import {
  any,
  count,
  duration,
  either,
  flag,
  labels,
  list,
  map,
  number,
  oneOf,
  record,
  text,
  type Shape,
} from './shape.ts';
import { stepShape } from './step-shapes.ts';

const cluster = record<ScenarioCluster>({
  nodes: list(nodeShape),
  managers: count,
  ties: oneOf('seeded', 'stable'),
  heartbeatPeriod: duration,
  heartbeatEpsilon: duration,
  heartbeats: oneOf('lazy', 'eager'),
  latency: duration,
  stopRetryPause: duration,
  nodeUpdatePeriod: duration,
  statusCoalescing: flag,
  taskHistoryLimit: number,
  ingress: flag,
  whatIf: record({ accountFilter: flag }),
});

const stack: Shape = {
  kind: 'fork',
  on: 'file',
  yes: record<StackReference>({ file: text, env: labels }, 'file'),
  no: record<ScenarioStack>({ text, files: labels, env: labels }, 'text'),
};

const fileNames = either('a path or a list of paths', text, list(text));

/** What a scenario file of version 1 holds. */
export const scenarioShape: Shape = record<Required<Scenario> & ScenarioFile>(
  {
    $schema: text,
    version: number,
    name: text,
    seed: number,
    sameInstantOrder: either(
      '"stable", "seeded" or a list of choices',
      oneOf('stable', 'seeded'),
      list(count),
    ),
    cluster,
    directory: directoryShape,
    registry: registryShape,
    behaviours: list(behaviourShape),
    stacks: map(stack),
    import: record({ nodes: fileNames, services: fileNames }),
    steps: list(stepShape),
    faults: list(faultPlanShape),
    comment: any,
  },
  'version',
  'cluster',
  'steps',
);
