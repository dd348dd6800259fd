/**
 * Simulated time without a change after which a swarm is taken to be at rest. It is longer than a replacement
 * waits for its predecessor to stop, which is a minute, and than it takes to find a container unhealthy: by
 * default three probes, one every 30 s. SwarmKit: manager/orchestrator/restart/restart.go,
 * defaultOldTaskTimeout; moby: daemon/health.go.
 */
export const quietTime = '100s';
