import {
  parseImageReference,
  toFamiliarText,
  withDefaultTag,
} from '../registry/image-reference.ts';
import { findImage, type Registry, type RegistryImage } from '../registry/registry.ts';

/** Looks images up by the text that a service has, and reads each text once. */
export function createImageLookup(registry: Registry): (text: string) => KnownImage {
  const known = new Map<string, KnownImage>();
  let { revision } = registry;
  return (text) => {
    if (revision !== registry.revision) known.clear();
    revision = registry.revision;
    const found = known.get(text) ?? lookUp(registry, text);
    known.set(text, found);
    return found;
  };
}

/** What is known of an image before anything is pulled. */
export interface KnownImage {
  /** In docker's short form, with a tag or a digest. */
  readonly name: string;
  /** Whether it is named by its digest, so that what is on the host cannot be out of date. */
  readonly isPinned: boolean;
  /** The image in the registry; undefined where nobody described it. */
  readonly image: RegistryImage | undefined;
}

function lookUp(registry: Registry, text: string): KnownImage {
  const reference = parseImageReference(text);
  if (reference.kind === 'malformed') return { name: text, isPinned: false, image: undefined };
  return {
    name: toFamiliarText(withDefaultTag(reference)),
    isPinned: reference.digest !== undefined,
    image: findImage(registry, reference),
  };
}
