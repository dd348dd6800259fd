/** Finds recordings in a file or a directory. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { parseDockerJson } from '@swarmsim/core/docker-format';

/** What a conformance runner found. */
export interface RunResult {
  readonly passed: number;
  readonly failed: number;
  /** One line per failing case, and what is to be said about all of them. */
  readonly lines: readonly string[];
}

/** A recording that cannot be used, with a message for whoever named it. */
export class BadRecording extends Error {}

/** Parses the file, or every `.json` file of the directory, in order of names. */
export function readRecordings(path: string): readonly unknown[] {
  return listFiles(path).map((file) => {
    try {
      return parseDockerJson(readFileSync(file, 'utf8'));
    } catch (error) {
      throw new BadRecording(`${file}: ${error instanceof Error ? error.message : String(error)}`);
    }
  });
}

function listFiles(path: string): readonly string[] {
  const stats = statSync(path, { throwIfNoEntry: false });
  if (stats === undefined) throw new BadRecording(`${path}: no such file or directory`);
  if (!stats.isDirectory()) return [path];
  return readdirSync(path)
    .filter((name) => name.endsWith('.json'))
    .sort()
    .map((name) => join(path, name));
}
