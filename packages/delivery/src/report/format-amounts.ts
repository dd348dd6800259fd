/** Writes a number with separators: `12,345`. */
export function formatCount(count: number): string {
  return String(Math.round(count)).replace(/\B(?=(?:\d{3})+$)/g, ',');
}

/** Writes bytes as people do: `512 B`, `14.2 kB`, `3.1 MB`. */
export function formatBytes(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`;
  return bytes < 1_000_000 ? `${(bytes / 1000).toFixed(1)} kB` : `${(bytes / 1e6).toFixed(1)} MB`;
}

/** Writes a time in the largest unit that fits: `12 s`, `3.5 min`, `2.1 h`, `17.0 d`. */
export function formatTime(ms: number): string {
  const units = [
    [86_400_000, 'd'],
    [3_600_000, 'h'],
    [60_000, 'min'],
  ] as const;
  for (const [size, unit] of units) if (ms >= 2 * size) return `${(ms / size).toFixed(1)} ${unit}`;
  return `${(ms / 1000).toFixed(ms < 10_000 && ms > 0 ? 1 : 0)} s`;
}
