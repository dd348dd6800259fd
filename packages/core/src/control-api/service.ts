import type { Environment } from '../kernel/environment.ts';
import { toId, type ServiceId } from '../model/ids.ts';
import type { Labels } from '../model/meta.ts';
import type { Service, ServiceSpec } from '../model/service.ts';
import { keepPlain } from '../options/keep-plain.ts';
import { deepEqual } from '../orchestrator/deep-equal.ts';
import { foldName } from '../store/indexes.ts';
import type { Store, Tx } from '../store/store.ts';
import { checkConfigsExist, checkSecretsExist } from './check-existence.ts';
import { checkVersion } from './check-version.ts';
import { controlApiDeciders, type ControlApiDeciders } from './control-api-deciders.ts';
import {
  ControlApiError,
  failedPrecondition,
  invalidArgument,
  missingArgument,
  notFound,
  unimplemented,
} from './control-api-error.ts';
import { countServiceTasks, type ServiceStatus } from './count-service-tasks.ts';
import { checkIngressNetwork, checkNetworks } from './ingress.ts';

import { hasPrefixAmong, isAmong, matchesLabels } from './match-filters.ts';
import { runtimeName } from './runtime-name.ts';
import { isJobMode } from './validate-mode.ts';
import { validateServiceSpec } from './validate-service-spec.ts';

/** The calls for services. SwarmKit: manager/controlapi/service.go. */
export function createServiceApi(
  env: Environment,
  store: Store,
  deciders: ControlApiDeciders = controlApiDeciders,
): ServiceApi {
  function checkPorts(spec: ServiceSpec, ownId?: string): void {
    const others = store.list('service').filter((service) => service.id !== ownId);
    const conflict = deciders.decidePortConflict(spec.endpoint, others);
    if (conflict !== undefined) throw invalidArgument(conflict);
  }

  return {
    create(spec) {
      validateServiceSpec(spec);
      checkNetworks(store, spec);
      checkPorts(spec);
      checkIngressNetwork(store, spec);
      return store.update((tx) => {
        checkSecretsExist(tx, spec);
        checkConfigsExist(tx, spec);
        return createService(env, tx, spec);
      });
    },

    get(id) {
      if (id === '') throw missingArgument();
      return findService(store, id);
    },

    list(filters = {}) {
      return store.list('service').filter((service) => matchesServiceFilters(service, filters));
    },

    statuses(ids) {
      return ids.map((id) => countServiceTasks(id, store));
    },

    update(id, version, spec, { rollback } = {}) {
      if (id === '' || version === undefined) throw missingArgument();
      validateServiceSpec(spec);
      checkNetworks(store, spec);
      const { endpoint } = findService(store, id).spec;
      const changesPorts = spec.endpoint !== undefined && !deepEqual(spec.endpoint, endpoint);
      if (changesPorts) checkPorts(spec, id);
      return store.update((tx) => {
        const service = findService(tx, id);
        checkSpecChange(tx, service, spec);
        const isRollback = rollback === 'previous';
        const changed = isRollback
          ? deciders.decideManualRollback(service, env.now)
          : deciders.decideSpecUpdate(service, keepPlain('spec', spec), version);
        if (changed === undefined) {
          throw failedPrecondition(`service ${service.id} does not have a previous spec`);
        }
        const next = withNewIteration(env, changed);
        checkIngressNetwork(tx, next.spec);
        checkVersion(service, version, deciders.decideVersion);
        return tx.update('service', next);
      });
    },

    remove(id) {
      if (id === '') throw missingArgument();
      store.update((tx) => {
        findService(tx, id);
        // The tasks are the orchestrators' to remove.
        tx.delete('service', id);
      });
    },
  };
}

/** See {@link createServiceApi}. Every method throws {@link ControlApiError} when it refuses. */
export interface ServiceApi {
  create(spec: ServiceSpec | undefined): Service;
  get(id: string): Service;
  list(filters?: ServiceFilters): readonly Service[];
  /** Counts wanted, running and completed tasks; an unknown id counts as zero of each. */
  statuses(ids: readonly string[]): readonly ServiceStatus[];
  /**
   * Replaces the whole spec, or puts the previous one back; the spec must be valid even then.
   * `version` is the `meta.version` the caller has read.
   */
  update(
    id: string,
    version: number | undefined,
    spec: ServiceSpec | undefined,
    options?: ServiceUpdateOptions,
  ): Service;
  remove(id: string): void;
}

/** Options of {@link ServiceApi.update}. */
export interface ServiceUpdateOptions {
  readonly rollback?: 'previous';
}

/** Filters of {@link ServiceApi.list}: all that are given must hold. */
export interface ServiceFilters {
  readonly names?: readonly string[];
  readonly namePrefixes?: readonly string[];
  readonly idPrefixes?: readonly string[];
  readonly labels?: Labels;
  /** `container`, `attachment`, or the lower-case kind of a generic runtime. */
  readonly runtimes?: readonly string[];
}

function findService(tx: Pick<Tx, 'get'>, id: string): Service {
  const service = tx.get('service', id);
  if (service === undefined) throw notFound(`service ${id} not found`);
  return service;
}

// SwarmKit: manager/controlapi/service.go, CreateService.
function createService(env: Environment, tx: Tx, spec: ServiceSpec): Service {
  if (tx.find('service', 'name', foldName(spec.name)).length > 0) {
    throw new ControlApiError(
      'already-exists',
      `name conflicts with an existing object: service ${spec.name} already exists`,
    );
  }
  const jobStatus = { jobIteration: 0, lastExecutionAt: env.now };
  return tx.create('service', {
    id: toId<ServiceId>(env.ids.mint('service', spec.name)),
    spec: keepPlain('spec', spec),
    specVersion: 0,
    ...(isJobMode(spec.mode) ? { jobStatus } : {}),
  });
}

/** The checks of an update that need the stored service. SwarmKit: UpdateService, in this order. */
function checkSpecChange(tx: Tx, service: Service, spec: ServiceSpec): void {
  const current = service.spec;
  const changesOldNetworks = !deepEqual(spec.networks ?? [], current.networks ?? []);
  if (changesOldNetworks && deepEqual(spec.task.networks ?? [], current.task.networks ?? [])) {
    throw unimplemented('networks must be migrated to TaskSpec before being changed');
  }
  checkSecretsExist(tx, spec);
  checkConfigsExist(tx, spec);
  if (spec.mode?.kind !== current.mode?.kind) {
    throw unimplemented('service mode change is not allowed');
  }
  if (spec.name !== current.name) throw unimplemented('renaming services is not supported');
}

/** Any update runs a job again. */
function withNewIteration(env: Environment, service: Service): Service {
  if (service.jobStatus === undefined) return service;
  const jobIteration = service.jobStatus.jobIteration + 1;
  return { ...service, jobStatus: { jobIteration, lastExecutionAt: env.now } };
}

function matchesServiceFilters(service: Service, filters: ServiceFilters): boolean {
  const { name, labels, task } = service.spec;
  return (
    isAmong(name, filters.names) &&
    hasPrefixAmong(name, filters.namePrefixes) &&
    hasPrefixAmong(service.id, filters.idPrefixes) &&
    matchesLabels(labels, filters.labels) &&
    isAmong(runtimeName(task), filters.runtimes)
  );
}
