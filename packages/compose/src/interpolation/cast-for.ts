import { parseGoFloat } from '../go/go-float.ts';
import { goQuote } from '../go/go-text.ts';
import type { ScalarValue } from '../yaml/source-tree.ts';

/** The cast value of an interpolated text, or why it cannot be cast. */
export type CastResult =
  | { readonly kind: 'value'; readonly value: ScalarValue }
  | { readonly kind: 'failure'; readonly reason: string };

/** Turns an interpolated text into another type. */
export type Cast = (text: string) => CastResult;

/** The cast for the value at a path in which `[]` stands for a list's items, if any. */
export function castFor(path: string): Cast | undefined {
  const parts = path.split('.');
  return casts.find(([pattern]) => matches(parts, pattern))?.[1];
}

function matches(parts: readonly string[], pattern: readonly string[]): boolean {
  if (parts.length !== pattern.length) return false;
  return pattern.every((wanted, index) => wanted === '*' || wanted === parts[index]);
}

// Go: strconv.Atoi.
const toInteger: Cast = (text) => {
  const value = /^[-+]?\d+$/.test(text) ? BigInt(text.replace(/^\+/, '')) : undefined;
  if (value === undefined) return failure(atoiFailure(text, 'invalid syntax'));
  if (value < -(2n ** 63n) || value >= 2n ** 63n) {
    return failure(atoiFailure(text, 'value out of range'));
  }
  const small = Number(value);
  return { kind: 'value', value: Number.isSafeInteger(small) ? small : value };
};

const toFloat: Cast = (text) => {
  const parsed = parseGoFloat(text);
  return parsed.kind === 'float' ? { kind: 'value', value: parsed.value } : failure(parsed.message);
};

// docker/cli: cli/compose/loader/interpolate.go, toBoolean.
const toBoolean: Cast = (text) => {
  const word = text.toLowerCase();
  if (['y', 'yes', 'true', 'on'].includes(word)) return { kind: 'value', value: true };
  if (['n', 'no', 'false', 'off'].includes(word)) return { kind: 'value', value: false };
  return failure(`invalid boolean: ${text}`);
};

function failure(reason: string): CastResult {
  return { kind: 'failure', reason };
}

function atoiFailure(text: string, reason: string): string {
  return `strconv.Atoi: parsing ${goQuote(text)}: ${reason}`;
}

// docker/cli: cli/compose/loader/interpolate.go, interpolateTypeCastMapping.
const casts: readonly (readonly [readonly string[], Cast])[] = [
  ...inServices(toInteger, [
    'configs.[].mode',
    'secrets.[].mode',
    'healthcheck.retries',
    'deploy.replicas',
    'deploy.update_config.parallelism',
    'deploy.rollback_config.parallelism',
    'deploy.restart_policy.max_attempts',
    'deploy.placement.max_replicas_per_node',
    'ports.[].target',
    'ports.[].published',
    'ulimits.*',
    'ulimits.*.hard',
    'ulimits.*.soft',
    'oom_score_adj',
  ]),
  ...inServices(toFloat, [
    'deploy.update_config.max_failure_ratio',
    'deploy.rollback_config.max_failure_ratio',
  ]),
  ...inServices(toBoolean, [
    'healthcheck.disable',
    'privileged',
    'read_only',
    'stdin_open',
    'tty',
    'volumes.[].read_only',
    'volumes.[].volume.nocopy',
  ]),
  ...at(toBoolean, [
    'networks.*.external',
    'networks.*.internal',
    'networks.*.attachable',
    'volumes.*.external',
    'secrets.*.external',
    'configs.*.external',
  ]),
];

function inServices(
  cast: Cast,
  paths: readonly string[],
): readonly (readonly [readonly string[], Cast])[] {
  const below = paths.map((path) => `services.*.${path}`);
  return at(cast, below);
}

function at(cast: Cast, paths: readonly string[]): readonly (readonly [readonly string[], Cast])[] {
  return paths.map((path): readonly [readonly string[], Cast] => [path.split('.'), cast]);
}
