const allowedNames = [
  'CONTRIBUTING.md',
  'LICENSE',
  'README.md',
  'examples',
  'package.json',
  'packages',
  'pnpm-lock.yaml',
  'pnpm-workspace.yaml',
  'test',
  'tsconfig.base.json',
  'tsconfig.json',
  'vitest.config.ts',
];
const madeNames = ['coverage', 'node_modules'];

/** Lists how the top of the workspace differs from what a newcomer should find there. */
export function findTopLevelProblems(names: readonly string[]): readonly string[] {
  const visible = names.filter((name) => !name.startsWith('.') && !madeNames.includes(name));
  return [
    ...visible.filter((name) => !allowedNames.includes(name)).map((name) => `unexpected: ${name}`),
    ...allowedNames.filter((name) => !visible.includes(name)).map((name) => `missing: ${name}`),
  ];
}
