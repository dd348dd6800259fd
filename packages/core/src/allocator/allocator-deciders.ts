import { decideTaskNetworks } from './decide-addresses.ts';
import { arePortsAllocated, decidePorts } from './decide-ports.ts';

/** The pure decisions of the allocator. */
export interface AllocatorDeciders {
  /** Which ports are allocated for a service. */
  readonly decidePorts: typeof decidePorts;
  /** Whether a service has the ports that it wants. */
  readonly decidePortsAllocated: typeof arePortsAllocated;
  /** Which networks a task is on. */
  readonly decideTaskNetworks: typeof decideTaskNetworks;
}

/** These decisions as SwarmKit makes them. */
export const allocatorDeciders: AllocatorDeciders = {
  decidePorts,
  decidePortsAllocated: arePortsAllocated,
  decideTaskNetworks,
};
