import { toId } from '../model/ids.ts';
import type { Labels } from '../model/meta.ts';
import type {
  EngineDescription,
  Node,
  NodeDescription,
  NodeSpec,
  NodeState,
} from '../model/node.ts';
import { fromDockerResources, type DockerResources } from './resources.ts';
import { fromDockerPlatform } from './task-template.ts';
import { isGiven, optional, optionalLabels, type Maybe } from './units.ts';

/** A node as `GET /nodes/{id}` shows it. */
export interface DockerNode {
  readonly ID?: string;
  readonly Spec?: Maybe<DockerNodeSpec>;
  readonly Description?: Maybe<DockerNodeDescription>;
  readonly Status?: Maybe<{
    readonly State?: string;
    readonly Message?: string;
    readonly Addr?: string;
  }>;
}

/** Body of `POST /nodes/{id}/update`. */
export interface DockerNodeSpec {
  readonly Name?: string;
  readonly Labels?: Maybe<Labels>;
  readonly Role?: string;
  readonly Availability?: string;
}

/** What a node reports about itself. */
export interface DockerNodeDescription {
  readonly Hostname?: string;
  readonly Platform?: Maybe<{ readonly Architecture?: string; readonly OS?: string }>;
  readonly Resources?: Maybe<DockerResources>;
  readonly Engine?: Maybe<DockerEngineDescription>;
}

/** What the engine of a node reports about itself. */
export interface DockerEngineDescription {
  readonly EngineVersion?: string;
  readonly Labels?: Maybe<Labels>;
  readonly Plugins?: Maybe<readonly { readonly Type?: string; readonly Name?: string }[]>;
}

/** Reads a node without its meta data. The role in force is the wanted one. */
export function fromDockerNode(node: DockerNode): Omit<Node, 'meta'> {
  const { Description: description, Status: status } = node;
  const spec = fromDockerNodeSpec(node.Spec ?? {});
  return {
    id: toId(node.ID ?? ''),
    spec,
    ...optional('description', isGiven(description) ? fromDescription(description) : undefined),
    status: {
      state: toState(status?.State ?? ''),
      message: status?.Message ?? '',
      addr: status?.Addr ?? '',
    },
    role: spec.role,
  };
}

/** Reads what a user asks of a node; unknown words are the first value, as in SwarmKit. */
export function fromDockerNodeSpec(spec: DockerNodeSpec): NodeSpec {
  const { Availability: availability } = spec;
  return {
    ...optional('name', spec.Name),
    ...optionalLabels('labels', spec.Labels),
    role: spec.Role === 'manager' ? 'manager' : 'worker',
    availability: availability === 'pause' || availability === 'drain' ? availability : 'active',
  };
}

function fromDescription(description: DockerNodeDescription): NodeDescription {
  const { Engine: engine, Platform: platform, Resources: resources } = description;
  return {
    hostname: description.Hostname ?? '',
    ...optional('platform', isGiven(platform) ? fromDockerPlatform(platform) : undefined),
    ...optional('resources', isGiven(resources) ? fromDockerResources(resources) : undefined),
    ...optional('engine', isGiven(engine) ? fromEngine(engine) : undefined),
  };
}

function fromEngine(engine: DockerEngineDescription): EngineDescription {
  const plugins = engine.Plugins?.map(({ Type: type = '', Name: name = '' }) => ({ type, name }));
  return {
    ...optional('engineVersion', engine.EngineVersion),
    ...optionalLabels('labels', engine.Labels),
    ...optional('plugins', plugins),
  };
}

function toState(text: string): NodeState {
  return text === 'down' || text === 'ready' || text === 'disconnected' ? text : 'unknown';
}
