/** The front door: makes every part of a swarm and joins them. It decides nothing. */
import { createFaultPerformers } from './client/fault-performers.ts';
import { readOperation } from './client/check-operation.ts';
import { createCluster } from './client/create-cluster.ts';
import { createNameLookup } from './client/name-lookup.ts';
import type { Apply, Operation } from './client/operation.ts';
import { createPerformers } from './client/perform-operation.ts';
import { pinImage } from './client/pin-image.ts';
import { readSwarmOptions, type SwarmOptions } from './client/swarm-options.ts';
import {
  assertLed,
  isAskedOfManagers,
  requireLeaderForCalls,
  requireLeaderForReads,
} from './client/require-leader.ts';
import { createSwarmApis } from './client/swarm-apis.ts';
import type { Swarm } from './client/swarm.ts';
import { resolveTask } from './client/tasks-api.ts';
import { createLivelockGuard } from './client/livelock-guard.ts';
import { assertOpen, createTimeline } from './client/timeline.ts';
import { createControlApi } from './control-api/control-api.ts';
import { createDirectory } from './directory/directory.ts';
import { createHosts } from './hosts.ts';
import { createSeededChoices } from './kernel/choice-source.ts';
import { invariant } from './kernel/errors.ts';
import { Kernel } from './kernel/kernel.ts';
import { startLeaderTerm } from './leader-term.ts';
import { createLink } from './link/link.ts';
import { createManagers } from './managers/managers.ts';
import { isAtPosition } from './model/assignment.ts';
import { checkFunction } from './options/check-options.ts';
import { createRegistryServer } from './registry/registry-server.ts';
import { hashState } from './store/state-hash.ts';
import { Store } from './store/store.ts';
import { traceCommits } from './store/trace-commits.ts';
import { createStepHooks } from './streams/step-hooks.ts';
import { createSwarmStreams } from './streams/swarm-streams.ts';
import { withWhatIf } from './what-if/what-if.ts';
import { createVirtualScheduler } from './streams/virtual-scheduler.ts';

/**
 * Makes a swarm: one leader, and the nodes given. Nothing happens until time is advanced.
 *
 * @throws SwarmSimError where an option makes no sense.
 */
export function createSwarm(options: SwarmOptions = {}): Swarm {
  const settings = readSwarmOptions(options);
  const kernel = new Kernel({ seed: settings.seed, history: settings.history });
  if (settings.order === 'seeded')
    kernel.choices = createSeededChoices(kernel.random.fork('order'));
  else if (settings.order !== 'stable') kernel.choices = settings.order;

  const store = new Store(kernel);
  traceCommits(store, kernel.trace);
  const hooks = createStepHooks(kernel, store);
  const { scheduler: rxScheduler, timers } = createVirtualScheduler(() => kernel.now);
  const streams = createSwarmStreams(store);

  createCluster(kernel, store, settings.cluster);
  const link = createLink(kernel, settings.link);
  const directory = createDirectory(kernel, settings.directory);
  const scheduler = withWhatIf(settings.term.scheduler ?? {}, settings.whatIf, {
    store,
    directory,
    hostOf: (nodeId) => hosts.hostOf(nodeId),
    now: () => kernel.now,
  });
  const managers = createManagers(kernel, store, link, {
    areNodes: settings.nodes.some(({ role }) => role === 'manager'),
    startTerm: (raft) =>
      startLeaderTerm(kernel, { store, link, raft }, { ...settings.term, scheduler }),
  });
  const { raft } = managers;
  const registry = createRegistryServer(kernel, settings.registry);
  const surroundings = { store, link: managers.link, directory };
  const hosts = createHosts(kernel, surroundings, { ...settings.hosts, registry });
  const checkLed = (): void => assertLed(raft.lookUp());
  const unguarded = createControlApi(kernel, store, { raft, ...settings.controlApi });
  const controlApi = requireLeaderForCalls(unguarded, checkLed);
  // Whoever watches the simulation itself asks no manager.
  const state = requireLeaderForReads(store, () => {
    if (!streams.isDelivering() && !hooks.areRunning()) checkLed();
  });

  const lookup = createNameLookup(store);
  const performers = createPerformers({
    state: store,
    controlApi,
    lookup,
    pinImage: (spec) => pinImage(spec, registry),
    joinNode: (node) => managers.welcome(hosts.join(node)),
    raft,
    hosts,
    changeHost: (nodeId, change) => hosts.changeHost(nodeId, change),
    credentialSpecs: hosts,
    pushImage: (image) => registry.push(image),
    editDirectory: (edit) => directory.edit(edit),
    faults: createFaultPerformers(kernel, store, hosts),
  });

  const apply: Apply = (operation) => {
    const kept = readOperation(operation);
    assertOpen(streams, kept.kind);
    try {
      return kernel.perform(kept, () => {
        if (isAskedOfManagers(kept.kind)) checkLed();
        const result = performers[kept.kind](kept);
        hooks.note(kept as Operation);
        return result;
      });
    } finally {
      streams.flush();
    }
  };
  const guard = createLivelockGuard(settings.instantEventsMax);
  const dispose = (): void => streams.complete();

  for (const node of settings.nodes) apply({ kind: 'node-join', node });
  return withClock(kernel, {
    seed: settings.seed,
    ...createTimeline({ kernel, store, streams, timers, guard }),
    ...createSwarmApis({ kernel, state, store, apply, lookup, hosts, directory, raft, controlApi }),
    explain(task) {
      checkLed();
      const term = managers.term();
      invariant(term !== undefined, 'a leader leads in a term');
      return term.scheduler.explain(resolveTask(store, task).id);
    },
    assignments: (node) => managers.term()?.dispatcher.assignmentsOf(node),
    isAwaitingAssignments: (node) =>
      !isAtPosition(hosts.lastTaken(node), managers.term()?.dispatcher.lastSent(node)),
    assignedTask: (node, taskId) => managers.term()?.dispatcher.assignedTask(node, taskId),
    changes$: streams.changes$,
    events$: streams.events$,
    select: (read) => streams.select(read),
    rxScheduler,
    onStep(hook) {
      checkFunction('onStep', hook);
      return hooks.add(hook);
    },
    trace: kernel.trace,
    stateHash: () => hashState(store),
    dispose,
    [Symbol.dispose]: dispose,
  });
}

function withClock(kernel: Kernel, swarm: Omit<Swarm, 'now'>): Swarm {
  return Object.assign(new SimulatedSwarm(kernel), swarm);
}

/** The clock is a getter of a class: with one of a literal, V8 keeps the swarm until a full collection. */
class SimulatedSwarm implements Pick<Swarm, 'now'> {
  readonly #kernel: Kernel;

  constructor(kernel: Kernel) {
    this.#kernel = kernel;
  }

  get now(): number {
    return this.#kernel.now;
  }
}
