import { labelsFrom, type Labels } from '@swarmsim/core';
import { compareText } from '../go/go-text.ts';
import type { IssueLog } from '../issue/issue.ts';
import type { ReadFile } from '../load/load-environment.ts';
import type { FileObjectConfig, NetworkConfig, ObjectConfig } from '../load/load-objects.ts';
import type { ServiceConfig } from '../load/service-config.ts';
import { namespaceLabel, scopeName } from './stack.ts';

/** Everything that a stack file states, and what is needed to plan it. */
export interface StackFile {
  readonly name: string;
  readonly services: readonly ServiceConfig[];
  readonly networks: ReadonlyMap<string, NetworkConfig>;
  readonly volumes: ReadonlyMap<string, ObjectConfig>;
  readonly configs: ReadonlyMap<string, FileObjectConfig>;
  readonly secrets: ReadonlyMap<string, FileObjectConfig>;
  readonly readFile: ReadFile;
  readonly log: IssueLog;
}

/** The real name of an object of the file: the one it states, or its key with the stack's name. */
export function realName(file: StackFile, key: string, object: ObjectConfig | undefined): string {
  return object?.name || scopeName(file.name, key);
}

// docker/cli: cli/compose/convert/compose.go, AddStackLabel.
/** Labels with the stack's added, sorted as in the JSON that docker sends. */
export function stackLabels(file: StackFile, labels: Iterable<readonly [string, string]>): Labels {
  const merged = new Map([...labels, [namespaceLabel, file.name]]);
  return labelsFrom([...merged].sort(([left], [right]) => compareText(left, right)));
}

/** Entries in the order of their keys; docker takes them in any order. */
export function byKey<Value>(
  map: ReadonlyMap<string, Value>,
): readonly (readonly [string, Value])[] {
  return [...map].sort(([left], [right]) => compareText(left, right));
}

/** A property that JSON leaves out where it is empty. */
export function given<Key extends string, Value extends string | number | readonly unknown[]>(
  key: Key,
  value: Value | undefined,
): Partial<Record<Key, Value>> {
  const isEmpty =
    value === undefined || value === 0 || (typeof value !== 'number' && value.length === 0);
  return isEmpty ? {} : ({ [key]: value } as Partial<Record<Key, Value>>);
}
