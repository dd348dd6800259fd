import {
  child,
  entriesOf,
  isNothing,
  itemsOf,
  type MapNode,
  type SourceNode,
} from '../yaml/source-tree.ts';
import { loadDeploy } from './load-deploy.ts';
import { loadEnvironment, type EnvironmentSurroundings } from './load-environment.ts';
import { loadPorts } from './load-ports.ts';
import { loadVolumes } from './load-volumes.ts';
import {
  readDuration,
  readFlag,
  readLabels,
  readText,
  readTexts,
  readUnsigned,
  readUnsigned32,
  reportDecoding,
  type Field,
} from './read-value.ts';
import type {
  CredentialSpecOption,
  FileReference,
  HealthcheckConfig,
  NetworkUse,
  ServiceConfig,
} from './service-config.ts';
import { splitShellWords } from './shell-words.ts';

/** What the reading of a service needs besides the tree. */
export interface ServiceSurroundings extends EnvironmentSurroundings {
  /** Folder that relative bind mounts are in. */
  readonly workingDirectory: string;
}

// docker/cli: cli/compose/loader/loader.go, LoadService.
/** Reads a service that fits the schema. */
export function loadService(
  name: string,
  node: MapNode,
  surroundings: ServiceSurroundings,
): ServiceConfig {
  const { log } = surroundings;
  const at = (key: string): SourceNode | undefined => child(node, key);
  const field = (key: string, called: string): Field => ({ node: at(key), name: called, log });
  const stopGracePeriodNs = readDuration(field('stop_grace_period', 'stop_grace_period'));
  const healthcheck = loadHealthcheck(field('healthcheck', 'HealthCheck'));
  const logging = at('logging');
  return {
    name,
    node,
    image: readText(at('image')),
    command: loadCommand(field('command', 'Command')),
    entrypoint: loadCommand(field('entrypoint', 'Entrypoint')),
    configs: loadReferences(field('configs', 'Configs')),
    secrets: loadReferences(field('secrets', 'Secrets')),
    credentialSpec: loadCredentialSpec(at('credential_spec')),
    deploy: loadDeploy(at('deploy'), log),
    environment: loadEnvironment(node, surroundings),
    ...(healthcheck && { healthcheck }),
    hostname: readText(at('hostname')),
    isolation: readText(at('isolation')),
    labels: readLabels(at('labels')),
    ...(logging?.kind === 'map' && {
      logging: {
        driver: readText(child(logging, 'driver')),
        options: readLabels(child(logging, 'options')),
      },
    }),
    networks: loadNetworkUses(at('networks')),
    ports: loadPorts({ node: at('ports'), log }),
    restart: readText(at('restart')),
    ...(stopGracePeriodNs !== undefined && { stopGracePeriodNs }),
    stopSignal: readText(at('stop_signal')),
    user: readText(at('user')),
    volumes: loadVolumes({ node: at('volumes'), log }, surroundings),
    workingDir: readText(at('working_dir')),
  };
}

// docker/cli: cli/compose/loader/loader.go, transformShellCommand.
function loadCommand({ node, name, log }: Field): readonly string[] {
  if (node === undefined || node.kind === 'list') return readTexts(node);
  const parsed = splitShellWords(readText(node));
  if (parsed.kind === 'words') return parsed.words;
  reportDecoding(log, node.at, `error decoding '${name}': ${parsed.message}`);
  return [];
}

function loadReferences({ node, name, log }: Field): readonly FileReference[] {
  return itemsOf(node).map((item, index): FileReference => {
    if (item.kind !== 'map') {
      return { node: item, source: readText(item), target: '', uid: '', gid: '' };
    }
    const at = (key: string): SourceNode | undefined => childIgnoringCase(item, key);
    const modeName = `${name}[${index}].Mode`;
    const mode = readUnsigned32({ node: at('mode'), name: modeName, log });
    return {
      node: item,
      source: readText(at('source')),
      target: readText(at('target')),
      uid: readText(at('uid')),
      gid: readText(at('gid')),
      ...(mode !== undefined && { mode }),
    };
  });
}

/** The decoder ignores the case of keys; here the schema lets any key pass. */
function childIgnoringCase(node: MapNode, key: string): SourceNode | undefined {
  const exact = child(node, key);
  if (exact !== undefined) return exact;
  return entriesOf(node).find(([name]) => name.toLowerCase() === key)?.[1].value;
}

function loadCredentialSpec(node: SourceNode | undefined): CredentialSpecOption {
  return {
    config: readText(child(node, 'config')),
    file: readText(child(node, 'file')),
    registry: readText(child(node, 'registry')),
  };
}

function loadNetworkUses(node: SourceNode | undefined): ReadonlyMap<string, NetworkUse> {
  const uses = new Map<string, NetworkUse>();
  for (const item of itemsOf(node)) uses.set(readText(item), { node: item, aliases: [] });
  for (const [name, { value }] of entriesOf(node)) {
    uses.set(name, { node: value, aliases: readTexts(child(value, 'aliases')) });
  }
  return uses;
}

function loadHealthcheck({ node, name, log }: Field): HealthcheckConfig | undefined {
  if (node?.kind !== 'map') return undefined;
  const field = (key: string, called: string): Field => ({
    node: child(node, key),
    name: `${name}.${called}`,
    log,
  });
  const intervalNs = readDuration(field('interval', 'Interval'));
  const timeoutNs = readDuration(field('timeout', 'Timeout'));
  const retries = readUnsigned(field('retries', 'Retries'));
  const startPeriodNs = readDuration(field('start_period', 'start_period'));
  const startIntervalNs = readDuration(field('start_interval', 'start_interval'));
  return {
    disable: readFlag(child(node, 'disable')),
    test: loadTest(child(node, 'test')),
    ...(intervalNs !== undefined && { intervalNs }),
    ...(timeoutNs !== undefined && { timeoutNs }),
    ...(retries !== undefined && { retries }),
    ...(startPeriodNs !== undefined && { startPeriodNs }),
    ...(startIntervalNs !== undefined && { startIntervalNs }),
  };
}

// docker/cli: cli/compose/loader/loader.go, transformHealthCheckTest.
function loadTest(node: SourceNode | undefined): readonly string[] {
  if (isNothing(node) || node?.kind === 'list') return readTexts(node);
  return ['CMD-SHELL', readText(node)];
}
