import { ghost } from '../is-applicable.ts';

/** What commands may name. Few names, so that commands meet. */
export interface CommandNames {
  readonly configs: readonly string[];
  readonly secrets: readonly string[];
  readonly networks: readonly string[];
  readonly services: readonly string[];
  readonly jobs: readonly string[];
  /** Nodes that are there at the beginning. */
  readonly nodes: readonly string[];
  /** Nodes that may join. */
  readonly newcomers: readonly string[];
  /** DNS name of the domain, and what is in it. */
  readonly domain: string;
  readonly accounts: readonly string[];
  readonly group: string;
  readonly server: string;
}

/** Names of {@link swarmCommands} and {@link swarmSetup} unless others are given. */
export const defaultNames: CommandNames = {
  // Uniqueness ignores case, so that one of them is refused where the other is there.
  configs: ['spec-a', 'spec-b', 'site', 'Spec-A'],
  secrets: ['key', 'token', 'KEY'],
  networks: ['front', 'back'],
  services: ['web', 'api', 'logs'],
  jobs: ['nightly', 'cleanup'],
  nodes: ['worker-1', 'worker-2', 'worker-3'],
  newcomers: ['worker-4', 'worker-5'],
  domain: 'contoso.com',
  accounts: ['webapp01', 'webapp02'],
  group: 'web-hosts',
  server: 'sql01',
};

/** Names of a kind, and one that nothing has. */
export function withGhost(names: readonly string[]): readonly string[] {
  return [...names, ...names, ...names, `${ghost}-1`];
}
