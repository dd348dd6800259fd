import type { DirectoryOptions, DomainOptions } from '@swarmsim/core';
import type fc from 'fast-check';
import { checkConstraints, type ConstraintTable } from './check-constraints.ts';
import { usualDomain } from './credential-spec-text.ts';
import { draftDirectories, toDirectory } from './draft-directory.ts';
import { nearValid, shareOf, type Spoiler } from './near-valid.ts';

/** Bounds of {@link directories}. */
export interface DirectoryConstraints {
  /** DNS name of the domain. Default `contoso.com`. */
  readonly domain?: string;
  /** Hosts that have joined it; they are members of the group `hosts`. Default none. */
  readonly hosts?: readonly string[];
  /** Whether, or in which share of cases, a directory is one that is refused. Default false. */
  readonly nearValid?: boolean | number;
}

/**
 * Random directories: a domain with the group `hosts`, the accounts `web01` and `web02`, a server, a
 * root key or none, and now and then a branch or a second domain. They shrink to one in which all hosts
 * may retrieve all passwords.
 *
 * @throws SwarmSimError `invalid-argument` where constraints are unknown or of the wrong kind.
 */
export function directories(
  constraints: DirectoryConstraints = {},
): fc.Arbitrary<DirectoryOptions> {
  checkConstraints('directories', constraints, table);
  const { domain = usualDomain, hosts = [] } = constraints;
  const drawn = draftDirectories().map((draft) => {
    const options = toDirectory(draft, domain, hosts);
    const { [domain]: described = {}, ...others } = options;
    return { [domain]: { computers: hosts, ...described }, ...others };
  });
  return nearValid(drawn, shareOf(constraints.nearValid), spoilers);
}

const table: ConstraintTable<DirectoryConstraints> = {
  domain: 'text',
  hosts: 'texts',
  nearValid: 'share',
};

function change(edit: (domain: DomainOptions) => DomainOptions): Spoiler<DirectoryOptions> {
  return (directory) => {
    const [[name, domain] = [usualDomain, {}], ...others] = Object.entries(directory);
    return { [name]: edit(domain), ...Object.fromEntries(others) };
  };
}

const spoilers: readonly Spoiler<DirectoryOptions>[] = [
  change((domain) => ({ ...domain, groups: { hosts: { members: ['nobody'] } } })),
  change((domain) => ({ ...domain, forest: 'nowhere.com' })),
  change((domain) => ({ ...domain, sid: 'S-1-2' })),
  change((domain) => ({ ...domain, netBiosName: 'A NAME' })),
  change((domain) => ({ ...domain, accounts: { 'web/01': {} } })),
  change((domain) => ({ ...domain, acounts: {} })),
  (directory) => ({ ...directory, 'not a name': {} }),
];
