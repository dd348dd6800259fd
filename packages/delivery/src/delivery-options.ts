import { parseDuration, SwarmSimError } from '@swarmsim/core';

/** How a credential spec gets to the containers that need it. */
export type DeliveryStrategyName = 'file' | 'registry' | 'image' | 'config';

/** Number of ms, or a text such as `1h30m`. */
export type DeliveryDuration = number | string;

/** What is compared: the same services on the same hosts, through the same changes. */
export interface DeliveryOptions {
  /** Seed of all randomness. Default 1. */
  readonly seed?: number;
  /** Default: all four. */
  readonly strategies?: readonly DeliveryStrategyName[];
  /** Services, each with a gMSA and so a credential spec of its own. Default 5. */
  readonly services?: number;
  /** Replicas of each. Default 3. */
  readonly replicas?: number;
  /** Hosts at the beginning. Default 10. */
  readonly hosts?: number;
  /** How long is looked at, from the first deployment. Default 1 day. */
  readonly lasts?: DeliveryDuration;
  readonly churn?: ChurnOptions;
  readonly rotation?: RotationOptions;
  readonly operator?: OperatorOptions;
}

/** What happens to hosts. */
export interface ChurnOptions {
  /** A host dies this often; 0: never. Default 1 h. */
  readonly crashEvery?: DeliveryDuration;
  /** How long it is down. Default 20 min. */
  readonly downFor?: DeliveryDuration;
  /** A new host joins this often; 0: never. Default 4 h. */
  readonly joinEvery?: DeliveryDuration;
}

/** How the accounts of all services are replaced by new ones, and with them the credential specs. */
export interface RotationOptions {
  /** When, from the beginning; absent: half-way. 0: never. */
  readonly at?: DeliveryDuration;
  /** How much later the old accounts are deleted. Default 1 h. */
  readonly retireAfter?: DeliveryDuration;
}

/** How whoever operates the swarm works: one action after the other. */
export interface OperatorOptions {
  /** A docker command. Default 10 s. */
  readonly commandTakes?: DeliveryDuration;
  /** Copying one file, or one registry value, to one host. Default 10 s. */
  readonly copyTakes?: DeliveryDuration;
  /** Building and pushing one image. Default 5 min. */
  readonly buildTakes?: DeliveryDuration;
  /** From a change of the hosts, or a copy that failed, to the work on it. Default 10 min. */
  readonly noticeAfter?: DeliveryDuration;
  /** Which hosts get copies: all, or only the first so many. Default `all`. */
  readonly copyTo?: 'all' | number;
}

/** Options, complete; times in ms. */
export interface DeliverySetting {
  readonly seed: number;
  readonly strategies: readonly DeliveryStrategyName[];
  readonly services: number;
  readonly replicas: number;
  readonly hosts: number;
  readonly lastsMs: number;
  readonly crashEveryMs: number;
  readonly downForMs: number;
  readonly joinEveryMs: number;
  /** 0: never. */
  readonly rotateAtMs: number;
  readonly retireAfterMs: number;
  readonly commandMs: number;
  readonly copyMs: number;
  readonly buildMs: number;
  readonly noticeMs: number;
  /** Most hosts that get copies. */
  readonly copyTo: number;
}

/** The four ways, in the order in which people come upon them. */
export const deliveryStrategies: readonly DeliveryStrategyName[] = [
  'file',
  'registry',
  'image',
  'config',
];

/** Checks and completes options. @throws SwarmSimError `invalid-argument`, or `malformed-duration`. */
export function readDeliveryOptions(options: DeliveryOptions = {}): DeliverySetting {
  checkNames('delivery', options, optionNames);
  const { churn = {}, rotation = {}, operator = {} } = options;
  checkNames('churn', churn, churnNames);
  checkNames('rotation', rotation, rotationNames);
  checkNames('operator', operator, operatorNames);
  const lastsMs = readMs('lasts', options.lasts ?? '24h', 1);
  const strategies = options.strategies ?? deliveryStrategies;
  if (!Array.isArray(strategies) || strategies.length === 0) {
    throw invalid('strategies must be a list with at least one of them');
  }
  for (const name of strategies) {
    if (!deliveryStrategies.includes(name)) throw invalid(`unknown strategy '${String(name)}'`);
  }
  if (new Set(strategies).size < strategies.length) throw invalid('a strategy is named twice');
  const rotateAtMs = readMs('rotation.at', rotation.at ?? Math.round(lastsMs / 2));
  if (rotateAtMs >= lastsMs) throw invalid('rotation.at must be before the end');
  const { copyTo = 'all' } = operator;
  return {
    seed: readCount('seed', options.seed ?? 1, Number.MIN_SAFE_INTEGER),
    strategies,
    services: readCount('services', options.services ?? 5, 1),
    replicas: readCount('replicas', options.replicas ?? 3, 1),
    hosts: readCount('hosts', options.hosts ?? 10, 1),
    lastsMs,
    crashEveryMs: readMs('churn.crashEvery', churn.crashEvery ?? '1h'),
    downForMs: readMs('churn.downFor', churn.downFor ?? '20m', 1),
    joinEveryMs: readMs('churn.joinEvery', churn.joinEvery ?? '4h'),
    rotateAtMs,
    retireAfterMs: readMs('rotation.retireAfter', rotation.retireAfter ?? '1h'),
    commandMs: readMs('operator.commandTakes', operator.commandTakes ?? '10s'),
    copyMs: readMs('operator.copyTakes', operator.copyTakes ?? '10s'),
    buildMs: readMs('operator.buildTakes', operator.buildTakes ?? '5m'),
    noticeMs: readMs('operator.noticeAfter', operator.noticeAfter ?? '10m', 1),
    copyTo: copyTo === 'all' ? Number.MAX_SAFE_INTEGER : readCount('operator.copyTo', copyTo, 0),
  };
}

const optionNames: Names<DeliveryOptions> = {
  seed: true,
  strategies: true,
  services: true,
  replicas: true,
  hosts: true,
  lasts: true,
  churn: true,
  rotation: true,
  operator: true,
};
const churnNames: Names<ChurnOptions> = { crashEvery: true, downFor: true, joinEvery: true };
const rotationNames: Names<RotationOptions> = { at: true, retireAfter: true };
const operatorNames: Names<OperatorOptions> = {
  commandTakes: true,
  copyTakes: true,
  buildTakes: true,
  noticeAfter: true,
  copyTo: true,
};

type Names<Options> = { readonly [Name in keyof Required<Options>]: true };

/** A misspelt option must not be ignored. */
function checkNames(what: string, options: unknown, names: Readonly<Record<string, true>>): void {
  if (typeof options !== 'object' || options === null || Array.isArray(options)) {
    throw invalid(`${what} must be an object`);
  }
  const unknown = Object.keys(options).find((name) => !Object.hasOwn(names, name));
  if (unknown !== undefined) throw invalid(`${what}: unknown option '${unknown}'`);
}

function readCount(name: string, value: number, min: number): number {
  if (Number.isSafeInteger(value) && value >= min) return value;
  const wanted = min === 0 || min === 1 ? `a whole number from ${min} on` : 'a whole number';
  throw invalid(`${name} must be ${wanted}, not ${String(value)}`);
}

function readMs(name: string, duration: DeliveryDuration, min = 0): number {
  const ms = Math.round(parseDuration(duration));
  if (ms >= min) return ms;
  throw invalid(`${name} must be at least ${min} ms, not ${duration}`);
}

function invalid(message: string): SwarmSimError {
  return new SwarmSimError('invalid-argument', message);
}
