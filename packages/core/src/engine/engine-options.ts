import type { Registry } from '../registry/registry.ts';
import type { Behaviour } from './behaviour/behaviour.ts';
import type { CcgCredentials } from './ccg-plugins.ts';
import type { ContainerView } from './container-view.ts';
import type { EngineDeciders } from './engine-deciders.ts';
import type { HostDescription } from './host-description.ts';
import type { PullFaults } from './pull-faults.ts';

/** What an engine is made from. All of it is plain data, but for the deciders. */
export interface EngineOptions {
  readonly nodeId: string;
  readonly hostname: string;
  readonly host: HostDescription;
  readonly registry: Registry;
  /** How tasks act: the first entry that matches a task counts. */
  readonly behaviours: readonly Behaviour[];
  readonly deciders?: Partial<EngineDeciders>;
  /** What is wrong with pulling images; absent: nothing ever. */
  readonly pullFaults?: Pick<PullFaults, 'of'>;
  /** Whether a container that starts now is somebody on the network; absent: always. */
  readonly canAuthenticate?: (starting: StartingContainer) => boolean;
}

/** A container that is about to run, and what its identity follows from besides. */
export interface StartingContainer {
  readonly container: ContainerView;
  readonly host: HostDescription;
  /** What a plugin gave the host for it. */
  readonly portableCredentials?: CcgCredentials;
}
