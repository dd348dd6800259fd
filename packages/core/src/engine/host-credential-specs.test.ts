import { describe, expect, it } from 'vitest';
import { createEngineState } from './engine-state.ts';
import {
  deleteCredentialSpec,
  listCredentialSpecs,
  writeCredentialSpec,
} from './host-credential-specs.ts';
import { describeHost } from './host-description.ts';

const host = describeHost({ os: 'windows' }, 'A');
const file = { place: 'file', name: 'web.json', text: '{}' } as const;
const value = { place: 'registry', name: 'web', text: '{"a":1}' } as const;

describe('writeCredentialSpec', () => {
  it('puts files and registry values beside what is there', () => {
    const written = [file, value, { ...file, name: 'sub/other.json' }].reduce(
      writeCredentialSpec,
      host,
    );

    expect(written.credentialSpecFiles).toEqual({ 'web.json': '{}', 'sub\\other.json': '{}' });
    expect(written.credentialSpecRegistry).toEqual({ web: '{"a":1}' });
  });

  it('replaces a copy of the same name, which has no case', () => {
    const written = [file, { ...file, name: 'WEB.json', text: '[]' }].reduce(
      writeCredentialSpec,
      host,
    );

    expect(written.credentialSpecFiles).toEqual({ 'WEB.json': '[]' });
  });

  it.each(['C:\\web.json', '\\web.json', '..\\web.json', 'a/../../web.json', '.', '..'])(
    'refuses the file %s, which is not below the folder',
    (name) => {
      expect(() => writeCredentialSpec(host, { ...file, name })).toThrow(
        `file '${name}' is not below the folder CredentialSpecs`,
      );
    },
  );

  it.each(['x:y', 'a\u0000b', 'a?.json', 'sub\\', 'sub/', 'a|b'])(
    'refuses %j as a file',
    (name) => {
      expect(() => writeCredentialSpec(host, { ...file, name })).toThrow(
        `'${name}' is no file name`,
      );
    },
  );

  it.each([
    { name: 'no name', copy: { ...file, name: '' }, message: 'a credential spec needs a name' },
    {
      name: 'an unknown place',
      copy: { ...file, place: 'disk' },
      message: "place of a credential spec must be 'file' or 'registry', not 'disk'",
    },
    {
      name: 'no text',
      copy: { place: 'file', name: 'a' },
      message: 'text of a credential spec must be a text, not undefined',
    },
    {
      name: 'a misspelt option',
      copy: { ...file, txt: '' },
      message: "copy of a credential spec: unknown option 'txt'",
    },
  ])('refuses $name', ({ copy, message }) => {
    expect(() => writeCredentialSpec(host, copy as never)).toThrow(message);
  });

  it('refuses a Linux host', () => {
    const linux = describeHost({ os: 'linux' }, 'L');

    expect(() => writeCredentialSpec(linux, file)).toThrow(
      'only Windows hosts keep credential specs',
    );
  });
});

describe('deleteCredentialSpec', () => {
  it('takes away the one copy that is meant', () => {
    const written = [file, value].reduce(writeCredentialSpec, host);

    const left = deleteCredentialSpec(written, { place: 'file', name: './Web.json' });

    expect(left.credentialSpecFiles).toEqual({});
    expect(left.credentialSpecRegistry).toEqual({ web: '{"a":1}' });
  });

  it('refuses what is not there', () => {
    expect(() => deleteCredentialSpec(host, { place: 'registry', name: 'web' })).toThrow(
      "no credential spec 'web' (registry) on the host",
    );
  });
});

describe('listCredentialSpecs', () => {
  it('lists files, values, and what images brought along', () => {
    const state = createEngineState([file, value].reduce(writeCredentialSpec, host));
    state.images['web:1'] = { credentialSpec: '{"b":2}' };
    state.images['plain:1'] = {};

    expect(listCredentialSpecs(state)).toEqual([
      file,
      value,
      { place: 'image', name: 'web:1', text: '{"b":2}' },
    ]);
  });
});
