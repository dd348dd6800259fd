/** Finds what a name means among the domains, as a user writes it: with its domain or without. */
import type { AccountState, DomainState, GroupState } from '../directory/directory-state.ts';
import { findDomain } from '../directory/find-domain.ts';
import {
  parseAccountName,
  splitDomain,
  type AccountName,
} from '../directory/parse-account-name.ts';
import { isSameName } from '../directory/sam-name.ts';
import { SwarmSimError } from '../kernel/errors.ts';
import { checkText } from '../options/check-options.ts';

/** Something found, and the domain that it belongs to. */
export interface Found<Thing> {
  readonly domain: DomainState;
  readonly thing: Thing;
}

/**
 * Finds an account. Where two domains have one of that name and none is said, `preferred` decides.
 *
 * @throws SwarmSimError `not-found` or `ambiguous`.
 */
export function findAccountNamed(
  domains: readonly DomainState[],
  account: string,
  preferred?: string,
): Found<AccountState> {
  checkText('account', account);
  const found = findThings(domains, parseAccountName(account), ({ accounts }) => accounts);
  const own = found.filter(({ domain }) => {
    return preferred !== undefined && isSameName(domain.dnsName, preferred);
  });
  return takeOne(`account ${account}`, own.length > 0 ? own : found);
}

/** Finds a group. @throws SwarmSimError `not-found` or `ambiguous`. */
export function findGroupNamed(domains: readonly DomainState[], group: string): Found<GroupState> {
  checkText('group', group);
  const found = findThings(domains, splitDomain(group), ({ groups }) => groups);
  return takeOne(`group ${group}`, found);
}

/**
 * The domain that a prefix says; without one, the only one there is.
 *
 * @throws SwarmSimError `not-found` or `ambiguous`.
 */
export function chooseDomain(
  domains: readonly DomainState[],
  what: string,
  prefix: string | undefined,
): DomainState {
  const named = prefix === undefined ? undefined : requireDomain(domains, prefix);
  const found = named === undefined ? domains : [named];
  return takeOne(
    `domain of ${what}`,
    found.map((domain) => ({ domain, thing: domain })),
  ).thing;
}

/** What there is just one of. @throws SwarmSimError `not-found` or `ambiguous`. */
export function takeOne<Thing>(what: string, found: readonly Found<Thing>[]): Found<Thing> {
  const [only, ...others] = found;
  if (only === undefined) throw new SwarmSimError('not-found', `${what} not found`);
  if (others.length === 0) return only;
  const places = found.map(({ domain }) => domain.dnsName).join(', ');
  throw new SwarmSimError('ambiguous', `${what} is ambiguous: ${places}`);
}

function findThings<Thing extends { readonly name: string }>(
  domains: readonly DomainState[],
  { domain: prefix, name }: AccountName,
  list: (domain: DomainState) => readonly Thing[],
): readonly Found<Thing>[] {
  const searched = prefix === undefined ? domains : [requireDomain(domains, prefix)];
  return searched.flatMap((domain) =>
    list(domain)
      .filter((thing) => isSameName(thing.name, name))
      .map((thing) => ({ domain, thing })),
  );
}

function requireDomain(domains: readonly DomainState[], name: string): DomainState {
  const domain = findDomain(domains, name);
  if (domain !== undefined) return domain;
  throw new SwarmSimError('not-found', `there is no domain '${name}'`);
}
