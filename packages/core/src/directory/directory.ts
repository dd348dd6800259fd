/**
 * Active Directory: domains, their controllers, accounts and groups, and what hosts have of them. It
 * answers what hosts ask, with what is so at that moment, and changes by edits and faults alone. It
 * never speaks first: nothing is queued, and a password changes because time goes by. Of tasks and
 * containers it knows nothing.
 *
 * Deviation: every controller knows of an edit at once; real ones replicate. A computer has its whole host
 * name; Windows cuts it to 15 characters.
 */
import type { Environment } from '../kernel/environment.ts';
import { SwarmSimError } from '../kernel/errors.ts';
import { emptyRecord } from '../model/empty-record.ts';
import type { NodeId } from '../model/ids.ts';
import { decideEdit, type EditOfDomain } from './decide-edit.ts';
import { decideGrant } from './decide-grant.ts';
import { decideReach } from './decide-reach.ts';
import { computerOf, decideRetrieval } from './decide-retrieval.ts';
import type { DirectoryQueries } from './directory-queries.ts';
import type { DirectoryHost, DirectoryState, DomainState, HostState } from './directory-state.ts';
import { findDomain, identityOf } from './find-domain.ts';
import { groupsOf, isSameName, withoutDollar } from './sam-name.ts';

/** See the head of this file. */
export interface Directory extends DirectoryQueries {
  /**
   * Checks that a host may join: the domain that it says it is in is described, where any is.
   *
   * @throws SwarmSimError `invalid-argument`.
   */
  checkHost(host: Pick<DirectoryHost, 'hostname' | 'domain'>): void;
  /** A host is there, and starts. Its computer has an account from now on. */
  addHost(host: DirectoryHost): void;
  /** A host starts: it gets a ticket that shows its groups of now, and its domain believes it again. */
  logOn(nodeId: NodeId): void;
  /** Edits a domain. @throws SwarmSimError; what is refused changes nothing. */
  edit(edit: EditOfDomain): void;
  /** All domains as they are. */
  domains(): readonly DomainState[];
  /** A host as the directory knows it; undefined where there is none. */
  host(nodeId: NodeId): HostState | undefined;

  /** Stops a controller of a domain, or all. @throws SwarmSimError `not-found`. */
  stopController(domain: string, controller?: string): void;
  /** Starts them again. @throws SwarmSimError `not-found`. */
  startController(domain: string, controller?: string): void;
  /** Checks that there is such a controller. @throws SwarmSimError `not-found`. */
  checkController(domain: string, controller?: string): void;
  /** A host reaches no controller any more. */
  cutOff(nodeId: NodeId): void;
  /** It reaches them again. */
  reach(nodeId: NodeId): void;
  /** The domain does not believe a host any more. @throws SwarmSimError `failed-precondition`. */
  breakTrust(nodeId: NodeId): void;
  /** It does again. */
  repairTrust(nodeId: NodeId): void;
  /** Checks that a host has joined a domain. @throws SwarmSimError `failed-precondition`. */
  checkJoined(nodeId: NodeId): void;
}

/** Makes the directory of domains that were checked and completed; see `readDirectory`. */
export function createDirectory(env: Environment, domains: readonly DomainState[] = []): Directory {
  const cell = env.cell<DirectoryState>('directory', { domains, hosts: emptyRecord() });

  function change(nodeId: NodeId, fields: Partial<HostState>): void {
    const { hosts } = cell.value;
    const host = hosts[nodeId];
    if (host !== undefined) hosts[nodeId] = { ...host, ...fields };
  }

  /** The first controller that a host reaches gives it its ticket. */
  function giveTicket(host: HostState): void {
    const { ticket: _old, ...rest } = host;
    const ticket = drawUpTicket(cell.value.domains, rest);
    cell.value.hosts[host.nodeId] = ticket === undefined ? rest : { ticket, ...rest };
  }

  /** Hosts that found no controller when they started ask again when something was repaired. */
  function giveLateTickets(): void {
    for (const host of Object.values(cell.value.hosts)) {
      if (host.domain !== undefined && host.ticket === undefined) giveTicket(host);
    }
  }

  function setRunning(name: string, controller: string | undefined, isRunning: boolean): void {
    const domain = domainWith(cell.value.domains, name, controller);
    const controllers = domain.controllers.map((known) =>
      controller === undefined || isSameName(known.name, controller)
        ? { ...known, isRunning }
        : known,
    );
    const { domains: all } = cell.value;
    cell.value.domains = all.map((one) => (one === domain ? { ...one, controllers } : one));
    giveLateTickets();
  }

  function checkJoined(nodeId: NodeId): void {
    const host = cell.value.hosts[nodeId];
    if (host?.domain !== undefined) return;
    const message = `host ${host?.hostname ?? nodeId} has joined no domain`;
    throw new SwarmSimError('failed-precondition', message);
  }

  return {
    retrievePassword: (request) => decideRetrieval(cell.value, request, env.now),
    domain(name) {
      const found = findDomain(cell.value.domains, name);
      return found === undefined ? undefined : identityOf(found);
    },
    askServer: (server, account) => decideGrant(cell.value.domains, server, account, env.now),
    checkHost: (host) => checkHost(cell.value.domains, host),
    addHost(host) {
      cell.value.domains = cell.value.domains.map((domain) => withComputer(domain, host));
      giveTicket({ isCutOff: false, isTrustBroken: false, ...host });
    },
    logOn(nodeId) {
      const host = cell.value.hosts[nodeId];
      if (host !== undefined) giveTicket({ ...host, isTrustBroken: false });
    },
    edit(edit) {
      cell.value.domains = decideEdit(cell.value.domains, edit, env.now);
    },
    domains: () => cell.value.domains,
    host: (nodeId) => cell.value.hosts[nodeId],
    stopController: (domain, controller) => setRunning(domain, controller, false),
    startController: (domain, controller) => setRunning(domain, controller, true),
    checkController(domain, controller) {
      domainWith(cell.value.domains, domain, controller);
    },
    cutOff: (nodeId) => change(nodeId, { isCutOff: true }),
    reach(nodeId) {
      change(nodeId, { isCutOff: false });
      giveLateTickets();
    },
    breakTrust(nodeId) {
      checkJoined(nodeId);
      change(nodeId, { isTrustBroken: true });
    },
    repairTrust(nodeId) {
      change(nodeId, { isTrustBroken: false });
      giveLateTickets();
    },
    checkJoined,
  };
}

/** A ticket comes from a controller of the host's own domain, which has to believe it. */
function drawUpTicket(
  domains: readonly DomainState[],
  host: HostState,
): readonly string[] | undefined {
  const domain = host.domain === undefined ? undefined : findDomain(domains, host.domain);
  if (domain === undefined || host.isTrustBroken) return undefined;
  if (decideReach(domain, host).length === 0) return undefined;
  return groupsOf(domain, computerOf(domain, host.hostname));
}

function withComputer(
  domain: DomainState,
  { domain: joined, hostname }: DirectoryHost,
): DomainState {
  if (joined === undefined || !isSameName(joined, domain.dnsName)) return domain;
  const name = withoutDollar(computerOf(domain, hostname));
  if (domain.computers.includes(name)) return domain;
  return { ...domain, computers: [...domain.computers, name] };
}

function checkHost(
  domains: readonly DomainState[],
  { hostname, domain: dnsName }: Pick<DirectoryHost, 'hostname' | 'domain'>,
): void {
  if (dnsName === undefined || domains.length === 0) return;
  const domain = domains.find((known) => isSameName(known.dnsName, dnsName));
  if (domain === undefined) {
    const message = `host ${hostname}: the directory has no domain '${dnsName}'`;
    throw new SwarmSimError('invalid-argument', message);
  }
  if (!domain.accounts.some(({ name }) => isSameName(name, hostname))) return;
  const message = `host ${hostname}: domain ${dnsName} has an account of that name`;
  throw new SwarmSimError('invalid-argument', message);
}

function domainWith(
  domains: readonly DomainState[],
  name: string,
  controller: string | undefined,
): DomainState {
  const domain = findDomain(domains, name);
  if (domain === undefined) throw new SwarmSimError('not-found', `there is no domain '${name}'`);
  if (controller === undefined) return domain;
  if (domain.controllers.some((known) => isSameName(known.name, controller))) return domain;
  throw new SwarmSimError('not-found', `domain ${name} has no controller '${controller}'`);
}
