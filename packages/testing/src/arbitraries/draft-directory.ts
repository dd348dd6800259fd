/** Directories as they are drawn: one domain, who is in its group, and what its accounts may. */
import type { AccountOptions, DirectoryOptions, DomainOptions } from '@swarmsim/core';
import fc from 'fast-check';
import { usualAccounts } from './credential-spec-text.ts';
import { pick } from './world.ts';

/** A domain before it is known which hosts there are. */
export interface DraftDirectory {
  readonly rootKey: DomainOptions['kdsRootKey'] | undefined;
  /** Hosts in the group that may retrieve passwords, by number; absent for all. */
  readonly members: readonly number[] | undefined;
  /** Whether each account is there, and what sets it apart. */
  readonly accounts: readonly DraftAccount[];
  readonly branch: boolean;
  /** Another domain, in the same forest or in one of its own. */
  readonly other: 'child' | 'forest' | undefined;
}

interface DraftAccount extends Omit<AccountOptions, 'retrievableBy'> {
  readonly isMissing?: boolean;
  /** Host that may retrieve its password, by number; absent for the group. */
  readonly host?: number;
}

const hourMs = 3_600_000;

/** Random directories. They shrink to a domain in which all hosts may retrieve all passwords. */
export function draftDirectories(): fc.Arbitrary<DraftDirectory> {
  return fc.record({
    rootKey: fc.constantFrom<DomainOptions['kdsRootKey'] | undefined>(
      undefined,
      undefined,
      undefined,
      'none',
      { createdAt: -20 * hourMs },
      { createdAt: 0 },
    ),
    members: fc.oneof(
      { withCrossShrink: true },
      fc.constant(undefined),
      fc.uniqueArray(fc.nat({ max: 4 }), { maxLength: 3 }),
    ),
    accounts: fc.array(
      fc.constantFrom<DraftAccount>(
        {},
        {},
        { isMissing: true },
        { host: 0 },
        { host: 1 },
        { passwordIntervalDays: 1 },
        { createdAt: -hourMs },
        { servicePrincipalNames: ['http/web'] },
      ),
      { maxLength: 1 },
    ),
    branch: fc.constantFrom(false, false, true),
    other: fc.constantFrom(undefined, undefined, undefined, 'child', 'forest'),
  });
}

/** The plainest directory. */
export const plainDirectory: DraftDirectory = {
  rootKey: undefined,
  members: undefined,
  accounts: [],
  branch: false,
  other: undefined,
};

/** Makes a directory for some hosts, which have joined the domain. */
export function toDirectory(
  draft: DraftDirectory,
  domain: string,
  hosts: readonly string[],
): DirectoryOptions {
  const { rootKey, members, branch, other } = draft;
  const joined = members?.flatMap((number) => pick(hosts, number) ?? []) ?? hosts;
  const accounts = usualAccounts.flatMap((name, index): [string, AccountOptions][] => {
    const { isMissing, host, ...options } = draft.accounts[index] ?? {};
    if (isMissing === true) return [];
    const only = host === undefined ? undefined : pick(hosts, host);
    return [[name, { retrievableBy: [only ?? 'hosts'], ...options }]];
  });
  const described: DomainOptions = {
    ...(rootKey !== undefined && { kdsRootKey: rootKey }),
    groups: { hosts: { members: [...new Set(joined)] } },
    accounts: Object.fromEntries(accounts),
    servers: { sql01: { kind: 'sql-server', grants: accounts.map(([name]) => name) } },
    ...(branch && {
      controllers: { DC1: {}, DC2: { site: 'branch', reachableFrom: ['branch'] } },
    }),
  };
  return { [domain]: described, ...otherDomain(other, domain, rootKey) };
}

function otherDomain(
  other: DraftDirectory['other'],
  domain: string,
  rootKey: DraftDirectory['rootKey'],
): DirectoryOptions {
  if (other === undefined) return {};
  if (other === 'forest') return { 'fabrikam.com': {} };
  return {
    [`child.${domain}`]: { forest: domain, ...(rootKey !== undefined && { kdsRootKey: rootKey }) },
  };
}
