import { describe, expect, it } from 'vitest';
import { cleanPath, isWindowsAbsolute, resolvePath } from './file-path.ts';

describe('cleanPath', () => {
  it.each([
    { path: './site.conf', cleaned: 'site.conf' },
    { path: 'a//b/../c/.', cleaned: 'a/c' },
    { path: '../x', cleaned: '../x' },
    { path: '/../x', cleaned: '/x' },
    { path: '', cleaned: '.' },
  ])('makes $cleaned of "$path"', ({ path, cleaned }) => {
    expect(cleanPath(path)).toBe(cleaned);
  });
});

describe('resolvePath', () => {
  it('starts at the folder unless the path is absolute', () => {
    expect(resolvePath('/srv/stack', '../site')).toBe('/srv/site');
    expect(resolvePath('/srv/stack', '/etc/./x')).toBe('/etc/x');
  });
});

// docker/cli: cli/compose/loader/windows_path_test.go.
describe('isWindowsAbsolute', () => {
  it.each(['C:\\x', 'c:/x', '\\\\server\\share\\x', '//server/share/x'])('takes %s', (path) => {
    expect(isWindowsAbsolute(path)).toBe(true);
  });

  it.each(['C:x', 'x', '/x', '\\x', '\\\\server'])('refuses %s', (path) => {
    expect(isWindowsAbsolute(path)).toBe(false);
  });
});
