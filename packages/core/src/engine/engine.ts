/**
 * The simulated Docker Engine of one node. It watches nothing: its agent calls it, step by step. It
 * keeps which images and containers the host has, and decides as Docker and Windows do whether an
 * image can be pulled, a container be created and be started, and what the container then sees. It
 * never touches the store, never decides what runs where, and knows nothing of domains: whether a
 * credential spec lets anyone log on is not for the engine to say.
 * moby: daemon/cluster/executor/container/controller.go.
 */
import type { Dependencies, Executor, StartOutcome, StepOutcome } from '../agent/executor.ts';
import type { Cell, Environment } from '../kernel/environment.ts';
import type { ContainerSpec } from '../model/container.ts';
import { stopGracePeriodMs } from '../model/defaults.ts';
import type { Task } from '../model/task.ts';
import type { Registry } from '../registry/registry.ts';
import { expandContainerSpec } from '../template/expand-container.ts';
import type { TemplateContext } from '../template/template-context.ts';
import { decideBehaviour, decideDuration } from './behaviour/decide-behaviour.ts';
import { readBehaviours, type Behaviour, type DurationRange } from './behaviour/behaviour.ts';
import { toContainerView, type ContainerView } from './container-view.ts';
import { drawContainerId } from './container-id.ts';
import { createContainerStarter } from './container-start.ts';
import { decideContainerFiles, type DecideContainerFiles } from './decide-container-files.ts';
import { decideCreation } from './decide-creation.ts';
import { decidePull, type DecidePull } from './decide-pull.ts';
import { describeNode } from './describe-node.ts';
import { createEngineState, type ContainerRecord, type EngineState } from './engine-state.ts';
import { attempt } from './error-context.ts';
import type { HostDescription } from './host-description.ts';
import { changeHost, type HostChange } from './host-change.ts';
import { createImageLookup } from './image-lookup.ts';

export type { ContainerView } from './container-view.ts';

/**
 * Makes the engine of a node. Its state is a cell that belongs to the node.
 *
 * @throws SwarmSimError `invalid-argument` where a behaviour makes no sense.
 */
export function createEngine(env: Environment, options: EngineOptions): Engine {
  return new SimulatedEngine(env, options);
}

/** What an engine is made from. All of it is plain data, but for the deciders. */
export interface EngineOptions {
  readonly nodeId: string;
  readonly hostname: string;
  readonly host: HostDescription;
  readonly registry: Registry;
  /** How tasks act: the first entry that matches a task counts. */
  readonly behaviours: readonly Behaviour[];
  readonly decideContainerFiles?: DecideContainerFiles;
  readonly decidePull?: DecidePull;
}

/** What one may ask of an engine besides its agent. */
export interface EngineQueries {
  /** A task's container; undefined before it is created and after it is removed. */
  view(taskId: string): ContainerView | undefined;
  /** All containers of the host, in the order of their creation. */
  containers(): readonly ContainerView[];
  /** Images on the host, in docker's short form. */
  images(): readonly string[];
}

/** An engine, as its agent and as others see it. */
export interface Engine extends Executor, EngineQueries {
  /** The machine gets more or less of something, or the engine other labels, while it runs. */
  changeHost(change: HostChange): void;
}

/** What Docker gives a container that it finds dead when it starts again. */
const lostContainerExitCode = 255;

class SimulatedEngine implements Engine {
  readonly #env: Environment;
  readonly #options: EngineOptions;
  readonly #behaviours: readonly Behaviour[];
  readonly #cell: Cell<EngineState>;
  readonly #findImage: ReturnType<typeof createImageLookup>;
  readonly #startContainer: ReturnType<typeof createContainerStarter>;
  readonly #decidePull: DecidePull;

  constructor(env: Environment, options: EngineOptions) {
    const { nodeId, host, registry } = options;
    this.#env = env;
    this.#options = options;
    this.#behaviours = readBehaviours(options.behaviours);
    this.#cell = env.cell(`engine:${nodeId}`, createEngineState(host));
    this.#findImage = createImageLookup(registry);
    this.#decidePull = options.decidePull ?? decidePull;
    this.#startContainer = createContainerStarter(
      host,
      options.decideContainerFiles ?? decideContainerFiles,
    );
  }

  get #state(): EngineState {
    return this.#cell.value;
  }

  describe(): ReturnType<Executor['describe']> {
    return describeNode(this.#options.hostname, this.#state.host);
  }

  changeHost(change: HostChange): void {
    this.#state.host = changeHost(this.#state.host, change, this.#options.hostname);
  }

  prepare(task: Task): StepOutcome {
    const behaviour = this.#behaviourOf(task);
    // SwarmKit: agent/exec/errors.go, ErrTaskPrepared.
    if (this.#state.containers[task.id] !== undefined) return { durationMs: 0 };
    const durationMs = this.#duration('prepare', behaviour.prepareMs, task);
    const error = behaviour.reject ?? this.#create(task);
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

  /**
   * A container that has not stopped when its grace period is over is killed. Of the period whole
   * seconds count, and less than none is no limit. moby: daemon/cluster/executor/container/adapter.go,
   * shutdown; daemon/stop.go, containerStop.
   */
  stop(task: Task): StepOutcome {
    const runtime = task.spec.runtime;
    const wanted = runtime?.kind === 'container' ? runtime.stopGracePeriodMs : undefined;
    const graceMs = Math.trunc((wanted ?? stopGracePeriodMs) / 1_000) * 1_000;
    const neededMs = this.#duration('stop', this.#behaviourOf(task).stopMs, task);
    return { durationMs: graceMs < 0 ? neededMs : Math.min(neededMs, graceMs) };
  }

  containerOf(taskId: string): ReturnType<Executor['containerOf']> {
    return this.#state.containers[taskId];
  }

  started(taskId: string): void {
    const record = this.#state.containers[taskId];
    if (record === undefined) return;
    record.state = 'running';
    record.pid = this.#drawPid(taskId);
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

  /** Pulls the image and creates the container; the text says why it could not. */
  #create(task: Task): string | undefined {
    const { runtime } = task.spec;
    if (runtime?.kind !== 'container') return undefined;
    const { host } = this.#state;
    const error =
      this.#checkTemplates(task, runtime) ??
      this.#pull(runtime.image) ??
      decideCreation(runtime, host);
    if (error !== undefined) return error;
    this.#state.containers[task.id] = {
      task,
      containerId: drawContainerId(this.#env.random, task.id),
      state: 'created',
      pid: 0,
      exitCode: 0,
    };
    return undefined;
  }

  // SwarmKit expands a task's templates before it prepares it: agent/exec/executor.go, Resolve.
  #checkTemplates(task: Task, spec: ContainerSpec): string | undefined {
    const { env, hostname, mounts } = spec;
    if (env === undefined && hostname === undefined && mounts === undefined) return undefined;
    return attempt(() => expandContainerSpec(spec, this.#templateContext(task)));
  }

  // moby: daemon/cluster/executor/container/controller.go, Prepare; adapter.go, pullImage.
  #pull(text: string): string | undefined {
    const { refusesUnknown } = this.#options.registry;
    const { host, images } = this.#state;
    const { name, isPinned, image } = this.#findImage(text);
    const isPresent = Object.hasOwn(images, name);
    if (isPinned && isPresent) return undefined;
    const decision = this.#decidePull({ name, image, refusesUnknown, host });
    // An image that is on the host already serves, whatever became of the pull.
    if (decision.kind === 'refused') return isPresent ? undefined : decision.error;
    const { platform } = decision;
    if (images[name]?.platform !== platform || !isPresent) {
      images[name] = platform === undefined ? {} : { platform };
    }
    return undefined;
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
      platform: image?.platform,
      context: () => this.#templateContext(task),
      dependencies,
    });
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

  // SwarmKit: template/context.go, NewContext.
  #templateContext(task: Task): TemplateContext {
    const { nodeId, hostname } = this.#options;
    const { host } = this.#state;
    const { serviceId, serviceName } = task;
    const slot = task.slot > 0 ? `${task.slot}` : nodeId;
    return {
      // Deviation: tasks carry no labels of their service here, so templates see none.
      service: { id: serviceId, name: serviceName, labels: {} },
      node: {
        id: nodeId,
        hostname,
        platform: { architecture: host.architecture, os: host.os },
      },
      task: { id: task.id, name: `${serviceName}.${slot}.${task.id}`, slot },
    };
  }
}

function endContainer(record: ContainerRecord, exitCode: number): void {
  record.state = 'exited';
  record.pid = 0;
  record.exitCode = exitCode;
}
