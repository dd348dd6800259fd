import { parseCredentialSpec } from '@swarmsim/core/credential-spec';
import type { DockerConfigReference } from '@swarmsim/core/docker-format';
import type { ServiceConfig } from '../load/service-config.ts';
import { toText } from '../load/file-data.ts';
import { closest } from '../yaml/source-tree.ts';
import { scopeName } from './stack.ts';
import { realName, type StackFile } from './stack-plan.ts';

/** Where the credential spec of a service will come from. */
export interface PlannedCredentialSpec {
  readonly source: { readonly File?: string; readonly Registry?: string; readonly Config?: string };
  /** Name of the config whose id is to stand in `source`. */
  readonly configName?: string;
}

// docker/cli: cli/compose/convert/service.go, convertCredentialSpec.
/**
 * Plans the credential spec of a service. A config is looked for by its real name, bare or with the
 * stack's, among the configs that the service references; its key in the file does not count.
 */
export function planCredentialSpec(
  file: StackFile,
  service: ServiceConfig,
  references: readonly DockerConfigReference[],
): PlannedCredentialSpec | undefined {
  const { config, file: path, registry } = service.credentialSpec;
  const sources = [
    ...(config === '' ? [] : ['"Config"']),
    ...(path === '' ? [] : ['"File"']),
    ...(registry === '' ? [] : ['"Registry"']),
  ];
  if (sources.length === 0) return undefined;
  if (sources.length > 1) return refuse(file, service, `cannot specify both ${listOf(sources)}`);
  if (path !== '') return { source: { File: path } };
  if (registry !== '') return { source: { Registry: registry } };
  warnAboutData(file, service);
  const names = references.map(({ ConfigName: name }) => name);
  const configName = [config, scopeName(file.name, config)].find((name) => names.includes(name));
  // A config that the file does not define has been reported with the references.
  if (configName !== undefined || !file.configs.has(config)) {
    return { source: { Config: '' }, ...(configName !== undefined && { configName }) };
  }
  const problem = `spec specifies config ${config}, but no such config can be found`;
  return refuse(file, service, problem, 'config');
}

function listOf(sources: readonly string[]): string {
  if (sources.length === 2) return sources.join(' and ');
  return `${sources.slice(0, -1).join(', ')}, and ${sources.at(-1) ?? ''}`;
}

function refuse(
  file: StackFile,
  service: ServiceConfig,
  problem: string,
  ...keys: readonly string[]
): undefined {
  const at = closest(service.node, 'credential_spec', ...keys);
  const message = `service ${service.name}: invalid credential spec: ${problem}`;
  file.log.error(at, 'credential-spec', message);
  return undefined;
}

/** Docker hands the data to Windows unread, so what is wrong with it shows on the worker only. */
function warnAboutData(file: StackFile, service: ServiceConfig): void {
  const key = service.credentialSpec.config;
  const object = file.configs.get(key);
  const content = object?.isExternal === false ? file.readFile(object.file) : undefined;
  if (content === undefined) return;
  const at = closest(service.node, 'credential_spec', 'config');
  const about = `service ${service.name}: config ${realName(file, key, object)}`;
  for (const { severity, message } of parseCredentialSpec(toText(content) ?? '').issues) {
    if (severity === 'error') file.log.warning(at, 'credential-spec', `${about}: ${message}`);
  }
}
