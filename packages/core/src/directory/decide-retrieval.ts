import type { AccountState, DirectoryState, DomainState, HostState } from './directory-state.ts';
import type {
  PasswordAnswer,
  PasswordRefusal,
  PasswordRequest,
  PortableCredentials,
} from './directory-queries.ts';
import { decidePassword, hasRootKey } from './decide-password.ts';
import { decideReach } from './decide-reach.ts';
import { findDomain, identityOf, mayMean } from './find-domain.ts';
import { groupsOf, isSameName, withDollar } from './sam-name.ts';

/** Decides whether a host gets the password that it asks for, or the first reason why it does not. */
export function decideRetrieval(
  state: DirectoryState,
  request: PasswordRequest,
  now: number,
): PasswordAnswer {
  const host = state.hosts[request.nodeId];
  const domain = findDomain(state.domains, request.domain);
  const standing = findStandingRefusal(state, host, request);
  if (standing !== undefined) return refuse(standing);
  if (host === undefined || domain === undefined) return refuse('unknown-domain');
  const { user } = request;
  if (user === undefined && host.isTrustBroken) return refuse('trust-broken');
  if (decideReach(domain, host).length === 0) return refuse('no-controller');
  if (user !== undefined && !isUserOf(state, domain, user)) return refuse('bad-credentials');
  const account = findAccount(domain, request.account, now);
  if (account === undefined) return refuse('unknown-account');
  if (!hasRootKey(domain.rootKeysWorkAt, now)) return refuse('no-root-key');
  const refusal = findRightRefusal(domain, account, host, user);
  if (refusal !== undefined) return refuse(refusal);
  return {
    kind: 'retrieved',
    account: { domain: identityOf(domain), name: account.name },
    password: decidePassword(account, now),
  };
}

/** An account of a domain that exists by now; `name` may end in `$`. */
export function findAccount(
  domain: DomainState,
  name: string,
  now: number,
): AccountState | undefined {
  return domain.accounts.find(
    (account) =>
      account.createdAt <= now &&
      (isSameName(account.name, name) || isSameName(withDollar(account.name), name)),
  );
}

/**
 * A host that asks as itself must have joined the account's domain. Microsoft: gmsa-run-container, hosts
 * and gMSAs of one domain.
 */
function findStandingRefusal(
  { domains }: DirectoryState,
  host: HostState | undefined,
  { domain: wanted, user }: PasswordRequest,
): PasswordRefusal | undefined {
  if (host === undefined) return 'not-joined';
  if (user !== undefined) return undefined;
  if (host.domain === undefined) return 'not-joined';
  const own = findDomain(domains, host.domain);
  const asked = findDomain(domains, wanted);
  if (own !== asked) return 'other-domain';
  return own !== undefined || mayMean(wanted, host.domain) ? undefined : 'other-domain';
}

/** Passwords, other than names, have a case. */
function isUserOf(
  { domains }: DirectoryState,
  domain: DomainState,
  { domain: ownDomain, user: name, password }: PortableCredentials,
): boolean {
  if (findDomain(domains, ownDomain) !== domain) return false;
  return domain.users.some((user) => isSameName(user.name, name) && user.password === password);
}

/**
 * Controllers look at the account itself and at the groups in its ticket. A host has its ticket since it
 * started; a user logs on anew each time, and is in the groups of now.
 * Deviation: a ticket lasts until the host's next start. A real one may be renewed for seven days; the
 * one after that shows new groups without a restart.
 */
function findRightRefusal(
  domain: DomainState,
  { retrievableBy }: AccountState,
  host: HostState,
  user: PortableCredentials | undefined,
): PasswordRefusal | undefined {
  const isNamed = (name: string): boolean => retrievableBy.includes(name);
  if (user !== undefined) {
    const name = domain.users.find((known) => isSameName(known.name, user.user))?.name ?? '';
    return isNamed(name) || groupsOf(domain, name).some(isNamed) ? undefined : 'not-allowed';
  }
  const name = computerOf(domain, host.hostname);
  if (isNamed(name) || (host.ticket ?? []).some(isNamed)) return undefined;
  return groupsOf(domain, name).some(isNamed) ? 'awaits-restart' : 'not-allowed';
}

/** The SAM name of a host, spelt as its domain has it. */
export function computerOf({ computers }: DomainState, hostname: string): string {
  const known = computers.includes(hostname)
    ? hostname
    : computers.find((name) => isSameName(name, hostname));
  return withDollar(known ?? hostname);
}

function refuse(reason: PasswordRefusal): PasswordAnswer {
  return { kind: 'refused', reason };
}
