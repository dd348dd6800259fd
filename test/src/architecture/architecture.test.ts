import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

import { findWrongArrows, findWrongPackageArrows } from './arrows.ts';
import { findUncited, findUnexplainedRooms } from './citations.ts';
import { findOverlong, findVagueName } from './shape.ts';
import { isPublishedSource, isTest, readWorkspace, workspaceRoot } from './source-file.ts';
import { findTopLevelProblems } from './top-level.ts';
import {
  findBannedSyntax,
  findImpureWords,
  findKeepers,
  findMachinePaths,
  findPartialRuns,
  findUnfinished,
} from './words.ts';

const recordings = 'test/conformance/';
const files = readWorkspace().filter((file) => !file.path.startsWith(recordings));
const programs = files.filter((file) => file.path.endsWith('.ts'));
const published = programs.filter(isPublishedSource);
/** What runs programs, reads files and tells the time, and is no part of the model. */
const mayTouchTheHost = ['packages/cli/'];
const core = published.filter((file) => file.path.startsWith('packages/core/'));

describe('the workspace', () => {
  it('is read at all', () => {
    expect(core.length).toBeGreaterThan(20);
    expect(published.length).toBeGreaterThan(core.length);
    expect(programs.length).toBeGreaterThan(published.length);
  });

  it('has at its top what a newcomer expects, and nothing else', () => {
    expect(findTopLevelProblems(readdirSync(workspaceRoot))).toEqual([]);
  });

  it('has no file and no function that is too long for one reading', () => {
    expect(published.flatMap(findOverlong)).toEqual([]);
  });

  it('names every file for what is in it', () => {
    const named = programs.filter((file) => /^(packages|test|examples)\/.*src\//.test(file.path));

    expect(named.flatMap(findVagueName)).toEqual([]);
  });

  it('leaves no work behind in comments', () => {
    expect(files.flatMap(findUnfinished)).toEqual([]);
  });

  it('names no path of one machine', () => {
    expect(files.flatMap(findMachinePaths)).toEqual([]);
  });

  it('runs every test it has', () => {
    expect(programs.filter(isTest).flatMap(findPartialRuns)).toEqual([]);
  });

  it('lets packages import along the arrows only', () => {
    expect(programs.flatMap(findWrongPackageArrows)).toEqual([]);
  });
});

describe('the model', () => {
  it('reads no wall clock, no chance and no host', () => {
    const pure = published.filter(
      ({ path }) => !mayTouchTheHost.some((part) => path.startsWith(part)),
    );

    expect(pure.flatMap(findImpureWords)).toEqual([]);
  });

  it('makes nothing, once for each swarm, that would keep the swarm', () => {
    const made = published.filter(({ path }) => /^packages\/(core|testing)\/src\//.test(path));

    expect(made.length).toBeGreaterThan(core.length);
    expect(made.flatMap(findKeepers)).toEqual([]);
  });

  it('is synchronous, and lists what it exports by name', () => {
    expect(core.flatMap(findBannedSyntax)).toEqual([]);
  });

  it('lets rooms import along the arrows only', () => {
    expect(core.flatMap(findWrongArrows)).toEqual([]);
  });

  it('says where each of its defaults comes from', () => {
    const defaults = core.filter((file) => file.path.endsWith('/model/defaults.ts'));

    expect(defaults.flatMap(findUncited)).toEqual([]);
    expect(defaults).toHaveLength(1);
  });

  it('opens each room with a paragraph about it', () => {
    expect(findUnexplainedRooms(core)).toEqual([]);
  });
});
