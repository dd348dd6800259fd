import { credentialSpec, formatCredentialSpec } from '@swarmsim/core/credential-spec';
import { describe, expect, it } from 'vitest';
import { parseStack, type ParsedStack } from '../parse-stack.ts';

const files: Readonly<Record<string, string>> = {
  'site.conf': 'listen 80',
  'key.txt': 's3cret',
  'spec.json': formatCredentialSpec(credentialSpec({ domain: 'contoso.com', account: 'webapp01' })),
  'bad.json': '{',
};

function parse(text: string): ParsedStack {
  const readFile = (path: string): string | undefined => files[path];
  return parseStack(text, {
    fileName: '/srv/stack.yml',
    name: 'shop',
    env: { HOME: '/u' },
    readFile,
  });
}

/** A file with one service that has this property, and further sections. */
function withService(property: string, sections = ''): ParsedStack {
  return parse(`services:\n  web:\n    image: iis\n    ${property}\n${sections}`);
}

function messagesOf({ issues }: ParsedStack): readonly string[] {
  return issues.map(({ message }) => message);
}

const stackLabel = { 'com.docker.stack.namespace': 'shop' };

// docker/cli: cli/compose/convert/compose.go, Networks.
describe('the networks of a stack', () => {
  it('are those that services use, on the overlay driver', () => {
    const { stack } = parse(
      [
        'services:',
        '  a: {image: x, networks: [front, back]}',
        '  b: {image: x}',
        'networks:',
        '  front: {attachable: true, labels: {k: v}}',
        '  back: {name: real, driver: nat, driver_opts: {o: 1}, internal: true}',
        '  unused: {}',
      ].join('\n'),
    );

    const plain = { ingress: false, internal: false, attachable: false, labels: stackLabel };
    expect(stack?.networks).toEqual([
      { ...plain, name: 'real', driver: { name: 'nat', options: { o: '1' } }, internal: true },
      { ...plain, name: 'shop_default', driver: { name: 'overlay' } },
      {
        ...plain,
        name: 'shop_front',
        driver: { name: 'overlay' },
        attachable: true,
        labels: { ...stackLabel, k: 'v' },
      },
    ]);
  });

  it('are joined under aliases, sorted by real name', () => {
    const { stack } = withService(
      'networks: {z: {aliases: [www]}, a: , host: }',
      'networks: {z: {}, a: {name: zz}, host: {external: true, name: host}}\n',
    );

    expect(stack?.services[0]?.spec.task.networks).toEqual([
      { target: 'host' },
      { target: 'shop_z', aliases: ['www', 'web'] },
      { target: 'zz', aliases: ['web'] },
    ]);
    expect(stack?.externalNetworks).toEqual(['host']);
  });

  it('must be declared', () => {
    expect(messagesOf(withService('networks: [nope]'))).toEqual([
      'service web: undefined network "nope"',
    ]);
  });
});

// docker/cli: cli/compose/convert/compose.go, Configs and Secrets.
describe('the configs and secrets of a stack', () => {
  it('carry the data of their files, sorted by key', () => {
    const { stack } = parse(
      [
        'configs:',
        '  site: {file: ./site.conf, labels: [k=v]}',
        '  page: {name: real, file: site.conf, template_driver: golang}',
        '  theirs: {external: true}',
        'secrets:',
        '  key: {file: key.txt}',
        '  vault: {driver: v, driver_opts: {path: 1}}',
      ].join('\n'),
    );

    expect(stack?.configs).toEqual([
      { name: 'real', labels: stackLabel, data: 'bGlzdGVuIDgw', templating: 'golang' },
      { name: 'shop_site', labels: { ...stackLabel, k: 'v' }, data: 'bGlzdGVuIDgw' },
    ]);
    expect(stack?.secrets).toEqual([
      { name: 'shop_key', labels: stackLabel, data: 'czNjcmV0' },
      { name: 'shop_vault', labels: stackLabel, driver: { name: 'v', options: { path: '1' } } },
    ]);
  });

  it('need their files', () => {
    const { issues } = parse('configs:\n  a:\n    file: ./no.conf\n  b: {}\n');

    expect(issues).toMatchObject([
      {
        code: 'missing-file',
        message: 'open no.conf: no such file or directory',
        path: 'configs.a.file',
        line: 3,
        column: 11,
      },
      { code: 'missing-file', message: 'read .: is a directory', path: 'configs.b', line: 4 },
    ]);
  });

  // docker/cli: cli/compose/loader/loader.go, loadFileObjectConfig.
  it.each([
    {
      text: 'secrets: {s: {driver: v, file: key.txt}}',
      message: 'secret s: secret.driver and secret.file conflict; only use secret.driver',
    },
    {
      text: 'configs: {c: {name: a, external: {name: b}}}',
      message: 'config c: config.external.name and config.name conflict; only use config.name',
    },
    {
      text: 'networks: {n: {name: a, external: {name: b}}}',
      message: 'network n: network.external.name and network.name conflict; only use network.name',
    },
    {
      text: 'volumes: {v: {external: true, driver: d}}',
      message: 'conflicting parameters "external" and "driver" specified for volume "v"',
    },
  ])('may not contradict themselves: $text', ({ text, message }) => {
    expect(messagesOf(parse(`${text}\n`))).toEqual([message]);
  });

  it('may still be external the old way, with a warning', () => {
    const { stack, issues } = withService(
      'configs: [c]',
      'configs: {c: {external: {name: real}}}\n',
    );

    expect(stack?.configs).toEqual([]);
    expect(stack?.services[0]?.spec.task.runtime).toMatchObject({
      configs: [{ configName: 'real', configId: '' }],
    });
    expect(issues).toMatchObject([
      {
        severity: 'warning',
        message: 'config c: config.external.name is deprecated in favor of config.name',
      },
    ]);
  });
});

// docker/cli: cli/compose/convert/service.go, convertServiceConfigObjs and convertServiceSecrets.
describe('the references of a service', () => {
  const sections = 'configs: {b: {file: site.conf}, a: {name: z, file: site.conf}}\n';

  it('have docker’s defaults and are sorted by real name', () => {
    const { stack } = withService(
      'configs: [a, {source: b, target: /x, uid: "1", gid: "2", mode: 0440}]',
      sections,
    );

    expect(stack?.services[0]?.spec.task.runtime).toMatchObject({
      configs: [
        {
          configId: '',
          configName: 'shop_b',
          target: { kind: 'file', name: '/x', uid: '1', gid: '2', mode: 0o440 },
        },
        {
          configId: '',
          configName: 'z',
          target: { kind: 'file', name: 'a', uid: '0', gid: '0', mode: 0o444 },
        },
      ],
    });
  });

  it('must be defined, each of them', () => {
    const { issues } = withService('configs: [x, {source: y}]\n    secrets: [s]');

    expect(issues).toMatchObject([
      { message: 'service web: undefined secret "s"', line: 5, column: 15 },
      { message: 'service web: undefined config "x"', line: 4, column: 15 },
      { message: 'service web: undefined config "y"', line: 4, column: 27 },
    ]);
  });

  // docker/cli: cli/command/service/parse.go, ParseConfigs.
  it('may not share a target', () => {
    const parsed = withService(
      'configs: [{source: a, target: t}, {source: b, target: t}]',
      sections,
    );

    expect(messagesOf(parsed)).toEqual([
      'service web: duplicate config target for shop_b not allowed',
    ]);
  });
});

// docker/cli: cli/compose/convert/service.go, convertCredentialSpec.
describe('the credential spec of a service', () => {
  it('is a config by key, and a reference that is no file', () => {
    const { stack, issues } = withService(
      'credential_spec: {config: spec}',
      'configs: {spec: {file: spec.json}}\n',
    );

    expect(issues).toEqual([]);
    expect(stack?.services[0]).toMatchObject({
      credentialSpecConfig: 'shop_spec',
      spec: {
        task: {
          runtime: {
            privileges: { credentialSpec: { kind: 'config', configId: '' } },
            configs: [{ configName: 'shop_spec', target: { kind: 'runtime' } }],
          },
        },
      },
    });
  });

  it.each([
    { option: 'file: spec.json', source: { kind: 'file', file: 'spec.json' } },
    { option: 'registry: myspec', source: { kind: 'registry', registry: 'myspec' } },
  ])('may be on every host: $option', ({ option, source }) => {
    const { stack } = withService(`credential_spec: {${option}}`);

    expect(stack?.services[0]?.spec.task.runtime).toMatchObject({
      privileges: { credentialSpec: source },
    });
  });

  it('is an external config only where the key is the real name', () => {
    const same = withService('credential_spec: {config: v1}', 'configs: {v1: {external: true}}\n');
    const other = withService(
      'credential_spec: {config: spec}',
      'configs: {spec: {external: true, name: v1}}\n',
    );

    expect(same.stack?.services[0]?.credentialSpecConfig).toBe('v1');
    expect(messagesOf(other)).toEqual([
      'service web: invalid credential spec: spec specifies config spec, but no such config can be found',
    ]);
    expect(other.issues[0]).toMatchObject({ line: 4, column: 31, code: 'credential-spec' });
  });

  it('is found under the name of another config that the service has, as docker finds it', () => {
    const { stack } = withService(
      'credential_spec: {config: spec}\n    configs: [other]',
      'configs: {spec: {name: real, file: spec.json}, other: {name: spec, file: site.conf}}\n',
    );

    expect(stack?.services[0]?.credentialSpecConfig).toBe('spec');
  });

  it.each([
    { option: 'config: spec, file: f', list: '"Config" and "File"' },
    { option: 'file: f, registry: r', list: '"File" and "Registry"' },
    { option: 'config: spec, file: f, registry: r', list: '"Config", "File", and "Registry"' },
  ])('has one source: $option', ({ option, list }) => {
    const parsed = withService(
      `credential_spec: {${option}}`,
      'configs: {spec: {file: spec.json}}\n',
    );

    expect(messagesOf(parsed)).toEqual([
      `service web: invalid credential spec: cannot specify both ${list}`,
    ]);
  });

  it('must be defined', () => {
    expect(messagesOf(withService('credential_spec: {config: nope}'))).toEqual([
      'service web: undefined config "nope"',
    ]);
  });

  it('is only doubted where its data is malformed, for docker does not read it', () => {
    const { stack, issues } = withService(
      'credential_spec: {config: spec}',
      'configs: {spec: {file: bad.json}}\n',
    );

    expect(stack).toBeDefined();
    expect(issues).toMatchObject([
      {
        severity: 'warning',
        code: 'credential-spec',
        line: 4,
        message: 'service web: config shop_spec: credential spec is not valid JSON',
      },
    ]);
  });
});

// docker/cli: cli/compose/convert/volume.go.
describe('the mounts of a service', () => {
  it('are volumes of the stack, folders or memory', () => {
    const { stack } = withService(
      'volumes: ["data:/d:ro", "./site:/s", "~/x:/x", "/anonymous", {type: tmpfs, target: /t}, "ext:/e"]',
      'volumes: {data: {driver: nfs, driver_opts: {o: 1}}, ext: {external: true}}\n',
    );

    expect(stack?.services[0]?.spec.task.runtime).toMatchObject({
      mounts: [
        {
          type: 'volume',
          source: 'shop_data',
          target: '/d',
          readOnly: true,
          volumeOptions: { labels: stackLabel, driver: { name: 'nfs', options: { o: '1' } } },
        },
        { type: 'bind', source: '/srv/site', target: '/s' },
        { type: 'bind', source: '/u/x', target: '/x' },
        { type: 'volume', target: '/anonymous' },
        { type: 'tmpfs', target: '/t' },
        { type: 'volume', source: 'ext', target: '/e', volumeOptions: {} },
      ],
    });
  });

  it.each([
    { volume: '"data:/d"', problem: 'undefined volume "data"' },
    {
      volume: '{type: disk, target: /d}',
      problem: 'volume type must be volume, bind, tmpfs, npipe, or cluster',
    },
    {
      volume: '{type: tmpfs, source: x, target: /d}',
      problem: 'invalid tmpfs source, source must be empty',
    },
    {
      volume: '{type: npipe, target: /d}',
      problem: 'invalid npipe source, source cannot be empty',
    },
    {
      volume: '{type: volume, target: /d, bind: {}}',
      problem: 'bind options are incompatible with type volume',
    },
    {
      volume: '{type: bind, source: /x, target: /d, tmpfs: {}}',
      problem: 'tmpfs options are incompatible with type bind',
    },
  ])('are refused: $volume', ({ volume, problem }) => {
    expect(messagesOf(withService(`volumes: [${volume}]`))).toEqual([`service web: ${problem}`]);
  });

  // docker/cli: cli/compose/loader/loader.go, resolveVolumePaths.
  it('need a source where they bind a folder', () => {
    expect(messagesOf(withService('volumes: [{type: bind, target: /d}]'))).toEqual([
      'invalid mount config for type "bind": field Source must not be empty',
    ]);
  });
});

describe('the services of a stack', () => {
  it('come sorted by name', () => {
    const { stack } = parse('services: {b: {image: x}, a10: {image: x}, a9: {image: x}}\n');

    expect(stack?.services.map(({ key }) => key)).toEqual(['a10', 'a9', 'b']);
  });
});
