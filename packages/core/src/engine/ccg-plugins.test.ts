import { describe, expect, it } from 'vitest';

import { readCcgPlugins, toClassId, type CcgPlugins } from './ccg-plugins.ts';
import { describeHost } from './host-description.ts';

const classId = '{CCC2A336-D7F3-4818-A213-272B7924213E}';
const bare = 'ccc2a336-d7f3-4818-a213-272b7924213e';
const credentials = { input: { domain: 'contoso.com', user: 'reader', password: 'p' } };

describe('toClassId', () => {
  it.each([
    { name: 'braces and upper case', text: classId, expected: classId },
    { name: 'no braces, lower case', text: bare, expected: classId },
    { name: 'braces and lower case', text: `{${bare}}`, expected: classId },
    { name: 'one brace', text: `{${bare}`, expected: undefined },
    { name: 'two pairs of braces', text: `{${classId}}`, expected: undefined },
    { name: 'too short', text: bare.slice(1), expected: undefined },
    { name: 'no dashes', text: bare.replaceAll('-', ''), expected: undefined },
    { name: 'no GUID', text: '{GDMA0342-266A-4D1P-831J-20990E82944F}', expected: undefined },
    { name: 'nothing', text: '', expected: undefined },
  ])('spells $name', ({ text, expected }) => {
    expect(toClassId(text)).toBe(expected);
  });
});

describe('readCcgPlugins', () => {
  it('spells classes in one way', () => {
    expect(readCcgPlugins({ [bare]: { credentials } }, 'A')).toEqual({
      [classId]: { credentials },
    });
  });

  it.each([
    { name: 'a malformed GUID', plugins: { plugin: {} }, text: /^host A: 'plugin' is no GUID/ },
    {
      name: 'one GUID in two spellings',
      plugins: { [classId]: {}, [bare]: {} },
      text: `host A: plugin ${classId} is given twice`,
    },
    {
      name: 'an unknown option',
      plugins: { [bare]: { broken: true } },
      text: `node A: plugin ${classId}: unknown option 'broken'`,
    },
    {
      name: 'a flag that is none',
      plugins: { [bare]: { isBroken: 'yes' } },
      text: `node A: plugin ${classId}: option 'isBroken' must be true or false, not string`,
    },
    {
      name: 'a plugin that is no object',
      plugins: { [bare]: null },
      text: `node A: plugin ${classId} must be an object, not null`,
    },
    {
      name: 'credentials without a password',
      plugins: { [bare]: { credentials: { x: { domain: 'd', user: 'u' } } } },
      text: `node A: plugin ${classId}: credentials for 'x': password must be a text, not undefined`,
    },
    {
      name: 'an unknown field of credentials',
      plugins: {
        [bare]: { credentials: { x: { domain: 'd', user: 'u', password: 'p', name: 'n' } } },
      },
      text: `node A: plugin ${classId}: credentials for 'x': unknown option 'name'`,
    },
    {
      name: 'an empty user',
      plugins: { [bare]: { credentials: { x: { domain: 'd', user: '', password: 'p' } } } },
      text: `node A: plugin ${classId}: credentials for 'x': user is empty`,
    },
  ])('refuses $name', ({ plugins, text }) => {
    expect(() => readCcgPlugins(plugins as unknown as CcgPlugins, 'A')).toThrow(text);
  });
});

describe('a host', () => {
  it('keeps its plugins', () => {
    const host = describeHost({ os: 'windows', ccgPlugins: { [bare]: { isBroken: true } } }, 'A');

    expect(host.ccgPlugins).toEqual({ [classId]: { isBroken: true } });
    expect(describeHost({ os: 'windows' }, 'A').ccgPlugins).toEqual({});
  });

  it.each([
    {
      name: 'on Linux',
      options: { os: 'linux', ccgPlugins: {} },
      text: 'host A: ccgPlugins is for Windows hosts only',
    },
    {
      name: 'that are a list',
      options: { os: 'windows', ccgPlugins: [] },
      text: "node A: host: option 'ccgPlugins' must be an object, not a list",
    },
  ])('refuses plugins $name', ({ options, text }) => {
    expect(() => describeHost(options as never, 'A')).toThrow(text);
  });
});
