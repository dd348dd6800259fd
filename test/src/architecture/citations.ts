import { posix } from 'node:path';

import { isTest, type SourceFile } from './source-file.ts';

const source = /(SwarmKit|moby|docker\/cli|Docker Engine): \S+/;
const rooms = [
  'agent',
  'allocator',
  'control-api',
  'directory',
  'dispatcher',
  'engine',
  'orchestrator/constraint-enforcer',
  'orchestrator/global',
  'orchestrator/jobs',
  'orchestrator/replicated',
  'orchestrator/restart',
  'orchestrator/task-reaper',
  'orchestrator/update',
  'scheduler',
];

/** Lists the exported constants whose comment does not say where the number comes from. */
export function findUncited(file: SourceFile): readonly string[] {
  const declarations = [
    ...file.text.matchAll(/^(\/\*\*[^\n]*\n(?: \*[^\n]*\n)*)?export const (\w+)/gm),
  ];
  if (declarations.length === 0) return [`${file.path}: no constant was found to check`];
  return declarations.flatMap(([, comment = '', name = '']) =>
    source.test(comment) ? [] : [`${file.path}: ${name} has no source`],
  );
}

/**
 * Lists the rooms of core whose main file, named after its folder, does not open with a paragraph
 * that says what the room is for.
 */
export function findUnexplainedRooms(files: readonly SourceFile[]): readonly string[] {
  return rooms.flatMap((room) => {
    const folder = `packages/core/src/${room}/`;
    if (!files.some((file) => file.path.startsWith(folder) && !isTest(file))) return [];

    const path = `${folder}${posix.basename(room)}.ts`;
    const main = files.find((file) => file.path === path);
    if (main === undefined) return [`${folder}: no file is named after the room`];
    const opening = /^\/\*\*[\s\S]*?\*\//.exec(main.text)?.[0] ?? '';
    return opening.length < 120 ? [`${path}: does not open with a paragraph`] : [];
  });
}
