import { posix } from 'node:path';

import { parseSyntax, type SourceFile } from './source-file.ts';

/**
 * Which room of packages/core/src may import which room, or which single file: the arrows of the
 * house. A room that is not named here has no arrows at all, so a new room has to state its own.
 */
const leaves = [
  'bytes',
  'constraint',
  'credential-spec',
  'duration',
  'generic-resource',
  'options',
  'registry',
  'template',
];
const floor = ['component.ts', 'kernel', 'model', 'store', ...leaves];
/** Besides the floor, the manager's side shares what orchestrator/ says about tasks and slots. */
const manager = [...floor, 'orchestrator'];
const everything = '*';

const roomArrows: Readonly<Record<string, readonly string[]>> = {
  // Leaves.
  bytes: ['kernel'],
  duration: ['kernel', 'bytes'],
  'credential-spec': ['bytes'],
  constraint: ['kernel', 'model'],
  'generic-resource': ['kernel', 'model'],
  options: ['kernel'],
  registry: ['kernel', 'model', 'bytes', 'options'],
  template: ['kernel', 'model', 'duration'],

  // The ground that components stand on.
  'component.ts': [],
  kernel: [],
  model: [],
  store: ['kernel', 'model'],
  link: ['kernel', 'model'],

  // Components. They meet at the store, and dispatcher and agent at the link.
  'control-api': manager,
  // The restart supervisor is what all orchestrators share, as in SwarmKit.
  orchestrator: [...floor, 'orchestrator/restart'],
  'orchestrator/replicated': [...manager, 'orchestrator/restart', 'orchestrator/update'],
  'orchestrator/global': [...manager, 'orchestrator/restart', 'orchestrator/update'],
  'orchestrator/jobs': [...manager, 'orchestrator/restart'],
  'orchestrator/restart': manager,
  'orchestrator/update': [...manager, 'orchestrator/restart'],
  'orchestrator/task-reaper': manager,
  'orchestrator/constraint-enforcer': manager,
  allocator: manager,
  scheduler: manager,
  dispatcher: [...manager, 'link'],
  agent: [...floor, 'link'],
  // Who leads, and with it where the managers' end of the link is.
  managers: [...floor, 'link'],
  // The executor is the agent's side of the boundary that an engine fills, as in SwarmKit.
  engine: [...floor, 'agent/executor.ts'],
  directory: floor,
  // Who a container is: what the directory answers, and what engine and host are.
  identity: [
    ...floor,
    'directory/directory-queries.ts',
    'engine/container-view.ts',
    'engine/host-description.ts',
  ],
  faults: floor,
  // Rules of ours besides the scheduler's, which look at what SwarmKit's cannot see.
  'what-if': [...floor, 'directory', 'engine', 'identity', 'scheduler'],
  report: ['model', 'store'],
  'docker-format': ['bytes', 'duration', 'kernel', 'model'],

  // The front door, which alone knows the components.
  client: [everything],
  queries: [everything],
  streams: [everything],
  'hosts.ts': [everything],
  'index.ts': [everything],
  'leader-term.ts': [everything],
  'parts.ts': [everything],
  'swarm.ts': [everything],
};

/** Which package may import which package of the workspace. */
const packageArrows: Readonly<Record<string, readonly string[]>> = {
  'packages/core': [],
  'packages/compose': ['@swarmsim/core'],
  'packages/delivery': ['@swarmsim/core'],
  'packages/testing': ['@swarmsim/compose', '@swarmsim/core'],
  'packages/cli': ['@swarmsim/compose', '@swarmsim/core', '@swarmsim/testing'],
  examples: ['@swarmsim/core', '@swarmsim/compose', '@swarmsim/delivery', '@swarmsim/testing'],
  test: [
    '@swarmsim/core',
    '@swarmsim/compose',
    '@swarmsim/delivery',
    '@swarmsim/examples',
    '@swarmsim/testing',
  ],
};

const core = 'packages/core/src/';
/** What a decider may import besides its neighbours: nothing that acts. */
const deciderRooms = ['model', 'orchestrator', ...leaves];
/** ... and types that rooms share. */
const deciderFiles = [`${core}kernel/errors.ts`, `${core}directory/directory-queries.ts`];

/** Lists the imports between rooms of core that go against the arrows. */
export function findWrongArrows(file: SourceFile): readonly string[] {
  if (!file.path.startsWith(core)) return [];
  const from = roomOf(file.path);
  const allowed = roomArrows[from];
  if (allowed === undefined) return [`${file.path}: no arrows are stated for the room ${from}`];

  const isDecider = posix.basename(file.path).startsWith('decide-');
  return relativeImports(file).flatMap((target) => {
    const to = roomOf(target);
    if (to === from) return [];
    if (isDecider && !deciderRooms.includes(to) && !deciderFiles.includes(target)) {
      return [`${file.path}: a decider imports ${target}`];
    }
    const reached = [everything, to, target.slice(core.length)];
    if (reached.some((name) => allowed.includes(name))) return [];
    return [`${file.path}: the room ${from} imports ${target}`];
  });
}

/** Lists the imports between packages that go against the arrows. */
export function findWrongPackageArrows(file: SourceFile): readonly string[] {
  const from = Object.keys(packageArrows).find((name) => file.path.startsWith(`${name}/`));
  const allowed = from === undefined ? [] : (packageArrows[from] ?? []);

  return parseSyntax(file).imports.flatMap((name) => {
    const to = /^@swarmsim\/[^/]+/.exec(name)?.[0];
    if (to === undefined || allowed.includes(to)) return [];
    return [`${file.path}: ${from ?? 'a file outside every package'} imports ${name}`];
  });
}

function relativeImports(file: SourceFile): readonly string[] {
  const { imports } = parseSyntax(file);
  const relative = imports.filter((name) => name.startsWith('.'));
  return relative.map((name) => posix.join(posix.dirname(file.path), name));
}

/** A room is a folder of core, a subfolder of orchestrator/, or a file at core's top. */
function roomOf(path: string): string {
  const [room = '', inner = '', ...deeper] = path.slice(core.length).split('/');
  return room === 'orchestrator' && deeper.length > 0 ? `${room}/${inner}` : room;
}
