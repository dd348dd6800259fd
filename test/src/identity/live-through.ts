/**
 * Lets a swarm live through the story of a world, and asks every container who it is after each step. All
 * that must hold of any swarm is watched meanwhile, and no credential spec may ever change.
 */
import {
  createSwarm,
  credentialSpec,
  SwarmSimError,
  windowsNodes,
  type DeciderOptions,
  type Swarm,
  type SwarmOptions,
} from '@swarmsim/core';
import { formatCredentialSpec } from '@swarmsim/core/credential-spec';
import { invariants, watchInvariants } from '@swarmsim/testing';

import { membersOf, NaiveDirectory, tenHours } from './naive-directory.ts';
import { domainNames, names, specs, type HostStep, type World, type WorldStep } from './world.ts';

/** What was seen: how often a container was asked, and how often it was somebody. */
export interface Lived {
  readonly asked: number;
  readonly authenticated: number;
}

/**
 * Lives through a world.
 *
 * @throws Error where a container is somebody that its host has no password of, or nobody although it has.
 */
export function liveThrough(world: World, deciders: DeciderOptions = {}): Lived {
  const swarm = createWorld(world, deciders);
  const naive = new NaiveDirectory(world);
  const seen = { asked: 0, authenticated: 0 };
  watchInvariants(swarm, invariants);
  const documents = readDocuments(swarm);
  swarm.advance('5s');
  checkContainers(swarm, naive, seen);
  for (const step of world.steps) {
    takeStep(step, world, { swarm, naive });
    checkContainers(swarm, naive, seen);
    if (readDocuments(swarm) !== documents) throw new Error('a credential spec has changed');
  }
  return seen;
}

/** All credential specs as the managers have them, and as containers were handed them. */
function readDocuments(swarm: Swarm): string {
  const texts = new Set(swarm.configs.list().map(({ spec }) => JSON.stringify(spec)));
  for (const { id } of swarm.tasks.list()) {
    const text = swarm.containers.find(id)?.credentialSpec?.text;
    if (text !== undefined && !knownTexts.has(text)) texts.add(text);
  }
  return [...texts].join('\n');
}

const knownTexts: ReadonlySet<string> = new Set(
  specs.map((spec) => formatCredentialSpec(credentialSpec(spec))),
);

function createWorld({ seed, domains, hosts, services }: World, deciders: DeciderOptions): Swarm {
  const nodes = hosts.flatMap(({ domain, site }, index) =>
    windowsNodes([`H${index}`], { site, ...(domain !== undefined && { domain }) }),
  );
  const swarm = createSwarm({ seed, deciders, nodes, directory: toOptions(domains, hosts) });
  for (const [index, spec] of specs.entries()) {
    swarm.configs.create({ name: `spec${index}`, data: credentialSpec(spec) });
  }
  for (const [index, { replicas, spec }] of services.entries()) {
    const credential = spec === undefined ? '' : nameSpec(spec);
    swarm.services.create({
      name: `s${index}`,
      image: 'iis',
      replicas,
      credentialSpec: credential,
      update: { parallelism: 0 },
    });
  }
  return swarm;
}

type DirectoryOptions = NonNullable<SwarmOptions['directory']>;

function toOptions(domains: World['domains'], hosts: World['hosts']): DirectoryOptions {
  const toDomain = (name: string, index: number): DirectoryOptions[string] => {
    const domain = domains[index];
    if (domain === undefined) throw new Error(`no domain ${name}`);
    return {
      ...(domain.kdsRootKey !== undefined && { kdsRootKey: domain.kdsRootKey }),
      controllers: Object.fromEntries(
        domain.controllers.map((sites, at) => [
          names.controller(at),
          sites === undefined ? {} : { reachableFrom: sites },
        ]),
      ),
      groups: Object.fromEntries(
        domain.groups.map((group, at) => {
          const nested = group.isNested && at > 0 ? [names.group(at - 1)] : [];
          return [
            names.group(at),
            { members: [...membersOf(name, group.hosts, hosts), ...nested] },
          ];
        }),
      ),
      accounts: Object.fromEntries(
        domain.accounts.map(({ hosts: numbers, groups, ...account }, at) => {
          const retrievableBy = [...membersOf(name, numbers, hosts), ...groups];
          return [names.account(at), { ...account, retrievableBy }];
        }),
      ),
    };
  };
  return Object.fromEntries(domainNames.map((name, index) => [name, toDomain(name, index)]));
}

function nameSpec(spec: number): string {
  return `config://spec${spec % specs.length}`;
}

/** The swarm, and what the naive directory makes of the same. */
interface Pair {
  readonly swarm: Swarm;
  readonly naive: NaiveDirectory;
}

function takeStep(step: WorldStep, world: World, pair: Pair): void {
  const { swarm } = pair;
  switch (step.kind) {
    case 'advance':
      return swarm.advance(step.ms);
    case 'scale':
    case 'rotate': {
      const service = `s${step.service % world.services.length}`;
      if (step.kind === 'scale') swarm.services.scale(service, step.replicas);
      else
        swarm.services.update(
          service,
          (draft) => void (draft.credentialSpec = nameSpec(step.spec)),
        );
      return swarm.advance('5s');
    }
    case 'cut-directory':
    case 'reach-directory':
    case 'break-trust':
    case 'repair-trust':
    case 'crash':
    case 'restart':
    case 'partition':
    case 'repair':
      return strikeHost(step.kind, names.host(step.host, world.hosts.length), pair);
    case 'stop-controller':
    case 'start-controller':
      return switchController(step, pair);
    default:
      return editDirectory(step, world, pair);
  }
}

function strikeHost(kind: HostStep, name: string, { swarm, naive }: Pair): void {
  if (!attempt(() => swarm.faults.apply({ kind, node: name }))) return;
  const host = naive.hosts[name];
  if (host === undefined) throw new Error(`no host ${name}`);
  if (kind === 'cut-directory') host.isCut = true;
  if (kind === 'reach-directory') host.isCut = false;
  if (kind === 'break-trust') host.isDistrusted = true;
  if (kind === 'repair-trust') host.isDistrusted = false;
  if (kind === 'restart') naive.start(name);
  naive.logOnLate();
}

type ControllerStep = Extract<WorldStep, { readonly controller: number }>;

function switchController(step: ControllerStep, { swarm, naive }: Pair): void {
  const domain = names.domain(step.domain);
  const { controllers = {} } = naive.domains[domain] ?? {};
  const all = Object.keys(controllers);
  const name = all[step.controller % all.length] ?? '';
  const controller = controllers[name];
  if (controller === undefined) throw new Error(`no controller ${name}`);
  swarm.faults.apply({ kind: step.kind, domain, controller: name });
  controller.runs = step.kind === 'start-controller';
  naive.logOnLate();
}

type EditStep = Extract<
  WorldStep,
  { readonly kind: `${string}-member` | `${string}-account` | 'allow-retrieval' | 'add-root-key' }
>;

function editDirectory(step: EditStep, { hosts }: World, { swarm, naive }: Pair): void {
  const name = names.domain(step.domain);
  const domain = naive.domains[name];
  if (domain === undefined) throw new Error(`no domain ${name}`);
  const { directory } = swarm;
  if (step.kind === 'add-root-key') {
    directory.addRootKey({ domain: name, effectiveImmediately: step.isEffective });
    domain.keysWorkAt.push(swarm.now + (step.isEffective ? 0 : tenHours));
    return;
  }
  if ('group' in step) {
    const group = names.group(step.group);
    const members = domain.groups[group] ?? [];
    const [host] = membersOf(name, [step.host], hosts);
    if (host === undefined) return;
    const rest = members.filter((member) => member !== host);
    if (step.kind === 'add-member') {
      directory.addMember(`${name}\\${group}`, host);
      domain.groups[group] = [...rest, host];
    } else {
      directory.removeMember(`${name}\\${group}`, host);
      domain.groups[group] = rest;
    }
    return;
  }
  const account = names.account(step.account);
  const full = `${name}\\${account}`;
  const others = domain.accounts.filter((known) => known.name !== account);
  const known = domain.accounts.find((one) => one.name === account);
  if (step.kind === 'remove-account') {
    if (attempt(() => directory.removeAccount(full))) domain.accounts = others;
    return;
  }
  const may = [...membersOf(name, step.hosts, hosts), ...step.groups];
  if (step.kind === 'allow-retrieval') {
    if (attempt(() => directory.allowRetrieval(full, may)) && known !== undefined) known.may = may;
  } else if (attempt(() => directory.createAccount(full, { retrievableBy: may }))) {
    domain.accounts = [...others, { name: account, may, createdAt: swarm.now }];
  }
}

/** Whether the swarm did it; what it refuses has happened nowhere. */
function attempt(act: () => void): boolean {
  try {
    act();
    return true;
  } catch (error) {
    if (error instanceof SwarmSimError && error.code !== 'invariant-violation') return false;
    throw error;
  }
}

function checkContainers(
  swarm: Swarm,
  naive: NaiveDirectory,
  seen: { asked: number; authenticated: number },
): void {
  for (const task of swarm.tasks.list()) {
    const container = swarm.containers.find(task.id);
    if (container?.state !== 'running') continue;
    const { upn } = container.identity();
    const { name: hostname } = swarm.nodes.get(task.nodeId);
    const claim = readClaim(container.credentialSpec?.text);
    const may =
      claim !== undefined && naive.mayRetrieve(hostname, claim.domain, claim.account, swarm.now);
    const wanted = may ? `${claim.account}$@${claim.domain}` : undefined;
    seen.asked += 1;
    if (upn !== undefined) seen.authenticated += 1;
    if (upn === wanted) continue;
    const who = `${container.name} on ${hostname}`;
    throw new Error(
      upn === undefined
        ? `${who} is nobody, although its host has the password of ${wanted}`
        : `${who} authenticates as ${upn}, of which its host may not retrieve the password`,
    );
  }
}

/** The names that a document has, taken at its word. */
function readClaim(text = '{}'): { domain: string; account: string } | undefined {
  const { DomainJoinConfig: domain } = JSON.parse(text);
  return domain && { domain: domain.DnsName, account: domain.MachineAccountName };
}
