/** Paths as Go's path/filepath has them on either system; nothing here touches a disk. */

/** Operating system of a container. */
export type ContainerOs = 'windows' | 'linux';

/** Whether a path needs no folder to start from. Go: path/filepath, IsAbs. */
export function isAbsolutePath(os: ContainerOs, path: string): boolean {
  if (os === 'linux') return path.startsWith('/');
  const volume = volumeOf(path);
  return volume.startsWith('\\\\') || (volume !== '' && /^.:[\\/]/.test(path));
}

/** The shortest spelling of a path. Go: path/filepath, Clean. */
export function cleanPath(os: ContainerOs, path: string): string {
  const volume = os === 'windows' ? volumeOf(path) : '';
  const separator = os === 'windows' ? '\\' : '/';
  const rest = path.slice(volume.length);
  const isRooted = os === 'windows' ? /^[\\/]/.test(rest) : rest.startsWith('/');
  const segments: string[] = [];
  for (const segment of rest.split(os === 'windows' ? /[\\/]/ : '/')) {
    if (segment === '' || segment === '.') continue;
    if (segment !== '..') segments.push(segment);
    else if (segments.length > 0 && segments.at(-1) !== '..') segments.pop();
    else if (!isRooted) segments.push(segment);
  }
  const cleaned = `${isRooted ? separator : ''}${segments.join(separator)}`;
  return cleaned === '' ? `${volume}.` : volume + cleaned;
}

/** A path below a folder, or beside it where it climbs. Go: path/filepath, Join. */
export function joinPath(os: ContainerOs, folder: string, path: string): string {
  if (path === '') return cleanPath(os, folder);
  return cleanPath(os, `${folder}${os === 'windows' ? '\\' : '/'}${path}`);
}

/** The drive or share that a Windows path begins with. Go: path/filepath, VolumeName. */
function volumeOf(path: string): string {
  const volume = /^(?:[A-Za-z]:|[\\/]{2}[^\\/]+[\\/][^\\/]+)/.exec(path)?.[0] ?? '';
  return volume.replaceAll('/', '\\');
}
