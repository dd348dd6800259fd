import { describe, expect, it } from 'vitest';
import { cleanPath, isAbsolutePath, joinPath } from './container-path.ts';

describe('isAbsolutePath', () => {
  // Go: path/filepath/path_test.go, isabstests and winisabstests.
  it.each([
    { path: 'C:\\a', isAbsolute: true },
    { path: 'c:/a', isAbsolute: true },
    { path: '\\\\host\\share\\a', isAbsolute: true },
    { path: '\\\\host\\share', isAbsolute: true },
    { path: 'C:', isAbsolute: false },
    { path: 'C:a', isAbsolute: false },
    { path: '\\a', isAbsolute: false },
    { path: '/a', isAbsolute: false },
    { path: 'a\\b', isAbsolute: false },
    { path: '', isAbsolute: false },
  ])('takes $path on Windows: $isAbsolute', ({ path, isAbsolute }) => {
    expect(isAbsolutePath('windows', path)).toBe(isAbsolute);
  });

  it('goes by the first slash on Linux', () => {
    expect(isAbsolutePath('linux', '/a')).toBe(true);
    expect(isAbsolutePath('linux', 'C:\\a')).toBe(false);
  });
});

describe('cleanPath', () => {
  // Go: path/filepath/path_test.go, cleantests and wincleantests.
  it.each([
    { path: 'C:/a/../b', cleaned: 'C:\\b' },
    { path: 'C:\\..\\b', cleaned: 'C:\\b' },
    { path: 'a\\.\\b\\', cleaned: 'a\\b' },
    { path: '..\\..\\a', cleaned: '..\\..\\a' },
    { path: 'a\\..\\..', cleaned: '..' },
    { path: '', cleaned: '.' },
    { path: 'C:', cleaned: 'C:.' },
    { path: '\\a', cleaned: '\\a' },
  ])('makes $cleaned of $path on Windows', ({ path, cleaned }) => {
    expect(cleanPath('windows', path)).toBe(cleaned);
  });

  it('keeps backslashes on Linux', () => {
    expect(cleanPath('linux', '/a/../b\\c//d')).toBe('/b\\c/d');
  });
});

describe('joinPath', () => {
  it('puts a path below a folder', () => {
    expect(joinPath('windows', 'C:\\', 'app\\web.config')).toBe('C:\\app\\web.config');
    expect(joinPath('windows', 'C:\\root', '/etc/a')).toBe('C:\\root\\etc\\a');
    expect(joinPath('linux', '/run/secrets', '../a')).toBe('/run/a');
    expect(joinPath('linux', '/run', '')).toBe('/run');
  });
});
