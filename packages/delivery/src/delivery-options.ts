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
  /** How long it is down, at least 1 ms; it may come back after the end. Default 20 min. */
  readonly downFor?: DeliveryDuration;
  /** A new host joins this often; 0: never. Default 4 h. */
  readonly joinEvery?: DeliveryDuration;
}

/** How the accounts of all services are replaced by new ones, and with them the credential specs. */
export interface RotationOptions {
  /** When, from the beginning; absent: half-way. 0: never. */
  readonly at?: DeliveryDuration;
  /** How much later the old accounts are deleted, unless that is after the end. Default 1 h. */
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
  /** From a change of the hosts, or a copy that failed, to the work on it; at least 1 ms. Default 10 min. */
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
  const { seed = 1, services = 5, replicas = 3, hosts = 10, lasts = '24h' } = options;
  const { churn = {}, rotation = {}, operator = {}, strategies = deliveryStrategies } = options;
  checkNames('churn', churn, churnNames);
  checkNames('rotation', rotation, rotationNames);
  checkNames('operator', operator, operatorNames);
  checkStrategies(strategies);
  const lastsMs = readMs('lasts', lasts, 1);
  return {
    seed: readCount('seed', seed, Number.MIN_SAFE_INTEGER),
    strategies,
    services: readCount('services', services, 1),
    replicas: readCount('replicas', replicas, 1),
    hosts: readCount('hosts', hosts, 1),
    lastsMs,
    ...readChurn(churn),
    ...readRotation(lastsMs, rotation),
    ...readOperator(operator),
  };
}

type Churn = Pick<DeliverySetting, 'crashEveryMs' | 'downForMs' | 'joinEveryMs'>;

function readChurn({ crashEvery = '1h', downFor = '20m', joinEvery = '4h' }: ChurnOptions): Churn {
  return {
    crashEveryMs: readMs('churn.crashEvery', crashEvery),
    downForMs: readMs('churn.downFor', downFor, 1),
    joinEveryMs: readMs('churn.joinEvery', joinEvery),
  };
}

type Rotation = Pick<DeliverySetting, 'rotateAtMs' | 'retireAfterMs'>;

function readRotation(
  lastsMs: number,
  { at = Math.floor(lastsMs / 2), retireAfter = '1h' }: RotationOptions,
): Rotation {
  const rotateAtMs = readMs('rotation.at', at);
  if (rotateAtMs >= lastsMs) throw invalid('rotation.at must be before the end');
  return { rotateAtMs, retireAfterMs: readMs('rotation.retireAfter', retireAfter) };
}

type OperatorSetting = Pick<
  DeliverySetting,
  'commandMs' | 'copyMs' | 'buildMs' | 'noticeMs' | 'copyTo'
>;

function readOperator({
  commandTakes = '10s',
  copyTakes = '10s',
  buildTakes = '5m',
  noticeAfter = '10m',
  copyTo = 'all',
}: OperatorOptions): OperatorSetting {
  return {
    commandMs: readMs('operator.commandTakes', commandTakes),
    copyMs: readMs('operator.copyTakes', copyTakes),
    buildMs: readMs('operator.buildTakes', buildTakes),
    noticeMs: readMs('operator.noticeAfter', noticeAfter, 1),
    copyTo: copyTo === 'all' ? Number.MAX_SAFE_INTEGER : readCount('operator.copyTo', copyTo, 0),
  };
}

function checkStrategies(strategies: readonly DeliveryStrategyName[]): void {
  if (!Array.isArray(strategies) || strategies.length === 0) {
    throw invalid('strategies must be a list with at least one of them');
  }
  for (const name of strategies) {
    if (!deliveryStrategies.includes(name)) throw invalid(`unknown strategy '${String(name)}'`);
  }
  if (new Set(strategies).size < strategies.length) throw invalid('a strategy is named twice');
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
  if (typeof duration !== 'string' && typeof duration !== 'number') {
    throw invalid(`${name} must be a number of ms or a text such as 1h30m`);
  }
  const ms = Math.round(parseDuration(duration));
  if (ms >= min) return ms;
  throw invalid(`${name} must be at least ${min} ms, not ${duration}`);
}

function invalid(message: string): SwarmSimError {
  return new SwarmSimError('invalid-argument', message);
}
