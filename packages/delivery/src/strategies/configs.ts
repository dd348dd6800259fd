import type { Job } from '../operator.ts';
import {
  awaitUpdate,
  command,
  serviceOptions,
  type DeliveryStrategy,
  type DeployedService,
  type StrategyParts,
} from './strategy.ts';

/**
 * A cluster config for each service. Configs are immutable, so another spec is another config: create
 * it, update the service, and remove the old one when no task uses it.
 */
export function createConfigs(parts: StrategyParts): DeliveryStrategy {
  const { swarm } = parts;

  function* create(service: DeployedService): Job {
    yield* command(parts, () => {
      swarm.configs.create({ name: configName(service), data: service.text });
    });
  }

  return {
    *deploy(service) {
      yield* create(service);
      const credentialSpec = `config://${configName(service)}`;
      yield* command(parts, () => {
        swarm.services.create({ ...serviceOptions(service.name, parts), credentialSpec });
      });
    },
    *rotate(service) {
      yield* create(service);
      yield* command(parts, () => {
        swarm.services.update(service.name, (draft) => {
          draft.credentialSpec = `config://${configName(service)}`;
        });
      });
      yield* awaitUpdate(parts, service.name);
      const former = configName({ ...service, version: service.version - 1 });
      yield* command(parts, () => swarm.configs.remove(former));
    },
    *remove(service) {
      yield* command(parts, () => swarm.services.remove(service.name));
      yield* command(parts, () => swarm.configs.remove(configName(service)));
    },
    *welcome() {
      // The swarm tells the host what its tasks need.
    },
  };
}

/** Name of the config with a service's credential spec. */
function configName({ name, version }: DeployedService): string {
  return `${name}-${version}`;
}
