import { Immer, type Draft } from 'immer';
import { SwarmSimError } from '../kernel/errors.ts';
import type { Trace } from '../kernel/trace.ts';
import type { Service } from '../model/service.ts';
import type { Task } from '../model/task.ts';
import { checkFunction } from '../options/check-options.ts';
import { readServiceReport, type ServiceReport } from '../report/service-report.ts';
import type { Commit } from '../store/change.ts';
import type { ReadTx } from '../store/store.ts';
import type { NameLookup } from './file-references.ts';
import type { Apply } from './operation.ts';
import { resolveReference } from './resolve-reference.ts';
import type { ServiceOptions } from './service-options.ts';
import { toServiceOptions } from './to-service-options.ts';

/** An instance of our own: the shared one has switches that other code may have thrown. */
const immer = new Immer({ autoFreeze: true });

/** Options of the calls that may change a service's image. */
export interface ResolveOptions {
  /** Ask the registry for digest and platforms, as the docker client does. Default true. */
  readonly resolveImage?: boolean;
}

/** Services of the swarm. References are ids, names or id prefixes. */
export interface ServicesApi {
  /** `docker service create`. */
  create(options: ServiceOptions, resolve?: ResolveOptions): Service;
  /** `docker service inspect`. @throws SwarmSimError `not-found` or `ambiguous`. */
  get(reference: string): Service;
  list(): readonly Service[];
  /** `docker service update`: the recipe edits a draft of the short form. */
  update(
    reference: string,
    recipe: (draft: Draft<ServiceOptions>) => void,
    resolve?: ResolveOptions,
  ): Service;
  /** `docker service update --force`: replaces all tasks, or runs a job again. */
  force(reference: string): Service;
  /** `docker service scale`. */
  scale(reference: string, replicas: number): Service;
  /** `docker service rollback`. */
  rollback(reference: string): Service;
  /** `docker service rm`. */
  remove(reference: string): void;
  /** The short form of a service as it is now. */
  options(reference: string): ServiceOptions;
  /** Tasks of a service, dead ones included, oldest first. */
  tasks(reference: string): readonly Task[];
  /**
   * What became of a service so far: running tasks, restarts and downtime per slot, updates. Print it
   * with `formatServiceReport`.
   *
   * @throws SwarmSimError `failed-precondition` for a swarm that keeps no history.
   */
  report(reference: string): ServiceReport;
}

/** What the services' calls need besides the state. */
export interface ServicesApiParts {
  readonly lookup: NameLookup;
  readonly env: { readonly now: number };
  readonly trace: Trace;
}

/** Makes `swarm.services`. */
export function createServicesApi(
  state: ReadTx,
  apply: Apply,
  { lookup, env, trace }: ServicesApiParts,
): ServicesApi {
  const get = (reference: string): Service => resolveReference(state, 'service', reference);
  const optionsOf = (service: Service): ServiceOptions => toServiceOptions(service.spec, lookup);
  const api: ServicesApi = {
    create: (options, resolve) => apply({ kind: 'service-create', options, ...resolve }),
    get,
    list: () => state.list('service'),
    update(reference, recipe, resolve) {
      checkFunction('services.update', recipe);
      const service = get(reference);
      const options = immer.produce(optionsOf(service), (draft) => {
        recipe(draft);
      });
      return apply({ kind: 'service-update', service: service.id, options, ...resolve });
    },
    // docker/cli: cli/command/service/update.go, updateService.
    force: (reference) =>
      api.update(reference, (draft) => {
        draft.forceUpdate = (draft.forceUpdate ?? 0) + 1;
      }),
    scale: (service, replicas) => apply({ kind: 'service-scale', service, replicas }),
    rollback: (service) => apply({ kind: 'service-rollback', service }),
    remove: (service) => apply({ kind: 'service-remove', service }),
    options: (reference) => optionsOf(get(reference)),
    tasks: (reference) => state.find('task', 'service', get(reference).id),
    report(reference) {
      const service = get(reference);
      if (!trace.keepsHistory) {
        throw new SwarmSimError(
          'failed-precondition',
          'a report needs the history of the swarm: createSwarm({ history: true })',
        );
      }
      return readServiceReport(service, commitsIn(trace), env.now);
    },
  };
  return api;
}

function commitsIn({ records }: Trace): readonly Commit[] {
  return records.filter(({ kind }) => kind === 'commit').map(({ data }) => data as Commit);
}
