import { decideRemovals, decideTakeover } from './decide-changes.ts';
import { decideFailure, decideNextStep, type DecideNextStep } from './decide-next-step.ts';
import { restrictDependencies, type RestrictDependencies } from './dependencies.ts';

/** The pure decisions of an agent. */
export interface AgentDeciders {
  /** What the agent does next for a task. */
  readonly decideNextStep: DecideNextStep;
  /** The state of a task whose step failed. */
  readonly decideFailedState: typeof decideFailure;
  /** Whether a new version of a task is taken over. */
  readonly decideTakeover: typeof decideTakeover;
  /** Which tasks are given up. */
  readonly decideRemovals: typeof decideRemovals;
  /** What of a node's configs and secrets a task may read. */
  readonly restrictDependencies: RestrictDependencies;
}

/** These decisions as SwarmKit makes them. */
export const agentDeciders: AgentDeciders = {
  decideNextStep,
  decideFailedState: decideFailure,
  decideTakeover,
  decideRemovals,
  restrictDependencies,
};
