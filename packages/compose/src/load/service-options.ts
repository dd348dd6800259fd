/** Options that Compose knows and a swarm does not. */
import { compareText } from '../go/go-text.ts';
import type { IssueLog, Position } from '../issue/issue.ts';
import { entriesOf, child, type MapNode } from '../yaml/source-tree.ts';

// docker/cli: cli/compose/loader/loader.go, validateForbidden; cli/command/stack/loader.go words it.
/** Refuses options that a swarm will never have. */
export function checkForbiddenOptions(root: MapNode, log: IssueLog): void {
  const used = findUses(root, Object.keys(forbidden));
  const [first] = used.values();
  if (first === undefined) return;
  const described = describe(used, forbidden);
  const message = `Compose file contains unsupported options:\n\n${described}`;
  log.error(first, 'forbidden-option', message);
}

// docker/cli: cli/compose/loader/loader.go, GetUnsupportedProperties.
/** Warns of options that are left out of the services. */
export function warnAboutUnsupportedOptions(root: MapNode, log: IssueLog): void {
  const used = findUses(root, unsupported);
  const [first] = used.values();
  if (first === undefined) return;
  const names = [...used.keys()].sort(compareText).join(', ');
  log.warning(first, 'unsupported-option', `Ignoring unsupported options: ${names}`);
}

// docker/cli: cli/compose/loader/loader.go, GetDeprecatedProperties.
/** Warns of options that mean nothing any more. */
export function warnAboutDeprecatedOptions(root: MapNode, log: IssueLog): void {
  const used = findUses(root, Object.keys(deprecated));
  const [first] = used.values();
  if (first === undefined) return;
  const message = `Ignoring deprecated options:\n\n${describe(used, deprecated)}`;
  log.warning(first, 'deprecated-option', message);
}

/** The options of any service that are among the names, each with its first place in the file. */
function findUses(root: MapNode, names: readonly string[]): ReadonlyMap<string, Position> {
  const uses = new Map<string, Position>();
  for (const [, { value: service }] of entriesOf(child(root, 'services'))) {
    for (const [option, { key }] of entriesOf(service)) {
      if (names.includes(option) && !uses.has(option)) uses.set(option, key);
    }
  }
  return uses;
}

function describe(
  used: ReadonlyMap<string, Position>,
  descriptions: Readonly<Record<string, string>>,
): string {
  const lines = [...used.keys()].map((option) => `${option}: ${descriptions[option] ?? ''}`);
  return lines.sort(compareText).join('\n\n');
}

// docker/cli: cli/compose/types/types.go, UnsupportedProperties.
const unsupported: readonly string[] = [
  'build',
  'cgroupns_mode',
  'cgroup_parent',
  'devices',
  'domainname',
  'external_links',
  'ipc',
  'links',
  'mac_address',
  'network_mode',
  'pid',
  'privileged',
  'restart',
  'security_opt',
  'shm_size',
  'userns_mode',
];

// docker/cli: cli/compose/types/types.go, DeprecatedProperties, whose texts the user sees.
const deprecated: Readonly<Record<string, string>> = {
  container_name: 'Setting the container name is not supported.',
  expose:
    "Exposing ports is unnecessary - services on the same network can access each other's containers on any port.",
};

const useDeploy = 'Set resource limits using deploy.resources';

// docker/cli: cli/compose/types/types.go, ForbiddenProperties, whose texts the user sees.
const forbidden: Readonly<Record<string, string>> = {
  extends: 'Support for `extends` is not implemented yet.',
  volume_driver:
    'Instead of setting the volume driver on the service, define a volume using the top-level `volumes` option and specify the driver there.',
  volumes_from:
    'To share a volume between services, define it using the top-level `volumes` option and reference it from each service that shares it using the service-level `volumes` option.',
  cpu_quota: useDeploy,
  cpu_shares: useDeploy,
  cpuset: useDeploy,
  mem_limit: useDeploy,
  memswap_limit: useDeploy,
};
