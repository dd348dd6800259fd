import { describe, expect, it } from 'vitest';

import { findWrongArrows, findWrongPackageArrows } from './arrows.ts';
import { findUncited, findUnexplainedRooms } from './citations.ts';
import { fileLinesMax, findOverlong, findVagueName, functionLinesMax } from './shape.ts';
import type { SourceFile } from './source-file.ts';
import { findTopLevelProblems } from './top-level.ts';
import {
  findBannedSyntax,
  findImpureWords,
  findKeepers,
  findMachinePaths,
  findPartialRuns,
  findUnfinished,
} from './words.ts';

// Every rule meets a sample that breaks it, and one that looks alike and does not: a rule that
// cannot fail checks nothing. Words that the rules look for are put together from two halves.

const core = 'packages/core/src';

function file(path: string, text = ''): SourceFile {
  return { path, text };
}

function functionOf(lines: number): string {
  return `export function f(): void {\n${'  g();\n'.repeat(lines - 2)}}\n`;
}

describe('findOverlong', () => {
  it('refuses a file over the limit', () => {
    const line = 'export type A = 1;\n';

    expect(findOverlong(file('a.ts', line.repeat(fileLinesMax)))).toEqual([]);
    expect(findOverlong(file('a.ts', line.repeat(fileLinesMax + 1)))).toEqual(['a.ts: 401 lines']);
  });

  it('refuses a function over the limit', () => {
    expect(findOverlong(file('a.ts', functionOf(functionLinesMax)))).toEqual([]);
    expect(findOverlong(file('a.ts', functionOf(functionLinesMax + 1)))).toEqual([
      'a.ts:1: f has 61 lines of its own',
    ]);
  });

  it('does not count the functions that a factory declares inside', () => {
    const calls = '  g();\n'.repeat(50);
    const factory = (body: string): string => `export function createX(): void {\n${body}}\n`;
    const parts = [
      `function inner() {\n${calls}}\n`,
      `const kept = () => {\n${calls}};\n`,
      `return { method() {\n${calls}} };\n`,
    ];

    expect(findOverlong(file('a.ts', factory(parts.join(''))))).toEqual([]);
    expect(findOverlong(file('a.ts', factory(calls + calls)))).toHaveLength(1);
    expect(findOverlong(file('a.ts', factory(`list.map(() => {\n${calls + calls}});`)))).toEqual([
      'a.ts:1: createX has 103 lines of its own',
    ]);
  });
});

describe('findVagueName', () => {
  it.each([
    'packages/core/src/model/utils.ts',
    'packages/core/src/store/index.ts',
    'packages/core/src/scheduler/helpers.test.ts',
    'test/src/models/types.ts',
    'packages/core/src/scheduler/nodeSet.ts',
    'packages/core/src/scheduler/Filter.ts',
  ])('refuses %s', (path) => {
    expect(findVagueName(file(path))).toHaveLength(1);
  });

  it.each([
    'packages/core/src/index.ts',
    'packages/core/src/scheduler/node-set.ts',
    'packages/core/src/store/store.test.ts',
    'packages/core/src/model/ids.test-d.ts',
    'test/src/properties/placement.prop.test.ts',
  ])('accepts %s', (path) => {
    expect(findVagueName(file(path))).toEqual([]);
  });
});

describe('findImpureWords', () => {
  it.each([
    'const at = Date.now();',
    'const at = new Date();',
    'const chance = Math.random();',
    'setTimeout(run, 1);',
    'queueMicrotask(run);',
    'console.log(1);',
    'const bytes = Buffer.from(text);',
    'const copy = structuredClone(node);',
    'names.sort((a, b) => a.localeCompare(b));',
    'const task: Promise<void> = run();',
  ])('refuses %s', (text) => {
    expect(findImpureWords(file('a.ts', text))).toHaveLength(1);
  });

  it('lets comments speak of them', () => {
    const text = '/** Stands in for Date.now. */\nexport const a = 1; // not Math.random()\n';

    expect(findImpureWords(file('a.ts', text))).toEqual([]);
  });
});

describe('findBannedSyntax', () => {
  it('refuses asynchronous functions and open re-exports, with their lines', () => {
    const text = [
      'export * from "./b.ts";',
      'export async function f() { await g(); }',
      'export const h = async () => 1;',
      'export const k = { async run() { return 1; } };',
    ].join('\n');

    expect(findBannedSyntax(file('a.ts', text))).toEqual([
      'a.ts:1: export *',
      'a.ts:2: async',
      'a.ts:2: await',
      'a.ts:3: async',
      'a.ts:4: async',
    ]);
  });

  it('accepts words in names and texts', () => {
    const text = 'export const asyncScheduler = "await async"; export { a } from "./b.ts";';

    expect(findBannedSyntax(file('a.ts', text))).toEqual([]);
  });
});

describe('findKeepers', () => {
  it.each([
    {
      what: 'a getter of a literal',
      text: 'export const a = () => {\n  return {\n    get b() { return 1; } };\n};',
    },
    {
      what: 'a generator that is a closure',
      text: 'export const a = () => {\n  function* b() {}\n};',
    },
    { what: 'a cache of steps', text: 'const a = new WeakMap<Step, number>();' },
  ])('refuses $what', ({ text }) => {
    expect(findKeepers(file('a.ts', text))).toHaveLength(1);
  });

  it.each([
    { what: 'a getter of a class', text: 'class A {\n  get b() { return 1; }\n}' },
    { what: 'a generator of a module', text: 'export function* a() {}' },
    { what: 'a method', text: 'const a = {\n    get(b: string) {} };' },
    { what: 'a cache of texts', text: 'const a = new WeakMap<object, string>();' },
  ])('accepts $what', ({ text }) => {
    expect(findKeepers(file('a.ts', text))).toEqual([]);
  });
});

describe('findUnfinished', () => {
  it.each(['TO|DO', 'FIX|ME', 'XX|X'])('refuses %s', (halves) => {
    const word = halves.replace('|', '');

    expect(findUnfinished(file('a.md', `fine\n<!-- ${word}: later -->`))).toEqual([
      `a.md:2: ${word}`,
    ]);
  });
});

describe('findPartialRuns', () => {
  it.each(['it|only', 'test|skip', 'describe|todo', 'it.each|only'])(
    'refuses %s in a test, and reads no other file',
    (halves) => {
      const text = `${halves.replace('|', '.')}('x', () => {});`;

      expect(findPartialRuns(file('a.test.ts', text))).toHaveLength(1);
      expect(findPartialRuns(file('a.ts', text))).toEqual([]);
    },
  );

  it('accepts tests that run', () => {
    const text = "describe('a', () => { it.each([1])('b', () => {}); });";

    expect(findPartialRuns(file('a.test.ts', text))).toEqual([]);
  });
});

describe('findMachinePaths', () => {
  it('refuses a path of one machine', () => {
    const path = ['', 'home', 'me', 'swarm.json'].join('/');

    expect(findMachinePaths(file('a.json', `{ "path": "${path}" }`))).toHaveLength(1);
  });

  it('accepts a path inside the workspace', () => {
    expect(findMachinePaths(file('a.md', 'see test/src/work/a.ts and ./home/b.ts'))).toEqual([]);
  });
});

describe('findWrongArrows', () => {
  const wrong = [
    {
      name: 'component to component',
      from: 'scheduler/scheduler.ts',
      to: '../allocator/allocator.ts',
    },
    { name: 'component to the front door', from: 'agent/agent.ts', to: '../swarm.ts' },
    { name: 'kernel to the model', from: 'kernel/kernel.ts', to: '../model/task.ts' },
    { name: 'model to the store', from: 'model/task.ts', to: '../store/store.ts' },
    { name: 'store to a component', from: 'store/store.ts', to: '../agent/agent.ts' },
    {
      name: 'orchestrator to orchestrator',
      from: 'orchestrator/replicated/replicated.ts',
      to: '../global/global.ts',
    },
    { name: 'deep file to component', from: 'scheduler/filters/a.ts', to: '../../engine/b.ts' },
    { name: 'decider to the store', from: 'scheduler/decide-a.ts', to: '../store/store.ts' },
    { name: 'a room without arrows', from: 'cellar/a.ts', to: '../model/task.ts' },
  ];

  it.each(wrong)('refuses $name', ({ from, to }) => {
    const imports = [
      `import { a } from '${to}';`,
      `import type { A } from '${to}';`,
      `export { a } from '${to}';`,
    ];

    const problems = imports.map((text) => findWrongArrows(file(`${core}/${from}`, text)));

    expect(problems.map((found) => found.length)).toEqual([1, 1, 1]);
  });

  it.each([
    { from: 'scheduler/scheduler.ts', to: '../store/store.ts' },
    { from: 'scheduler/filters/a.ts', to: '../node-set.ts' },
    { from: 'scheduler/decide-a.ts', to: '../model/task.ts' },
    { from: 'scheduler/decide-a.ts', to: './node-set.ts' },
    { from: 'orchestrator/update/decide-a.ts', to: '../slot.ts' },
    { from: 'orchestrator/replicated/replicated.ts', to: '../restart/restart.ts' },
    { from: 'dispatcher/dispatcher.ts', to: '../link/messages.ts' },
    { from: 'swarm.ts', to: './scheduler/scheduler.ts' },
  ])('accepts $from to $to', ({ from, to }) => {
    expect(findWrongArrows(file(`${core}/${from}`, `import { a } from '${to}';`))).toEqual([]);
  });
});

describe('findWrongPackageArrows', () => {
  it.each([
    { path: 'packages/core/src/a.ts', name: '@swarmsim/compose' },
    { path: 'packages/compose/src/a.ts', name: '@swarmsim/testing' },
    { path: 'packages/testing/src/a.ts', name: '@swarmsim/delivery' },
    { path: 'packages/unknown/src/a.ts', name: '@swarmsim/core' },
  ])('refuses $path to $name', ({ path, name }) => {
    expect(findWrongPackageArrows(file(path, `import { a } from '${name}';`))).toHaveLength(1);
  });

  it('accepts an adapter on core, by any of its entries', () => {
    const text = "import { a } from '@swarmsim/core/parts';";

    expect(findWrongPackageArrows(file('packages/testing/src/a.ts', text))).toEqual([]);
  });
});

describe('findUncited', () => {
  it('refuses a constant without a source', () => {
    const text = [
      '/** SwarmKit: a/b.go, c. */',
      'export const first = 1;',
      'export const second = 2;',
      '/** It seems right. */',
      'export const third = 3;',
    ].join('\n');

    expect(findUncited(file('defaults.ts', text))).toEqual([
      'defaults.ts: second has no source',
      'defaults.ts: third has no source',
    ]);
  });

  it('refuses to have found nothing', () => {
    expect(findUncited(file('defaults.ts', 'const a = 1;'))).toHaveLength(1);
  });
});

describe('findUnexplainedRooms', () => {
  const paragraph = `/**\n * Chooses nodes. ${'It says why. '.repeat(10)}\n */\n`;

  it('refuses a room whose main file does not say what it is for', () => {
    const bare = file(`${core}/scheduler/scheduler.ts`, 'export const a = 1;\n');

    expect(findUnexplainedRooms([bare])).toHaveLength(1);
  });

  it('refuses a room without a main file', () => {
    const part = file(`${core}/orchestrator/update/updater.ts`, paragraph);

    expect(findUnexplainedRooms([part])).toHaveLength(1);
  });

  it('accepts a room that is explained', () => {
    const main = file(`${core}/scheduler/scheduler.ts`, `${paragraph}export const a = 1;\n`);

    expect(findUnexplainedRooms([main])).toEqual([]);
  });
});

describe('findTopLevelProblems', () => {
  it('names what is there too much and what is missing', () => {
    const names = ['.gitignore', 'README.md', 'notes.txt', 'node_modules'];

    const problems = findTopLevelProblems(names);

    expect(problems).toContain('unexpected: notes.txt');
    expect(problems).toContain('missing: LICENSE');
    expect(problems).not.toContain('missing: README.md');
  });
});
