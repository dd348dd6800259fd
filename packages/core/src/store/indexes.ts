import type { Config } from '../model/config.ts';
import type { TableName, Tables } from '../model/entities.ts';
import type { Network } from '../model/network.ts';
import type { Node } from '../model/node.ts';
import type { Secret } from '../model/secret.ts';
import type { Service } from '../model/service.ts';
import type { Task } from '../model/task.ts';

/** Keys of an object in an index: none, one, or several. */
type Keys = string | readonly string[] | undefined;

/**
 * The indexes of each table. SwarmKit: manager/state/store/{nodes,services,tasks,configs,secrets,
 * networks}.go. Names are folded, since their uniqueness ignores case.
 */
export const indexes: {
  readonly cluster: { readonly name: (cluster: Tables['cluster']) => Keys };
  readonly node: { readonly hostname: (node: Node) => Keys; readonly role: (node: Node) => Keys };
  readonly service: {
    readonly name: (service: Service) => Keys;
    readonly config: (service: Service) => Keys;
    readonly secret: (service: Service) => Keys;
    readonly network: (service: Service) => Keys;
  };
  readonly task: {
    readonly service: (task: Task) => Keys;
    readonly node: (task: Task) => Keys;
    readonly slot: (task: Task) => Keys;
  };
  readonly config: { readonly name: (config: Config) => Keys };
  readonly secret: { readonly name: (secret: Secret) => Keys };
  readonly network: { readonly name: (network: Network) => Keys };
} = {
  cluster: { name: (cluster) => foldName(cluster.spec.name) },
  node: {
    hostname: (node) =>
      node.description === undefined ? undefined : foldName(node.description.hostname),
    role: (node) => node.role,
  },
  service: {
    name: (service) => foldName(service.spec.name),
    config: (service) => configIdsOf(service),
    secret: (service) => secretIdsOf(service),
    network: (service) => networkIdsOf(service),
  },
  task: {
    service: (task) => (task.serviceId === '' ? undefined : task.serviceId),
    node: (task) => (task.nodeId === '' ? undefined : task.nodeId),
    slot: (task) => (task.serviceId === '' ? undefined : slotKey(task)),
  },
  config: { name: (config) => foldName(config.spec.name) },
  secret: { name: (secret) => foldName(secret.spec.name) },
  network: { name: (network) => foldName(network.spec.name) },
};

/** Name of an index of a table. */
export type IndexName<T extends TableName> = keyof (typeof indexes)[T] & string;

/** Names are unique without regard to case. SwarmKit: manager/state/store, strings.ToLower. */
export function foldName(name: string): string {
  return name.toLowerCase();
}

/** Key of the slot index: the replica, or for a global service the node. */
export function slotKey(task: Pick<Task, 'serviceId' | 'slot' | 'nodeId'>): string {
  return task.slot === 0 ? `${task.serviceId}/@${task.nodeId}` : `${task.serviceId}/${task.slot}`;
}

/** Whether two versions of a task have the same slot key, which is not made to find out. */
export function isSameSlot(before: Task, after: Task): boolean {
  return (
    before.slot === after.slot &&
    before.serviceId === after.serviceId &&
    (before.slot !== 0 || before.nodeId === after.nodeId)
  );
}

function configIdsOf(service: Service): readonly string[] {
  const runtime = service.spec.task.runtime;
  if (runtime?.kind !== 'container') return [];
  return [...new Set((runtime.configs ?? []).map((reference) => reference.configId))];
}

function secretIdsOf(service: Service): readonly string[] {
  const runtime = service.spec.task.runtime;
  if (runtime?.kind !== 'container') return [];
  return [...new Set((runtime.secrets ?? []).map((reference) => reference.secretId))];
}

// SwarmKit: manager/state/store/services.go, serviceIndexerByNetwork. The old place counts only
// where the new one is empty.
function networkIdsOf(service: Service): readonly string[] {
  const ofTask = service.spec.task.networks ?? [];
  const attachments = ofTask.length > 0 ? ofTask : (service.spec.networks ?? []);
  return [...new Set(attachments.map((attachment) => attachment.target))];
}
