/**
 * Runs one strategy through the timeline: a swarm of its own, an operator, and a record of everything
 * that happened. Nothing is counted here.
 */
import {
  createSwarm,
  credentialSpec,
  windowsNodes,
  type NodeOptions,
  type Swarm,
  type TraceRecord,
} from '@swarmsim/core';
import { formatCredentialSpec } from '@swarmsim/core/credential-spec';
import type { DeliverySetting, DeliveryStrategyName } from './delivery-options.ts';
import { createOperator, createTurns, type Job, type Operator } from './operator.ts';
import { createBakedImages } from './strategies/baked.ts';
import { createConfigs } from './strategies/configs.ts';
import { createCopies } from './strategies/copied.ts';
import type { DeliveryStrategy, DeployedService, StrategyParts } from './strategies/strategy.ts';
import { hostNames, planTimeline, serviceNames, type TimelineEvent } from './timeline.ts';
import {
  watchAuthentication,
  type AuthenticationFailure,
  type AuthenticationWatch,
} from './watch-authentication.ts';

/** Everything that happened under one strategy. */
export interface DeliveryRun {
  readonly strategy: DeliveryStrategyName;
  readonly setting: DeliverySetting;
  /** Instant of the first deployment, and of the end. */
  readonly from: number;
  readonly to: number;
  /** The swarm's trace, from its beginning. */
  readonly records: readonly TraceRecord[];
  readonly failures: readonly AuthenticationFailure[];
  /** Wishes for another credential spec. */
  readonly rotations: readonly RotationWish[];
  /** The credential spec that the container of each task was handed, by task id. */
  readonly handed: ReadonlyMap<string, string>;
  /** Time in which the operator worked, in ms. */
  readonly workMs: number;
  /** What is found on hosts and managers at the end. */
  readonly found: FoundCopies;
}

/** The wish for another credential spec. */
export interface RotationWish {
  readonly service: string;
  readonly at: number;
  /** Text of the credential spec that every task is to have. */
  readonly text: string;
}

/** Credential specs that are there when the services are gone. */
export interface FoundCopies {
  /** Files, registry values, images, and what agents hold, over all hosts. */
  readonly onHosts: number;
  /** Configs that managers keep. */
  readonly onManagers: number;
}

const domain = 'contoso.com';
/** The group whose members may retrieve the passwords of all accounts. */
const hostGroup = 'container-hosts';
/** Time to come to rest after the services were removed. */
const restMs = 120_000;

/** Runs a strategy. `observe` is handed the swarm before anything happens in it. */
export function runStrategy(
  strategy: DeliveryStrategyName,
  setting: DeliverySetting,
  observe?: (swarm: Swarm) => void,
): DeliveryRun {
  const joining = planTimeline(setting).flatMap((event) =>
    event.kind === 'join' ? [event.host] : [],
  );
  const swarm = createSwarm({
    seed: setting.seed,
    history: true,
    nodes: toNodes(hostNames(setting)),
    directory: {
      [domain]: {
        computers: joining,
        groups: { [hostGroup]: { members: [...hostNames(setting), ...joining] } },
        accounts: Object.fromEntries(
          serviceNames(setting).map((name) => [
            accountName(name, 1),
            { retrievableBy: [hostGroup] },
          ]),
        ),
      },
    },
  });
  observe?.(swarm);
  return new Run(swarm, strategy, setting).run();
}

class Run {
  readonly #swarm: Swarm;
  readonly #strategy: DeliveryStrategyName;
  readonly #setting: DeliverySetting;
  readonly #operator: Operator = createOperator();
  readonly #inTurn = createTurns();
  readonly #delivery: DeliveryStrategy;
  readonly #authentication: AuthenticationWatch;
  readonly #versions = new Map<string, number>();
  readonly #rotations: RotationWish[] = [];

  constructor(swarm: Swarm, strategy: DeliveryStrategyName, setting: DeliverySetting) {
    this.#swarm = swarm;
    this.#strategy = strategy;
    this.#setting = setting;
    this.#authentication = watchAuthentication(swarm);
    const later = (job: Job): void => this.#operator.add(swarm.now + setting.noticeMs, job);
    this.#delivery = createStrategy(strategy, { swarm, setting, later });
  }

  run(): DeliveryRun {
    const swarm = this.#swarm;
    const { lastsMs, crashEveryMs, downForMs } = this.#setting;
    swarm.settle();
    const from = swarm.now;
    const to = from + lastsMs;
    if (crashEveryMs > 0) {
      const fault = { kind: 'crash', node: { pick: 1 } } as const;
      swarm.faults.schedule([{ every: crashEveryMs, until: to, fault, lasts: downForMs }]);
    }
    for (const event of planTimeline(this.#setting)) {
      this.#workUntil(from + event.at);
      this.#handle(event);
    }
    this.#workUntil(Infinity);
    swarm.advance(restMs);
    return {
      strategy: this.#strategy,
      setting: this.#setting,
      from,
      to,
      records: swarm.trace.records,
      failures: this.#authentication.failures(),
      rotations: this.#rotations,
      handed: this.#authentication.handed,
      workMs: this.#operator.workMs,
      found: findCopies(swarm),
    };
  }

  /** Lets time pass, and the operator work, until an instant. */
  #workUntil(at: number): void {
    const swarm = this.#swarm;
    for (
      let next = this.#operator.nextAt;
      next !== undefined && next <= at;
      next = this.#operator.nextAt
    ) {
      swarm.advanceTo(Math.max(next, swarm.now));
      this.#operator.step(swarm.now);
    }
    if (at !== Infinity) swarm.advanceTo(Math.max(at, swarm.now));
  }

  #handle(event: TimelineEvent): void {
    switch (event.kind) {
      case 'deploy':
        return this.#add(event.service, this.#delivery.deploy(this.#nextVersion(event.service)));
      case 'join':
        return this.#join(event.host);
      case 'rotate':
        return this.#rotate(event.service);
      case 'retire':
        this.#swarm.directory.removeAccount(accountName(event.service, 1));
        return this.#authentication.askAgain(event.service);
      case 'remove':
        return this.#add(event.service, this.#delivery.remove(this.#present(event.service)));
    }
  }

  /** Gives the operator a job; those about one service are done in turn. */
  #add(service: string, job: Job): void {
    this.#operator.add(this.#swarm.now, this.#inTurn(service, job));
  }

  #join(host: string): void {
    const at = this.#swarm.now + this.#setting.noticeMs;
    for (const node of toNodes([host])) {
      this.#operator.add(at, this.#delivery.welcome(this.#swarm.nodes.join(node).id));
    }
  }

  #rotate(name: string): void {
    const at = this.#swarm.now;
    const service = this.#nextVersion(name);
    const account = accountName(name, service.version);
    this.#swarm.directory.createAccount(account, { retrievableBy: [hostGroup] });
    this.#rotations.push({ service: name, at, text: service.text });
    this.#add(name, this.#delivery.rotate(service));
  }

  #nextVersion(service: string): DeployedService {
    this.#versions.set(service, (this.#versions.get(service) ?? 0) + 1);
    return this.#present(service);
  }

  #present(name: string): DeployedService {
    const version = this.#versions.get(name) ?? 1;
    const spec = credentialSpec({ domain, account: accountName(name, version) });
    return { name, version, text: formatCredentialSpec(spec) };
  }
}

function createStrategy(name: DeliveryStrategyName, parts: StrategyParts): DeliveryStrategy {
  switch (name) {
    case 'file':
    case 'registry':
      return createCopies(name, parts);
    case 'image':
      return createBakedImages(parts);
    case 'config':
      return createConfigs(parts);
  }
}

function findCopies(swarm: Swarm): FoundCopies {
  const onHosts = swarm.nodes
    .list()
    .map((node) => node.credentialSpecs().length + node.holdings().configs.length);
  return {
    onHosts: onHosts.reduce((sum, count) => sum + count, 0),
    onManagers: swarm.configs.list().length,
  };
}

/** An account of a service; a name has at most 15 characters. */
function accountName(service: string, version: number): string {
  return `${service}-v${version}`;
}

function toNodes(names: readonly string[]): readonly NodeOptions[] {
  return windowsNodes(names, { domain, cpus: 64, memory: '256g' });
}
