import { work, type Job } from '../operator.ts';
import {
  awaitUpdate,
  command,
  imageName,
  serviceOptions,
  type DeliveryStrategy,
  type DeployedService,
  type StrategyParts,
} from './strategy.ts';

/**
 * A credential spec in each image. No host has to be touched, but another spec is another image, and
 * whoever can pull an image can read what is in it, for as long as the image is anywhere.
 */
export function createBakedImages(parts: StrategyParts): DeliveryStrategy {
  const { swarm, setting } = parts;

  function* build({ name, version, text }: DeployedService): Job {
    yield work(setting.buildMs);
    swarm.registry.push({
      name: imageName(name, version),
      platforms: [{ os: 'windows', architecture: 'amd64' }],
      credentialSpec: text,
    });
  }

  return {
    *deploy(service) {
      yield* build(service);
      yield* command(parts, () => {
        swarm.services.create(serviceOptions(service.name, parts));
      });
    },
    *rotate(service) {
      yield* build(service);
      yield* command(parts, () => {
        swarm.services.update(service.name, (draft) => {
          draft.image = imageName(service.name, service.version);
        });
      });
      yield* awaitUpdate(parts, service.name);
    },
    *remove({ name }) {
      yield* command(parts, () => swarm.services.remove(name));
    },
    *welcome() {
      // Hosts pull what they need.
    },
  };
}
