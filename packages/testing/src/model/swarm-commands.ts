/** Every command at once, and the swarm and model that they run on. */
import {
  createSwarm,
  windowsNodes,
  type Behaviour,
  type DirectoryOptions,
  type NodeOptions,
  type Swarm,
  type SwarmOptions,
} from '@swarmsim/core';
import fc from 'fast-check';
import { faultCommands, timeCommands } from './commands/fault-commands.ts';
import { defaultNames, type CommandNames } from './commands/names.ts';
import { nodeCommands } from './commands/node-commands.ts';
import { credentialSpecText, objectCommands } from './commands/object-commands.ts';
import { serviceCommands } from './commands/service-commands.ts';
import { createCommand, registrationMs, type SwarmCommand } from './swarm-command.ts';
import { createSwarmModel, type SwarmModel } from './swarm-model.ts';

/** Bounds of {@link swarmCommands}. */
export interface SwarmCommandsConstraints {
  /** Most commands in a sequence. Default 40. */
  readonly commandsMax?: number;
  /** Most replicas of a service. Default 4. */
  readonly replicasMax?: number;
  /** Names that commands may use. Default: {@link defaultNames}. */
  readonly names?: Partial<CommandNames>;
  /** Whether things go wrong. Default true. */
  readonly faults?: boolean;
  /** Further commands, such as a user's own. */
  readonly more?: readonly fc.Arbitrary<SwarmCommand>[];
}

/**
 * Sequences of commands: every operation of users, every fault, and time. Each tries one thing on the swarm,
 * and compares what came of it with the model. They run by `fc.modelRun(swarmSetup(), commands)`, and shrink
 * to the commands that matter.
 */
export function swarmCommands(
  constraints: SwarmCommandsConstraints = {},
): fc.Arbitrary<Iterable<SwarmCommand>> {
  const { commandsMax = 40, replicasMax = 4, faults = true, more = [] } = constraints;
  const names = { ...defaultNames, ...constraints.names };
  const services = serviceCommands(names, replicasMax);
  // Without services and time, nothing happens.
  const often = [services['service-create'], timeCommands()['advance'], timeCommands()['settle']];
  return fc.commands(
    [
      ...Object.values(objectCommands(names)),
      ...Object.values(services),
      ...Object.values(services),
      ...Object.values(nodeCommands(names)),
      ...(faults ? Object.values(faultCommands(names)) : []),
      ...Array.from({ length: 8 }, () => often.flatMap((commands) => commands ?? [])).flat(),
      ...more,
    ],
    { maxCommands: commandsMax, size: 'max' },
  );
}

/** Options of {@link swarmSetup}. */
export interface SwarmSetupOptions {
  /** Names as the commands use them. Default: {@link defaultNames}. */
  readonly names?: Partial<CommandNames>;
  /** Further options of the swarm, such as a broken decider. Nodes and directory are the setup's own. */
  readonly swarm?: Omit<SwarmOptions, 'nodes' | 'directory' | 'behaviours' | 'managers'>;
  /** Commands that run before those drawn, such as `docker config create`. Default: configs, a secret, a network, and a credential spec that somebody copied to a host. */
  readonly first?: readonly SwarmCommand[];
}

/**
 * What `fc.modelRun` begins with: a new swarm of Windows hosts in a domain, and the model of it. Tasks of the
 * images `job:1` and `job:2` end by themselves.
 */
export function swarmSetup(
  options: SwarmSetupOptions = {},
): () => { readonly model: SwarmModel; readonly real: Swarm } {
  const names = { ...defaultNames, ...options.names };
  const { domain, group, server } = names;
  return () => {
    const nodes = createNodes(names);
    const real = createSwarm({
      behaviours: jobBehaviours,
      ...options.swarm,
      nodes,
      directory: createDirectory(names),
    });
    real.advance(registrationMs);
    const model = createSwarmModel({ nodes, domain, group, server });
    // All have registered, and nothing has happened yet.
    for (const node of model.nodes.values()) node.isKnown = true;
    for (const command of options.first ?? firstCommands(names)) command.run(model, real);
    return { model, real };
  };
}

const jobBehaviours: readonly Behaviour[] = ['job:1', 'job:2'].map((image) => ({
  image,
  exitAfterMs: 1_000,
  exitCode: 0,
}));

/** Hosts of different size, in two racks. */
function createNodes({ nodes, domain }: CommandNames): readonly NodeOptions[] {
  return nodes.flatMap((name, index) => {
    const labels = { rack: index % 2 === 0 ? 'a' : 'b' };
    return windowsNodes([name], { domain, labels, cpus: 2 + (index % 2) });
  });
}

function createDirectory({ domain, group, server, nodes }: CommandNames): DirectoryOptions {
  return {
    [domain]: {
      groups: { [group]: { members: [...nodes] } },
      servers: { [server]: { kind: 'sql-server', grants: [] } },
    },
  };
}

/** Nodes register, and some of what services refer to is there. */
function firstCommands(names: CommandNames): readonly SwarmCommand[] {
  const [spec = '', other = '', site = ''] = names.configs;
  const [key = ''] = names.secrets;
  const [network = ''] = names.networks;
  const [account = ''] = names.accounts;
  const [node = ''] = names.nodes;
  const data = credentialSpecText(names.domain, account);
  return [
    createCommand({ kind: 'config-create', name: spec, data }),
    createCommand({ kind: 'config-create', name: other, data }),
    createCommand({ kind: 'config-create', name: site, data: 'site' }),
    createCommand({ kind: 'secret-create', name: key, data: 'hush' }),
    createCommand({ kind: 'network-create', spec: { name: network } }),
    createCommand({
      kind: 'credential-spec-write',
      node,
      copy: { place: 'file', name: 'a.json', text: data },
    }),
  ];
}
