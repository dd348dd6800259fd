import { emptyRecord } from '../model/empty-record.ts';
import type { Task } from '../model/task.ts';
import type { ImagePlatform } from '../registry/registry.ts';
import type { HealthCheck, HealthConduct, HealthRecord } from './health/decide-health.ts';
import type { CcgCredentials } from './ccg-plugins.ts';
import type { HostDescription } from './host-description.ts';
import type { HostEvent } from './host-events.ts';
import {
  parseImageReference,
  toFamiliarText,
  withDefaultTag,
} from '../registry/image-reference.ts';

/** What the engine of a node keeps, as one JSON-safe value. */
export interface EngineState {
  /** The machine as it is now; what it can do may change while it runs. */
  host: HostDescription;
  /** By task id. */
  readonly containers: Record<string, ContainerRecord>;
  /** By name as docker shows it, with tag or digest. */
  readonly images: Record<string, LocalImage>;
  /** The host's event logs, oldest first. */
  events: readonly HostEvent[];
}

/** A container, from its creation to its removal. */
export interface ContainerRecord {
  /** The task as it was when the container was created. */
  readonly task: Task;
  readonly containerId: string;
  state: 'created' | 'running' | 'exited';
  /** Process id while it runs, else 0. */
  pid: number;
  exitCode: number;
  /** Instant from which it ran; absent before. */
  startedAt?: number;
  /** Whether it does not listen to signals any more. */
  ignoresStop?: boolean;
  /** Absent where it has no health check or never ran. */
  health?: ContainerHealth;
  /** Absent where there are none. */
  files?: readonly ContainerFile[];
  credentialSpec?: { readonly source: string; readonly text: string };
  /** What a plugin answered when it started: a secret, and never shown. */
  portableCredentials?: CcgCredentials;
}

/** The health of a container that runs or ran. */
export interface ContainerHealth {
  readonly check: HealthCheck;
  readonly startedAt: number;
  conduct: HealthConduct;
  record: HealthRecord;
}

/** A config or secret inside a container. */
export interface ContainerFile {
  readonly path: string;
  /** Contents in base64. */
  readonly data: string;
  readonly kind: 'config' | 'secret';
  /** Name of the config or secret. */
  readonly from: string;
  readonly uid: string;
  readonly gid: string;
  readonly mode: number;
}

/** An image on a host. Its platform is unknown where nobody described it. */
export interface LocalImage {
  readonly platform?: ImagePlatform;
  /** Baked into it, or absent. */
  readonly credentialSpec?: string;
}

/** The state of an engine that has run nothing yet. */
export function createEngineState(host: HostDescription): EngineState {
  const images: Record<string, LocalImage> = {};
  for (const { name, platform } of host.images) {
    images[toImageName(name)] = platform === undefined ? {} : { platform };
  }
  return { host, containers: emptyRecord(), images, events: [] };
}

/** How an engine calls an image: in docker's short form, with a tag or a digest. */
function toImageName(image: string): string {
  const reference = parseImageReference(image);
  return reference.kind === 'malformed' ? image : toFamiliarText(withDefaultTag(reference));
}
