import type { CredentialSpecPlace } from '@swarmsim/core';
import { work, wait, type Job } from '../operator.ts';
import {
  awaitUpdate,
  command,
  serviceOptions,
  type DeliveryStrategy,
  type DeployedService,
  type StrategyParts,
} from './strategy.ts';

/**
 * Copies on hosts, as files or as registry values. Every service means one copy for each host that a
 * replica may come to, a new host means one for each service, and a host that was down when something
 * was copied has to be remembered.
 */
export function createCopies(place: CredentialSpecPlace, parts: StrategyParts): DeliveryStrategy {
  const { swarm, setting } = parts;
  /** What is to be on the hosts, by service. */
  const current = new Map<string, DeployedService>();

  function nameOf(service: string): string {
    return place === 'file' ? `${service}.json` : service;
  }

  /** Ids of the hosts that get copies, those that joined first. */
  function targets(): readonly string[] {
    return swarm.nodes
      .list()
      .slice(0, setting.copyTo)
      .map(({ id }) => id);
  }

  /** Copies one spec to one host; a host that is down is tried again until it has it. */
  function* copy(host: string, service: string): Job {
    for (;;) {
      yield work(setting.copyMs);
      const wanted = current.get(service);
      if (wanted === undefined) return;
      if (swarm.nodes.get(host).isUp) {
        swarm.nodes.writeCredentialSpec(host, { place, name: nameOf(service), text: wanted.text });
        return;
      }
      yield wait(setting.noticeMs);
    }
  }

  /** Copies to all hosts that are up, and keeps the others for later. */
  function* copyToAll(service: string, later: (host: string) => void): Job {
    for (const host of targets()) {
      if (swarm.nodes.get(host).isUp) yield* copy(host, service);
      else later(host);
    }
  }

  return { deploy, rotate, remove, welcome };

  function* deploy(service: DeployedService): Job {
    current.set(service.name, service);
    yield* copyToAll(service.name, (host) => parts.later(copy(host, service.name)));
    const credentialSpec = `${place}://${nameOf(service.name)}`;
    yield* command(parts, () => {
      swarm.services.create({ ...serviceOptions(service.name, parts), credentialSpec });
    });
  }

  function* rotate(service: DeployedService): Job {
    current.set(service.name, service);
    yield* copyToAll(service.name, (host) => parts.later(copyLate(host, service.name)));
    yield* startAnew(service.name);
  }

  /** Containers read the copy when they start, so all of them have to start anew. */
  function* startAnew(service: string): Job {
    yield* command(parts, () => {
      if (current.has(service)) swarm.services.force(service);
    });
    yield* awaitUpdate(parts, service);
  }

  /** Tasks that were on the host before the copy was have the former one. */
  function* copyLate(host: string, service: string): Job {
    yield* copy(host, service);
    if (!current.has(service)) return;
    const tasks = swarm.tasks.list({ service, node: host, state: 'running' });
    if (tasks.length > 0) yield* startAnew(service);
  }

  function* remove({ name }: DeployedService): Job {
    current.delete(name);
    yield* command(parts, () => swarm.services.remove(name));
  }

  function* welcome(host: string): Job {
    if (!targets().includes(host)) return;
    for (const service of current.keys()) yield* copy(host, service);
  }
}
