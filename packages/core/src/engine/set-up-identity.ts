/**
 * What Windows does with the credential spec of a container that starts: it asks a plugin where the host
 * has no domain, and logs the container's user on where that user is the account. Everything else about
 * the account it leaves to the moment at which somebody asks for it.
 */
import type { ContainerSpec } from '../model/container.ts';
import { computeError, processError } from './compute-error.ts';
import type { EngineDeciders } from './engine-deciders.ts';
import type { ContainerRecord } from './engine-state.ts';
import type { HostDescription } from './host-description.ts';
import { describeHostAccount, type HostEventEntry } from './host-events.ts';

/** Sets up the identity of a container that has a credential spec. @throws Error with Windows' text. */
export function setUpIdentity(request: IdentityRequest, deciders: EngineDeciders): void {
  const { record, spec, host } = request;
  if (record.credentialSpec === undefined) return;
  const { isolation = 'default' } = spec;
  if (!deciders.decideIsolatedIdentity({ isolation, host })) {
    // Inferred: Windows' text for a container that does not answer; nobody shows one for this cause.
    const reason =
      'The operation timed out because a response was not received from the virtual machine or container. (0xc0370109)';
    throw computeError(record.containerId, reason);
  }
  askPlugin(request, record.credentialSpec.text, deciders);
  if (isNetworkService(spec.user) && !request.canAuthenticate()) {
    // Microsoft: Virtualization-Documentation#1033.
    const reason = 'The user name or password is incorrect. (0x52e)';
    throw processError(record.containerId, reason);
  }
}

/** What it takes to set up an identity. */
export interface IdentityRequest {
  readonly record: ContainerRecord;
  readonly spec: ContainerSpec;
  /** The host as it is now. */
  readonly host: HostDescription;
  /** Whether the container, as its record is now, is somebody on the network. */
  readonly canAuthenticate: () => boolean;
  /** Writes into the host's event logs. */
  readonly log: (entries: readonly HostEventEntry[]) => void;
}

/**
 * Deviation: what the plugin answers is kept as long as the container is there; Windows asks anew when the
 * managed password changes.
 */
function askPlugin(
  { record, host, log }: IdentityRequest,
  credentialSpec: string,
  deciders: EngineDeciders,
): void {
  const account = deciders.decideHostAccount({ credentialSpec, host });
  log(describeHostAccount(account, record.containerId));
  if (account.kind === 'unused') return;
  if (account.kind === 'user') {
    record.portableCredentials = account.credentials;
    return;
  }
  // Microsoft: Windows-Containers#221 and #541: the daemon has no text for that number, which is the
  // 0xC0020017 of the event log. Inferred: it is the same where a plugin finds no credentials.
  throw computeError(record.containerId, 'winapi error #3489792023');
}

function isNetworkService(user = ''): boolean {
  const name = user.toLowerCase();
  return name === 'network service' || name === String.raw`nt authority\network service`;
}
