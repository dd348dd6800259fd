/** SwarmKit's own numbers, each with its source. Times in ms. */

/** SwarmKit: api/defaults/service.go, Service.Task.GetContainer().StopGracePeriod. */
export const stopGracePeriodMs = 10_000;
/** SwarmKit: api/defaults/service.go, Service.Task.Restart.Delay. */
export const restartDelayMs = 5_000;
/** SwarmKit: manager/orchestrator/restart/restart.go, defaultOldTaskTimeout. */
export const oldTaskTimeoutMs = 60_000;
/** SwarmKit: api/defaults/service.go, Service.Update.Monitor. */
export const updateMonitorMs = 5_000;
/** SwarmKit: manager/dispatcher/dispatcher.go, DefaultHeartBeatPeriod. */
export const heartbeatPeriodMs = 5_000;
/** SwarmKit: manager/dispatcher/dispatcher.go, defaultHeartBeatEpsilon. */
export const heartbeatEpsilonMs = 500;
/** SwarmKit: manager/dispatcher/dispatcher.go, defaultGracePeriodMultiplier. */
export const gracePeriodMultiplier = 3;
/** SwarmKit: manager/dispatcher/dispatcher.go, defaultNodeDownPeriod. */
export const nodeDownPeriodMs: number = 24 * 60 * 60 * 1_000;
/** SwarmKit: manager/dispatcher/dispatcher.go, maxBatchInterval. */
export const statusBatchIntervalMs = 100;
/** SwarmKit: manager/dispatcher/dispatcher.go, batchingWaitTime of Assignments. */
export const assignmentBatchIntervalMs = 100;
/** SwarmKit: manager/dispatcher/dispatcher.go, modificationBatchLimit. */
export const assignmentBatchLimit = 100;
/** SwarmKit: manager/state/store/memory.go, MaxChangesPerTransaction. */
export const changesPerTransaction = 200;
/** SwarmKit: manager/scheduler/scheduler.go, commitDebounceGap. */
export const commitDebounceGapMs = 50;
/** SwarmKit: manager/scheduler/scheduler.go, maxLatency. */
export const schedulingLatencyMsMax = 1_000;
/** SwarmKit: manager/scheduler/scheduler.go, monitorFailures. */
export const failureWindowMs: number = 5 * 60 * 1_000;
/** SwarmKit: manager/scheduler/scheduler.go, maxFailures. */
export const failuresMax = 5;
/** SwarmKit: manager/orchestrator/taskreaper/task_reaper.go, reaperBatchingInterval. */
export const reaperBatchingIntervalMs = 250;
/** SwarmKit: manager/orchestrator/taskreaper/task_reaper.go, maxDirty. */
export const reaperDirtyMax = 1_000;
/** docker/cli: cli/command/swarm/opts.go; moby: daemon/cluster sets 5 at swarm init. */
export const taskHistoryRetentionLimit = 5;
/** SwarmKit: manager/controlapi/config.go, MaxConfigSize; the limit itself is refused. */
export const configSizeLimitBytes = 1_024_000;
/** SwarmKit: api/validation/secrets.go, MaxSecretSize; the limit itself is refused. */
export const secretSizeLimitBytes = 512_000;
/** SwarmKit: agent/task.go waits this long after an interrupted operation. */
export const stopRetryPauseMs = 1_000;
/** SwarmKit: manager/dispatcher/nodes.go, rateLimitCount. */
export const registrationsMax = 3;
/** SwarmKit: manager/dispatcher/dispatcher.go, defaultRateLimitPeriod. */
export const registrationWindowMs = 8_000;
/** SwarmKit: manager/dispatcher/dispatcher.go, maxBatchItems. */
export const statusBatchLimit = 10_000;
/** SwarmKit: agent/agent.go, initialSessionFailureBackoff. */
export const sessionBackoffMs = 100;
/** SwarmKit: agent/agent.go, maxSessionFailureBackoff. */
export const sessionBackoffMsMax = 8_000;
/** SwarmKit: agent/agent.go, nodeUpdatePeriod. */
export const nodeUpdatePeriodMs = 20_000;
/** SwarmKit: agent/session.go, dispatcherRPCTimeout. */
export const dispatcherCallTimeoutMs = 5_000;
/** SwarmKit: manager/state/raft/raft.go, NewNode (TickInterval). */
export const raftTickMs = 1_000;
/** SwarmKit: manager/state/raft/raft.go, DefaultNodeConfig (ElectionTick). */
export const raftElectionTicks = 10;
/** SwarmKit: manager/state/raft/raft.go, lostQuorumTimeout. */
export const lostQuorumTicks = 10;
/** SwarmKit: manager/role_manager.go, roleReconcileInterval. */
export const roleReconcileIntervalMs = 5_000;
/** SwarmKit: ca/renewer.go, Start: the pause before a certificate of another role is asked for. */
export const certificateRenewalPauseMs = 500;
/** moby: daemon/cluster/cluster.go, swarmRequestTimeout. */
export const clientDeadlineMs = 20_000;
