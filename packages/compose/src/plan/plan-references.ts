import type {
  DockerConfigReference,
  DockerFileTarget,
  DockerSecretReference,
} from '@swarmsim/core/docker-format';
import { compareText, goQuote } from '../go/go-text.ts';
import type { FileObjectConfig } from '../load/load-objects.ts';
import type { FileReference, ServiceConfig } from '../load/service-config.ts';
import { child, closest } from '../yaml/source-tree.ts';
import { realName, type StackFile } from './stack-plan.ts';

// docker/cli: cli/compose/convert/service.go, convertServiceSecrets.
/** The secrets of a service, sorted by name, still without ids. */
export function planSecretReferences(
  file: StackFile,
  service: ServiceConfig,
): readonly DockerSecretReference[] {
  const planned = planFiles('secret', { file, service, references: service.secrets });
  return planned.map(({ name, target }) => ({ File: target, SecretID: '', SecretName: name }));
}

// docker/cli: cli/compose/convert/service.go, convertServiceConfigObjs.
/** The configs of a service, sorted by name, still without ids; the credential spec's is one. */
export function planConfigReferences(
  file: StackFile,
  service: ServiceConfig,
): readonly DockerConfigReference[] {
  const files = planFiles('config', { file, service, references: service.configs });
  const references: DockerConfigReference[] = files.map(({ name, target }) => ({
    File: target,
    ConfigID: '',
    ConfigName: name,
  }));
  const { config } = service.credentialSpec;
  if (config === '') return references;
  const object = file.configs.get(config);
  if (object === undefined) {
    const at = closest(service.node, 'credential_spec', 'config');
    reportUndefined('config', { file, service, at, source: config });
    return references;
  }
  const runtime = { Runtime: {}, ConfigID: '', ConfigName: realName(file, config, object) };
  return [...references, runtime].sort((left, right) =>
    compareText(left.ConfigName ?? '', right.ConfigName ?? ''),
  );
}

interface PlannedFile {
  readonly name: string;
  readonly target: DockerFileTarget;
}

type Kind = 'config' | 'secret';

function planFiles(
  kind: Kind,
  {
    file,
    service,
    references,
  }: { file: StackFile; service: ServiceConfig; references: readonly FileReference[] },
): readonly PlannedFile[] {
  const objects = kind === 'config' ? file.configs : file.secrets;
  const planned = new Map<string, PlannedFile>();
  for (const reference of references) {
    const object = objects.get(reference.source);
    if (object === undefined) {
      const { source, node } = reference;
      reportUndefined(kind, { file, service, at: child(node, 'source')?.at ?? node.at, source });
      continue;
    }
    const next = toPlannedFile(file, reference, object);
    const target = next.target.Name ?? '';
    if (planned.has(target)) reportDuplicate(kind, { file, service, reference, name: next.name });
    else planned.set(target, next);
  }
  return [...planned.values()].sort((left, right) => compareText(left.name, right.name));
}

// docker/cli: cli/compose/convert/service.go, convertFileObject.
function toPlannedFile(
  file: StackFile,
  { source, target, uid, gid, mode = 0o444 }: FileReference,
  object: FileObjectConfig,
): PlannedFile {
  return {
    name: realName(file, source, object),
    target: { Name: target || source, UID: uid || '0', GID: gid || '0', Mode: mode },
  };
}

function reportUndefined(
  kind: Kind,
  {
    file,
    service,
    at,
    source,
  }: { file: StackFile; service: ServiceConfig; at: FileReference['node']['at']; source: string },
): void {
  const message = `service ${service.name}: undefined ${kind} ${goQuote(source)}`;
  file.log.error(at, 'undefined-reference', message);
}

// docker/cli: cli/command/service/parse.go, ParseConfigs and ParseSecrets.
function reportDuplicate(
  kind: Kind,
  {
    file,
    service,
    reference,
    name,
  }: { file: StackFile; service: ServiceConfig; reference: FileReference; name: string },
): void {
  const message = `service ${service.name}: duplicate ${kind} target for ${name} not allowed`;
  file.log.error(reference.node.at, 'duplicate-target', message);
}
