import type { ContainerSpec, FileTarget } from '../model/container.ts';
import { isAbsolutePath, joinPath, type ContainerOs } from './container-path.ts';

/**
 * Decides which configs and secrets become files in a container: those with a file target. What
 * has the runtime for its target, as a credential spec does, is never written into the container.
 * moby: daemon/container_operations_windows.go and _unix.go, setupConfigDir and setupSecretDir.
 */
export function decideContainerFiles(
  spec: ContainerSpec,
  os: ContainerOs,
): readonly FilePlacement[] {
  const placements: FilePlacement[] = [];
  for (const { target, secretId, secretName } of spec.secrets ?? []) {
    if (target?.kind !== 'file') continue;
    placements.push(place('secret', { id: secretId, name: secretName, os, target }));
  }
  for (const { target, configId, configName } of spec.configs ?? []) {
    if (target?.kind !== 'file') continue;
    placements.push(place('config', { id: configId, name: configName, os, target }));
  }
  return placements;
}

/** One file that a container is to have. */
export interface FilePlacement {
  readonly kind: 'config' | 'secret';
  readonly id: string;
  /** Name of the config or secret. */
  readonly name: string;
  /** Absolute path inside the container. */
  readonly path: string;
  readonly uid: string;
  readonly gid: string;
  readonly mode: number;
}

/** The rule that {@link decideContainerFiles} is. */
export type DecideContainerFiles = typeof decideContainerFiles;

// moby: daemon/container/container_windows.go and container_unix.go.
const defaultFolders: Readonly<
  Record<ContainerOs, Readonly<Record<FilePlacement['kind'], string>>>
> = {
  windows: { config: 'C:\\', secret: 'C:\\ProgramData\\Docker\\secrets' },
  linux: { config: '/', secret: '/run/secrets' },
};

interface PlacedReference {
  readonly id: string;
  readonly name: string;
  readonly os: ContainerOs;
  readonly target: FileTarget;
}

// moby: daemon/container/container.go, getConfigTargetPath and getSecretTargetPath.
function place(
  kind: FilePlacement['kind'],
  { id, name, os, target }: PlacedReference,
): FilePlacement {
  const path = isAbsolutePath(os, target.name)
    ? target.name
    : joinPath(os, defaultFolders[os][kind], target.name);
  const { uid = '0', gid = '0', mode = 0o444 } = target;
  return { kind, id, name, path, uid, gid, mode };
}
