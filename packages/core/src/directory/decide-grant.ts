import type { DomainState, ServerState } from './directory-state.ts';
import type { AccountIdentity, ServerAnswer } from './directory-queries.ts';
import { SwarmSimError } from '../kernel/errors.ts';
import { findAccount } from './decide-retrieval.ts';
import { findDomain } from './find-domain.ts';
import { groupsOf, isSameName, withDollar } from './sam-name.ts';

/**
 * Decides whether a server lets an account in: by its own name, or by a group of now. Undefined where
 * there is no such server. `name` is `sql01`, `CONTOSO\sql01` or `sql01.contoso.com`; of several servers
 * with the same short name it is that of the account's domain.
 *
 * @throws SwarmSimError `ambiguous`.
 */
export function decideGrant(
  domains: readonly DomainState[],
  name: string,
  account: AccountIdentity | undefined,
  now: number,
): ServerAnswer | undefined {
  const found = findServers(domains, name);
  const own = found.filter(({ domain }) => domain.dnsName === account?.domain.dnsName);
  const [only, ...others] = own.length > 0 ? own : found;
  if (only === undefined) return undefined;
  if (others.length > 0) {
    const message = `server ${name} is ambiguous (${found.length} domains have one)`;
    throw new SwarmSimError('ambiguous', message);
  }
  const { domain, server } = only;
  return {
    kind: server.kind,
    server: server.name,
    isGranted: account !== undefined && isGranted(domain, server, account, now),
  };
}

/** A server, and the domain that it belongs to. */
export interface FoundServer {
  readonly domain: DomainState;
  readonly server: ServerState;
}

/** The servers that a name may mean. */
export function findServers(domains: readonly DomainState[], name: string): readonly FoundServer[] {
  const [prefix = '', ...rest] = name.split('\\');
  if (rest.length > 0) {
    const domain = findDomain(domains, prefix);
    return domain === undefined ? [] : serversOf(domain, rest.join('\\'));
  }
  return domains.flatMap((domain) => {
    const suffix = `.${domain.dnsName}`;
    const isFull = isSameName(name.slice(-suffix.length), suffix);
    return serversOf(domain, isFull ? name.slice(0, -suffix.length) : name);
  });
}

function serversOf(domain: DomainState, name: string): readonly FoundServer[] {
  return domain.servers
    .filter((server) => isSameName(server.name, name))
    .map((server) => ({ domain, server }));
}

/** Principals of other domains are never named, so they are never let in. */
function isGranted(
  domain: DomainState,
  { grants }: ServerState,
  { domain: from, name }: AccountIdentity,
  now: number,
): boolean {
  const account = from.dnsName === domain.dnsName ? findAccount(domain, name, now) : undefined;
  if (account === undefined) return false;
  const principal = withDollar(account.name);
  return [principal, ...groupsOf(domain, principal)].some((own) => grants.includes(own));
}
