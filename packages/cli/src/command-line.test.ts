/** The command as a shell runs it: the built files, in processes of their own, on files in a folder of its own. */
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const program = fileURLToPath(new URL('../dist/main.js', import.meta.url));
// Inside of the package, so that what is generated finds the packages that it imports.
const folder = fileURLToPath(new URL(`../dist/command-${process.pid}/`, import.meta.url));

function run(...args: readonly string[]): { code: number | null; out: string; err: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, [program, ...args], {
    cwd: folder,
    encoding: 'utf8',
  });
  return { code: status, out: stdout, err: stderr };
}

function write(name: string, content: string | object): void {
  writeFileSync(
    join(folder, name),
    typeof content === 'string' ? content : JSON.stringify(content),
  );
}

function read(name: string): string {
  return readFileSync(join(folder, name), 'utf8');
}

const nodes = [
  { hostname: 'A', host: { os: 'linux' } },
  { hostname: 'B', host: { os: 'linux' } },
];
const web = { name: 'web', image: 'nginx', replicas: 3 };
const story = {
  version: 1,
  cluster: { nodes },
  stacks: { shop: { file: 'shop.yml' } },
  steps: [
    { at: '1s', kind: 'service-create', options: web },
    { at: '1s', kind: 'stack-deploy', stack: 'shop' },
    { at: '9s', kind: 'service-scale', service: 'nothing', replicas: 2 },
  ],
};

const crowded = `
const nodes = [{ hostname: 'A', host: { os: 'linux' } }];
const toStory = (replicas) => ({
  version: 1,
  cluster: { nodes },
  steps: [{ at: '1s', kind: 'service-create', options: { name: 'web', image: 'a', replicas } }],
});
export const properties = [
  {
    name: 'few tasks',
    scenarios: fc.nat({ max: 30 }).map(toStory),
    check({ swarm }) {
      const count = swarm.tasks.list().length;
      if (count > 5) throw new Error('there are ' + count + ' tasks');
    },
  },
];
`;

beforeAll(() => {
  mkdirSync(folder, { recursive: true });
  write('story.json', story);
  write('shop.yml', 'version: "3.8"\nservices: { shop: { image: nginx } }');
  write('crowded.mjs', `import fc from 'fast-check';\n${crowded}`);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('swarmsim', () => {
  it('tells its commands, and refuses others', () => {
    expect(run('--help')).toMatchObject({ code: 0, err: '' });
    expect(run('run', '--help').out).toContain('--timeline');
    expect(run('check', '--help').out).toContain('--resume');
    expect(run('walk')).toMatchObject({ code: 2, out: '' });
  });
});

describe('swarmsim run', () => {
  it('tells what became of each step, the rules and the swarm', () => {
    const { code, out, err } = run('run', 'story.json', '--timeline');

    expect(err).toBe('');
    expect(code).toBe(0);
    expect(out).toContain('1 s  service-create web: done');
    expect(out).toContain('9 s  service-scale nothing: refused, service nothing not found');
    expect(out).toContain('service web: 3 running');
    expect(out).toContain('service shop_shop: 1 running');
    expect(out).toMatch(/^ +[\d.]+ s {2}task web\.1 \(\w+\) is running on [AB]$/m);
    expect(out).toMatch(/^seed 1, hash [0-9a-f]{16}$/m);
  });

  it('prints JSON, and takes another seed', () => {
    const hashes = ['1', '2', '2'].map((seed) => {
      const { out } = run('run', 'story.json', '--json', '--seed', seed);
      const document = JSON.parse(out) as { seed: number; hash: string; verdicts: unknown[] };
      expect(document.seed).toBe(Number(seed));
      expect(document.verdicts.length).toBeGreaterThan(20);
      return document.hash;
    });

    expect(hashes[1]).toBe(hashes[2]);
    expect(hashes[0]).not.toBe(hashes[1]);
  });

  it.each([
    { name: 'no file', args: [], text: 'name one scenario file' },
    { name: 'a file that is not there', args: ['no.json'], text: 'cannot read no.json' },
    {
      name: 'a misspelt option',
      args: ['story.json', '--sed', '1'],
      text: "Unknown option '--sed'",
    },
    { name: 'a seed that is none', args: ['story.json', '--seed', 'x'], text: '--seed is a whole' },
    {
      name: 'a misspelt field',
      args: ['misspelt.json'],
      text: 'step: no such field; did you mean "steps"',
    },
    {
      name: 'a stack that is not there',
      args: ['stackless.json'],
      text: 'stacks.shop.file: cannot read "no.yml"',
    },
    {
      name: 'inspect output that is none',
      args: ['inspect.json'],
      text: 'import.nodes: story.json: ',
    },
  ])('refuses $name', ({ args, text }) => {
    write('misspelt.json', { version: 1, cluster: {}, step: [] });
    write('stackless.json', { ...story, stacks: { shop: { file: 'no.yml' } } });
    write('inspect.json', { ...story, import: { nodes: 'story.json' } });

    const { code, out, err } = run('run', ...args);

    expect(err).toContain(text);
    expect(err).not.toContain('    at ');
    expect({ code, out }).toEqual({ code: 2, out: '' });
  });
});

describe('swarmsim check', () => {
  it('checks all rules where no file is named, and goes on where it ended', () => {
    const first = run('check', '--seeds', '1..2', '--runs', '3', '--out', 'rules');
    const again = run('check', '--seeds', '1..3', '--runs', '3', '--out', 'rules', '--resume');

    expect(first).toEqual({ code: 0, out: 'nothing was found: 2 seeds, 6 scenarios\n', err: '' });
    expect(again).toEqual({ code: 0, out: 'nothing was found: 3 seeds, 3 scenarios\n', err: '' });
    expect(JSON.parse(read('rules/state.json'))).toMatchObject({ done: '1..3', runs: 3 });
    const other = run('check', '--seeds', '1', '--runs', '4', '--out', 'rules', '--resume');
    expect(other).toMatchObject({ code: 2, err: expect.stringContaining('is of another check') });
  });

  it('runs each scenario twice where it is told to, and finds what goes another way', () => {
    write(
      'forgetful.mjs',
      `let runs = 0;
       const begin = (swarm) => { if (++runs % 2 === 0) swarm.configs.create({ name: 'x', data: 'y' }); };
       export const properties = [{ name: 'forgetful', options: { begin } }];`,
    );
    const args = ['check', 'forgetful.mjs', '--seeds', '1', '--runs', '1', '--out', 'forgetful'];

    expect(run(...args).code).toBe(0);
    const { code, err } = run(...args, '--twice');

    expect(code).toBe(1);
    expect(err).toMatch(/^seed 1, property 'forgetful': same-seed-same-trace/);
    expect(err).toMatch(/again: .+ --seeds 1 --runs 1 --twice$/m);
    expect(run(...args, '--resume')).toMatchObject({
      code: 2,
      err: expect.stringContaining('1 runs, twice'),
    });
  });

  it('keeps the smallest failure of the lowest seed as files that fail alike', () => {
    const { code, err } = run('check', 'crowded.mjs', '--seeds', '4..9', '--out', 'crowded');

    expect(code).toBe(1);
    expect(err).toMatch(/^seed 4, property 'few tasks': there are 6 tasks\n/);
    expect(read('crowded/counterexample.sh')).toContain(
      'docker service create --detach --name web --replicas 6 a',
    );
    expect(read('crowded/counterexample.txt')).toContain('there are 6 tasks');
    expect(run('run', 'crowded/counterexample.json').out).toContain('service web: 6 running');

    write('crowded/vitest.config.mjs', 'export default {};');
    const vitest = fileURLToPath(new URL('../node_modules/vitest/vitest.mjs', import.meta.url));
    const test = spawnSync(process.execPath, [vitest, 'run', '--root', join(folder, 'crowded')], {
      encoding: 'utf8',
      env: { ...process.env, NO_COLOR: '1' },
    });
    expect(test.status).toBe(1);
    expect(test.stdout + test.stderr).toContain('there are 6 tasks');
  });

  it.each([
    { name: 'no such file', file: 'no.mjs', content: undefined, text: 'there is no file no.mjs' },
    {
      name: 'a file that throws',
      file: 'throws.mjs',
      content: '\nnull.x;',
      text: 'throws.mjs:2:6',
    },
    {
      name: 'no properties',
      file: 'none.mjs',
      content: 'export const a = 1;',
      text: 'it exports a',
    },
    {
      name: 'a property that throws',
      file: 'typo.mjs',
      content: "export const properties = [{ name: 'a',\n check: (run) => run.swarn.tasks }];",
      text: 'typo.mjs:2:',
    },
    {
      name: 'simulated time that stands still',
      file: 'livelock.mjs',
      content: `const begin = (swarm) => {
        const again = () => void swarm.rxScheduler.schedule(again);
        again();
      };
      export const properties = [{ name: 'a', options: { begin } }];`,
      text: 'simulated time stands still at 0 ms: more than 200000 events at this instant; of the last',
    },
  ])('says what is wrong with $name', ({ file, content, text }) => {
    if (content !== undefined) write(file, content);

    const { code, err } = run('check', file, '--seeds', '1', '--runs', '1', '--workers', '1');

    expect(err).toContain(text);
    expect(code).toBe(2);
  });

  it('ends a seed that hangs, and keeps what passed and the scenario', () => {
    const hang = "export const properties = [{ name: 'a', check: () => { for (;;); } }];";
    write('hang.mjs', hang);

    const args = ['--seeds', '1..9', '--runs', '1', '--workers', '1', '--timeout', '3s'];
    const { code, err } = run('check', 'hang.mjs', ...args, '--out', 'hang');

    expect(code).toBe(2);
    expect(err).toMatch(/^seed 1: it did not end within 3 s of real time/);
    expect(JSON.parse(read('hang/counterexample.json'))).toMatchObject({ version: 1 });
  });

  it('keeps what is done when it is interrupted', async () => {
    const child = spawn(
      process.execPath,
      [program, 'check', '--seeds', '1..9999', '--out', 'long'],
      {
        cwd: folder,
      },
    );
    const exit = new Promise((resolve) => child.once('exit', resolve));
    while (!existsSync(join(folder, 'long/state.json'))) {
      await new Promise((resolve) => setTimeout(resolve, 50));
    }

    child.kill('SIGINT');

    expect(await exit).toBe(130);
    expect(JSON.parse(read('long/state.json'))).toMatchObject({
      done: expect.stringMatching(/^\d/),
    });
  });
});
