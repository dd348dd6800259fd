import type { PortableCredentials } from '../directory/directory-queries.ts';
import type { ContainerView } from '../engine/container-view.ts';
import type { HostDescription } from '../engine/host-description.ts';
import { SwarmSimError } from '../kernel/errors.ts';
import type { NodeId } from '../model/ids.ts';
import type { ProbeFacts } from './identity.ts';

/**
 * Gathers what a container's identity follows from.
 *
 * @throws SwarmSimError `failed-precondition` where it does not run, or runs on Linux.
 */
export function gatherProbeFacts(container: ContainerView, place: ContainerPlace): ProbeFacts {
  const { name } = container;
  if (container.state !== 'running') {
    throw new SwarmSimError('failed-precondition', `container ${name} is not running`);
  }
  if (place.host.os !== 'windows') {
    const message = `container ${name} runs on Linux: only Windows containers have domain identities`;
    throw new SwarmSimError('failed-precondition', message);
  }
  return {
    ...gatherStartFacts(container, place),
    startedLater: findStartedLater(container, place.containers),
  };
}

/** The same for a container that is about to start: none started later. */
export function gatherStartFacts(
  { hostname, credentialSpec }: ContainerView,
  { nodeId, host, portableCredentials }: Omit<ContainerPlace, 'containers'>,
): ProbeFacts {
  return {
    nodeId,
    ...(host.build !== undefined && { build: host.build }),
    ...(host.domain !== undefined && { hostDomain: host.domain }),
    hostname,
    ...(credentialSpec !== undefined && { credentialSpec: credentialSpec.text }),
    ...(portableCredentials !== undefined && { portableCredentials }),
    startedLater: [],
  };
}

/** Where a container runs. */
export interface ContainerPlace {
  readonly nodeId: NodeId;
  readonly host: HostDescription;
  /** All containers of the host, in the order of their creation. */
  readonly containers: readonly ContainerView[];
  /** What a plugin gave the host for this container. */
  readonly portableCredentials?: PortableCredentials;
}

/** Of two that started at the same instant, the one that was created later started later. */
function findStartedLater(
  { taskId, startedAt = 0 }: ContainerView,
  containers: readonly ContainerView[],
): readonly string[] {
  const own = containers.findIndex((container) => container.taskId === taskId);
  return containers.flatMap((other, index) => {
    if (other.state !== 'running' || index === own || other.credentialSpec === undefined) return [];
    const { startedAt: otherAt = 0, credentialSpec } = other;
    const isLater = otherAt > startedAt || (otherAt === startedAt && index > own);
    return isLater ? [credentialSpec.text] : [];
  });
}
