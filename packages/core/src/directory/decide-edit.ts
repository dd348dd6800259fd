import { SwarmSimError } from '../kernel/errors.ts';
import { checkEdit } from './check-edit.ts';
import { hasRootKey, rootKeyDelayMs } from './decide-password.ts';
import type { DirectoryEdit } from './directory-options.ts';
import type { AccountState, DomainState } from './directory-state.ts';
import { findDomain } from './find-domain.ts';
import { checkServicePrincipalNames, readAccount } from './read-directory.ts';
import {
  findPrincipal,
  foldName,
  indexPrincipals,
  isSameName,
  withDollar,
  withoutDollar,
} from './sam-name.ts';

/** Which domain is edited, and how. */
export interface EditOfDomain {
  /** DNS or NetBIOS name. */
  readonly domain: string;
  readonly edit: DirectoryEdit;
}

/**
 * Decides what the domains are after an edit of one of them.
 *
 * @throws SwarmSimError `invalid-argument`, `not-found` or `already-exists`, or `failed-precondition` for
 * a gMSA without a root key that works.
 */
export function decideEdit(
  domains: readonly DomainState[],
  { domain: name, edit }: EditOfDomain,
  now: number,
): readonly DomainState[] {
  checkEdit(edit);
  const domain = findDomain(domains, name);
  if (domain === undefined) throw refusal('not-found', `there is no domain '${name}'`);
  if (edit.kind === 'add-root-key') {
    const worksAt = edit.effectiveImmediately === true ? now : now + rootKeyDelayMs;
    return domains.map((other) =>
      other.forest === domain.forest
        ? { ...other, rootKeysWorkAt: [...other.rootKeysWorkAt, worksAt] }
        : other,
    );
  }
  const edited = editDomain(domain, edit, now);
  const all = domains.map((other) => (other === domain ? edited : other));
  if (edit.kind === 'create-account') checkServicePrincipalNames(edited, all);
  return all;
}

function editDomain(
  domain: DomainState,
  edit: Exclude<DirectoryEdit, { readonly kind: 'add-root-key' }>,
  now: number,
): DomainState {
  switch (edit.kind) {
    case 'create-account':
      return createAccount(domain, edit, now);
    case 'remove-account':
      return removeAccount(domain, accountOf(domain, edit.account));
    case 'allow-retrieval': {
      const account = accountOf(domain, edit.account);
      const retrievableBy = principalsOf(domain, edit.retrievableBy);
      const replace = (other: AccountState): AccountState =>
        other === account ? { ...other, retrievableBy } : other;
      return { ...domain, accounts: domain.accounts.map(replace) };
    }
    case 'add-member':
    case 'remove-member':
      return changeMembers(domain, edit);
    case 'grant': {
      const server = domain.servers.find((known) => isSameName(known.name, edit.server));
      if (server === undefined) throw missing(domain, 'server', edit.server);
      const grants = principalsOf(domain, edit.grants);
      const servers = domain.servers.map((other) =>
        other === server ? { ...other, grants } : other,
      );
      return { ...domain, servers };
    }
  }
}

/** Microsoft: controllers create no gMSA before they have a root key that works. */
function createAccount(
  domain: DomainState,
  { kind: _kind, account: name, ...options }: Extract<DirectoryEdit, { kind: 'create-account' }>,
  now: number,
): DomainState {
  if (indexPrincipals(domain).has(foldName(withDollar(name)))) {
    throw refusal('already-exists', `domain ${domain.dnsName} has an account '${name}$' already`);
  }
  if (!hasRootKey(domain.rootKeysWorkAt, now)) {
    // Microsoft: New-ADServiceAccount, with NTE_NO_KEY.
    throw refusal(
      'failed-precondition',
      `Key does not exist: forest ${domain.forest} has no KDS root key that works`,
    );
  }
  const retrievableBy = principalsOf(domain, options.retrievableBy ?? []);
  const account = readAccount(name, options, now, retrievableBy);
  return { ...domain, accounts: [...domain.accounts, account] };
}

/** What named it names it no longer: one made later by the same name is another, with another SID. */
function removeAccount(domain: DomainState, account: AccountState): DomainState {
  const principal = withDollar(account.name);
  const drop = (names: readonly string[]): readonly string[] =>
    names.filter((name) => name !== principal);
  return {
    ...domain,
    accounts: domain.accounts
      .filter((other) => other !== account)
      .map((other) => ({ ...other, retrievableBy: drop(other.retrievableBy) })),
    groups: domain.groups.map(({ name, members }) => ({ name, members: drop(members) })),
    servers: domain.servers.map((server) => ({ ...server, grants: drop(server.grants) })),
  };
}

/** Who is a member already is added without a word, and so is removed who is none. */
function changeMembers(
  domain: DomainState,
  edit: Extract<DirectoryEdit, { readonly member: string }>,
): DomainState {
  const group = domain.groups.find((known) => isSameName(known.name, edit.group));
  if (group === undefined) throw missing(domain, 'group', edit.group);
  const member = principalOf(domain, edit.member);
  if (member === group.name) {
    throw refusal('invalid-argument', `group '${group.name}' cannot be made a member of itself`);
  }
  const others = group.members.filter((name) => name !== member);
  const members = edit.kind === 'add-member' ? [...others, member] : others;
  const groups = domain.groups.map((other) => (other === group ? { ...other, members } : other));
  return { ...domain, groups };
}

/** An account that is there or is to be, by its SAM name with or without `$`. */
function accountOf(domain: DomainState, name: string): AccountState {
  const account = domain.accounts.find((known) => isSameName(known.name, withoutDollar(name)));
  if (account === undefined) throw missing(domain, 'account', name);
  return account;
}

function principalsOf(domain: DomainState, names: readonly string[]): readonly string[] {
  const index = indexPrincipals(domain);
  return [...new Set(names.map((name) => principalOf(domain, name, index)))];
}

function principalOf(
  domain: DomainState,
  name: string,
  index: ReadonlyMap<string, string> = indexPrincipals(domain),
): string {
  const found = findPrincipal(index, name);
  if (found === undefined) throw missing(domain, 'host, group, account or user', name);
  return found;
}

function missing({ dnsName }: DomainState, what: string, name: string): SwarmSimError {
  return refusal('not-found', `domain ${dnsName} has no ${what} '${name}'`);
}

function refusal(code: SwarmSimError['code'], message: string): SwarmSimError {
  return new SwarmSimError(code, message);
}
