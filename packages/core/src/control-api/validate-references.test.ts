import { describe, expect, it } from 'vitest';
import type { ConfigReference, ContainerSpec, SecretReference } from '../model/container.ts';
import { toId } from '../model/ids.ts';
import { validateConfigReferences, validateSecretReferences } from './validate-references.ts';

type ConfigTarget = NonNullable<ConfigReference['target']>;

const runtime: ConfigTarget = { kind: 'runtime' };

function file(name: string): { readonly kind: 'file'; readonly name: string } {
  return { kind: 'file', name };
}

function config(id: string, target?: ConfigTarget, name = id): ConfigReference {
  const reference = { configId: toId<ConfigReference['configId']>(id), configName: name };
  return target === undefined ? reference : { ...reference, target };
}

function secret(id: string, target?: SecretReference['target'], name = id): SecretReference {
  const reference = { secretId: toId<SecretReference['secretId']>(id), secretName: name };
  return target === undefined ? reference : { ...reference, target };
}

function container(parts: Partial<ContainerSpec>): ContainerSpec {
  return { kind: 'container', image: 'iis', ...parts };
}

function withCredentialSpec(id: string, ...configs: readonly ConfigReference[]): ContainerSpec {
  const credentialSpec = {
    kind: 'config',
    configId: toId<ConfigReference['configId']>(id),
  } as const;
  return container({ privileges: { credentialSpec }, configs });
}

describe('validateSecretReferences', () => {
  // SwarmKit: manager/controlapi/service.go, validateSecretRefsSpec.
  it('takes secrets in files of their own', () => {
    const secrets = [secret('a', file('x')), secret('b', file('y'))];

    expect(() => validateSecretReferences(container({ secrets }))).not.toThrow();
  });

  it.each([
    { name: 'no id', secrets: [secret('', file('x'), 'a')], message: 'malformed secret reference' },
    {
      name: 'no name',
      secrets: [secret('a', file('x'), '')],
      message: 'malformed secret reference',
    },
    {
      name: 'no target',
      secrets: [secret('a')],
      message: 'malformed secret reference, no target provided',
    },
    {
      name: 'no file name',
      secrets: [secret('a', file(''))],
      message: 'malformed file secret reference, invalid target file name provided',
    },
    {
      name: 'one file twice',
      secrets: [secret('a', file('x')), secret('b', file('y')), secret('c', file('x'))],
      message: "secret references 'a' and 'c' have a conflicting target: 'x'",
    },
  ])('refuses $name', ({ secrets, message }) => {
    expect(() => validateSecretReferences(container({ secrets }))).toThrow(
      expect.objectContaining({ code: 'invalid-argument', message }),
    );
  });
});

describe('validateConfigReferences', () => {
  // SwarmKit: manager/controlapi/service.go, validateConfigRefsSpec.
  it.each([
    { name: 'a runtime reference alone', spec: container({ configs: [config('a', runtime)] }) },
    { name: 'a credential spec', spec: withCredentialSpec('a', config('a', runtime)) },
    {
      name: 'a credential spec that is a file as well',
      spec: withCredentialSpec('a', config('a', file('x')), config('a', runtime)),
    },
    { name: 'an empty credential spec', spec: withCredentialSpec('') },
    {
      name: 'one runtime reference twice',
      spec: withCredentialSpec('a', config('a', runtime), config('a', runtime)),
    },
  ])('takes $name', ({ spec }) => {
    expect(() => validateConfigReferences(spec)).not.toThrow();
  });

  it.each([
    { name: 'no reference', spec: withCredentialSpec('a') },
    { name: 'a reference to a file only', spec: withCredentialSpec('a', config('a', file('x'))) },
    { name: 'a reference to another config', spec: withCredentialSpec('a', config('b', runtime)) },
  ])('refuses a credential spec with $name', ({ spec }) => {
    expect(() => validateConfigReferences(spec)).toThrow(
      "CredentialSpec references config 'a', but that config isn't in config references with RuntimeTarget",
    );
  });

  it('names a malformed reference before a missing one', () => {
    expect(() => validateConfigReferences(withCredentialSpec('a', config('b')))).toThrow(
      'malformed config reference, no target provided',
    );
  });

  it('refuses one file twice', () => {
    const configs = [config('a', file('x'), 'first'), config('b', file('x'), 'second')];

    expect(() => validateConfigReferences(container({ configs }))).toThrow(
      "config references 'first' and 'second' have a conflicting target: 'x'",
    );
  });
});
