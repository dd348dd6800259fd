/** Makes the observations of a scenario: at checkpoints, between them, and of the whole run. */
import type { Commit, StepView, Swarm } from '@swarmsim/core';
import {
  isLive,
  isRunning,
  nodeState,
  Records,
  stateName,
  type ServiceRecord,
  type TaskRecord,
} from './orchestration-records.ts';

/** What a service came to since the last checkpoint. */
interface Window {
  runningMin: number;
  runningMax: number;
  liveMax: number;
  runningInOneSlotMax: number;
  readonly slotsSetToRemove: Set<string>;
}

/** See the head of this file. */
export class Observer {
  readonly records: Records = new Records();
  readonly results: Record<string, unknown> = {};
  readonly #swarm: Swarm;
  readonly #windows = new Map<string, Window>();
  readonly #held = new Map<string, readonly string[]>();
  readonly #assignmentChanges: Record<string, string[]> = {};
  #violations: readonly string[] = [];

  constructor(swarm: Swarm) {
    this.#swarm = swarm;
    swarm.onStep((step) => this.#follow(step));
  }

  /** Takes the observations of a checkpoint and begins the next stretch. */
  checkpoint(step: number): void {
    const key = stepKey(step);
    const { nodes, tasks } = this.#swarm;
    this.results[`${key}.nodes`] = fromEntries(
      nodes.list().map(({ id, node }) => [this.records.nodeName(id), nodeState(node)]),
    );
    for (const record of this.records.services.values()) this.#describeService(key, record);
    this.closeWindow(step);

    const holders: Record<string, string[]> = {};
    const connected = nodes.list().filter(({ isUp }) => isUp);
    let areRight = true;
    for (const view of connected) {
      const held = heldBy(view.holdings());
      for (const name of held) (holders[name] ??= []).push(view.name);
      const wanted = tasks.list({ node: view.id }).filter(({ status }) => isOnNode(status.state));
      areRight &&= held.join() === [...new Set(wanted.flatMap(referencesOf))].sort().join();
    }
    this.results[`${key}.holders`] = holders;
    this.results[`${key}.holders_equal_union_of_live_task_references`] = areRight;
  }

  /** Writes down what happened since the last checkpoint. */
  closeWindow(step: number): void {
    for (const { name } of this.records.services.values()) {
      const window = this.#windowOf(name);
      const key = `${stepKey(step)}.${name}`;
      this.results[`${key}.max_live_tasks`] = window.liveMax;
      this.results[`${key}.max_running_in_one_slot`] = window.runningInOneSlotMax;
      this.results[`${key}.running_min_max`] = [window.runningMin, window.runningMax];
      if (window.slotsSetToRemove.size > 0) {
        this.results[`${key}.slots_set_to_remove`] = sortSlots([...window.slotsSetToRemove]);
      }
    }
    this.#windows.clear();
    for (const { name } of this.records.services.values())
      this.#windows.set(name, this.#open(name));
  }

  /** Observations of the whole run. */
  finish(): Readonly<Record<string, unknown>> {
    const { results, records } = this;
    results['node_status_sequence'] = fromEntries([...records.nodeStatuses]);
    results['assignment_changes_by_node'] = this.#assignmentChanges;
    results['violations'] = fromEntries(this.#violations.map((name) => [name, 1]));
    for (const record of records.services.values()) {
      const { name } = record;
      const tasks = records.tasksOf(name);
      results[`tasks_created_total.${name}`] = tasks.length;
      results[`status_strings.${name}`] = [...record.statuses].sort();
      results[`update_status_sequence.${name}`] = record.updateStatuses;
      const histories: Record<string, number> = {};
      for (const [slot, incarnations] of groupBySlot(tasks)) {
        results[`trace.${name}.slot.${slot}`] = incarnations.map((task) => this.#traceOf(task));
        results[`incarnations.${name}.slot.${slot}`] = incarnations.length;
        results[`nodes.${name}.slot.${slot}`] = incarnations.map(({ task }) =>
          records.nodeName(task.nodeId),
        );
        const history = incarnations.map(historyOf).join(' ');
        histories[history] = (histories[history] ?? 0) + 1;
      }
      results[`slot_histories.${name}`] = histories;
    }
    return results;
  }

  /** Notes that a rule was broken. */
  noteViolations(names: readonly string[]): void {
    this.#violations = names;
  }

  #follow({ commits }: StepView): void {
    for (const commit of commits) this.#followCommit(commit);
    this.#followHoldings();
  }

  #followCommit(commit: Commit): void {
    this.records.follow(commit);
    for (const { table, before, after } of commit.changes) {
      if (table !== 'task' || after === undefined) continue;
      const record = this.records.tasks.get(after.id);
      if (record?.task.desiredState !== 'remove') continue;
      if (before !== undefined && (before as TaskRecord['task']).desiredState === 'remove')
        continue;
      this.#windowOf(record.service).slotsSetToRemove.add(record.slot);
    }
    for (const { name } of this.records.services.values()) this.#measure(name);
  }

  #windowOf(service: string): Window {
    let window = this.#windows.get(service);
    if (window === undefined) this.#windows.set(service, (window = this.#open(service)));
    return window;
  }

  /** A stretch begins with what is there. */
  #open(service: string): Window {
    const tasks = this.records.tasksOf(service);
    const running = tasks.filter(isRunning);
    return {
      runningMin: running.length,
      runningMax: running.length,
      liveMax: tasks.filter(isLive).length,
      runningInOneSlotMax: mostInOneSlot(running),
      slotsSetToRemove: new Set(),
    };
  }

  #measure(service: string): void {
    const window = this.#windowOf(service);
    const tasks = this.records.tasksOf(service);
    const running = tasks.filter(isRunning);
    window.runningMin = Math.min(window.runningMin, running.length);
    window.runningMax = Math.max(window.runningMax, running.length);
    window.liveMax = Math.max(window.liveMax, tasks.filter(isLive).length);
    window.runningInOneSlotMax = Math.max(window.runningInOneSlotMax, mostInOneSlot(running));
  }

  #describeService(key: string, record: ServiceRecord): void {
    const { name, service } = record;
    const set = (what: string, value: unknown): void => {
      this.results[`${key}.${name}.${what}`] = value;
    };
    this.#measure(name);
    if (service !== undefined) {
      const { runtime } = service.spec.task;
      if (runtime?.kind === 'container') set('image', runtime.image);
      const status = this.records.updateStatus(service);
      if (status !== undefined) set('update_status', status);
      if (service.jobStatus !== undefined) set('job_iteration', service.jobStatus.jobIteration);
    }
    const tasks = this.records.tasksOf(name).filter(({ isDeleted }) => !isDeleted);
    if (tasks.length === 0) return;
    const live = tasks.filter(isLive);
    const perNode = countBy(
      live.filter(({ task }) => task.nodeId !== ''),
      ({ task }) => this.records.nodeName(task.nodeId),
    );
    set('running', live.filter(isRunning).length);
    set('live_slots', sortSlots([...groupBySlot(live).keys()]));
    set(
      'tasks_by_state',
      countBy(
        tasks,
        ({ task }) => `${stateName(task.status.state)}/${stateName(task.desiredState)}`,
      ),
    );
    set('per_node', perNode);
    set(
      'spread',
      Object.values(perNode).sort((a, b) => b - a),
    );
    const unassigned = live.filter(({ task }) => isUnassigned(task.status.state));
    if (unassigned.length > 0) {
      const text = ({ task: { status } }: TaskRecord): string =>
        `${status.message} | ${status.err}`;
      set('unassigned', countBy(unassigned, text));
    }
  }

  #traceOf(record: TaskRecord): object {
    const { iteration, observed, desired, task, isDeleted } = record;
    const image = record.image + (iteration === undefined ? '' : ` (iteration ${iteration})`);
    const { state, message, err, container } = task.status;
    const end =
      `${stateName(state)}/${stateName(task.desiredState)} msg=${message}` +
      (err === '' ? '' : ` err=${this.records.withNames(err)}`) +
      (container === undefined || container.exitCode === 0 ? '' : ` exit=${container.exitCode}`);
    return { image, observed, desired, end, deleted: isDeleted };
  }

  /** Which node got or lost which config or secret in this step. */
  #followHoldings(): void {
    for (const view of this.#swarm.nodes.list()) {
      const name = this.records.nodeName(view.id);
      const before = this.#held.get(name) ?? [];
      const after = heldBy(view.holdings());
      if (before.join() === after.join()) continue;
      this.#held.set(name, after);
      const changes = (this.#assignmentChanges[name] ??= []);
      for (const item of after) if (!before.includes(item)) changes.push(`+${item}`);
      for (const item of before) if (!after.includes(item)) changes.push(`-${item}`);
    }
  }
}

function heldBy(held: {
  readonly configs: readonly string[];
  readonly secrets: readonly string[];
}): readonly string[] {
  const configs = held.configs.map((name) => `config:${name}`).sort();
  return [...configs, ...held.secrets.map((name) => `secret:${name}`).sort()];
}

function referencesOf({ spec: { runtime } }: TaskRecord['task']): readonly string[] {
  if (runtime?.kind !== 'container') return [];
  const configs = (runtime.configs ?? []).map(({ configName }) => `config:${configName}`);
  return [...configs, ...(runtime.secrets ?? []).map(({ secretName }) => `secret:${secretName}`)];
}

/** A task of a global service has a node from the start, and waits all the same. */
function isUnassigned(state: TaskRecord['task']['status']['state']): boolean {
  return state === 'new' || state === 'pending';
}

function isOnNode(state: TaskRecord['task']['status']['state']): boolean {
  return ['assigned', 'accepted', 'preparing', 'ready', 'starting', 'running'].includes(state);
}

function historyOf({ image, observed, desired, isDeleted }: TaskRecord): string {
  return `[${image}: ${observed.join('>')} desired ${desired.at(-1)}${isDeleted ? ', deleted' : ''}]`;
}

function groupBySlot(tasks: readonly TaskRecord[]): ReadonlyMap<string, readonly TaskRecord[]> {
  const groups = new Map<string, TaskRecord[]>();
  for (const task of tasks) {
    const group = groups.get(task.slot);
    if (group === undefined) groups.set(task.slot, [task]);
    else group.push(task);
  }
  return groups;
}

function mostInOneSlot(tasks: readonly TaskRecord[]): number {
  return Math.max(0, ...[...groupBySlot(tasks).values()].map(({ length }) => length));
}

function countBy<Item>(
  items: readonly Item[],
  keyOf: (item: Item) => string,
): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const item of items) counts[keyOf(item)] = (counts[keyOf(item)] ?? 0) + 1;
  return counts;
}

function fromEntries<Value>(entries: readonly (readonly [string, Value])[]): Record<string, Value> {
  return Object.fromEntries(entries);
}

/** Slots by number, nodes by name. */
function sortSlots(slots: readonly string[]): readonly string[] {
  return [...slots].sort((a, b) => Number(a) - Number(b) || (a < b ? -1 : 1));
}

/** `step07`, as recordings write it. */
export function stepKey(step: number): string {
  return `step${String(step).padStart(2, '0')}`;
}
