import { encodeUtf8 } from '../bytes/utf8.ts';
import type { Environment } from '../kernel/environment.ts';
import {
  checkDigest,
  toRegistryImage,
  type ImageDescription,
  type Registry,
  type RegistryImage,
} from './registry.ts';

/** A registry that images are pushed to while the simulation runs. */
export interface RegistryServer extends Registry {
  /** `docker push`: the image has its tag from now on. @throws SwarmSimError `invalid-argument`. */
  push(description: ImageDescription): void;
}

interface RegistryState {
  /** Oldest first. */
  readonly pushed: RegistryImage[];
}

/** Makes the server of a registry. What is pushed later is its state. */
export function createRegistryServer(env: Environment, registry: Registry): RegistryServer {
  const { pushed } = env.cell<RegistryState>('registry', { pushed: [] }).value;
  const byName = new Map(registry.byName);
  const untagged: RegistryImage[] = [];

  function tag(image: RegistryImage): void {
    const former = byName.get(image.name);
    if (former !== undefined && former.digest !== image.digest) untagged.push(former);
    byName.set(image.name, image);
  }

  for (const image of pushed) tag(image);
  const server: RegistryServer & { revision: number } = {
    byName,
    untagged,
    refusesUnknown: registry.refusesUnknown,
    revision: pushed.length,
    push(description) {
      const image = toRegistryImage(description);
      checkDigest(image, [...byName.values(), ...untagged]);
      pushed.push(image);
      server.revision = pushed.length;
      tag(image);
      const { name, digest, credentialSpec = '' } = image;
      const credentialSpecBytes = encodeUtf8(credentialSpec).length;
      env.note('image-pushed', { image: name, digest, credentialSpecBytes });
    },
  };
  return server;
}
