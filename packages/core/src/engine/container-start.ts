/**
 * Starts a container that was created: writes its files, and on Windows finds its credential spec
 * and has Windows create it. moby: daemon/start.go, containerStart.
 */
import type { Dependencies } from '../agent/executor.ts';
import { parseCredentialSpec } from '../credential-spec/credential-spec.ts';
import type { TemplateContext } from '../template/template-context.ts';
import { computeError } from './compute-error.ts';
import type { EngineDeciders } from './engine-deciders.ts';
import type { ContainerFile, LocalImage } from './engine-state.ts';
import { attempt, within } from './error-context.ts';
import { formatCredentialSpecSource, readCredentialSpec } from './read-credential-spec.ts';
import { createPayloads, toText, type Payloads } from './read-payload.ts';
import { setUpIdentity, type IdentityRequest } from './set-up-identity.ts';

/** Makes what starts the containers of a host; its answer says why one could not start. */
export function createContainerStarter(
  deciders: EngineDeciders,
): (request: StartRequest) => string | undefined {
  function start(request: StartRequest): void {
    const { record, spec, host } = request;
    const payloads = createPayloads(spec, request.context, request.dependencies);
    const files = deciders.decideContainerFiles(spec, host.os).map(({ id, name, ...placement }) => {
      const data = readFile(placement.kind, id, payloads);
      return { from: name, data, ...placement } satisfies ContainerFile;
    });
    if (files.length > 0) record.files = files;
    if (host.os === 'windows') startOnWindows(request, payloads, deciders);
    else assertNoRuntimeConfig(spec);
  }

  return (request) => {
    const reason = attempt(() => start(request));
    return reason === undefined ? undefined : `starting container failed: ${reason}`;
  };
}

/** What it takes to start a container. */
export interface StartRequest extends IdentityRequest {
  /** The image as it is on the host. */
  readonly image: LocalImage;
  readonly context: () => TemplateContext;
  readonly dependencies: Dependencies;
}

// moby: daemon/container_operations_windows.go and _unix.go, setupSecretDir and setupConfigDir.
function readFile(kind: ContainerFile['kind'], id: string, payloads: Payloads): string {
  return within(`unable to get ${kind} from ${kind} store`, () => payloads[kind](id));
}

function startOnWindows(request: StartRequest, payloads: Payloads, deciders: EngineDeciders): void {
  const { record, spec, host, image } = request;
  const { platform } = image;
  const { containerId } = record;
  const source = spec.privileges?.credentialSpec;
  if (source !== undefined) {
    const readConfig = (id: string): string => toText(payloads.config(id));
    const text = readCredentialSpec(source, { host, containerId, readConfig });
    // moby hands on nothing where the text is empty.
    if (text !== '') record.credentialSpec = { source: formatCredentialSpecSource(source), text };
  } else if (image.credentialSpec !== undefined) {
    // No real engine does this; see ImageDescription.
    record.credentialSpec = { source: `image://${spec.image}`, text: image.credentialSpec };
  }
  const isolation = spec.isolation ?? 'default';
  if (!deciders.decideCompatibility({ host, isolation, platform })) {
    throw computeError(containerId, `${osMismatch} (0xc0370101)`);
  }
  if (record.credentialSpec !== undefined && !isJsonObject(record.credentialSpec.text)) {
    // Inferred: Windows' text for a document it cannot read; nobody shows one for a credential spec.
    const reason = 'The virtual machine or container JSON document is invalid. (0xc037010d)';
    throw computeError(containerId, reason);
  }
  setUpIdentity(request, deciders);
}

/** Microsoft: version-compatibility.md. */
const osMismatch =
  'The operating system of the container does not match the operating system of the host.';

/** Docker tests nothing, and what Windows tests beyond the syntax is not known. */
function isJsonObject(text: string): boolean {
  return parseCredentialSpec(text).issues.every(({ code, path }) => {
    return code !== 'malformed-json' && !(code === 'wrong-type' && path === '');
  });
}

// moby: daemon/container/container_unix.go, SecretMounts, takes every config for one with a file.
// Deviation: there the whole engine dies of it; here the one task fails.
function assertNoRuntimeConfig(spec: StartRequest['spec']): void {
  if (spec.configs?.some(({ target }) => target?.kind !== 'file') !== true) return;
  throw new Error('runtime error: invalid memory address or nil pointer dereference');
}
