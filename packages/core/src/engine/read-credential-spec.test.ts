import { describe, expect, it } from 'vitest';
import type { CredentialSpecSource } from '../model/container.ts';
import { toId, type ConfigId } from '../model/ids.ts';
import { describeHost } from './host-description.ts';
import { formatCredentialSpecSource, readCredentialSpec } from './read-credential-spec.ts';

const base = 'C:\\ProgramData\\docker\\CredentialSpecs';
const host = describeHost(
  {
    os: 'windows',
    credentialSpecFiles: { 'WebApp.json': 'file text', 'team\\b.json': 'deep text' },
    credentialSpecRegistry: { WebApp: 'registry text' },
  },
  'A',
);

function read(source: CredentialSpecSource, config = 'config text'): string {
  return readCredentialSpec(source, {
    host,
    containerId: 'c0',
    readConfig: (id) => {
      if (id !== 'known') throw new Error(`config ${id} not found`);
      return config;
    },
  });
}

function configSource(id: string): CredentialSpecSource {
  return { kind: 'config', configId: toId<ConfigId>(id) };
}

// moby: daemon/oci_windows.go, setWindowsCredentialSpec and what it calls.
describe('readCredentialSpec', () => {
  it('reads a config by its id', () => {
    expect(read(configSource('known'))).toBe('config text');
  });

  it('says which config could not be read', () => {
    expect(() => read(configSource('other'))).toThrow(
      'error getting value from config store: config other not found',
    );
  });

  // moby v18.09: daemon/cluster/executor/container/container.go, applyPrivileges.
  it.each([
    { engineVersion: '18.09.9', text: '' },
    { engineVersion: '19.03.0', text: 'config text' },
  ])('reads $text of a config where the engine is $engineVersion', ({ engineVersion, text }) => {
    const old = describeHost({ os: 'windows', engineVersion }, 'A');
    const places = { host: old, containerId: 'c0', readConfig: () => 'config text' };

    expect(readCredentialSpec(configSource('known'), places)).toBe(text);
  });

  it.each([
    { file: 'WebApp.json', text: 'file text' },
    { file: 'webapp.JSON', text: 'file text' },
    { file: './team/../WebApp.json', text: 'file text' },
    { file: 'team/b.json', text: 'deep text' },
    { file: '\\WebApp.json', text: 'file text' },
  ])('reads the file $file below CredentialSpecs', ({ file, text }) => {
    expect(read({ kind: 'file', file })).toBe(text);
  });

  it.each([
    { file: 'C:\\a.json', message: 'invalid credential spec: file:// path cannot be absolute' },
    {
      file: '..\\a.json',
      message: `invalid credential spec: file:// path must be under ${base}`,
    },
    {
      file: 'a.json',
      message: `failed to load credential spec for container c0: open ${base}\\a.json: The system cannot find the file specified.`,
    },
    {
      file: 'team\\a.json',
      message: `failed to load credential spec for container c0: open ${base}\\team\\a.json: The system cannot find the file specified.`,
    },
    {
      file: 'other\\a.json',
      message: `failed to load credential spec for container c0: open ${base}\\other\\a.json: The system cannot find the path specified.`,
    },
    {
      file: '\\\\s\\d\\a.json',
      message: 'invalid credential spec: file:// path cannot be absolute',
    },
    { file: '//s/d/a.json', message: 'invalid credential spec: file:// path cannot be absolute' },
    {
      file: 'team/../../a.json',
      message: `invalid credential spec: file:// path must be under ${base}`,
    },
    {
      // The folder is tested as a text, so that one with a longer name passes.
      file: '..\\CredentialSpecsOld\\a.json',
      message: `failed to load credential spec for container c0: open ${base}Old\\a.json: The system cannot find the path specified.`,
    },
  ])('refuses the file $file', ({ file, message }) => {
    expect(() => read({ kind: 'file', file })).toThrow(new Error(message));
  });

  it('reads a value of the registry', () => {
    expect(read({ kind: 'registry', registry: 'webapp' })).toBe('registry text');
    expect(() => read({ kind: 'registry', registry: 'other' })).toThrow(
      'registry credential spec "other" for container c0 was not found',
    );
  });

  it.each<CredentialSpecSource>([
    configSource(''),
    { kind: 'file', file: '' },
    { kind: 'registry', registry: '' },
  ])('refuses $kind without a value', (source) => {
    expect(() => read(source)).toThrow(
      "invalid credential spec security option - value must be prefixed by 'file://', 'registry://', or 'raw://' followed by a non-empty value",
    );
  });
});

describe('formatCredentialSpecSource', () => {
  it('writes the source as the security option has it', () => {
    expect(formatCredentialSpecSource(configSource('c1'))).toBe('config://c1');
    expect(formatCredentialSpecSource({ kind: 'file', file: 'a.json' })).toBe('file://a.json');
    expect(formatCredentialSpecSource({ kind: 'registry', registry: 'a' })).toBe('registry://a');
  });
});
