import { configsOf, secretsOf } from '../model/assignment.ts';
import type { Config } from '../model/config.ts';
import type { Secret } from '../model/secret.ts';
import type { Task } from '../model/task.ts';
import type { Dependencies } from './executor.ts';

/** What a node holds for all of its tasks. */
export interface DependencyStore {
  readonly configs: Readonly<Record<string, Config>>;
  readonly secrets: Readonly<Record<string, Secret>>;
}

/**
 * Shows a task those configs and secrets that it references, as they are whenever it asks.
 * SwarmKit: agent/configs/configs.go and agent/secrets/secrets.go, Restrict.
 */
export function restrictDependencies(held: () => DependencyStore, task: Task): Dependencies {
  return {
    config: (id) => {
      if (!configsOf(task).some((allowed) => allowed === id)) {
        throw new Error(`task not authorized to access config ${id}`);
      }
      const config = held().configs[id];
      if (config === undefined) throw new Error(`config ${id} not found`);
      return config;
    },
    secret: (id) => {
      if (!secretsOf(task).some((allowed) => allowed === id)) {
        throw new Error(`task not authorized to access secret ${id}`);
      }
      const secret = held().secrets[id];
      if (secret === undefined) throw new Error(`secret ${id} not found`);
      return secret;
    },
  };
}

/** See {@link restrictDependencies}. */
export type RestrictDependencies = typeof restrictDependencies;

/** Ids of what a node holds that a task can read. */
export function readableIds(held: DependencyStore, dependencies: Dependencies): readonly string[] {
  return [
    ...Object.keys(held.configs).filter((id) => isReadable(() => dependencies.config(id))),
    ...Object.keys(held.secrets).filter((id) => isReadable(() => dependencies.secret(id))),
  ];
}

function isReadable(read: () => unknown): boolean {
  try {
    read();
    return true;
  } catch {
    return false;
  }
}
