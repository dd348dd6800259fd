import type { NodeId } from './ids.ts';
import type { Labels, Meta } from './meta.ts';
import type { Resources } from './resources.ts';

/** Role of a node. */
export type NodeRole = 'worker' | 'manager';
/** Whether a node takes new tasks (`active`), keeps its tasks only (`pause`), or is emptied (`drain`). */
export type NodeAvailability = 'active' | 'pause' | 'drain';
/**
 * What the dispatcher knows of a node. None is ever `disconnected`: see design/how-it-works.md.
 * SwarmKit: api/types.proto, NodeStatus.State.
 */
export type NodeState = 'unknown' | 'down' | 'ready' | 'disconnected';

/** What the user asked of a node. */
export interface NodeSpec {
  readonly name?: string;
  readonly labels?: Labels;
  readonly role: NodeRole;
  readonly availability: NodeAvailability;
}

/** Operating system and processor, as the node or an image reports them (`windows`, `x86_64`). */
export interface Platform {
  readonly architecture: string;
  readonly os: string;
}

/** A plugin the engine of a node offers. */
export interface PluginDescription {
  /** `Volume`, `Network`, `Log` or another type. */
  readonly type: string;
  readonly name: string;
}

/** What the engine of a node reports about itself. */
export interface EngineDescription {
  readonly engineVersion?: string;
  readonly labels?: Labels;
  readonly plugins?: readonly PluginDescription[];
}

/** What a node reports about itself when it registers. */
export interface NodeDescription {
  readonly hostname: string;
  readonly platform?: Platform;
  readonly resources?: Resources;
  readonly engine?: EngineDescription;
}

/** Where a manager stands among the others. SwarmKit: api/types.proto, ManagerStatus. */
export interface ManagerStatus {
  readonly leader: boolean;
  /** Whether the leader reaches it. */
  readonly reachability: 'reachable' | 'unreachable';
}

/** A node of the cluster. SwarmKit: api/objects.proto, Node. */
export interface Node {
  readonly id: NodeId;
  readonly meta: Meta;
  readonly spec: NodeSpec;
  readonly description?: NodeDescription;
  readonly status: {
    readonly state: NodeState;
    readonly message: string;
    /** Address as the managers see it, matched by `node.ip`. */
    readonly addr: string;
  };
  /** The role in force; `spec.role` is the wanted one. */
  readonly role: NodeRole;
  /** Of members of the consensus only. Answers of the control API have it; the store never does. */
  readonly managerStatus?: ManagerStatus;
}
