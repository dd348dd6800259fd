import {
  createSwarm,
  credentialSpec,
  type ImageDescription,
  type ServiceOptions,
  type ServiceSpec,
  type Swarm,
  type TaskSpec,
} from '@swarmsim/core';
import { fromDockerServiceSpec, type DockerServiceSpec } from '@swarmsim/core/docker-format';
import {
  checkFields,
  fieldAt,
  forElement,
  invalid,
  readElements,
  type FieldTable,
  type InspectedElement,
} from './read-inspect.ts';
import type { ScenarioStep } from './scenario.ts';

/**
 * Makes steps that create the services which `docker service inspect $(docker service ls -q)` prints, as
 * a text or parsed. In front of them come the images that they are pinned to, and the configs, secrets
 * and networks that they refer to, under the same names; their contents docker does not print here. A
 * network goes by what docker prints of it, its id. A config that is a credential spec becomes one for a
 * made-up account.
 *
 * @throws SwarmSimError `invalid-argument` that says which element and which field is wrong.
 */
export function importServices(json: unknown): readonly ScenarioStep[] {
  const elements = readElements('services', json);
  // A swarm without nodes says what the real one would, and knows how to write a spec in the short form.
  const swarm = createSwarm();
  const objects = new Map<string, ScenarioStep>();
  const images = new Map<string, ScenarioStep>();
  const services = elements.map((element): ScenarioStep => {
    checkService(element);
    return forElement(element, () => {
      const spec = fromDockerServiceSpec(
        (fieldAt(element.value, 'Spec') ?? {}) as DockerServiceSpec,
      );
      const image = imageOf(spec.task);
      if (image !== undefined) images.set(image.name, { at: 0, kind: 'image-push', image });
      const options = toOptions(swarm, withNetworks(spec), objects);
      return { at: servicesMs, kind: 'service-create', options };
    });
  });
  return [...images.values(), ...objects.values(), ...services];
}

/** By then nodes have registered, in ms. */
const servicesMs = 1_000;

const template = 'Spec.TaskTemplate';
const container = `${template}.ContainerSpec`;

const serviceFields: FieldTable = {
  Spec: 'object',
  'Spec.Name': 'text',
  'Spec.Labels': 'labels',
  'Spec.Mode': 'object',
  'Spec.Networks': 'list',
  'Spec.UpdateConfig': 'object',
  'Spec.RollbackConfig': 'object',
  'Spec.EndpointSpec': 'object',
  'Spec.EndpointSpec.Ports': 'list',
  [template]: 'object',
  [`${template}.Resources`]: 'object',
  [`${template}.Resources.Limits`]: 'object',
  [`${template}.Resources.Reservations`]: 'object',
  [`${template}.RestartPolicy`]: 'object',
  [`${template}.Placement`]: 'object',
  [`${template}.Placement.Constraints`]: 'texts',
  [`${template}.Placement.Preferences`]: 'list',
  [`${template}.Placement.Platforms`]: 'list',
  [`${template}.Networks`]: 'list',
  [`${template}.LogDriver`]: 'object',
  [`${template}.ForceUpdate`]: 'number',
  [container]: 'object',
  [`${container}.Image`]: 'text',
  [`${container}.Labels`]: 'labels',
  [`${container}.Command`]: 'texts',
  [`${container}.Args`]: 'texts',
  [`${container}.Env`]: 'texts',
  [`${container}.Mounts`]: 'list',
  [`${container}.Configs`]: 'list',
  [`${container}.Secrets`]: 'list',
  [`${container}.Privileges`]: 'object',
  [`${container}.Healthcheck`]: 'object',
  [`${container}.StopGracePeriod`]: 'number',
};

function checkService(element: InspectedElement): void {
  checkFields(element, serviceFields);
  const { where, value } = element;
  for (const path of ['Spec', 'Spec.Name', template, container, `${container}.Image`]) {
    const field = fieldAt(value, path) ?? '';
    if (field === '') throw invalid(`${where}: ${path} is missing`);
  }
}

/** The image, as the registry has it that the docker client asked. */
function imageOf({ runtime, placement }: TaskSpec): ImageDescription | undefined {
  if (runtime?.kind !== 'container') return undefined;
  const [name = '', digest] = runtime.image.split('@');
  const platforms = (placement?.platforms ?? []).filter(
    ({ os, architecture }) => (os === 'windows' || os === 'linux') && architecture !== '',
  );
  if (platforms.length === 0) return undefined;
  return { name, platforms, ...(digest !== undefined && { digest }) };
}

/** Older clients wrote networks beside the task. */
function withNetworks(spec: ServiceSpec): ServiceSpec {
  const { networks, ...rest } = spec;
  if (networks === undefined) return spec;
  return { ...rest, task: { ...rest.task, networks: rest.task.networks ?? networks } };
}

/** Creates the service, with what it refers to, and reads its options back. */
function toOptions(
  swarm: Swarm,
  spec: ServiceSpec,
  objects: Map<string, ScenarioStep>,
): ServiceOptions {
  const networks = (spec.task.networks ?? []).map(({ target }) => target);
  const ids = makeObjects(swarm, spec, objects);
  const task = withIds(spec.task, ids);
  swarm.apply({ kind: 'service-create-spec', spec: { ...spec, task }, resolveImage: false });
  const options = swarm.services.options(spec.name);
  return networks.length === 0 ? options : { ...options, networks };
}

type Ids = ReadonlyMap<string, string>;

/** Makes what is not there yet. @returns the ids by kind and name. */
function makeObjects(swarm: Swarm, { task }: ServiceSpec, objects: Map<string, ScenarioStep>): Ids {
  const { runtime, networks = [] } = task;
  if (runtime?.kind !== 'container') return new Map();
  const source = runtime.privileges?.credentialSpec;
  const ids = new Map<string, string>();
  for (const { configId, configName: name } of runtime.configs ?? []) {
    const isSpec = source?.kind === 'config' && source.configId === configId;
    const data = isSpec ? madeUpSpec : `${name}\n`;
    const known = swarm.configs.list().find(({ spec }) => spec.name === name);
    ids.set(`config ${name}`, (known ?? swarm.configs.create({ name, data })).id);
    if (known === undefined || isSpec) {
      objects.set(`config ${name}`, { at: 0, kind: 'config-create', name, data });
    }
  }
  for (const { secretName: name } of runtime.secrets ?? []) {
    const known = swarm.secrets.list().find(({ spec }) => spec.name === name);
    const data = `${name}\n`;
    ids.set(`secret ${name}`, (known ?? swarm.secrets.create({ name, data })).id);
    objects.set(`secret ${name}`, { at: 0, kind: 'secret-create', name, data });
  }
  for (const { target: name } of networks) {
    const key = `network ${name}`;
    const spec = { name, driver: { name: 'overlay' } };
    if (!objects.has(key)) swarm.apply({ kind: 'network-create', spec });
    objects.set(key, { at: 0, kind: 'network-create', spec });
  }
  return ids;
}

const madeUpSpec = credentialSpec({ domain: 'example.com', account: 'account' });

/** Ids of another swarm mean nothing here; names do. */
function withIds(task: TaskSpec, ids: Ids): TaskSpec {
  const { runtime } = task;
  if (runtime?.kind !== 'container') return task;
  const { configs, secrets, privileges } = runtime;
  const source = privileges?.credentialSpec;
  const configId = <Reference extends { configId: string; configName: string }>(
    reference: Reference,
  ): Reference => ({
    ...reference,
    configId: ids.get(`config ${reference.configName}`) ?? reference.configId,
  });
  const named =
    source?.kind === 'config'
      ? configs?.find((reference) => reference.configId === source.configId)
      : undefined;
  return {
    ...task,
    runtime: {
      ...runtime,
      ...(configs !== undefined && { configs: configs.map(configId) }),
      ...(secrets !== undefined && {
        secrets: secrets.map((reference) => ({
          ...reference,
          secretId: (ids.get(`secret ${reference.secretName}`) ??
            reference.secretId) as typeof reference.secretId,
        })),
      }),
      ...(source?.kind === 'config' &&
        named !== undefined && {
          privileges: {
            credentialSpec: { ...source, configId: configId(named).configId },
          },
        }),
    },
  };
}
