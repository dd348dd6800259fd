import { decodeBase64 } from '../bytes/base64.ts';
import { decodeUtf8 } from '../bytes/utf8.ts';
import type { DirectoryQueries } from '../directory/directory-queries.ts';
import { decideHostAccount } from '../engine/decide-host-account.ts';
import type { HostDescription } from '../engine/host-description.ts';
import { readCredentialSpec } from '../engine/read-credential-spec.ts';
import { decideIdentity, type Identity, type IdentityFacts } from '../identity/decide-identity.ts';
import type { NodeId } from '../model/ids.ts';
import type { Task } from '../model/task.ts';
import type { ReadTx } from '../store/store.ts';

/** Where a container of the task would run. */
export interface ForeseenPlace {
  readonly nodeId: NodeId;
  readonly host: HostDescription;
  readonly store: ReadTx;
  readonly directory: DirectoryQueries;
}

/**
 * Who a container of a task would be in the domain, if it started on a host now. A credential spec that
 * the host would not find is none. Templates in configs are not filled in.
 */
export function foreseeIdentity(
  task: Task,
  { nodeId, host, store, directory }: ForeseenPlace,
): Identity {
  const credentialSpec = findText(task, host, store);
  const facts = {
    nodeId,
    hostname: '',
    startedLater: [],
    ...(host.build !== undefined && { build: host.build }),
    ...(credentialSpec !== undefined && { credentialSpec, ...askPlugin(credentialSpec, host) }),
  };
  return decideIdentity(facts, directory);
}

/** Where no plugin answers, the host has nobody to ask as. */
function askPlugin(
  credentialSpec: string,
  host: HostDescription,
): Pick<IdentityFacts, 'portableCredentials'> {
  const account = decideHostAccount({ credentialSpec, host });
  return account.kind === 'user' ? { portableCredentials: account.credentials } : {};
}

function findText(task: Task, host: HostDescription, store: ReadTx): string | undefined {
  const { runtime } = task.spec;
  const source = runtime?.kind === 'container' ? runtime.privileges?.credentialSpec : undefined;
  if (source === undefined || host.os !== 'windows') return undefined;
  const readConfig = (id: string): string => {
    const { data = '' } = store.get('config', id)?.spec ?? {};
    return decodeUtf8(decodeBase64(data));
  };
  try {
    return readCredentialSpec(source, { host, containerId: '', readConfig });
  } catch {
    return undefined;
  }
}
