/** Gives what is done with nodes, objects and the directory the names of those. */
import type { DirectoryEdit, NodeEdit } from '@swarmsim/core';
import type { ScenarioOperation } from '../scenario/scenario.ts';
import {
  credentialSpecDocument,
  credentialSpecText,
  usualAccounts,
} from './credential-spec-text.ts';
import type { DraftClusterAct, ImageSystems, ObjectActKind } from './draft-cluster-acts.ts';
import { toNode, withCopies } from './draft-node.ts';
import { changeBetween } from './name-service.ts';
import { platformsOf } from './draft-registry.ts';
import {
  pick,
  toWorldNode,
  type ObjectKind,
  type World,
  type WorldNode,
  type WorldService,
} from './world.ts';

type Acts = readonly ScenarioOperation[];

/** Names one act; none where there is nothing to do it with. */
export function nameClusterAct(act: DraftClusterAct, world: World): Acts {
  switch (act.kind) {
    case 'availability':
      return editNode(act.node, world, () => ({ availability: act.availability }));
    case 'label-node':
      return labelNode(act, world);
    case 'promote':
    case 'demote':
      return changeRole(act, world);
    case 'join':
      return [join(act.draft, world)];
    case 'rejoin':
      return rejoin(act.node, world);
    case 'leave':
      return leave(act, world);
    case 'remove-node':
      return removeNode(act, world);
    case 'change-host':
      return withNode(act.node, world, ({ name }) => {
        return { kind: 'node-change-host', node: name, change: act.change };
      });
    case 'rotate':
      return rotate(act.service, world);
    case 'push-image':
      return [pushImage(act.version, act.os)];
    case 'write-copy':
    case 'delete-copy':
      return copySpec(act, world);
    case 'edit-directory':
      return editDirectory(act, world);
    default:
      return nameObjectAct(act, world);
  }
}

type ActOf<Kind extends DraftClusterAct['kind']> = Extract<
  DraftClusterAct,
  { readonly kind: Kind }
>;

function withNode(
  number: number,
  { nodes }: World,
  act: (node: WorldNode) => ScenarioOperation | undefined,
): Acts {
  const node = pick(
    nodes.filter(({ state }) => state === 'in'),
    number,
  );
  const operation = node === undefined ? undefined : act(node);
  return operation === undefined ? [] : [operation];
}

function editNode(number: number, world: World, edit: (node: WorldNode) => NodeEdit): Acts {
  return withNode(number, world, (node) => {
    return { kind: 'node-update', node: node.name, edit: edit(node) };
  });
}

/** A node gets another value of a label that services go by, or that nodes have, or loses all labels. */
function labelNode({ node, label, value, pauses }: ActOf<'label-node'>, world: World): Acts {
  return editNode(node, world, (found) => {
    const asked = world.services.flatMap(({ options }) => labelsIn(options.constraints ?? []));
    const known = asked.length > 0 ? asked : world.labels.node;
    const [name, text] = pick(known, label) ?? ['zone', 'a'];
    const isSame = found.labels[name] === text;
    const pausing = pauses ? ({ availability: 'pause' } as const) : {};
    found.labels =
      value === 3
        ? {}
        : { ...found.labels, [name]: isSame ? (pick(otherValues, value) ?? text) : text };
    return { ...pausing, labels: found.labels };
  });
}

const otherValues = ['b', 'c', 'a'] as const;

/** Labels of nodes that constraints name, with the values that they name. */
function labelsIn(constraints: readonly string[]): readonly (readonly [string, string])[] {
  return constraints.flatMap((text) => {
    const [, name, value] = /^node\.labels\.([^=!]+)[=!]=(.*)$/.exec(text) ?? [];
    return name === undefined || value === undefined ? [] : [[name, value] as const];
  });
}

/** Where there are no managers that are nodes, nobody can be promoted beside them. */
function changeRole({ kind, node: number }: ActOf<'promote' | 'demote'>, world: World): Acts {
  if (!world.hasManagers) return [];
  const isManager = kind === 'demote';
  const node = pick(
    world.nodes.filter((each) => each.state === 'in' && each.isManager === isManager),
    number,
  );
  if (node === undefined) return [];
  node.isManager = !isManager;
  node.wasManager = true;
  const edit: NodeEdit = { role: isManager ? 'worker' : 'manager' };
  return [{ kind: 'node-update', node: node.name, edit }];
}

function join(draft: ActOf<'join'>['draft'], world: World): ScenarioOperation {
  const { domain } = world;
  world.nodesMade += 1;
  const hostname = `node-${world.nodesMade}`;
  const joined = toNode(draft, { hostname, labels: {}, ...(domain !== undefined && { domain }) });
  const node = withCopies(joined, world.copies);
  world.nodes.push(toWorldNode(node));
  return { kind: 'node-join', node };
}

/**
 * A host that is no longer part of the swarm comes back under its name; its old object goes first. Where
 * there is none, one leaves for that.
 */
function rejoin(number: number, { nodes }: World): Acts {
  const gone = nodes.filter(({ state }) => state !== 'in');
  const workers = nodes.filter(({ wasManager, isDown }) => !wasManager && !isDown);
  const node = pick(gone, number) ?? pick(workers, number);
  if (node === undefined) return [];
  const { name, state } = node;
  const { role: _, ...options } = node.options;
  node.state = 'in';
  node.isDown = false;
  node.isManager = false;
  return [
    ...(state === 'in' ? [{ kind: 'node-leave', node: name } as const] : []),
    ...(state === 'removed' ? [] : [{ kind: 'node-remove', node: name, force: true } as const]),
    { kind: 'node-join', node: options },
  ];
}

/** Managers do not leave: with too few of them nothing goes on. */
function leave({ node, force }: ActOf<'leave'>, world: World): Acts {
  return withNode(node, world, (found) => {
    if (found.wasManager) return undefined;
    if (!found.isDown) found.state = 'left';
    return { kind: 'node-leave', node: found.name, ...(force && { force }) };
  });
}

/** Whoever removes a node has often drained it, and forgets that it is still there. */
function removeNode(
  { node: number, force, drainsFirst }: ActOf<'remove-node'>,
  { nodes }: World,
): Acts {
  const node = pick(
    nodes.filter(({ state }) => state !== 'removed'),
    number,
  );
  if (node === undefined) return [];
  const isGone = !node.wasManager && (force || node.isDown || node.state === 'left');
  const drains = drainsFirst && !force && node.state === 'in' && !node.isDown;
  if (isGone) node.state = 'removed';
  return [
    ...(drains ? [drainingOf(node)] : []),
    { kind: 'node-remove', node: node.name, ...(force && { force }) },
  ];
}

function drainingOf({ name }: WorldNode): ScenarioOperation {
  return { kind: 'node-update', node: name, edit: { availability: 'drain' } };
}

/** A config or credential spec of a service is replaced by a new one, as its contents never change. */
function rotate(number: number, world: World): Acts {
  const services = world.services.filter(({ options }) => configOf(options) !== undefined);
  const service = pick(services, number);
  const old = service === undefined ? undefined : configOf(service.options);
  if (service === undefined || old === undefined) return [];
  const name = world.objects.addVersion(old);
  const isSpec = service.options.credentialSpec === `config://${old}`;
  const options = isSpec
    ? { ...service.options, credentialSpec: `config://${name}` }
    : { ...service.options, configs: replaceSource(service.options.configs ?? [], old, name) };
  const change = changeBetween(service.options, options) ?? {};
  service.previous = service.options;
  service.options = options;
  const data = isSpec ? credentialSpecDocument('spec-2') : `${name}\n`;
  return [
    { kind: 'config-create', name, data },
    { kind: 'service-edit', service: service.name, change },
  ];
}

function configOf({ credentialSpec, configs = [] }: WorldService['options']): string | undefined {
  const [, name] = /^config:\/\/(.+)$/.exec(credentialSpec ?? '') ?? [];
  if (name !== undefined) return name;
  const [file] = configs;
  return typeof file === 'object' ? file.source : file;
}

type Files = NonNullable<WorldService['options']['configs']>;

/** The file keeps its name. */
function replaceSource(files: Files, old: string, source: string): Files {
  return files.map((file) => {
    if (file === old) return { source, target: old };
    return typeof file === 'object' && file.source === old
      ? { target: old, ...file, source }
      : file;
  });
}

/**
 * What many services use comes first. Where there is no such object, one is made for that at the beginning.
 */
function nameObjectAct(
  { kind, object }: { readonly kind: ObjectActKind; readonly object: number },
  world: World,
): Acts {
  const { objects } = world;
  const present = [...objects.present(...kindsOf[kind])];
  present.sort((a, b) => usersOf(b, world) - usersOf(a, world));
  const name = pick(present, object) ?? objects.refer(kindsOf[kind][0], 0);
  if (name === undefined) return [];
  if (kind === 'label-config') return [{ kind: 'config-label', config: name, labels: { v: '2' } }];
  if (kind === 'label-secret') return [{ kind: 'secret-label', secret: name, labels: { v: '2' } }];
  if (usersOf(name, world) === 0) objects.remove(name);
  if (kind === 'remove-secret') return [{ kind: 'secret-remove', secret: name }];
  if (kind === 'remove-network') return [{ kind: 'network-remove', network: name }];
  return [{ kind: 'config-remove', config: name }];
}

const kindsOf: {
  readonly [Kind in ObjectActKind]: readonly [ObjectKind, ...(readonly ObjectKind[])];
} = {
  'label-config': ['config', 'spec'],
  'remove-config': ['config', 'spec'],
  'label-secret': ['secret'],
  'remove-secret': ['secret'],
  'remove-network': ['network'],
};

/** How many services use an object. */
function usersOf(name: string, { services }: World): number {
  return services.filter(({ options }) => {
    const { configs = [], secrets = [], networks = [], credentialSpec } = options;
    const sources = [...configs, ...secrets].map((file) =>
      typeof file === 'object' ? file.source : file,
    );
    return [...sources, ...networks].includes(name) || credentialSpec === `config://${name}`;
  }).length;
}

function pushImage(version: number, os: ImageSystems): ScenarioOperation {
  const image = { name: `app:${version + 1}`, platforms: platformsOf(os) };
  return { kind: 'image-push', image };
}

function copySpec(
  { kind, node: number, place }: ActOf<'write-copy' | 'delete-copy'>,
  { nodes }: World,
): Acts {
  const windows = nodes.filter(({ options, state }) => {
    return options.host.os === 'windows' && state === 'in';
  });
  const node = pick(windows, number)?.name;
  if (node === undefined) return [];
  const name = place === 'file' ? 'spec-1.json' : 'spec-1';
  if (kind === 'delete-copy') {
    return [{ kind: 'credential-spec-delete', node, copy: { place, name } }];
  }
  const text = credentialSpecText('spec-1');
  return [{ kind: 'credential-spec-write', node, copy: { place, name, text } }];
}

function editDirectory(
  { edit: kind, name, members: numbers }: ActOf<'edit-directory'>,
  { domain, nodes }: World,
): Acts {
  if (domain === undefined) return [];
  const hosts = nodes.filter(({ options }) => options.host.domain === domain);
  const hostNames = numbers.flatMap((number) => pick(hosts, number)?.name ?? []);
  const retrievableBy = ['hosts', ...new Set(hostNames)];
  const account = pick(usualAccounts, name) ?? '';
  const [member = account] = hostNames;
  const edits: { readonly [Kind in typeof kind]: DirectoryEdit } = {
    'add-member': { kind: 'add-member', group: 'hosts', member },
    'remove-member': { kind: 'remove-member', group: 'hosts', member },
    'allow-retrieval': { kind: 'allow-retrieval', account, retrievableBy },
    'create-account': { kind: 'create-account', account: 'web03', retrievableBy },
    'remove-account': { kind: 'remove-account', account },
    'add-root-key': { kind: 'add-root-key', effectiveImmediately: name % 2 === 0 },
    grant: { kind: 'grant', server: 'sql01', grants: [account] },
  };
  return [{ kind: 'directory-edit', domain, edit: edits[kind] }];
}
