/**
 * Who may have which password, read from the options of a directory in the plainest way: lists of names,
 * looked through from the beginning for each question. It shares nothing with the model that it checks.
 */
import { domainNames, names, type World } from './world.ts';

interface NaiveAccount {
  readonly name: string;
  may: readonly string[];
  readonly createdAt: number;
}

interface NaiveDomain {
  readonly groups: Record<string, string[]>;
  accounts: NaiveAccount[];
  readonly keysWorkAt: number[];
  readonly controllers: Record<string, { sites: readonly string[] | 'all'; runs: boolean }>;
}

interface NaiveHost {
  readonly domain: string | undefined;
  readonly site: string;
  /** Groups that it belonged to when it logged on after its last start; absent: it could not yet. */
  groups: readonly string[] | undefined;
  isCut: boolean;
  isDistrusted: boolean;
}

/** All domains and hosts. */
export class NaiveDirectory {
  readonly domains: Readonly<Record<string, NaiveDomain>>;
  readonly hosts: Readonly<Record<string, NaiveHost>>;

  constructor({ domains, hosts }: World) {
    const known = (name: string, list: readonly number[]): string[] => membersOf(name, list, hosts);
    this.domains = Object.fromEntries(
      domainNames.map((name, index) => {
        const options = domains[index];
        if (options === undefined) throw new Error(`no domain ${name}`);
        const { kdsRootKey: key } = options;
        const domain: NaiveDomain = {
          groups: Object.fromEntries(
            options.groups.map((group, at) => [
              names.group(at),
              [
                ...known(name, group.hosts),
                ...(group.isNested && at > 0 ? [names.group(at - 1)] : []),
              ],
            ]),
          ),
          accounts: options.accounts.map((account, at) => ({
            name: names.account(at),
            may: [...known(name, account.hosts), ...account.groups],
            createdAt: account.createdAt,
          })),
          keysWorkAt:
            key === 'none' ? [] : [key === undefined ? -Infinity : key.createdAt + tenHours],
          controllers: Object.fromEntries(
            options.controllers.map((list, at) => [
              names.controller(at),
              { sites: list ?? 'all', runs: true },
            ]),
          ),
        };
        return [name, domain];
      }),
    );
    this.hosts = Object.fromEntries(
      hosts.map(({ domain, site }, index) => [
        `H${index}`,
        { domain, site, groups: undefined, isCut: false, isDistrusted: false },
      ]),
    );
    this.logOnLate();
  }

  /** Whether a host gets the password of an account now. */
  mayRetrieve(hostname: string, domainName: string, accountName: string, now: number): boolean {
    const host = this.hosts[hostname];
    const domain = this.domains[domainName];
    if (host === undefined || domain === undefined) return false;
    if (host.domain !== domainName || host.isDistrusted || !this.reaches(host)) return false;
    if (!domain.keysWorkAt.some((worksAt) => worksAt <= now)) return false;
    const account = domain.accounts.find(({ name }) => name === accountName);
    if (account === undefined || account.createdAt > now) return false;
    return [hostname, ...(host.groups ?? [])].some((name) => account.may.includes(name));
  }

  /** A host starts. */
  start(hostname: string): void {
    const host = this.hosts[hostname];
    if (host === undefined) return;
    host.groups = undefined;
    host.isDistrusted = false;
    this.logOn(hostname, host);
  }

  /** Hosts that could not log on when they started try again. */
  logOnLate(): void {
    for (const [hostname, host] of Object.entries(this.hosts)) {
      if (host.groups === undefined) this.logOn(hostname, host);
    }
  }

  private logOn(hostname: string, host: NaiveHost): void {
    if (host.isDistrusted || !this.reaches(host)) return;
    const groups = this.domains[host.domain ?? '']?.groups ?? {};
    const found = new Set<string>();
    let before = -1;
    while (found.size > before) {
      before = found.size;
      for (const [name, members] of Object.entries(groups)) {
        if (members.some((member) => member === hostname || found.has(member))) found.add(name);
      }
    }
    host.groups = [...found];
  }

  private reaches({ domain, site, isCut }: NaiveHost): boolean {
    const { controllers = {} } = this.domains[domain ?? ''] ?? {};
    return Object.values(controllers).some(
      ({ sites, runs }) => !isCut && runs && (sites === 'all' || sites.includes(site)),
    );
  }
}

/** Ten hours in ms: until then nobody uses a new root key. */
export const tenHours = 36_000_000;

/** Hosts of a domain, of those with these numbers. */
export function membersOf(
  domain: string,
  numbers: readonly number[],
  hosts: World['hosts'],
): string[] {
  return names
    .hosts(numbers, hosts.length)
    .filter((name) => hosts[Number(name.slice(1))]?.domain === domain);
}
