import { describe, expect, it } from 'vitest';
import { SwarmSimError } from '../kernel/errors.ts';
import type { CredentialSpecSource } from '../model/container.ts';
import { toId, type ConfigId } from '../model/ids.ts';
import { formatCredentialSpecOption, parseCredentialSpecOption } from './credential-spec-option.ts';

const lookup = {
  config(name: string): string {
    if (name === 'credspec') return 'c1';
    throw new SwarmSimError('not-found', `config not found: ${name}`);
  },
};

const sources: readonly { readonly option: string; readonly source: CredentialSpecSource }[] = [
  {
    option: 'config://credspec',
    source: { kind: 'config', configId: toId<ConfigId>('c1') },
  },
  { option: 'file://sub\\a.json', source: { kind: 'file', file: 'sub\\a.json' } },
  { option: 'registry://web://x', source: { kind: 'registry', registry: 'web://x' } },
];

describe('parseCredentialSpecOption', () => {
  // docker/cli: cli/command/service/opts.go, credentialSpecOpt.Set.
  it.each(sources)('reads $option', ({ option, source }) => {
    expect(parseCredentialSpecOption(option, lookup)).toEqual(source);
  });

  it.each([undefined, ''])('takes %j for none', (option) => {
    expect(parseCredentialSpecOption(option, lookup)).toBeUndefined();
  });

  it.each(['credspec', 'raw://{}', 'CONFIG://credspec', '://credspec', 'file:/a', 'file'])(
    'refuses the scheme of %s',
    (option) => {
      expect(() => parseCredentialSpecOption(option, lookup)).toThrow(
        expect.objectContaining({
          code: 'invalid-argument',
          message:
            'invalid credential spec: value must be prefixed with "config://", "file://", or "registry://"',
        }),
      );
    },
  );

  // moby: daemon/cluster/convert/container.go, credentialSpecToGRPC.
  it.each(['config://', 'file://', 'registry://'])('refuses nothing after %s', (option) => {
    expect(() => parseCredentialSpecOption(option, lookup)).toThrow(
      'invalid CredentialSpec: must either provide "file", "registry", or "config" for credential spec',
    );
  });

  it('refuses a config that does not exist', () => {
    expect(() => parseCredentialSpecOption('config://nope', lookup)).toThrow(
      expect.objectContaining({ code: 'not-found', message: 'config not found: nope' }),
    );
  });
});

describe('formatCredentialSpecOption', () => {
  it.each(sources)('writes $option as it was read', ({ option, source }) => {
    expect(formatCredentialSpecOption(source, () => 'credspec')).toBe(option);
  });
});
