/**
 * What may be wrong with a credential spec, one case for each mistake: the moment at which somebody
 * notices, what they say then, and that nothing is half made. Docker passes the document on unread, so
 * that most mistakes show on the worker, and some to nobody but the application.
 */
import {
  createSwarm,
  credentialSpec,
  linuxNodes,
  parseCredentialSpec,
  windowsNodes,
  type ConfigId,
  type ConfigReference,
  type CredentialSpecSource,
  type ServiceSpec,
  type Swarm,
  type SwarmSimErrorCode,
} from '@swarmsim/core';
import { fromDockerServiceSpec, type DockerServiceSpec } from '@swarmsim/core/docker-format';
import { describe, expect, it } from 'vitest';

import { createContoso } from '../identity/contoso.ts';
import {
  createHealthy,
  healthOf,
  refusalOf,
  refused,
  upn,
  valid,
  validText,
  type RefusedRow,
} from './healthy-swarm.ts';

const folder = String.raw`C:\ProgramData\docker\CredentialSpecs`;

function serviceWith(
  credentialSpecSource: CredentialSpecSource,
  configs: readonly ConfigReference[] = [],
): ServiceSpec {
  const privileges = { credentialSpec: credentialSpecSource };
  return {
    name: 'bad',
    task: {
      runtime: { kind: 'container', image: 'iis', configs, privileges },
      restart: { condition: 'none', maxAttempts: 0 },
    },
    mode: { kind: 'replicated', replicas: 1 },
  };
}

function configSource(id: string): CredentialSpecSource {
  return { kind: 'config', configId: id as ConfigId };
}

function reference(id: string, target?: ConfigReference['target']): ConfigReference {
  const named = { configId: id as ConfigId, configName: `name of ${id}` };
  return target === undefined ? named : { ...named, target };
}

function idOf(swarm: Swarm, config: string): string {
  return swarm.configs.get(config).id;
}

const scheme =
  'invalid credential spec: value must be prefixed with "config://", "file://", or "registry://"';
const noSource =
  'invalid CredentialSpec: must either provide "file", "registry", or "config" for credential spec';

/** docker/cli: cli/command/service/opts.go, credentialSpecOpt; moby: daemon/cluster/convert/container.go. */
const optionRows: readonly {
  readonly name: string;
  readonly option: unknown;
  readonly code?: SwarmSimErrorCode;
  readonly text: string;
}[] = [
  { name: 'raw://, which is for docker run only', option: `raw://${validText}`, text: scheme },
  { name: 'raw:// without more', option: 'raw://', text: scheme },
  { name: 'a scheme that there is not', option: 'vault://webapp01', text: scheme },
  { name: 'a scheme in capitals', option: 'CONFIG://webapp01', text: scheme },
  { name: 'file:// in capitals', option: 'FILE://good.json', text: scheme },
  { name: 'no scheme', option: 'good.json', text: scheme },
  { name: 'half a scheme', option: 'config:webapp01', text: scheme },
  { name: 'the document itself', option: validText, text: scheme },
  { name: 'config:// without more', option: 'config://', text: noSource },
  { name: 'file:// without more', option: 'file://', text: noSource },
  { name: 'registry:// without more', option: 'registry://', text: noSource },
  {
    name: 'a config that there is not',
    option: 'config://webapp99',
    code: 'not-found',
    text: 'config not found: webapp99',
  },
  {
    name: 'a config in other capitals',
    option: 'config://WebApp01',
    code: 'not-found',
    text: 'config not found: WebApp01',
  },
  {
    name: 'what is no text',
    option: valid,
    text: "service: option 'credentialSpec' must be a text, not object",
  },
];

describe('a credential spec that is right', () => {
  it('makes its container an account, which every other case begins with', () => {
    expect(createHealthy().containers.of('web.1').identity().upn).toBe(upn);
  });
});

describe('a credential spec that the client refuses', () => {
  it.each(optionRows)('$name', ({ option, code = 'invalid-argument', text }) => {
    const credential = option as string;
    const swarm = createHealthy();
    const expected = refused({ code, text }, swarm);

    const creation = refusalOf(swarm, () =>
      swarm.services.create({ name: 'bad', image: 'iis', credentialSpec: credential }),
    );
    const update = refusalOf(swarm, () =>
      swarm.services.update('web', (draft) => {
        draft.credentialSpec = credential;
      }),
    );

    expect([creation, update]).toEqual([expected, expected]);
  });

  it('is none where it is empty: nothing to refuse', () => {
    const swarm = createHealthy();

    swarm.services.create({ name: 'bad', image: 'iis', credentialSpec: '' });
    swarm.settle();

    expect(swarm.containers.of('bad.1').identity()).toMatchObject({ reason: 'no-credential-spec' });
    expect(swarm.services.get('bad').spec.task.runtime).not.toHaveProperty('privileges');
  });

  it('is taken away where it is empty, and with it the reference to its config', () => {
    const swarm = createHealthy();

    swarm.services.update('web', (draft) => {
      draft.credentialSpec = '';
    });
    swarm.settle();

    const { runtime: container } = swarm.services.get('web').spec.task;
    expect(container).not.toHaveProperty('privileges');
    expect(container).not.toHaveProperty('configs');
    swarm.configs.remove('webapp01');
    expect(swarm.configs.list()).toEqual([]);
  });
});

function createFromDocker(parts: DockerServiceSpec['TaskTemplate']): (swarm: Swarm) => unknown {
  return (swarm) => {
    const spec = fromDockerServiceSpec({ Name: 'bad', ...(parts && { TaskTemplate: parts }) });
    return swarm.controlApi.services.create(spec);
  };
}

/** moby: daemon/cluster/convert/container.go, credentialSpecToGRPC and configReferencesToGRPC. */
const engineApiRows: readonly RefusedRow[] = [
  {
    name: 'a config and a file',
    act: createFromDocker({
      ContainerSpec: {
        Image: 'iis',
        Privileges: { CredentialSpec: { Config: 'c1', File: 'a.json' } },
      },
    }),
    code: 'invalid-argument',
    text: 'invalid CredentialSpec: cannot specify both "config" and "file" credential specs',
  },
  {
    name: 'all three sources',
    act: createFromDocker({
      ContainerSpec: {
        Image: 'iis',
        Privileges: { CredentialSpec: { Config: 'c1', File: 'a.json', Registry: 'a' } },
      },
    }),
    code: 'invalid-argument',
    text: 'invalid CredentialSpec: cannot specify both "config", "file", and "registry" credential specs',
  },
  {
    name: 'a reference that is for a file and for the runtime',
    act: createFromDocker({
      ContainerSpec: {
        Image: 'iis',
        Configs: [{ ConfigID: 'c1', ConfigName: 'a', File: { Name: 'a' }, Runtime: {} }],
        Privileges: { CredentialSpec: { Config: 'c1' } },
      },
    }),
    code: 'invalid-argument',
    text: 'invalid Config: cannot specify both File and Runtime',
  },
];

function createWith(
  make: (id: string) => Parameters<typeof serviceWith>,
): (swarm: Swarm) => unknown {
  return (swarm) => {
    return swarm.controlApi.services.create(serviceWith(...make(idOf(swarm, 'webapp01'))));
  };
}

const runtime = { kind: 'runtime' } as const;
const file = { kind: 'file', name: 'a.json' } as const;

function notReferenced(id: string): string {
  return `CredentialSpec references config '${id}', but that config isn't in config references with RuntimeTarget`;
}

/** SwarmKit: manager/controlapi/service.go, validateConfigRefsSpec; config.go. */
const controlApiRows: readonly RefusedRow[] = [
  {
    name: 'a config that no reference names',
    act: createWith((id) => [configSource(id)]),
    code: 'invalid-argument',
    text: (swarm) => notReferenced(idOf(swarm, 'webapp01')),
  },
  {
    name: 'a config that is referenced as a file only',
    act: createWith((id) => [configSource(id), [reference(id, file)]]),
    code: 'invalid-argument',
    text: (swarm) => notReferenced(idOf(swarm, 'webapp01')),
  },
  {
    name: 'a config where another one is referenced',
    act: createWith((id) => [configSource('other'), [reference(id, runtime)]]),
    code: 'invalid-argument',
    text: notReferenced('other'),
  },
  {
    name: 'a reference without a target',
    act: createWith((id) => [configSource(id), [reference(id)]]),
    code: 'invalid-argument',
    text: 'malformed config reference, no target provided',
  },
  {
    name: 'a reference without an id',
    act: createWith((id) => [configSource(id), [reference('', runtime)]]),
    code: 'invalid-argument',
    text: 'malformed config reference',
  },
  {
    name: 'a config that there is not',
    act: createWith(() => [configSource('gone'), [reference('gone', runtime)]]),
    code: 'invalid-argument',
    text: 'config not found: name of gone',
  },
  {
    name: 'a document without a byte',
    act: (swarm) => swarm.configs.create({ name: 'empty', data: '' }),
    code: 'invalid-argument',
    text: 'config data must be larger than 0 and less than 1024000 bytes',
  },
  {
    name: 'a document that is too large',
    act: (swarm) => swarm.configs.create({ name: 'large', data: 'x'.repeat(1_024_000) }),
    code: 'invalid-argument',
    text: 'config data must be larger than 0 and less than 1024000 bytes',
  },
  {
    name: 'another document in place of one',
    act: (swarm) => {
      const { id, meta, spec } = swarm.configs.get('webapp01');
      return swarm.controlApi.configs.update(id, meta.version, { ...spec, data: 'e30=' });
    },
    code: 'invalid-argument',
    text: 'only updates to Labels are allowed',
  },
  {
    name: 'a file that two references write',
    act: createWith((id) => [configSource(id), [reference(id, file), reference('other', file)]]),
    code: 'invalid-argument',
    text: (swarm) =>
      `config references 'name of ${idOf(swarm, 'webapp01')}' and 'name of other' have a conflicting target: 'a.json'`,
  },
  {
    name: 'the removal of a document in use',
    act: (swarm) => swarm.configs.remove('webapp01'),
    code: 'invalid-argument',
    text: "config 'webapp01' is in use by the following service: web",
  },
];

describe('a credential spec that the Engine API refuses', () => {
  it.each(engineApiRows)('$name', (row) => {
    const swarm = createHealthy();

    expect(refusalOf(swarm, row.act)).toEqual(refused(row, swarm));
  });
});

describe('a credential spec that the control API refuses', () => {
  it.each(controlApiRows)('$name', (row) => {
    const swarm = createHealthy();

    expect(refusalOf(swarm, row.act)).toEqual(refused(row, swarm));
  });
});

/** A task that fails when its container is started. */
interface FailedRow {
  readonly name: string;
  readonly source: CredentialSpecSource | { readonly document: string };
  /** `CONTAINER` stands for the container's id. */
  readonly err: string;
}

function fileSource(path: string): CredentialSpecSource {
  return { kind: 'file', file: path };
}

const noDocument =
  'hcs::CreateComputeSystem CONTAINER: The virtual machine or container JSON document is invalid. (0xc037010d)';
const malformedOption =
  "invalid credential spec security option - value must be prefixed by 'file://', 'registry://', or 'raw://' followed by a non-empty value";
const absolutePath = 'invalid credential spec: file:// path cannot be absolute';
const outsidePath = `invalid credential spec: file:// path must be under ${folder}`;

function notOpened(path: string, what = 'file'): string {
  return `failed to load credential spec for container CONTAINER: open ${path}: The system cannot find the ${what} specified.`;
}

/** moby: daemon/oci_windows.go, setWindowsCredentialSpec; hcsshim: internal/hcs/errors.go. */
const failedRows: readonly FailedRow[] = [
  { name: 'no JSON', source: { document: 'webapp01' }, err: noDocument },
  { name: 'half of the JSON', source: { document: validText.slice(0, -1) }, err: noDocument },
  { name: 'JSON that is a list', source: { document: '[]' }, err: noDocument },
  { name: 'JSON that is a text', source: { document: '"webapp01"' }, err: noDocument },
  { name: 'a file with no JSON', source: fileSource('text.json'), err: noDocument },
  {
    name: 'a registry value that is a list',
    source: { kind: 'registry', registry: 'list' },
    err: noDocument,
  },
  { name: 'a file on a drive', source: fileSource(String.raw`C:\good.json`), err: absolutePath },
  {
    name: 'a file on a share',
    source: fileSource(String.raw`\\files01\specs\good.json`),
    err: absolutePath,
  },
  { name: 'a file above the folder', source: fileSource('../good.json'), err: outsidePath },
  {
    name: 'a file that climbs from within',
    source: fileSource(String.raw`team\..\..\..\good.json`),
    err: outsidePath,
  },
  {
    name: 'a file in a folder whose name begins alike',
    source: fileSource(String.raw`..\CredentialSpecsOld\good.json`),
    err: notOpened(String.raw`C:\ProgramData\docker\CredentialSpecsOld\good.json`, 'path'),
  },
  {
    name: 'a file that is missing',
    source: fileSource('bad.json'),
    err: notOpened(String.raw`${folder}\bad.json`),
  },
  {
    name: 'a file in a folder that is missing',
    source: fileSource('team/good.json'),
    err: notOpened(String.raw`${folder}\team\good.json`, 'path'),
  },
  {
    name: 'a registry value that is missing',
    source: { kind: 'registry', registry: 'bad' },
    err: 'registry credential spec "bad" for container CONTAINER was not found',
  },
  { name: 'a config without an id', source: configSource(''), err: malformedOption },
  { name: 'a file without a name', source: fileSource(''), err: malformedOption },
  {
    name: 'a registry value without a name',
    source: { kind: 'registry', registry: '' },
    err: malformedOption,
  },
];

/** Makes a service with the credential spec; with a source, past the client's checks. */
function createBad(swarm: Swarm, source: FailedRow['source']): void {
  if ('kind' in source) {
    swarm.controlApi.services.create(serviceWith(source));
  } else {
    swarm.configs.create({ name: 'bad', data: source.document });
    const restart = { condition: 'none' } as const;
    const credential = 'config://bad';
    swarm.services.create({ name: 'bad', image: 'iis', credentialSpec: credential, restart });
  }
  swarm.settle();
}

describe('a credential spec that a Windows worker fails with', () => {
  it.each(failedRows)('$name', ({ source, err }) => {
    const swarm = createHealthy();
    const health = healthOf(swarm);

    createBad(swarm, source);

    const task = swarm.tasks.get('bad.1');
    const container = swarm.containers.find(task.id);
    const text = err.replace('CONTAINER', container?.containerId ?? '');
    expect(task.status).toMatchObject({
      state: 'failed',
      err: `starting container failed: ${text}`,
    });
    expect(container?.state).not.toBe('running');
    expect(container?.startedAt).toBeUndefined();
    expect(swarm.tasks.list({ service: 'bad' })).toHaveLength(1);
    expect(healthOf(swarm)).toEqual(health);
  });

  it.each(['file://good.json', 'registry://GOOD', 'config://webapp01'])(
    'but not with %s',
    (option) => {
      const swarm = createHealthy();

      swarm.services.create({ name: 'good', image: 'iis', credentialSpec: option });
      swarm.settle();

      expect(swarm.containers.of('good.1').identity()).toMatchObject({ upn });
    },
  );

  it.each(['file://good.json', 'registry://good', 'config://spec'])(
    'and on Linux %s is refused when the container is created',
    (option) => {
      const swarm = createSwarm({ nodes: linuxNodes(['L']) });
      swarm.configs.create({ name: 'spec', data: validText });
      const restart = { condition: 'none' } as const;

      swarm.services.create({ name: 'bad', image: 'nginx', credentialSpec: option, restart });
      swarm.settle();

      const task = swarm.tasks.get('bad.1');
      const resolved = option.replace('config://spec', `config://${idOf(swarm, 'spec')}`);
      expect(task.status).toMatchObject({
        state: 'rejected',
        err: `invalid --security-opt 2: "credentialspec=${resolved}"`,
      });
      expect(swarm.containers.find(task.id)).toBeUndefined();
    },
  );
});

function withDomain(change: Partial<typeof valid.DomainJoinConfig>): string {
  return JSON.stringify({ ...valid, DomainJoinConfig: { ...valid.DomainJoinConfig, ...change } });
}

/** A container that runs, and is nobody. */
const nobodyRows: readonly {
  readonly name: string;
  readonly document: string;
  readonly reason: string;
  /** Where `parseCredentialSpec` finds something, and what. */
  readonly issues: readonly string[];
}[] = [
  {
    name: 'an object without a field',
    document: '{}',
    reason: 'malformed',
    issues: [
      'missing-field CmsPlugins',
      'missing-field DomainJoinConfig',
      'missing-field ActiveDirectoryConfig',
    ],
  },
  {
    name: 'no accounts',
    document: JSON.stringify({ ...valid, ActiveDirectoryConfig: {} }),
    reason: 'malformed',
    issues: ['missing-field ActiveDirectoryConfig.GroupManagedServiceAccounts'],
  },
  {
    name: 'no domain name',
    document: withDomain({ DnsName: undefined as never }),
    reason: 'malformed',
    issues: ['missing-field DomainJoinConfig.DnsName'],
  },
  {
    name: 'no plugin',
    document: JSON.stringify({ ...valid, CmsPlugins: [] }),
    reason: 'malformed',
    issues: ['missing-plugin CmsPlugins'],
  },
  {
    name: 'an account with the sign of a computer',
    document: withDomain({ MachineAccountName: 'webapp01$' }),
    reason: 'malformed',
    issues: [
      'malformed-account-name DomainJoinConfig.MachineAccountName',
      'unlisted-account ActiveDirectoryConfig.GroupManagedServiceAccounts',
    ],
  },
  {
    name: 'an account that is not listed',
    document: withDomain({ MachineAccountName: 'webapp02' }),
    reason: 'unlisted-account',
    issues: ['unlisted-account ActiveDirectoryConfig.GroupManagedServiceAccounts'],
  },
  {
    name: 'an account that the domain does not know',
    document: JSON.stringify(credentialSpec({ domain: 'contoso.com', account: 'webapp99' })),
    reason: 'unknown-account',
    issues: [],
  },
  {
    name: 'a domain that nobody knows',
    document: JSON.stringify(credentialSpec({ domain: 'nowhere.com', account: 'webapp01' })),
    reason: 'other-domain',
    issues: [],
  },
];

describe('a credential spec that nobody refuses', () => {
  it.each(nobodyRows)('$name: the container runs, and is nobody', (row) => {
    const swarm = createHealthy();
    const health = healthOf(swarm);

    createBad(swarm, row);

    const found = parseCredentialSpec(row.document).issues.map(
      ({ code, path }) => `${code} ${path}`,
    );
    expect(found).toEqual(row.issues);
    expect(swarm.tasks.get('bad.1').status).toMatchObject({ state: 'running', err: '' });
    const container = swarm.containers.of('bad.1');
    expect(container.credentialSpec?.text).toBe(row.document);
    expect(container.identity()).toMatchObject({ reason: row.reason });
    expect(container.identity().upn).toBeUndefined();
    expect(container.access('sql01').isGranted).toBe(false);
    expect(healthOf(swarm)).toEqual(health);
  });

  it('an empty file: the container gets none', () => {
    const swarm = createHealthy();

    createBad(swarm, fileSource('empty.json'));

    const container = swarm.containers.of('bad.1');
    expect(container.credentialSpec).toBeUndefined();
    expect(container.identity()).toMatchObject({ reason: 'no-credential-spec' });
  });

  it('a config on an engine that knows none: the container gets none', () => {
    const nodes = windowsNodes(['A'], { domain: 'contoso.com', engineVersion: '18.09.9' });
    const swarm = createContoso({ nodes });

    expect(swarm.tasks.get('web.1').status.state).toBe('running');
    expect(swarm.containers.of('web.1').identity()).toMatchObject({ reason: 'no-credential-spec' });
  });

  // Inferred: what Windows makes of these is not known, so that they are but warnings.
  it.each([
    { name: 'a SID of an account', document: withDomain({ Sid: 'S-1-5-21-1-2-3-1104' }) },
    { name: 'a malformed GUID', document: withDomain({ Guid: 'none' }) },
    { name: 'a forest that is no name', document: withDomain({ DnsTreeName: 'con toso' }) },
    {
      name: 'an account listed twice',
      document: JSON.stringify(
        credentialSpec({
          domain: 'contoso.com',
          account: 'webapp01',
          additionalAccounts: ['webapp01'],
        }),
      ),
    },
  ])('$name: it is warned of, and works', ({ document }) => {
    const swarm = createHealthy();

    createBad(swarm, { document });

    const { issues } = parseCredentialSpec(document);
    expect(new Set(issues.map(({ severity }) => severity))).toEqual(new Set(['warning']));
    expect(swarm.containers.of('bad.1').identity()).toMatchObject({ upn });
  });
});
