import { describe, expect, it } from 'vitest';
import { aTask } from '../../test-support/hand-driven-swarm.ts';
import type { Dependencies } from '../agent/executor.ts';
import { encodeBase64 } from '../bytes/base64.ts';
import { encodeUtf8 } from '../bytes/utf8.ts';
import type { ConfigSpec } from '../model/config.ts';
import type { ContainerSpec } from '../model/container.ts';
import { toId } from '../model/ids.ts';
import { describeHost } from './host-description.ts';
import { createPayloads, toText, type Payloads } from './read-payload.ts';
import { createTemplateContext } from './template-context.ts';

const meta = { version: 1, createdAt: 0, updatedAt: 0 };

function toData(text: string): string {
  return encodeBase64(encodeUtf8(text));
}

/** Configs and secrets of a node, by id: texts, or templates in Go's language. */
const held: Readonly<Record<string, Partial<ConfigSpec>>> = {
  plain: { data: toData('{{.Service.Name}}') },
  greeting: { data: toData('hello {{.Service.Name}}'), templating: 'golang' },
  nested: { data: toData('{{config "hello.txt"}}, {{secret "pw"}}'), templating: 'golang' },
  byName: { data: toData('{{config "greeting"}}'), templating: 'golang' },
  bySecretName: { data: toData('{{secret "password"}}'), templating: 'golang' },
  ofRuntime: { data: toData('{{config "runtime"}}'), templating: 'golang' },
  variables: { data: toData('{{env "A"}}|{{env "B"}}|{{env "C"}}'), templating: 'golang' },
  password: { data: toData('pass of {{.Task.Slot}}'), templating: 'golang' },
};

function read(id: string): Dependencies['config'] extends (id: string) => infer C ? C : never {
  return { id: toId(id), meta, spec: { name: id, ...held[id] } };
}

const spec: ContainerSpec = {
  kind: 'container',
  image: 'app',
  env: ['A=1=2', 'B', 'AA=3'],
  configs: [
    {
      configId: toId('greeting'),
      configName: 'greeting',
      target: { kind: 'file', name: 'hello.txt' },
    },
    { configId: toId('plain'), configName: 'runtime', target: { kind: 'runtime' } },
  ],
  secrets: [
    { secretId: toId('password'), secretName: 'password', target: { kind: 'file', name: 'pw' } },
  ],
};

function payloads(): Payloads {
  const place = { nodeId: 'n1', hostname: 'A', host: describeHost({ os: 'linux' }, 'A') };
  const dependencies: Dependencies = {
    config: (id) => read(id),
    secret: (id) => ({ ...read(id), id: toId(id) }),
  };
  return createPayloads(spec, () => createTemplateContext(aTask({ slot: 3 }), place), dependencies);
}

// SwarmKit: template/getter.go, and context.go, PayloadContext.
describe('a payload', () => {
  it.each([
    { name: 'is as it is without a template', id: 'plain', text: '{{.Service.Name}}' },
    { name: 'is filled in for the task', id: 'greeting', text: 'hello web' },
    {
      name: 'gets others by the names of their files, and as they are kept',
      id: 'nested',
      text: 'hello {{.Service.Name}}, pass of {{.Task.Slot}}',
    },
    { name: 'gets variables, empty where they have no value', id: 'variables', text: '1=2||' },
  ])('of a config $name', ({ id, text }) => {
    expect(toText(payloads().config(id))).toBe(text);
  });

  it('of a secret is filled in as well', () => {
    expect(toText(payloads().secret('password'))).toBe('pass of 3');
  });

  it.each([
    { id: 'byName', reason: 'config target greeting not found' },
    { id: 'bySecretName', reason: 'secret target password not found' },
    { id: 'ofRuntime', reason: 'config target runtime not found' },
  ])('finds nothing by a name that is no file’s: $reason', ({ id, reason }) => {
    expect(() => payloads().config(id)).toThrow(
      new RegExp(`^failed to expand templated config ${id}: .*${reason}$`),
    );
  });
});
