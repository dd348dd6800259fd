/** A swarm for the tests of updates: its service runs, and agents are played only when a test says so. */
import type { ServiceSpec, UpdateConfig } from '../src/model/service.ts';
import type { TaskState } from '../src/model/task-state.ts';
import type { Task, TaskSpec } from '../src/model/task.ts';
import { HandDrivenSwarm, serviceSpec } from './hand-driven-swarm.ts';
import { startOrchestrators } from './start-orchestrators.ts';

const oneByOne: UpdateConfig = {
  parallelism: 1,
  delayMs: 0,
  failureAction: 'pause',
  maxFailureRatio: 0,
  order: 'stop-first',
};

/** What a service is made from. */
export interface UpdateSwarmSettings {
  readonly update?: Partial<UpdateConfig>;
  readonly rollback?: Partial<UpdateConfig>;
  readonly replicas?: number;
  readonly labels?: Readonly<Record<string, string>>;
  readonly task?: Partial<TaskSpec>;
}

/** A service running `app:1` whose tasks all run; nothing is played any more. */
export class UpdatingSwarm extends HandDrivenSwarm {
  readonly #settings: UpdateSwarmSettings;

  constructor(settings: UpdateSwarmSettings = {}) {
    super();
    this.#settings = settings;
    startOrchestrators(this);
    this.addNodes('a');
    this.createService(this.#spec('app:1', settings));
    this.isPlayed = true;
    this.runFor(1_000);
    this.isPlayed = false;
  }

  /** Updates the service to an image, with the same settings unless others are given. */
  updateTo(image: string, change: UpdateSwarmSettings = {}): void {
    this.updateService('web', this.#spec(image, { ...this.#settings, ...change }));
  }

  /** Lets agents and time go on. */
  playFor(ms: number): void {
    this.isPlayed = true;
    this.runFor(ms);
    this.isPlayed = false;
  }

  /** Lets agents do what they are told, once, and no time pass. */
  play(): void {
    this.playFor(0);
  }

  tasksWith(image: string): readonly Task[] {
    return this.tasksOf('web').filter((task) => imageOf(task) === image);
  }

  /** The latest task of the image `app:2`. */
  get latest(): Task {
    const task = this.tasksWith('app:2').at(-1);
    if (task === undefined) throw new Error('no task was updated');
    return task;
  }

  /** Images of the wanted tasks, sorted. */
  get images(): readonly string[] {
    return this.wantedTasksOf('web').map(imageOf).sort();
  }

  get state(): string | undefined {
    return this.service('web').updateStatus?.state;
  }

  /** Reports a state of the old task that was told to stop last. */
  reportStopping(state: TaskState): void {
    const stopping = this.tasksWith('app:1').filter((task) => task.desiredState === 'shutdown');
    this.report(stopping.at(-1)?.id ?? '', state);
  }

  #spec(
    image: string,
    { update, rollback, replicas = 3, labels, task }: UpdateSwarmSettings,
  ): ServiceSpec {
    return serviceSpec('web', {
      mode: { kind: 'replicated', replicas },
      update: { ...oneByOne, ...update },
      rollback: { ...oneByOne, ...rollback },
      ...(labels === undefined ? {} : { labels }),
      task: { runtime: { kind: 'container', image }, ...task },
    });
  }
}

function imageOf(task: Task): string {
  return task.spec.runtime?.kind === 'container' ? task.spec.runtime.image : '';
}

/** Whether a task was told to stop. */
export function isStopping(task: Task): boolean {
  return task.desiredState === 'shutdown';
}

/** Whether a task is in the slot of another. */
export function isNextTo(other: Task | undefined): (task: Task) => boolean {
  return (task) => task.slot === other?.slot;
}
