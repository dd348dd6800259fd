/** Checks the shape of what a user says of a domain; whom its names mean is found out later. */
import {
  checkOneOf,
  checkOptions,
  checkRecord,
  checkText,
  invalid,
  type OptionTable,
} from '../options/check-options.ts';
import {
  accountNameLengthMax,
  checkDnsName,
  checkDomainSid,
  checkGuid,
  checkInstant,
  checkNames,
  checkNetBiosName,
  checkSamName,
  groupNameLengthMax,
  userNameLengthMax,
} from './check-names.ts';
import { dayMs } from './decide-password.ts';
import type {
  AccountOptions,
  ControllerOptions,
  DomainOptions,
  GroupOptions,
  KdsRootKeyOptions,
  ServerOptions,
  UserOptions,
} from './directory-options.ts';

const domainTable: OptionTable<DomainOptions> = {
  forest: 'text',
  netBiosName: 'text',
  sid: 'text',
  guid: 'text',
  controllers: 'record',
  kdsRootKey: 'any',
  computers: 'list',
  groups: 'record',
  accounts: 'record',
  users: 'record',
  servers: 'record',
};

/** Checks what is said of a domain. @throws SwarmSimError `invalid-argument`. */
function checkDomainOptions(dnsName: string, options: DomainOptions): void {
  const what = `domain ${dnsName}`;
  checkDnsName('directory: name of a domain', dnsName);
  checkOptions<DomainOptions>(what, options, domainTable);
  const { forest, netBiosName, sid, guid, controllers, computers = [] } = options;
  if (forest !== undefined) checkDnsName(`${what}: forest`, forest);
  if (netBiosName !== undefined) checkNetBiosName(`${what}: netBiosName`, netBiosName);
  if (sid !== undefined) checkDomainSid(`${what}: sid`, sid);
  if (guid !== undefined) checkGuid(`${what}: guid`, guid);
  checkRootKey(what, options.kdsRootKey);
  for (const [name, controller] of Object.entries(controllers ?? {})) {
    checkController(what, name, controller);
  }
  if (controllers !== undefined && Object.keys(controllers).length === 0) {
    throw invalid(`${what} has no controller`);
  }
  for (const name of computers) checkSamName(`${what}: computer`, name, groupNameLengthMax);
  for (const [name, group] of Object.entries(options.groups ?? {})) checkGroup(what, name, group);
  for (const [name, account] of Object.entries(options.accounts ?? {})) {
    checkAccountOptions(what, name, account);
  }
  for (const [name, user] of Object.entries(options.users ?? {})) checkUser(what, name, user);
  for (const [name, server] of Object.entries(options.servers ?? {})) {
    checkServer(what, name, server);
  }
}

const accountTable: OptionTable<AccountOptions> = {
  retrievableBy: 'list',
  passwordIntervalDays: 'any',
  createdAt: 'any',
  servicePrincipalNames: 'list',
};

/** Checks what is said of a gMSA. @throws SwarmSimError `invalid-argument`. */
export function checkAccountOptions(domain: string, name: string, options: AccountOptions): void {
  checkSamName(`${domain}: account`, name, accountNameLengthMax);
  const what = `${domain}: account ${name}`;
  checkOptions<AccountOptions>(what, options, accountTable);
  const {
    retrievableBy = [],
    servicePrincipalNames = [],
    createdAt = 0,
    passwordIntervalDays = 1,
  } = options;
  checkNames(`${what}: retrievableBy`, retrievableBy);
  checkNames(`${what}: servicePrincipalNames`, servicePrincipalNames);
  for (const spn of servicePrincipalNames) checkServicePrincipalName(what, spn);
  checkInstant(`${what}: createdAt`, createdAt);
  const days: unknown = passwordIntervalDays;
  if (typeof days === 'number' && Number.isSafeInteger(days) && days >= 1) {
    if (Number.isSafeInteger(days * dayMs)) return;
  }
  throw invalid(`${what}: passwordIntervalDays must be whole days from 1 on, not ${String(days)}`);
}

/** Microsoft: service principal names are `service/host`, `service/host:port` and the like. */
function checkServicePrincipalName(what: string, name: string): void {
  if (/^[^/\s]+(?:\/[^/\s]+){1,2}$/.test(name)) return;
  throw invalid(
    `${what}: '${name}' is not a service principal name such as http/web01.contoso.com`,
  );
}

function checkRootKey(what: string, key: DomainOptions['kdsRootKey']): void {
  if (key === undefined || key === 'none') return;
  if (typeof key === 'string') throw invalid(`${what}: unknown kdsRootKey '${String(key)}'`);
  checkOptions<KdsRootKeyOptions>(`${what}: kdsRootKey`, key, { createdAt: 'any' });
  checkInstant(`${what}: kdsRootKey: createdAt`, key.createdAt);
}

function checkController(domain: string, name: string, options: ControllerOptions): void {
  checkNetBiosName(`${domain}: controller`, name);
  const what = `${domain}: controller ${name}`;
  checkOptions<ControllerOptions>(what, options, { site: 'text', reachableFrom: 'list' });
  if (options.site === '') throw invalid(`${what}: site is empty`);
  if (options.reachableFrom !== undefined) {
    checkNames(`${what}: reachableFrom`, options.reachableFrom);
  }
}

function checkGroup(domain: string, name: string, options: GroupOptions): void {
  checkSamName(`${domain}: group`, name, groupNameLengthMax);
  const what = `${domain}: group ${name}`;
  checkOptions<GroupOptions>(what, options, { members: 'list' });
  checkNames(`${what}: members`, options.members);
}

function checkUser(domain: string, name: string, options: UserOptions): void {
  checkSamName(`${domain}: user`, name, userNameLengthMax);
  const what = `${domain}: user ${name}`;
  checkOptions<UserOptions>(what, options, { password: 'text' });
  checkText(`${what}: password`, options.password);
}

function checkServer(domain: string, name: string, options: ServerOptions): void {
  checkSamName(`${domain}: server`, name, groupNameLengthMax);
  const what = `${domain}: server ${name}`;
  checkOptions<ServerOptions>(what, options, { kind: 'text', grants: 'list' });
  checkText(`${what}: kind`, options.kind);
  checkOneOf(options.kind, ['sql-server', 'file-share'], (kind) => {
    return `${what}: unknown kind '${kind}'`;
  });
  checkNames(`${what}: grants`, options.grants);
}

/** Checks that a directory is described by domain. @throws SwarmSimError `invalid-argument`. */
export function checkDirectoryOptions(options: unknown): void {
  checkRecord('directory', options);
  for (const [name, domain] of Object.entries(options)) {
    checkDomainOptions(name, domain as DomainOptions);
  }
}
