import type { Swarm } from '@swarmsim/core';

/** One node getting or losing the credential spec. */
export interface Move {
  readonly at: number;
  readonly node: string;
  readonly config: string;
  readonly kind: 'reached' | 'left' | 'lost';
  /** Tasks that made it move: those that needed it first, or were the last to need it. */
  readonly tasks: readonly string[];
}

/**
 * Watches which nodes hold the config that a service uses as credential spec, step by step.
 *
 * @returns a function that gives the moves so far.
 */
export function followCredentialSpec(swarm: Swarm, service: string): () => readonly Move[] {
  const moves: Move[] = [];
  const holders = new Map<string, readonly string[]>();

  swarm.onStep(() => {
    const config = credentialSpecOf(swarm, service);
    if (config === undefined) return;
    for (const node of swarm.nodes.list()) {
      const users = node.holds(config) ? usersOn(swarm, node.id, service) : undefined;
      const before = holders.get(node.name);
      if (users !== undefined && before === undefined) {
        moves.push({ at: swarm.now, node: node.name, config, kind: 'reached', tasks: users });
      }
      if (users === undefined && before !== undefined) {
        const kind = node.isUp ? 'left' : 'lost';
        moves.push({ at: swarm.now, node: node.name, config, kind, tasks: before });
        holders.delete(node.name);
      }
      if (users !== undefined && (users.length > 0 || before === undefined)) {
        holders.set(node.name, users);
      }
    }
  });

  return () => moves;
}

/** Name of the config that a service's containers get as credential spec. */
function credentialSpecOf(swarm: Swarm, service: string): string | undefined {
  const found = swarm.services.list().find(({ spec }) => spec.name === service);
  const runtime = found?.spec.task.runtime;
  if (runtime?.kind !== 'container') return undefined;
  const source = runtime.privileges?.credentialSpec;
  return source?.kind === 'config' ? swarm.configs.get(source.configId).spec.name : undefined;
}

function usersOn(swarm: Swarm, nodeId: string, service: string): readonly string[] {
  return swarm.nodes
    .get(nodeId)
    .holdings()
    .tasks.map((id) => swarm.tasks.find(id))
    .filter((task) => task?.serviceName === service)
    .map((task) => (task === undefined ? '' : swarm.tasks.nameOf(task)));
}
