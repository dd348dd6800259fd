/** Plays a recorded scenario on a swarm, and says what was observed. */
import { createSwarm, SwarmSimError, type Swarm } from '@swarmsim/core';
import { invariants, watchInvariants } from '@swarmsim/testing';
import { Observer, stepKey } from './orchestration-observations.ts';
import type {
  OrchestrationScenario,
  RecordedService,
  RecordedStep,
} from './orchestration-format.ts';
import { BadRecording } from './recordings.ts';
import { statusName } from './status-name.ts';
import { toBehaviours, toNodeOptions, toServiceSpec } from './orchestration-specs.ts';

/** How to play. */
export interface PlayOptions {
  readonly seed: number;
  readonly order: 'stable' | 'seeded';
}

/** After so much simulated time a script gives up waiting, in ms. */
const waitLimitMs = 90_000;
/** How often a script looks whether what it waits for has come, in ms. */
const lookPeriodMs = 10;

/** Plays a scenario from its start to its end. @returns the observations by name. */
export function playScenario(
  scenario: OrchestrationScenario,
  { seed, order }: PlayOptions,
): Readonly<Record<string, unknown>> {
  const heartbeatPeriod = scenario.heartbeat_ms ?? 1000;
  const swarm = createSwarm({
    seed,
    sameInstantOrder: order,
    // Permuted is the order of events alone; the scheduler's recordings are there for ties. Stable ties
    // are the commonest of what a small Go map gives.
    ties: 'stable',
    behaviours: toBehaviours(scenario.behaviours ?? []),
    heartbeatPeriod,
    // In proportion to SwarmKit's half a second of five.
    heartbeatEpsilon: heartbeatPeriod / 10,
    stopRetryPause: 0,
    nodeUpdatePeriod: 0,
    statusCoalescing: false,
    taskHistoryLimit: scenario.history_limit ?? 5,
  });
  const script = new Script(swarm, scenario);
  return script.play();
}

class Script {
  readonly #swarm: Swarm;
  readonly #scenario: OrchestrationScenario;
  readonly #observer: Observer;
  readonly #services = new Map<string, RecordedService>();
  readonly #answers: string[] = [];

  constructor(swarm: Swarm, scenario: OrchestrationScenario) {
    this.#swarm = swarm;
    this.#scenario = scenario;
    this.#observer = new Observer(swarm);
  }

  play(): Readonly<Record<string, unknown>> {
    const { nodes, timeline } = this.#scenario;
    const watch = watchInvariants(this.#swarm, invariants, { onViolation: 'collect' });
    for (const node of nodes) this.#join(node);
    this.#waitUntil(() => this.#swarm.nodes.list().every(({ state }) => state === 'ready'));

    for (const [number, step] of timeline.entries()) this.#run(number, step);
    if (!isCheckpoint(timeline.at(-1))) this.#observer.closeWindow(timeline.length);

    this.#observer.results['api_results'] = this.#answers;
    this.#observer.noteViolations(
      watch.verdicts().flatMap(({ name, violation }) => (violation === undefined ? [] : [name])),
    );
    return this.#observer.finish();
  }

  #run(number: number, step: RecordedStep): void {
    switch (step.do) {
      case 'wait_quiet': {
        const quiet = step.quiet_ms ?? this.#scenario.quiet_ms;
        const { settled } = this.#swarm.settle({ quiet, limit: waitLimitMs });
        if (!settled) this.#observer.results[`${stepKey(number)}.timeout`] = true;
        this.#observer.checkpoint(number);
        return;
      }
      case 'wait_until': {
        const hasCome = this.#waitUntil(() => this.#holds(step));
        if (!hasCome) this.#observer.results[`${stepKey(number)}.timeout`] = true;
        return;
      }
      case 'checkpoint':
        this.#observer.checkpoint(number);
        return;
      case 'sleep':
        this.#swarm.advance(step.ms ?? 0);
        return;
      default:
        this.#answers.push(`${stepKey(number)} ${step.do} -> ${this.#call(step)}`);
    }
  }

  #call(step: RecordedStep): string {
    try {
      this.#perform(step);
      return 'ok';
    } catch (error) {
      if (!(error instanceof SwarmSimError)) throw error;
      return `${statusName(error.code)}: ${this.#observer.records.withNames(error.message)}`;
    }
  }

  #perform(step: RecordedStep): void {
    const { configs, secrets, nodes, services, faults } = this.#swarm;
    const { name = '', node = '' } = step;
    switch (step.do) {
      case 'create_service':
        return this.#createService(step);
      case 'update_service':
        return this.#updateService(given(step.service), step.stale_version === true);
      case 'scale':
        return this.#updateService({ ...this.#service(name), replicas: step.replicas ?? 0 });
      case 'force_update':
        return this.#updateService(this.#service(name), false, 1);
      case 'rollback_service':
        return void services.rollback(name);
      case 'remove_service':
        return services.remove(name);
      case 'create_config':
        return void configs.create({ name, data: step.data ?? '' });
      case 'remove_config':
        return configs.remove(name);
      case 'create_secret':
        return void secrets.create({ name, data: step.data ?? '' });
      case 'remove_secret':
        return secrets.remove(name);
      case 'node_join':
        return this.#join(given(step.node_def));
      case 'node_availability':
        return void nodes.update(node, { availability: given(step.availability) });
      case 'node_labels':
        return void nodes.update(node, { labels: step.labels ?? {} });
      case 'node_resources':
        return this.#changeResources(step);
      case 'node_remove':
        return nodes.remove(node);
      case 'node_down':
        return faults.partition(node);
      case 'node_up':
        return faults.repair(node);
      case 'crash_task':
        return this.#endTask(step, step.exit_code ?? 1);
      case 'complete_task':
        return this.#endTask(step, 0);
      default:
        throw new BadRecording(`${this.#scenario.name}: nobody knows how to ${step.do}`);
    }
  }

  #join(node: Parameters<typeof toNodeOptions>[0]): void {
    this.#observer.records.joining = node.name;
    this.#swarm.nodes.join(toNodeOptions(node));
  }

  #createService({ service }: RecordedStep): void {
    const wanted = given(service);
    const spec = toServiceSpec(this.#swarm, wanted, undefined);
    this.#swarm.apply({ kind: 'service-create-spec', spec, resolveImage: false });
    this.#services.set(wanted.name, wanted);
  }

  #updateService(wanted: RecordedService, isStale = false, force = 0): void {
    const { meta, spec } = this.#swarm.services.get(wanted.name);
    const counter = (spec.task.forceUpdate ?? 0) + force;
    const next = toServiceSpec(this.#swarm, wanted, counter === 0 ? undefined : counter);
    const version = isStale ? meta.version - 1 : meta.version;
    this.#swarm.apply({
      kind: 'service-update-spec',
      service: wanted.name,
      version,
      spec: next,
      resolveImage: false,
    });
    this.#services.set(wanted.name, wanted);
  }

  #service(name: string): RecordedService {
    return given(this.#services.get(name));
  }

  #changeResources({ node = '', cpus, memory_mb: memoryMb }: RecordedStep): void {
    this.#swarm.nodes.changeHost(node, {
      ...(cpus !== undefined && { cpus }),
      ...(memoryMb !== undefined && { memory: memoryMb * 1024 * 1024 }),
    });
  }

  #endTask({ name, slot, node }: RecordedStep, exitCode: number): void {
    const running = [...this.#observer.records.tasks.values()].find(
      (record) =>
        record.service === name &&
        record.task.status.state === 'running' &&
        !record.isDeleted &&
        (slot === undefined || record.task.slot === slot) &&
        (node === undefined || this.#observer.records.nodeName(record.task.nodeId) === node),
    );
    this.#swarm.faults.exitTask(given(running).id, { exitCode });
  }

  #holds(step: RecordedStep): boolean {
    if (step.node_state !== undefined) {
      const wanted = step.node_state.toLowerCase();
      return this.#swarm.nodes
        .list()
        .some(({ name, state }) => name === step.node && state === wanted);
    }
    if (step.running === undefined) {
      throw new BadRecording(`${this.#scenario.name}: nobody knows what to wait for`);
    }
    const running = this.#observer.records
      .tasksOf(step.name ?? '')
      .filter(({ task, image, isDeleted }) => {
        const isWanted = step.running_image === undefined || image.startsWith(step.running_image);
        return !isDeleted && task.status.state === 'running' && isWanted;
      });
    return running.length >= step.running;
  }

  #waitUntil(hasCome: () => boolean): boolean {
    const limit = this.#swarm.now + waitLimitMs;
    while (!hasCome()) {
      if (this.#swarm.now >= limit) return false;
      this.#swarm.advance(lookPeriodMs);
    }
    return true;
  }
}

function isCheckpoint(step: RecordedStep | undefined): boolean {
  return step?.do === 'wait_quiet' || step?.do === 'checkpoint';
}

function given<Value>(value: Value | undefined): Value {
  if (value === undefined) throw new BadRecording('a step lacks what it needs');
  return value;
}
