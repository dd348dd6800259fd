import type { ServiceOptions, Swarm } from '@swarmsim/core';
import type { DeliverySetting } from '../delivery-options.ts';
import { wait, work, type Job } from '../operator.ts';

/** A service with the credential spec that it is to have now. */
export interface DeployedService {
  readonly name: string;
  /** Counts the credential specs it has had, from 1. */
  readonly version: number;
  /** Text of the credential spec. */
  readonly text: string;
}

/** One way to deliver credential specs: what the operator has to do when something changes. */
export interface DeliveryStrategy {
  /** A service is deployed for the first time. */
  deploy(service: DeployedService): Job;
  /** It gets another credential spec, and every task of it has to run with that. */
  rotate(service: DeployedService): Job;
  /** It is removed for good. */
  remove(service: DeployedService): Job;
  /** A host joined the swarm; it is called by its id. */
  welcome(host: string): Job;
}

/** What strategies act on. */
export interface StrategyParts {
  readonly swarm: Swarm;
  readonly setting: DeliverySetting;
  /** Gives the operator a job for later, when what went wrong is noticed. */
  readonly later: (job: Job) => void;
}

/** How often the operator looks whether an update is over. */
const lookEveryMs = 10_000;

/** What all services are alike in, however they get their credential spec. */
export function serviceOptions(name: string, { setting }: StrategyParts): ServiceOptions {
  return {
    name,
    image: imageName(name, 1),
    replicas: setting.replicas,
    update: { parallelism: 1, order: 'stop-first', failureAction: 'continue' },
  };
}

/** Name of the image of a service. */
export function imageName(service: string, version: number): string {
  return `registry.contoso.com/${service}:${version}`;
}

/** Types one docker command. */
export function* command({ setting }: StrategyParts, run: () => void): Job {
  yield work(setting.commandMs);
  run();
}

/** Waits until the update of a service is over, however it ended, or the service is gone. */
export function* awaitUpdate({ swarm }: StrategyParts, service: string): Job {
  const isUpdating = (): boolean => {
    const found = swarm.services.list().find(({ spec }) => spec.name === service);
    return found?.updateStatus?.state === 'updating';
  };
  do {
    yield wait(lookEveryMs);
  } while (isUpdating());
}
