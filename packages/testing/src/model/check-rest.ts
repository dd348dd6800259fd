/** What the model says of a swarm that has come to rest, compared with the swarm. */
import type { ServiceOptions, Swarm, Task } from '@swarmsim/core';
import { checkHoldings, checkTask } from './check-delivery.ts';
import { checkSame } from './check-tables.ts';
import {
  count,
  fits,
  isAlwaysReplaced,
  isGlobal,
  isJob,
  type ModelNode,
  type ModelService,
  type SwarmModel,
} from './swarm-model.ts';

/**
 * Whether the swarm must come to rest: where images cannot be pulled tasks come and go for ever, and where
 * messages are lost nodes do.
 */
export function mustSettle({ failingPulls, nodes }: SwarmModel): boolean {
  return failingPulls.length === 0 && [...nodes.values()].every(({ path }) => path !== 'poor');
}

/**
 * Compares a swarm at rest with what the model says.
 *
 * @throws Error with the first difference.
 */
export function checkRest(model: SwarmModel, swarm: Swarm): void {
  for (const node of model.nodes.values()) {
    checkSame(
      `${node.name}: state`,
      isReady(node) ? 'ready' : 'down',
      swarm.nodes.get(node.name).state,
    );
    checkHoldings(node, swarm);
    checkContainers(node, swarm);
    count(model, isReady(node) ? 'rest: node ready' : 'rest: node down');
  }
  for (const service of model.services.values()) {
    if (isJob(service.options)) checkJob(model, service, swarm);
    else checkService(model, service, swarm);
  }
  const tasks = swarm.tasks.list({ state: 'running' });
  for (const task of tasks) {
    const service = model.services.get(task.serviceName);
    const node = [...model.nodes.values()].find(({ name }) => isOn(task, name, swarm));
    if (service === undefined || node === undefined || !isReady(node)) continue;
    checkTask(model, service, task, swarm);
  }
}

/** Whether managers see a node as ready, once they have had the time. */
function isReady({ host, path }: ModelNode): boolean {
  return host === 'up' && path === 'whole';
}

/** What runs and is meant to, by node. */
function runningTasks({ name }: ModelService, swarm: Swarm): readonly Task[] {
  return swarm.services
    .tasks(name)
    .filter(({ status, desiredState }) => status.state === 'running' && desiredState === 'running');
}

function isOn({ nodeId }: Task, node: string, swarm: Swarm): boolean {
  return swarm.nodes.get(node).id === nodeId;
}

function checkService(model: SwarmModel, service: ModelService, swarm: Swarm): void {
  const running = runningTasks(service, swarm);
  const { options } = service;
  for (const node of model.nodes.values()) {
    const here = running.filter((task) => isOn(task, node.name, swarm));
    checkNode(model, service, { node, count: here.length });
    checkPaused(model, node, here);
  }
  if (isGlobal(options)) return;
  const { replicas = 1 } = options;
  checkBetween(`${service.name}: running tasks`, running.length, 0, replicas);
  if (running.length === replicas) return count(model, 'rest: all replicas run');
  if (service.isDisturbed) return count(model, 'rest: replicas are lost');
  if (isGivenUp(service, swarm)) return count(model, 'rest: a replica is given up');
  // One that does not run must have found no place anywhere.
  for (const node of model.nodes.values()) {
    const here = running.filter((task) => isOn(task, node.name, swarm));
    if (!takesTasks(node, service) || isFull(service, here.length)) continue;
    if (hasNoCpus(model, swarm, node, service)) continue;
    const text = `${running.length} of ${replicas} tasks run, and ${node.name} could take one`;
    throw new Error(`model: ${service.name}: ${text}`);
  }
  count(model, 'rest: no place for a replica');
}

/** A replica that found no place once its service had changed is not tried again. SwarmKit: scheduler.go, noSuitableNode. */
function isGivenUp({ name, newestVersion }: ModelService, swarm: Swarm): boolean {
  return swarm.services
    .tasks(name)
    .some(
      ({ status, desiredState, specVersion = 0 }) =>
        status.state === 'pending' && desiredState === 'running' && specVersion < newestVersion,
    );
}

interface NodeCount {
  readonly node: ModelNode;
  /** Running tasks of the service on the node. */
  readonly count: number;
}

/** Bounds of how many tasks of a service a node may have. */
function checkNode(model: SwarmModel, service: ModelService, here: NodeCount): void {
  const { options, versions } = service;
  const { node } = here;
  const what = `${service.name}: running tasks on ${node.name}`;
  if (!isReady(node) || node.availability === 'drain') return checkBetween(what, here.count, 0, 0);
  if (isGlobal(options)) {
    const isPaused = node.availability === 'pause';
    const isSure = !isPaused && !service.isDisturbed && versions.every(hasPlaceAnywhere);
    const isWanted = takesTasks(node, service);
    if (isSure && isWanted) count(model, 'rest: a global task');
    // On pause nothing comes and nothing is taken away. What is updated half-way may be where it was.
    const canStay = isPaused || isWanted || versions.length > 1;
    return checkBetween(what, here.count, isSure && isWanted ? 1 : 0, canStay ? 1 : 0);
  }
  const isUnfit = versions.every((version) => !fits(node, version));
  if (isUnfit && node.availability === 'active' && versions.length === 1) {
    count(model, 'rest: a node does not fit');
    return checkBetween(what, here.count, 0, 0);
  }
  const limits = versions.map(({ maxReplicasPerNode = 0 }) => maxReplicasPerNode);
  if (limits.every((limit) => limit > 0)) {
    count(model, 'rest: replicas per node are limited');
    checkBetween(what, here.count, 0, Math.max(...limits));
  }
}

/** A node on pause keeps its tasks, and gets no others. */
function checkPaused(model: SwarmModel, node: ModelNode, here: readonly Task[]): void {
  if (node.hadWhenPaused === undefined || !isReady(node)) return;
  const arrived = here.filter(({ id }) => node.hadWhenPaused?.includes(id) !== true);
  checkSame(
    `${node.name}: tasks that came to it on pause`,
    [],
    arrived.map(({ id }) => id),
  );
  if (here.length > 0) count(model, 'rest: a node on pause keeps a task');
}

/** Whether a task needs nothing that a node may be out of. */
function hasPlaceAnywhere({ reserve }: ServiceOptions): boolean {
  return reserve === undefined;
}

/** Whether a node gets new tasks of a service. */
function takesTasks(node: ModelNode, { options }: ModelService): boolean {
  return isReady(node) && node.availability === 'active' && fits(node, options);
}

function isFull({ options }: ModelService, here: number): boolean {
  const { maxReplicasPerNode = 0 } = options;
  return maxReplicasPerNode > 0 && here >= maxReplicasPerNode;
}

/** Adds up what tasks on the node reserve, as one does with pencil and paper. */
function hasNoCpus(
  model: SwarmModel,
  swarm: Swarm,
  node: ModelNode,
  { options }: ModelService,
): boolean {
  const wanted = options.reserve?.cpus ?? 0;
  if (wanted === 0) return false;
  let reserved = 0;
  for (const task of swarm.tasks.list({ node: swarm.nodes.get(node.name).id })) {
    if (!isHere(task)) continue;
    reserved += (task.spec.resources?.reservations?.nanoCpus ?? 0) / 1_000_000_000;
  }
  count(model, 'rest: cpus are added up');
  return reserved + wanted > node.cpus;
}

function isHere({ status: { state } }: Task): boolean {
  return ['assigned', 'accepted', 'preparing', 'ready', 'starting', 'running'].includes(state);
}

/** Completed tasks of a job's present run. */
function checkJob(model: SwarmModel, service: ModelService, swarm: Swarm): void {
  const { name, options } = service;
  const { jobStatus } = swarm.services.get(name);
  const complete = swarm.services
    .tasks(name)
    .filter((task) => task.jobIteration === jobStatus?.jobIteration)
    .filter(({ status }) => status.state === 'complete');
  if (options.mode === 'global-job') {
    return checkBetween(`${name}: completed tasks`, complete.length, 0, model.directory.hosts.size);
  }
  const { replicas = 1 } = options;
  const hasPlace = [...model.nodes.values()].some((node) => takesTasks(node, service));
  const isDone = service.isFinished || (hasPlace && !service.isDisturbed && isPlain(service));
  checkBetween(`${name}: completed tasks`, complete.length, isDone ? replicas : 0, replicas);
  if (complete.length < replicas) return;
  service.isFinished = true;
  count(model, 'rest: a job is complete');
}

/** Whether nothing but nodes decides whether a job's tasks end well. */
function isPlain({ options, versions }: ModelService): boolean {
  return hasPlaceAnywhere(options) && versions.every(isAlwaysReplaced);
}

/** A host that died has no containers; one that nobody reaches has those that it had. */
function checkContainers(node: ModelNode, swarm: Swarm): void {
  const { id } = swarm.nodes.get(node.name);
  if (node.host !== 'up') {
    const alive = swarm.tasks
      .list({ node: id })
      .filter((task) => swarm.containers.find(task.id)?.state === 'running');
    checkSame(`${node.name}: containers of a host that is ${node.host}`, [], alive);
    return;
  }
  for (const task of node.ranWhenCut) {
    const isThere = swarm.tasks.find(task) !== undefined;
    if (!isThere) continue;
    const state = swarm.containers.find(task)?.state;
    checkSame(`${node.name}: container of ${task} behind a cut path`, 'running', state);
  }
}

function checkBetween(what: string, value: number, min: number, max: number): void {
  if (value >= min && value <= max) return;
  const range = min === max ? `${min}` : `${min} to ${max}`;
  throw new Error(`model: ${what}: expected ${range}, found ${value}`);
}
