/** Checks and completes what a user says of Active Directory. */
import {
  deriveDomainGuid,
  deriveDomainSid,
  deriveNetBiosName,
} from '../credential-spec/domain-identity.ts';
import { invalid } from '../options/check-options.ts';
import { keepPlain } from '../options/keep-plain.ts';
import { checkDirectoryOptions } from './check-domain-options.ts';
import { checkDistinct, checkNetBiosName } from './check-names.ts';
import { dayMs, rootKeyDelayMs } from './decide-password.ts';
import type {
  AccountOptions,
  ControllerOptions,
  DirectoryOptions,
  DomainOptions,
} from './directory-options.ts';
import type {
  AccountState,
  ControllerState,
  DirectoryHost,
  DomainState,
} from './directory-state.ts';
import { findPrincipal, foldName, indexPrincipals, isSameName, withDollar } from './sam-name.ts';

/** A host of which it is known in advance that it will join, and which domain it is in. */
export type FutureHost = Pick<DirectoryHost, 'hostname' | 'domain'>;

/**
 * Makes domains of what a user says. Names may mean `hosts` as well, which join the swarm later.
 *
 * @throws SwarmSimError `invalid-argument`.
 */
export function readDirectory(
  options: DirectoryOptions = {},
  hosts: readonly FutureHost[] = [],
): readonly DomainState[] {
  const kept = keepPlain('directory', options);
  checkDirectoryOptions(kept);
  const given = Object.entries(kept);
  checkForests(kept);
  const domains = given.map(([dnsName, domain]) => {
    return readDomain(dnsName, domain, kept, hosts);
  });
  checkIdentities(domains);
  for (const domain of domains) checkServicePrincipalNames(domain, domains);
  return domains;
}

function readDomain(
  dnsName: string,
  options: DomainOptions,
  directory: DirectoryOptions,
  hosts: readonly FutureHost[],
): DomainState {
  const what = `domain ${dnsName}`;
  const { forest = dnsName, groups = {}, accounts = {}, users = {}, servers = {} } = options;
  const named: DomainState = {
    dnsName,
    netBiosName: options.netBiosName ?? deriveNetBiosName(dnsName),
    forest: spellForest(forest, directory),
    sid: options.sid ?? deriveDomainSid(dnsName),
    guid: options.guid ?? deriveDomainGuid(dnsName),
    controllers: Object.entries(options.controllers ?? { DC1: {} }).map(readController),
    rootKeysWorkAt: readRootKeys(forest, directory),
    computers: listComputers(dnsName, options, hosts),
    groups: Object.keys(groups).map((name) => ({ name, members: [] })),
    accounts: Object.entries(accounts).map(([name, account]) => readAccount(name, account, 0, [])),
    users: Object.entries(users).map(([name, { password }]) => ({ name, password })),
    servers: [],
  };
  checkNetBiosName(`${what}: netBiosName`, named.netBiosName);
  checkPrincipals(what, named);
  const index = indexPrincipals(named);
  const find = (whose: string, names: readonly string[]): readonly string[] =>
    names.map((name) => {
      const found = findPrincipal(index, name);
      if (found !== undefined) return found;
      throw invalid(`${what}: ${whose}: there is no host, group, account or user '${name}'`);
    });
  return {
    ...named,
    groups: Object.entries(groups).map(([name, { members }]) => {
      return { name, members: [...new Set(find(`members of group ${name}`, members))] };
    }),
    accounts: Object.entries(accounts).map(([name, account]) => {
      const { retrievableBy = [] } = account;
      return readAccount(name, account, 0, find(`account ${name}: retrievableBy`, retrievableBy));
    }),
    servers: Object.entries(servers).map(([name, { kind, grants }]) => {
      return { name, kind, grants: find(`server ${name}: grants`, grants) };
    }),
  };
}

/** Completes a gMSA; `now` is when it is created, unless that is said. */
export function readAccount(
  name: string,
  options: AccountOptions,
  now: number,
  retrievableBy: readonly string[],
): AccountState {
  return {
    name,
    retrievableBy,
    passwordIntervalDays: options.passwordIntervalDays ?? passwordIntervalDays,
    createdAt: options.createdAt ?? now,
    servicePrincipalNames: options.servicePrincipalNames ?? [],
  };
}

/** Microsoft: New-ADServiceAccount, ManagedPasswordIntervalInDays. */
const passwordIntervalDays = 30;

/** Where controllers and hosts are of which nobody says where. Microsoft: the site of a new forest. */
export const defaultSite = 'Default-First-Site-Name';

function readController([name, options]: [string, ControllerOptions]): ControllerState {
  const { site = defaultSite, reachableFrom } = options;
  return { name, site, ...(reachableFrom !== undefined && { reachableFrom }), isRunning: true };
}

/** Microsoft: MS-GKDI; root keys are in the configuration partition, which all of a forest share. */
function readRootKeys(forest: string, directory: DirectoryOptions): readonly number[] {
  const said = Object.entries(directory).flatMap(([dnsName, { forest: root, kdsRootKey }]) => {
    return isSameName(root ?? dnsName, forest) && kdsRootKey !== undefined ? [kdsRootKey] : [];
  });
  const [key = { createdAt: -dayMs }] = said;
  const isDisputed = said.some((other) => JSON.stringify(other) !== JSON.stringify(key));
  if (isDisputed) throw invalid(`forest ${forest}: its domains say different things of kdsRootKey`);
  return key === 'none' ? [] : [key.createdAt + rootKeyDelayMs];
}

function listComputers(
  dnsName: string,
  { computers = [] }: DomainOptions,
  hosts: readonly FutureHost[],
): readonly string[] {
  checkDistinct(`domain ${dnsName}: computer`, computers);
  const joined = hosts.filter(({ domain }) => domain !== undefined && isSameName(domain, dnsName));
  const names = new Map<string, string>();
  for (const name of [...computers, ...joined.map(({ hostname }) => hostname)]) {
    if (!names.has(foldName(name))) names.set(foldName(name), name);
  }
  return [...names.values()];
}

/** SAM names are unique in a domain. */
function checkPrincipals(what: string, domain: DomainState): void {
  const { groups, users, accounts, computers, servers, controllers } = domain;
  const names = (named: readonly { readonly name: string }[]): readonly string[] =>
    named.map(({ name }) => name);
  checkDistinct(`${what}: group or user`, [...names(groups), ...names(users)]);
  checkDistinct(`${what}: account or host`, [...names(accounts), ...computers].map(withDollar));
  checkDistinct(`${what}: server`, names(servers));
  checkDistinct(`${what}: controller`, names(controllers));
}

function checkIdentities(domains: readonly DomainState[]): void {
  const names = domains.flatMap(({ dnsName, netBiosName }) =>
    isSameName(dnsName, netBiosName) ? [dnsName] : [dnsName, netBiosName],
  );
  checkDistinct('directory: name of a domain', names);
  checkDistinct(
    'directory: SID',
    domains.map(({ sid }) => sid),
  );
  checkDistinct(
    'directory: GUID',
    domains.map(({ guid }) => guid),
  );
}

/** The root of a forest is a domain of it. */
function checkForests(directory: DirectoryOptions): void {
  for (const [dnsName, { forest }] of Object.entries(directory)) {
    if (forest === undefined) continue;
    const root = Object.entries(directory).find(([name]) => isSameName(name, forest));
    if (root === undefined) {
      throw invalid(`domain ${dnsName}: its forest's root, ${forest}, is not described`);
    }
    const [rootName, { forest: above = rootName }] = root;
    if (isSameName(above, rootName)) continue;
    throw invalid(
      `domain ${dnsName}: ${forest} is not the root of a forest, but in that of ${above}`,
    );
  }
}

function spellForest(forest: string, directory: DirectoryOptions): string {
  return Object.keys(directory).find((name) => isSameName(name, forest)) ?? forest;
}

/** Microsoft: a service principal name used twice in a forest makes Kerberos fail for both. */
export function checkServicePrincipalNames(
  domain: DomainState,
  domains: readonly DomainState[],
): void {
  const all = domains.filter(({ forest }) => forest === domain.forest);
  const names = all.flatMap(({ accounts }) =>
    accounts.flatMap(({ servicePrincipalNames }) => servicePrincipalNames),
  );
  checkDistinct(`forest ${domain.forest}: service principal name`, names);
}
