import { decideCompatibility } from './decide-compatibility.ts';
import { decideContainerFiles, type DecideContainerFiles } from './decide-container-files.ts';
import { decideCreation } from './decide-creation.ts';
import { decideHostAccount } from './decide-host-account.ts';
import { decideIsolatedIdentity } from './decide-isolated-identity.ts';
import { decidePull, type DecidePull } from './decide-pull.ts';
import { decideStop } from './decide-stop.ts';
import { decideHealthCheck, decideNextHealth } from './health/decide-health.ts';

/** The pure decisions of an engine. */
export interface EngineDeciders {
  /** Whether a host gets an image, and which of its platforms. */
  readonly decidePull: DecidePull;
  /** Whether a container can be created. */
  readonly decideCreation: typeof decideCreation;
  /** Whether Windows runs a container of an image. */
  readonly decideCompatibility: typeof decideCompatibility;
  /** Which references of a task become files of its container. */
  readonly decideContainerFiles: DecideContainerFiles;
  /** Which domain user a host without a domain reads a managed password as. */
  readonly decideHostAccount: typeof decideHostAccount;
  /** Whether a container with a credential spec starts under the isolation it gets. */
  readonly decideIsolatedIdentity: typeof decideIsolatedIdentity;
  /** The health check that a container has. */
  readonly decideHealthCheck: typeof decideHealthCheck;
  /** The next change of a container's health. */
  readonly decideNextHealth: typeof decideNextHealth;
  /** How long a container takes to stop, and its exit code. */
  readonly decideStop: typeof decideStop;
}

/** These decisions as Docker and Windows make them. */
export const engineDeciders: EngineDeciders = {
  decidePull,
  decideCreation,
  decideCompatibility,
  decideContainerFiles,
  decideHostAccount,
  decideIsolatedIdentity,
  decideHealthCheck,
  decideNextHealth,
  decideStop,
};
