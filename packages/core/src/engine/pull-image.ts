/**
 * Pulls images onto one host. moby: daemon/cluster/executor/container/controller.go, Prepare;
 * adapter.go, pullImage.
 */
import { encodeUtf8 } from '../bytes/utf8.ts';
import type { Environment } from '../kernel/environment.ts';
import type { Registry } from '../registry/registry.ts';
import type { DecidePull } from './decide-pull.ts';
import type { EngineState, LocalImage } from './engine-state.ts';
import type { createImageLookup } from './image-lookup.ts';
import type { PullFaults } from './pull-faults.ts';

/** How a pull goes: it takes longer than usual by `delayMs`, and `error` says why there is no image. */
export interface PullOutcome {
  readonly delayMs: number;
  readonly error?: string;
}

/** What {@link createImagePuller} is made from. */
export interface ImagePullerOptions {
  readonly nodeId: string;
  readonly registry: Registry;
  readonly decidePull: DecidePull;
  readonly findImage: ReturnType<typeof createImageLookup>;
  readonly faults: Pick<PullFaults, 'of'> | undefined;
  readonly state: () => EngineState;
  readonly note: Environment['note'];
}

/** Makes what pulls the images of a host. */
export function createImagePuller(options: ImagePullerOptions): (text: string) => PullOutcome {
  const { nodeId, registry, decidePull, findImage, faults } = options;
  const { refusesUnknown } = registry;
  return (text) => {
    const { host, images } = options.state();
    const { name, isPinned, image } = findImage(text);
    const isPresent = Object.hasOwn(images, name);
    if (isPinned && isPresent) return { delayMs: 0 };
    const { delayMs, error } = faults?.of(nodeId, name) ?? { delayMs: 0 };
    const decision =
      error === undefined
        ? decidePull({ name, image, refusesUnknown, host })
        : ({ kind: 'refused', error: error === '' ? `No such image: ${name}` : error } as const);
    // An image that is on the host already serves, whatever became of the pull.
    if (decision.kind === 'refused') {
      return isPresent ? { delayMs } : { delayMs, error: decision.error };
    }
    const fresh = toLocalImage(decision.platform, image?.credentialSpec);
    const known = images[name];
    const isSame = known?.platform === fresh.platform;
    if (!isPresent || !isSame || known?.credentialSpec !== fresh.credentialSpec) {
      images[name] = fresh;
      const bytes = encodeUtf8(fresh.credentialSpec ?? '').length;
      options.note('image-pulled', { node: nodeId, image: name, credentialSpecBytes: bytes });
    }
    return { delayMs };
  };
}

function toLocalImage(
  platform: LocalImage['platform'],
  credentialSpec: string | undefined,
): LocalImage {
  return {
    ...(platform !== undefined && { platform }),
    ...(credentialSpec !== undefined && { credentialSpec }),
  };
}
