import { linuxNodes, windowsNodes, type NodeOptions } from '@swarmsim/core';
import { fromDockerNode, type DockerNode } from '@swarmsim/core/docker-format';
import {
  checkFields,
  fieldAt,
  forElement,
  invalid,
  readElements,
  type FieldTable,
  type InspectedElement,
} from './read-inspect.ts';

/**
 * Makes nodes of what `docker node inspect $(docker node ls -q)` prints, as a text or parsed: their
 * names, roles, availability, labels, platforms, resources, engines and addresses. What docker does not
 * tell, such as the build of Windows, is the simulation's default. All are up, but for a node that is
 * down and whose host name another one has: that is what a host leaves behind that joined again.
 *
 * @throws SwarmSimError `invalid-argument` that says which element and which field is wrong.
 */
export function importNodes(json: unknown): readonly NodeOptions[] {
  const elements = readElements('nodes', json);
  for (const element of elements) checkNode(element);
  const present = elements.filter((element) => !isLeftBehind(element, elements));
  const names = new Map<string, string>();
  return present.map((element) => {
    const node = forElement(element, () => toNodeOptions(element.value));
    const other = names.get(node.hostname);
    if (other !== undefined) {
      throw invalid(`${element.where}: ${hostnamePath} '${node.hostname}' is that of ${other} too`);
    }
    names.set(node.hostname, element.where);
    return node;
  });
}

const hostnamePath = 'Description.Hostname';

const nodeFields: FieldTable = {
  Spec: 'object',
  'Spec.Role': 'text',
  'Spec.Availability': 'text',
  'Spec.Labels': 'labels',
  Description: 'object',
  [hostnamePath]: 'text',
  'Description.Platform': 'object',
  'Description.Platform.OS': 'text',
  'Description.Platform.Architecture': 'text',
  'Description.Resources': 'object',
  'Description.Resources.NanoCPUs': 'number',
  'Description.Resources.MemoryBytes': 'number',
  'Description.Resources.GenericResources': 'list',
  'Description.Engine': 'object',
  'Description.Engine.EngineVersion': 'text',
  'Description.Engine.Labels': 'labels',
  'Description.Engine.Plugins': 'list',
  Status: 'object',
  'Status.State': 'text',
  'Status.Addr': 'text',
};

/** Fields whose words must be known, as an unknown one would be taken for the first. */
const words: Readonly<Record<string, readonly string[]>> = {
  'Spec.Role': ['worker', 'manager'],
  'Spec.Availability': ['active', 'pause', 'drain'],
};

function checkNode(element: InspectedElement): void {
  checkFields(element, nodeFields);
  const { where, value } = element;
  for (const path of [hostnamePath, 'Description.Platform.OS']) {
    const field = fieldAt(value, path) ?? '';
    if (field === '') throw invalid(`${where}: ${path} is missing`);
  }
  for (const [path, known] of Object.entries(words)) {
    const word = textAt(value, path);
    if (word === undefined || known.includes(word)) continue;
    throw invalid(`${where}: ${path} must be one of ${known.join(', ')}, not '${word}'`);
  }
  const os = textAt(value, 'Description.Platform.OS');
  if (os === 'windows' || os === 'linux') return;
  throw invalid(`${where}: Description.Platform.OS must be windows or linux, not '${os}'`);
}

function textAt(value: object, path: string): string | undefined {
  const field = fieldAt(value, path);
  return typeof field === 'string' ? field : undefined;
}

function isLeftBehind(element: InspectedElement, all: readonly InspectedElement[]): boolean {
  if (fieldAt(element.value, 'Status.State') !== 'down') return false;
  const name = fieldAt(element.value, hostnamePath);
  return all.some((other) => other !== element && fieldAt(other.value, hostnamePath) === name);
}

/** The builders check what they make. */
function toNodeOptions(value: object): NodeOptions {
  const { spec, description, status } = fromDockerNode(value as DockerNode);
  const { hostname = '', platform, resources, engine } = description ?? {};
  const { role, availability, labels } = spec;
  const { architecture = '' } = platform ?? {};
  const [node] = (platform?.os === 'windows' ? windowsNodes : linuxNodes)([hostname], {
    role,
    availability,
    ...(labels !== undefined && { labels }),
    ...(architecture !== '' && { architecture }),
    ...(resources !== undefined && {
      cpus: resources.nanoCpus / 1_000_000_000,
      memory: resources.memoryBytes,
      genericResources: resources.generic ?? [],
    }),
    ...(engine?.engineVersion !== undefined && { engineVersion: engine.engineVersion }),
    ...(engine?.labels !== undefined && { engineLabels: engine.labels }),
    ...(engine?.plugins !== undefined && { plugins: engine.plugins }),
    ...(status.addr !== '' && { addr: status.addr }),
  });
  if (node === undefined) throw new Error('no node was made');
  return node;
}
