/** Makes services, and edits of them, of what was drawn; what does not go together is left out. */
import type { PortOptions, ServiceOptions } from '@swarmsim/core';
import type { ServiceEditOperation } from '../scenario/scenario.ts';
import type {
  DraftConstraint,
  DraftCredentialSpec,
  DraftField,
  DraftFile,
  DraftPort,
  DraftService,
} from './draft-service.ts';
import { pick, type World, type WorldService } from './world.ts';

/** Where a service stands among all: its number, from which its ports follow. */
export type ServicePlace = Pick<WorldService, 'name' | 'number'>;

/** The options of a drawn service. */
export function toServiceOptions(
  draft: DraftService,
  place: ServicePlace,
  world: World,
): ServiceOptions {
  const { mode, replicas, maxConcurrent } = draft;
  const isGlobal = mode === 'global' || mode === 'global-job';
  const options: ServiceOptions = {
    name: place.name,
    image: imageOf(mode, draft.version, world),
    ...(mode !== 'replicated' && { mode }),
    ...(!isGlobal && replicas !== 1 && { replicas }),
    ...(mode === 'replicated-job' && maxConcurrent !== undefined && { maxConcurrent }),
  };
  return fitTogether({ ...options, ...nameFields(draft.fields, place, world) }, world);
}

/** What an edit changes of a service; undefined where it changes nothing. */
export function toServiceChange(
  service: WorldService,
  edit: {
    readonly fields: readonly DraftField[];
    readonly drop: number | undefined;
    readonly version: number | undefined;
    readonly replicas: number | undefined;
  },
  world: World,
): ServiceEditOperation['change'] | undefined {
  const { options } = service;
  const droppable = Object.keys(options).filter((name) => !kept.has(name));
  const dropped = edit.drop === undefined ? undefined : pick(droppable, edit.drop);
  const edited = fitTogether(
    {
      ...without(options, dropped),
      ...(edit.version !== undefined && { image: imageOf(options.mode, edit.version, world) }),
      ...(edit.replicas !== undefined && isReplicated(options) && { replicas: edit.replicas }),
      ...nameFields(edit.fields, service, world),
    },
    world,
  );
  return changeBetween(options, edited);
}

/** What has to change of some options for them to become others; undefined for nothing. */
export function changeBetween(
  from: ServiceOptions,
  to: ServiceOptions,
): ServiceEditOperation['change'] | undefined {
  const names = [...new Set([...Object.keys(from), ...Object.keys(to)])];
  const changes = names.flatMap((name): [string, unknown][] => {
    const [before, after] = [Reflect.get(from, name), Reflect.get(to, name)] as unknown[];
    if (before === after) return [];
    if (JSON.stringify(before) === JSON.stringify(after)) return [];
    return [[name, after ?? null]];
  });
  return changes.length === 0 ? undefined : Object.fromEntries(changes);
}

function isReplicated({ mode = 'replicated' }: ServiceOptions): boolean {
  return mode === 'replicated';
}

/** Options that stay while a service lives, or that an edit of its own changes. */
const kept: ReadonlySet<string> = new Set(['name', 'image', 'mode', 'replicas', 'maxConcurrent']);

function without(options: ServiceOptions, dropped: string | undefined): ServiceOptions {
  if (dropped === undefined) return options;
  const rest = { ...options };
  Reflect.deleteProperty(rest, dropped);
  return rest;
}

/** Jobs have an image of which containers end by themselves. */
export const jobImage = 'job:1';

function imageOf(mode: ServiceOptions['mode'], version: number, world: World): string {
  const isJob = mode === 'replicated-job' || mode === 'global-job';
  const image = isJob && version === 0 ? jobImage : `app:${version + 1}`;
  world.images.add(image);
  return image;
}

function nameFields(
  fields: readonly DraftField[],
  place: ServicePlace,
  world: World,
): Partial<ServiceOptions> {
  const named: Partial<ServiceOptions>[] = fields.map((draft) => nameField(draft, place, world));
  return Object.assign({}, ...named);
}

function nameField(draft: DraftField, place: ServicePlace, world: World): Partial<ServiceOptions> {
  switch (draft.field) {
    case 'constraints': {
      const constraints = draft.value.map((value) => toConstraint(value, world));
      return { constraints: [...new Set(constraints)] };
    }
    case 'spread':
      return { spread: toSpread(draft.value, world) };
    case 'configs':
    case 'secrets':
      return toFiles(draft.field, draft.value, world);
    case 'networks':
      return some(
        'networks',
        draft.value.flatMap((number) => world.objects.refer('network', number) ?? []),
      );
    case 'ports':
      return { ports: draft.value.map((port, at) => toPort(port, place, at)) };
    case 'credentialSpec':
      return toCredentialSpec(draft.value, world);
    default:
      return { [draft.field]: draft.value };
  }
}

function toConstraint({ about, isEqual, value }: DraftConstraint, world: World): string {
  const operator = isEqual ? '==' : '!=';
  const { labels, nodes } = world;
  switch (about) {
    case 'label': {
      const [name, wanted] = pick(labels.node, value) ?? ['zone', 'a'];
      return `node.labels.${name}${operator}${wanted}`;
    }
    case 'engine-label': {
      const [name, wanted] = pick(labels.engine, value) ?? ['storage', 'fast'];
      return `engine.labels.${name}${operator}${wanted}`;
    }
    case 'role':
      return `node.role${operator}${value % 4 === 3 ? 'manager' : 'worker'}`;
    case 'hostname':
      return `node.hostname${operator}${pick(nodes, value)?.name ?? 'node-1'}`;
    case 'os':
      return `node.platform.os${operator}${value % 2 === 0 ? 'windows' : 'linux'}`;
    case 'nothing':
      return 'node.labels.zone==nowhere';
  }
}

function toSpread(numbers: readonly number[], { labels }: World): readonly string[] {
  const names = [
    ...labels.nodeNames.map((name) => `node.labels.${name}`),
    ...labels.engineNames.map((name) => `engine.labels.${name}`),
  ];
  const known = names.length > 0 ? names : ['node.labels.zone'];
  return [...new Set(numbers.flatMap((number) => pick(known, number) ?? []))];
}

/** A file is there once; the second one of a name is left out. */
function toFiles(
  field: 'configs' | 'secrets',
  drafts: readonly DraftFile[],
  world: World,
): Partial<ServiceOptions> {
  const seen = new Set<string>();
  const files = drafts.flatMap(({ object, options }) => {
    const source = world.objects.refer(field === 'configs' ? 'config' : 'secret', object);
    if (source === undefined) return [];
    const file = options.target ?? source;
    if (seen.has(file)) return [];
    seen.add(file);
    return [Object.keys(options).length === 0 ? source : { source, ...options }];
  });
  return some(field, files);
}

function toCredentialSpec(
  { source, spec }: DraftCredentialSpec,
  world: World,
): Partial<ServiceOptions> {
  if (source !== 'config') {
    world.copies.add(source);
    return { credentialSpec: source === 'file' ? 'file://spec-1.json' : 'registry://spec-1' };
  }
  const name = world.objects.refer('spec', spec);
  return name === undefined ? {} : { credentialSpec: `config://${name}` };
}

/** Port of the hosts that services share: the scheduler keeps their tasks apart. */
const sharedPort = 8_080;

function toPort(
  { published, protocol, mode }: DraftPort,
  { number }: ServicePlace,
  at: number,
): PortOptions {
  const fixed = published === 'shared' ? sharedPort + at : 9_000 + 10 * number + at;
  return {
    target: 80 + at,
    ...(published !== 'dynamic' && { published: fixed }),
    ...(protocol !== undefined && { protocol }),
    ...(mode !== undefined && { mode }),
  };
}

function some<Name extends keyof ServiceOptions>(
  name: Name,
  values: readonly unknown[],
): Partial<ServiceOptions> {
  return values.length === 0 ? {} : { [name]: [...new Set(values)] };
}

const onWindows = 'node.platform.os==windows';

/** Elsewhere its tasks would fail for ever. */
function asksForWindows({ credentialSpec, isolation, constraints = [] }: ServiceOptions): boolean {
  const isWindows = credentialSpec !== undefined || (isolation ?? 'default') !== 'default';
  return isWindows && !constraints.some((text) => text.startsWith('node.platform.os'));
}

/** Leaves out what the docker client refuses in this mode, and ports that need what is not there. */
function fitTogether(options: ServiceOptions, { ingress, systems }: World): ServiceOptions {
  const { mode = 'replicated', ports, endpointMode } = options;
  const isJob = mode === 'replicated-job' || mode === 'global-job';
  let fitting = options;
  if (isJob) {
    const { update: _, rollback: __, ...rest } = fitting;
    fitting = rest;
  }
  if (mode === 'global' || mode === 'global-job') {
    const { maxReplicasPerNode: _, ...rest } = fitting;
    fitting = rest;
  }
  if (asksForWindows(fitting) && systems.has('windows') && systems.has('linux')) {
    fitting = { ...fitting, constraints: [...(fitting.constraints ?? []), onWindows] };
  }
  if (ports === undefined || (ingress && endpointMode !== 'dnsrr')) return fitting;
  return { ...fitting, ports: ports.map((port) => ({ ...(port as PortOptions), mode: 'host' })) };
}
