/** What a manager tells a node to run, and what the node may read for it. */
import type { Config } from './config.ts';
import type { ConfigId, SecretId } from './ids.ts';
import type { Secret } from './secret.ts';
import type { Task } from './task.ts';

/** One step of an assignment set. A removal carries an id only. SwarmKit: AssignmentChange. */
export type AssignmentChange =
  | { readonly action: 'update'; readonly item: 'task'; readonly task: Task }
  | { readonly action: 'update'; readonly item: 'config'; readonly config: Config }
  | { readonly action: 'update'; readonly item: 'secret'; readonly secret: Secret }
  | { readonly action: 'remove'; readonly item: AssignmentItem; readonly id: string };

/** What an assignment may be of. */
export type AssignmentItem = 'task' | 'config' | 'secret';

/** Ids of what is assigned to a node, or of what a node holds. */
export interface NodeAssignments {
  readonly tasks: readonly string[];
  readonly configs: readonly string[];
  readonly secrets: readonly string[];
}

/** A message with assignments: the first of a session has number 1. SwarmKit: AssignmentsMessage, AppliesTo. */
export interface AssignmentPosition {
  readonly session: string;
  readonly sequence: number;
}

/** Whether a node has taken in the last message that was sent to it. Nothing sent or taken is no position. */
export function isAtPosition(
  taken: AssignmentPosition | undefined,
  sent: AssignmentPosition | undefined,
): boolean {
  if (taken === undefined || sent === undefined) return false;
  return taken.session === sent.session && taken.sequence === sent.sequence;
}

const none: readonly never[] = [];

/** Configs that a task references, each once. SwarmKit: ContainerSpec.Configs; nothing else counts. */
export function configsOf(task: Task): readonly ConfigId[] {
  const runtime = task.spec.runtime;
  if (runtime?.kind !== 'container' || runtime.configs === undefined) return none;
  return [...new Set(runtime.configs.map((reference) => reference.configId))];
}

/** Secrets that a task references, each once. SwarmKit: ContainerSpec.Secrets. */
export function secretsOf(task: Task): readonly SecretId[] {
  const runtime = task.spec.runtime;
  if (runtime?.kind !== 'container' || runtime.secrets === undefined) return none;
  return [...new Set(runtime.secrets.map((reference) => reference.secretId))];
}

/** Whether two states of a task ask the same of its node. SwarmKit: equality.TasksEqualStable. */
export function isSameAssignment(a: Task, b: Task): boolean {
  if (a.desiredState !== b.desiredState || a.id !== b.id) return false;
  return hasSameFields(a, b) || assignmentKeys.every((key) => isSameValue(a[key], b[key]));
}

/** Writers copy only what they change, so that identity answers nearly always. */
function hasSameFields(a: Task, b: Task): boolean {
  return (
    a.spec === b.spec &&
    a.specVersion === b.specVersion &&
    a.serviceId === b.serviceId &&
    a.serviceName === b.serviceName &&
    a.slot === b.slot &&
    a.nodeId === b.nodeId &&
    a.incarnation === b.incarnation &&
    a.networks === b.networks &&
    a.endpoint === b.endpoint &&
    a.assignedGenericResources === b.assignedGenericResources &&
    a.jobIteration === b.jobIteration
  );
}

/** Every field of a task but its status and its meta data. */
const assignmentFields: Readonly<Record<Exclude<keyof Task, 'status' | 'meta'>, true>> = {
  desiredState: true,
  spec: true,
  specVersion: true,
  id: true,
  serviceId: true,
  serviceName: true,
  slot: true,
  nodeId: true,
  incarnation: true,
  networks: true,
  endpoint: true,
  assignedGenericResources: true,
  jobIteration: true,
};

const assignmentKeys = Object.keys(assignmentFields) as readonly (keyof Task)[];

function isSameValue(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  const left = Object.entries(a);
  if (left.length !== Object.keys(b).length) return false;
  return left.every(
    ([key, value]) =>
      Object.hasOwn(b, key) && isSameValue(value, (b as Readonly<Record<string, unknown>>)[key]),
  );
}
