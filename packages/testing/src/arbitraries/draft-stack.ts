/** Stack files as they are drawn: services with keys one by one, so that they shrink away alone. */
import fc from 'fast-check';
import type { ScenarioStack } from '../scenario/scenario.ts';
import { credentialSpecText } from './credential-spec-text.ts';
import { writeYaml } from './write-yaml.ts';

/** A stack file before it is written. */
export interface DraftStack {
  readonly services: readonly DraftStackService[];
}

/** A service of a stack. */
export interface DraftStackService {
  /** Version of its image, from 0. */
  readonly version: number;
  readonly keys: readonly StackKeys[];
}

/** Some keys of a service in a stack file, and of what it says about its deployment. */
interface StackKeys {
  readonly deploy?: Readonly<Record<string, unknown>>;
  readonly credential_spec?: object;
  readonly [key: string]: unknown;
}

/** A stack file, written, and its services by the names that they will have. */
export interface WrittenStack {
  readonly stack: ScenarioStack;
  readonly services: readonly WrittenService[];
}

/** What a written service comes to. */
export interface WrittenService {
  readonly key: string;
  readonly image: string;
  readonly isGlobal: boolean;
}

/** Random stack files. */
export function draftStacks(servicesMax: number, keysMax: number): fc.Arbitrary<DraftStack> {
  return fc.record({
    services: fc.array(
      fc.record({
        version: fc.constantFrom(0, 0, 0, 1),
        keys: fc.array(fc.constantFrom(...stackKeys), { maxLength: keysMax }),
      }),
      { minLength: 1, maxLength: servicesMax },
    ),
  });
}

/** Where a stack file belongs. */
interface StackPlace {
  readonly number: number;
  readonly mixed: boolean;
  /** Whether there is a routing mesh. Default true. */
  readonly ingress?: boolean;
}

/** Writes a stack file; `number` tells apart the ports of several, `systems` says which hosts there are. */
export function writeStack(
  { services }: DraftStack,
  { number, mixed, ingress = true }: StackPlace,
): WrittenStack {
  const written = services.map((service, index) => {
    const place = 9_500 + 20 * number + 2 * index;
    return [`web-${index + 1}`, toService(service, { place, mixed, ingress })] as const;
  });
  const used = new Set(written.flatMap(([, service]) => objectsOf(service)));
  const document = {
    version: '3.8',
    services: Object.fromEntries(written),
    ...(used.has('back') && { networks: { back: {} } }),
    ...section('configs', ['page', 'gmsa'], used),
    ...section('secrets', ['key'], used),
  };
  const files = Object.fromEntries(
    Object.entries(fileTexts).filter(([name]) => used.has(name.replace(/\..*$/, ''))),
  );
  return {
    stack: {
      text: writeYaml(document),
      ...(Object.keys(files).length > 0 && { files }),
      ...(used.has('env') && { env: { MODE: 'test' } }),
    },
    services: written.map(([key, { image, deploy }]) => {
      return { key, image: String(image), isGlobal: deploy?.['mode'] === 'global' };
    }),
  };
}

const fileTexts: Readonly<Record<string, string>> = {
  'page.txt': 'page\n',
  'gmsa.json': credentialSpecText('spec-1'),
  'key.txt': 'key\n',
};

function section(
  name: 'configs' | 'secrets',
  objects: readonly string[],
  used: ReadonlySet<string>,
): object {
  const there = objects.filter((object) => used.has(object));
  if (there.length === 0) return {};
  const fileOf = (object: string): string =>
    Object.keys(fileTexts).find((file) => file.startsWith(`${object}.`)) ?? '';
  return {
    [name]: Object.fromEntries(there.map((object) => [object, { file: `./${fileOf(object)}` }])),
  };
}

/** Names that a service refers to, and `env` where it needs a variable. */
function objectsOf(service: StackKeys): readonly string[] {
  const text = JSON.stringify(service);
  const named = ['page', 'gmsa', 'key', 'back'].filter((name) => text.includes(`"${name}"`));
  return text.includes('${') ? [...named, 'env'] : named;
}

/** What does not go together is left out. */
function toService(
  { version, keys }: DraftStackService,
  { place, mixed, ingress }: { place: number; mixed: boolean; ingress: boolean },
): StackKeys {
  const service: Record<string, unknown> = { image: `app:${version + 1}` };
  let deploy: Record<string, unknown> = {};
  for (const { deploy: more, ...rest } of keys) {
    Object.assign(service, rest);
    deploy = { ...deploy, ...more };
  }
  if (deploy['mode'] === 'global') {
    delete deploy['replicas'];
    if (isCapped(deploy['placement'])) delete deploy['placement'];
  }
  if (deploy['endpoint_mode'] === 'dnsrr') delete service['ports'];
  if (service['ports'] !== undefined) {
    const mode = service['ports'] === 'host' || !ingress ? 'host' : 'ingress';
    service['ports'] = [{ target: 80, published: place, mode }];
  }
  const isWindows = service['credential_spec'] !== undefined || service['isolation'] !== undefined;
  if (isWindows && mixed) {
    deploy = { ...deploy, placement: { constraints: ['node.platform.os == windows'] } };
  }
  return { ...service, ...(Object.keys(deploy).length > 0 && { deploy }) };
}

function isCapped(placement: unknown): boolean {
  return placement !== undefined && Object.hasOwn(placement as object, 'max_replicas_per_node');
}

/** The plainest first. Ports are numbered where they are written. */
const stackKeys: readonly StackKeys[] = [
  { deploy: { replicas: 2 } },
  { deploy: { replicas: 3 } },
  { deploy: { mode: 'global' } },
  { deploy: { placement: { constraints: ['node.labels.zone != b'] } } },
  { deploy: { placement: { preferences: [{ spread: 'node.labels.zone' }] } } },
  { deploy: { placement: { max_replicas_per_node: 1 } } },
  { deploy: { resources: { reservations: { cpus: '0.5', memory: '256M' } } } },
  { deploy: { resources: { limits: { cpus: '1', memory: '1G' } } } },
  { deploy: { restart_policy: { condition: 'on-failure', delay: '2s', max_attempts: 2 } } },
  { deploy: { update_config: { parallelism: 2, order: 'start-first', monitor: '1s' } } },
  { deploy: { rollback_config: { parallelism: 0, monitor: '1s' } } },
  { deploy: { endpoint_mode: 'dnsrr' } },
  { deploy: { labels: { tier: 'web' } } },
  { healthcheck: { test: ['CMD', 'check'], interval: '1s', retries: 2 } },
  { stop_grace_period: '3s' },
  { ports: 'ingress' },
  { ports: 'host' },
  { networks: ['back'] },
  { configs: ['page'] },
  { configs: [{ source: 'page', target: '/page.txt', mode: 0o400 }] },
  { secrets: ['key'] },
  { credential_spec: { config: 'gmsa' } },
  { credential_spec: { config: 'gmsa' } },
  { environment: { MODE: '${MODE}' } },
  { logging: { driver: 'json-file' } },
  { isolation: 'process' },
  { command: ['app.exe', '--verbose'] },
];
