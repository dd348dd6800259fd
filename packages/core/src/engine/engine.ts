/**
 * The simulated Docker Engine of one node. It watches nothing: its agent calls it, step by step. It
 * keeps which images and containers the host has, and decides as Docker and Windows do whether an
 * image can be pulled, a container be created and be started, and what the container then sees. It
 * never touches the store, never decides what runs where, and knows nothing of domains: whether a
 * credential spec lets anyone log on is not for the engine to say.
 * moby: daemon/cluster/executor/container/controller.go.
 */
import type {
  Dependencies,
  Executor,
  StartOutcome,
  StepOutcome,
  StopOutcome,
} from '../agent/executor.ts';
import { encodeUtf8 } from '../bytes/utf8.ts';
import type { Cell, Environment } from '../kernel/environment.ts';
import type { ContainerSpec } from '../model/container.ts';
import type { Task } from '../model/task.ts';
import { expandContainerSpec } from '../template/expand-container.ts';
import type { TemplateContext } from '../template/template-context.ts';
import { decideBehaviour, decideDuration } from './behaviour/decide-behaviour.ts';
import { readBehaviours, type Behaviour, type DurationRange } from './behaviour/behaviour.ts';
import type { CcgCredentials } from './ccg-plugins.ts';
import { toContainerView, type ContainerView } from './container-view.ts';
import { drawContainerId } from './container-id.ts';
import { createContainerStarter } from './container-start.ts';
import { terminatedExitCode } from './decide-stop.ts';
import { describeNode } from './describe-node.ts';
import { engineDeciders, type EngineDeciders } from './engine-deciders.ts';
import type { EngineOptions } from './engine-options.ts';
import { createEngineState, type ContainerRecord, type EngineState } from './engine-state.ts';
import { attempt } from './error-context.ts';
import { changeHost, type HostChange } from './host-change.ts';
import type { HostDescription } from './host-description.ts';
import { appendEvents, type HostEvent } from './host-events.ts';
import { conductOf } from './health/health-conduct.ts';
import {
  deleteCredentialSpec,
  listCredentialSpecs,
  writeCredentialSpec,
  type CredentialSpecCopy,
  type HostCredentialSpec,
} from './host-credential-specs.ts';
import { createHealthMonitor, type ContainerHealthMonitor } from './health/health-monitor.ts';
import { createImageLookup } from './image-lookup.ts';
import { createTemplateContext } from './template-context.ts';
import { createImagePuller, type PullOutcome } from './pull-image.ts';

export type { ContainerView } from './container-view.ts';
export type { EngineOptions } from './engine-options.ts';

/**
 * Makes the engine of a node. Its state is a cell that belongs to the node.
 *
 * @throws SwarmSimError `invalid-argument` where a behaviour makes no sense.
 */
export function createEngine(env: Environment, options: EngineOptions): Engine {
  return new SimulatedEngine(env, options);
}

/** What one may ask of an engine besides its agent. */
export interface EngineQueries {
  /** A task's container; undefined before it is created and after it is removed. */
  view(taskId: string): ContainerView | undefined;
  /** All containers of the host, in the order of their creation. */
  containers(): readonly ContainerView[];
  /** Images on the host, in docker's short form. */
  images(): readonly string[];
  /** The host's event logs, oldest first. */
  events(): readonly HostEvent[];
  /** What a plugin gave the host for a task's container: a secret. */
  portableCredentialsOf(taskId: string): CcgCredentials | undefined;
  /** The machine as it is now. */
  readonly host: HostDescription;
}

/** An engine, as its agent and as others see it. */
export interface Engine extends Executor, EngineQueries {
  /** The machine gets more or less of something, or the engine other labels, while it runs. */
  changeHost(change: HostChange): void;
  /** A task's container does not listen to signals any more; false where none runs. */
  ignoreStop(taskId: string): boolean;
  /** Whoever administers the host copies a credential spec to it. */
  writeCredentialSpec(copy: CredentialSpecCopy): void;
  /** Whoever administers the host deletes a copy. */
  deleteCredentialSpec(copy: Omit<CredentialSpecCopy, 'text'>): void;
  /** Credential specs that lie on the host, with those in its images. */
  credentialSpecs(): readonly HostCredentialSpec[];
}

/** What Docker gives a container that it finds dead when it starts again. */
const lostContainerExitCode = 255;

class SimulatedEngine implements Engine {
  readonly #env: Environment;
  readonly #options: EngineOptions;
  readonly #deciders: EngineDeciders;
  readonly #behaviours: readonly Behaviour[];
  readonly #cell: Cell<EngineState>;
  readonly #findImage: ReturnType<typeof createImageLookup>;
  readonly #startContainer: ReturnType<typeof createContainerStarter>;
  readonly #pull: ReturnType<typeof createImagePuller>;
  readonly health: ContainerHealthMonitor;

  constructor(env: Environment, options: EngineOptions) {
    const { nodeId, host, registry } = options;
    this.#env = env;
    this.#options = options;
    this.#deciders = { ...engineDeciders, ...options.deciders };
    this.#behaviours = readBehaviours(options.behaviours);
    this.#cell = env.cell(`engine:${nodeId}`, createEngineState(host));
    this.#findImage = createImageLookup(registry);
    this.#pull = createImagePuller({
      nodeId,
      registry,
      findImage: this.#findImage,
      decidePull: this.#deciders.decidePull,
      faults: options.pullFaults,
      state: () => this.#state,
      note: (kind, data) => env.note(kind, data),
    });
    this.health = createHealthMonitor(env, () => this.#state.containers, this.#deciders);
    this.#startContainer = createContainerStarter(this.#deciders);
  }

  get #state(): EngineState {
    return this.#cell.value;
  }

  get host(): HostDescription {
    return this.#state.host;
  }

  describe(): ReturnType<Executor['describe']> {
    return describeNode(this.#options.hostname, this.#state.host);
  }

  writeCredentialSpec(copy: CredentialSpecCopy): void {
    this.#state.host = writeCredentialSpec(this.#state.host, copy);
    const { place, name, text } = copy;
    const bytes = encodeUtf8(text).length;
    this.#env.note('credential-spec-written', { node: this.#options.nodeId, place, name, bytes });
  }

  deleteCredentialSpec({ place, name }: Omit<CredentialSpecCopy, 'text'>): void {
    this.#state.host = deleteCredentialSpec(this.#state.host, { place, name });
    this.#env.note('credential-spec-deleted', { node: this.#options.nodeId, place, name });
  }

  credentialSpecs(): readonly HostCredentialSpec[] {
    return listCredentialSpecs(this.#state);
  }

  changeHost(change: HostChange): void {
    this.#state.host = changeHost(this.#state.host, change, this.#options.hostname);
  }

  prepare(task: Task): StepOutcome {
    const behaviour = this.#behaviourOf(task);
    // SwarmKit: agent/exec/errors.go, ErrTaskPrepared.
    if (this.#state.containers[task.id] !== undefined) return { durationMs: 0 };
    const usualMs = this.#duration('prepare', behaviour.prepareMs, task);
    if (behaviour.reject !== undefined) return { durationMs: usualMs, error: behaviour.reject };
    const { delayMs, error } = this.#create(task);
    const durationMs = usualMs + delayMs;
    return error === undefined ? { durationMs } : { durationMs, error };
  }

  start(task: Task, dependencies: Dependencies): StartOutcome {
    const behaviour = this.#behaviourOf(task);
    const durationMs = this.#duration('start', behaviour.startMs, task);
    const error = behaviour.failStart ?? this.#start(task, dependencies);
    if (error !== undefined) return { durationMs, error };
    if (behaviour.exitAfterMs === undefined) return { durationMs };
    const afterMs = this.#duration('exit', behaviour.exitAfterMs, task);
    return { durationMs, exit: { afterMs, exitCode: behaviour.exitCode ?? 0 } };
  }

  stop(task: Task): StopOutcome {
    const { runtime } = task.spec;
    const { stopMs, stopExitCode, ignoresStop } = this.#behaviourOf(task);
    const record = this.#state.containers[task.id];
    const isDeaf = ignoresStop === true || record?.ignoresStop === true;
    const isSick = record?.health?.record.status === 'unhealthy';
    return this.#deciders.decideStop({
      wantedGraceMs: runtime?.kind === 'container' ? runtime.stopGracePeriodMs : undefined,
      neededMs: isDeaf ? undefined : this.#duration('stop', stopMs, task),
      exitCode: stopExitCode ?? (isSick ? terminatedExitCode : 0),
    });
  }

  containerOf(taskId: string): ReturnType<Executor['containerOf']> {
    return this.#state.containers[taskId];
  }

  started(taskId: string): void {
    const record = this.#state.containers[taskId];
    if (record === undefined) return;
    record.state = 'running';
    record.startedAt = this.#env.now;
    record.pid = this.#drawPid(taskId);
    const { task } = record;
    const behaviour = this.#behaviourOf(task);
    this.health.begin(record, () =>
      conductOf(behaviour, (step, range) => this.#duration(step, range, task)),
    );
  }

  ignoreStop(taskId: string): boolean {
    const record = this.#state.containers[taskId];
    if (record?.state !== 'running') return false;
    record.ignoresStop = true;
    return true;
  }

  ended(taskId: string, exitCode: number): void {
    const record = this.#state.containers[taskId];
    if (record !== undefined) endContainer(record, exitCode);
  }

  remove(taskId: string): void {
    delete this.#state.containers[taskId];
  }

  crash(): void {
    for (const record of Object.values(this.#state.containers)) {
      if (record.state === 'running') endContainer(record, lostContainerExitCode);
    }
  }

  view(taskId: string): ContainerView | undefined {
    const record = this.#state.containers[taskId];
    return record === undefined
      ? undefined
      : toContainerView(record, this.#templateContext(record.task));
  }

  containers(): readonly ContainerView[] {
    return Object.values(this.#state.containers).map((record) =>
      toContainerView(record, this.#templateContext(record.task)),
    );
  }

  images(): readonly string[] {
    return Object.keys(this.#state.images);
  }

  events(): readonly HostEvent[] {
    return this.#state.events;
  }

  portableCredentialsOf(taskId: string): CcgCredentials | undefined {
    return this.#state.containers[taskId]?.portableCredentials;
  }

  /** Pulls the image and creates the container; the text says why it could not. */
  #create(task: Task): PullOutcome {
    const { runtime } = task.spec;
    if (runtime?.kind !== 'container') return { delayMs: 0 };
    const wrong = this.#checkTemplates(task, runtime);
    if (wrong !== undefined) return { delayMs: 0, error: wrong };
    const { decideCreation } = this.#deciders;
    const { delayMs, error = decideCreation(runtime, this.#state.host) } = this.#pull(
      runtime.image,
    );
    if (error !== undefined) return { delayMs, error };
    this.#state.containers[task.id] = {
      task,
      containerId: drawContainerId(this.#env.random, task.id),
      state: 'created',
      pid: 0,
      exitCode: 0,
    };
    return { delayMs };
  }

  // SwarmKit expands a task's templates before it prepares it: agent/exec/executor.go, Resolve.
  #checkTemplates(task: Task, spec: ContainerSpec): string | undefined {
    const { env, hostname, mounts } = spec;
    if (env === undefined && hostname === undefined && mounts === undefined) return undefined;
    return attempt(() => expandContainerSpec(spec, this.#templateContext(task)));
  }

  #start(task: Task, dependencies: Dependencies): string | undefined {
    const record = this.#state.containers[task.id];
    if (record === undefined) return undefined;
    const { runtime } = task.spec;
    if (runtime?.kind !== 'container') return undefined;
    const image = this.#state.images[this.#findImage(runtime.image).name];
    return this.#startContainer({
      record,
      spec: runtime,
      host: this.#state.host,
      image: image ?? {},
      context: () => this.#templateContext(task),
      dependencies,
      canAuthenticate: () => this.#canAuthenticate(record),
      log: (entries) => {
        this.#state.events = appendEvents(this.#state.events, entries, this.#env.now);
      },
    });
  }

  #canAuthenticate(record: ContainerRecord): boolean {
    const { portableCredentials } = record;
    const container = toContainerView(record, this.#templateContext(record.task));
    const starting = { container, host: this.#state.host };
    const isSomebody = this.#options.canAuthenticate?.({
      ...starting,
      ...(portableCredentials !== undefined && { portableCredentials }),
    });
    return isSomebody ?? true;
  }

  #behaviourOf(task: Task): Behaviour {
    const { nodeId, hostname } = this.#options;
    const { runtime } = task.spec;
    return decideBehaviour(this.#behaviours, {
      service: task.serviceName,
      image: () => (runtime?.kind === 'container' ? this.#findImage(runtime.image).name : ''),
      slot: task.slot,
      hostname,
      nodeId,
      incarnation: task.incarnation,
    });
  }

  /** A draw belongs to the step of one attempt of one replica, so others do not shift it. */
  #duration(step: string, range: DurationRange | undefined, task: Task): number {
    const { serviceName, slot, incarnation } = task;
    const place = slot > 0 ? slot : this.#options.hostname;
    return decideDuration(range, () =>
      this.#env.random.draw(step, serviceName, place, incarnation),
    );
  }

  /** Windows numbers its processes in steps of four. */
  #drawPid(taskId: string): number {
    return 4 * (250 + (this.#env.random.bits('pid', taskId) % 8_000));
  }

  #templateContext(task: Task): TemplateContext {
    const { nodeId, hostname } = this.#options;
    return createTemplateContext(task, { nodeId, hostname, host: this.#state.host });
  }
}

function endContainer(record: ContainerRecord, exitCode: number): void {
  record.state = 'exited';
  record.pid = 0;
  record.exitCode = exitCode;
}
