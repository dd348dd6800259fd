/**
 * Credential specs that lie on a host: files below the engine's folder, values in the registry of
 * Windows, and those baked into images that were pulled. Whoever administers the host copies and
 * deletes the first two by hand; the swarm knows nothing of them.
 */
import { SwarmSimError } from '../kernel/errors.ts';
import { checkOneOf, checkOptions, checkText, invalid } from '../options/check-options.ts';
import { cleanPath, isAbsolutePath } from './container-path.ts';
import type { EngineState } from './engine-state.ts';
import type { HostDescription } from './host-description.ts';

/** Where a copy lies: in the folder `CredentialSpecs`, or under the registry's key of that name. */
export type CredentialSpecPlace = 'file' | 'registry';

/** A copy of a credential spec on a host. */
export interface CredentialSpecCopy {
  readonly place: CredentialSpecPlace;
  /** File name relative to the folder, or name of the value. */
  readonly name: string;
  readonly text: string;
}

/** A credential spec on a host, and where: in an image it bears that image's name. */
export interface HostCredentialSpec {
  readonly place: CredentialSpecPlace | 'image';
  readonly name: string;
  readonly text: string;
}

/**
 * Writes a copy, over one of the same name.
 *
 * @throws SwarmSimError `invalid-argument` for a file outside the folder; `failed-precondition` on Linux.
 */
export function writeCredentialSpec(
  host: HostDescription,
  copy: CredentialSpecCopy,
): HostDescription {
  checkOptions<CredentialSpecCopy>('copy of a credential spec', copy, {
    place: 'text',
    name: 'text',
    text: 'text',
  });
  checkText('text of a credential spec', copy.text);
  const { place, name } = checkPlace(host, copy);
  const others = withoutName(copiesAt(host, place), name);
  return withCopies(host, place, { ...others, [name]: copy.text });
}

/** Deletes a copy. @throws SwarmSimError `not-found`, and as {@link writeCredentialSpec}. */
export function deleteCredentialSpec(
  host: HostDescription,
  copy: Omit<CredentialSpecCopy, 'text'>,
): HostDescription {
  const { place, name } = checkPlace(host, copy);
  const copies = copiesAt(host, place);
  const others = withoutName(copies, name);
  if (others === copies) {
    throw new SwarmSimError(
      'not-found',
      `no credential spec '${copy.name}' (${place}) on the host`,
    );
  }
  return withCopies(host, place, others);
}

/** Everything that lies on the host. */
export function listCredentialSpecs({ host, images }: EngineState): readonly HostCredentialSpec[] {
  const specs: HostCredentialSpec[] = [];
  for (const place of ['file', 'registry'] as const) {
    for (const [name, text] of Object.entries(copiesAt(host, place))) {
      specs.push({ place, name, text });
    }
  }
  for (const [name, { credentialSpec }] of Object.entries(images)) {
    if (credentialSpec !== undefined) specs.push({ place: 'image', name, text: credentialSpec });
  }
  return specs;
}

type Copies = Readonly<Record<string, string>>;

/** Where a copy goes, its name as Windows has it. */
function checkPlace(
  host: HostDescription,
  { place, name }: Omit<CredentialSpecCopy, 'text'>,
): Omit<CredentialSpecCopy, 'text'> {
  checkText('place of a credential spec', place);
  checkText('name of a credential spec', name);
  checkOneOf(place, ['file', 'registry'], (value) => {
    return `place of a credential spec must be 'file' or 'registry', not '${value}'`;
  });
  if (name === '') throw invalid('a credential spec needs a name');
  if (host.os !== 'windows') {
    throw new SwarmSimError('failed-precondition', 'only Windows hosts keep credential specs');
  }
  if (place === 'registry') return { place, name };
  if (!isFileName(name)) throw invalid(`'${name}' is no file name`);
  const path = cleanPath('windows', name);
  if (isAbsolutePath('windows', path) || /^(?:[\\/]|\.\.(?:\\|$)|\.$)/.test(path)) {
    throw invalid(`file '${name}' is not below the folder CredentialSpecs`);
  }
  return { place, name: path };
}

/** Microsoft: Naming Files, Paths, and Namespaces. A colon is for drives, which are refused later. */
function isFileName(name: string): boolean {
  const isClean = [...name].every((character) => character >= ' ' && !'<>"|?*'.includes(character));
  return isClean && !/[\\/]$|:(?!\\)/.test(name);
}

function copiesAt(host: HostDescription, place: CredentialSpecPlace): Copies {
  return place === 'file' ? host.credentialSpecFiles : host.credentialSpecRegistry;
}

function withCopies(
  host: HostDescription,
  place: CredentialSpecPlace,
  copies: Copies,
): HostDescription {
  return place === 'file'
    ? { ...host, credentialSpecFiles: copies }
    : { ...host, credentialSpecRegistry: copies };
}

/** Names of files and values have no case on Windows. */
function withoutName(copies: Copies, name: string): Copies {
  const wanted = name.toLowerCase();
  const former = Object.keys(copies).find((known) => toFoldedName(known) === wanted);
  if (former === undefined) return copies;
  const { [former]: _, ...others } = copies;
  return others;
}

/** Names that came with the host may be spelt in a longer way. */
function toFoldedName(known: string): string {
  const isPath = known.includes('/') || known.includes('\\');
  return (isPath ? cleanPath('windows', known) : known).toLowerCase();
}
