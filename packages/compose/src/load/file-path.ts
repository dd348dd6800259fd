// Go: path.Clean.
/** A path without `.` and without the `..` that follow a name. */
export function cleanPath(path: string): string {
  const isRooted = path.startsWith('/');
  const kept: string[] = [];
  for (const part of path.split('/')) {
    if (part === '' || part === '.') continue;
    const isAbove = part === '..';
    const canGoUp = kept.length > 0 && kept.at(-1) !== '..';
    if (isAbove && canGoUp) kept.pop();
    else if (!isAbove || !isRooted) kept.push(part);
  }
  const cleaned = kept.join('/');
  return isRooted ? `/${cleaned}` : cleaned || '.';
}

/** A path as seen from a folder; absolute paths stay as they are. */
export function resolvePath(folder: string, path: string): string {
  if (path.startsWith('/')) return cleanPath(path);
  return cleanPath(folder === '' ? path : `${folder}/${path}`);
}

// docker/cli: cli/compose/loader/windows_path.go, isAbs.
/** True for `C:\x` and for `\\server\share\x`. */
export function isWindowsAbsolute(path: string): boolean {
  return (
    /^[a-zA-Z]:[\\/]/.test(path) || /^[\\/]{2}[^\\/.][^\\/]*[\\/][^\\/.][^\\/]*[\\/]/.test(path)
  );
}
