import { readFileSync } from 'node:fs';
import { linuxNodes, windowsNodes } from '@swarmsim/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { scenarios } from '../arbitraries/scenarios.ts';
import { runScenario } from '../run/run-scenario.ts';
import { formatScenario } from './format-scenario.ts';
import { parseScenario } from './parse-scenario.ts';
import { scenarioJsonSchema } from './schema/json-schema.ts';

const stackText = [
  'version: "3.8"',
  'services: { web: { image: "${IMAGE}", configs: [page] } }',
  'configs: { page: { file: ./page.txt } }',
].join('\n');

const file = {
  $schema: './scenario-1.json',
  version: 1,
  cluster: { nodes: windowsNodes(['A', 'B']) },
  stacks: { shop: { file: 'stacks/shop.yml', env: { IMAGE: 'iis' } } },
  steps: [
    { at: '1s', kind: 'stack-deploy', stack: 'shop' },
    { at: '20s', kind: 'service-edit', service: 'shop_web', change: { image: 'iis:2', env: null } },
    { at: 30_000, kind: 'fault', fault: { kind: 'crash', node: { label: 'rack=1', pick: 1 } } },
  ],
} as const;

const files: Readonly<Record<string, string>> = {
  'stacks/shop.yml': stackText,
  'stacks/page.txt': 'hello',
  'odd.json': '[7]',
};
const readFile = (path: string): string | undefined => files[path];

describe('parseScenario', () => {
  it('reads a file, and the stack that it names with all that the stack names', () => {
    const { scenario, issues } = parseScenario(JSON.stringify(file), { readFile });

    expect(issues).toEqual([]);
    expect(scenario).toEqual({
      version: 1,
      cluster: file.cluster,
      steps: file.steps,
      stacks: { shop: { text: stackText, files: { 'page.txt': 'hello' }, env: { IMAGE: 'iis' } } },
    });
    expect(runScenario(scenario!).outcomes.map(({ refusal }) => refusal?.code)).toEqual([
      undefined,
      undefined,
      'not-found',
    ]);
  });

  it('reads every scenario that is drawn, as it was written', () => {
    const property = fc.property(scenarios(), (scenario) => {
      const text = formatScenario(scenario);
      const read = parseScenario(text);

      expect(read.issues).toEqual([]);
      expect(read.scenario).toEqual(JSON.parse(JSON.stringify(scenario)));
      expect(formatScenario(read.scenario!)).toBe(text);
    });

    fc.assert(property, { numRuns: 200, seed: 5 });
  });

  it('lets nodes join and makes services as docker printed them, among the steps in order of time', () => {
    const nodes = [
      {
        ID: 'n1',
        Spec: { Role: 'worker', Availability: 'active', Labels: { rack: '1' } },
        Description: {
          Hostname: 'R',
          Platform: { OS: 'linux', Architecture: 'x86_64' },
          Resources: { NanoCPUs: 2e9, MemoryBytes: 4e9 },
          Engine: { EngineVersion: '28.2.2' },
        },
      },
    ];
    const services = [
      {
        ID: 's1',
        Spec: {
          Name: 'web',
          TaskTemplate: { ContainerSpec: { Image: 'app:1' } },
          Mode: { Global: {} },
        },
      },
    ];
    const given: Readonly<Record<string, string>> = {
      'nodes.json': JSON.stringify(nodes),
      'services.json': JSON.stringify(services),
    };
    const early = { at: 0, kind: 'config-create', name: 'page', data: 'x' };
    const late = { at: '1m', kind: 'service-force', service: 'web' };

    const { scenario, issues } = parseScenario(
      {
        version: 1,
        cluster: { nodes: linuxNodes(['A']) },
        import: { nodes: 'nodes.json', services: ['services.json'] },
        steps: [early, late],
      },
      { readFile: (path) => given[path] },
    );

    expect(issues).toEqual([]);
    expect(scenario?.cluster.nodes?.map(({ hostname }) => hostname)).toEqual(['A', 'R']);
    expect(scenario?.steps.map(({ kind }) => kind)).toEqual([
      'config-create',
      'service-create',
      'service-force',
    ]);
    const { swarm, refusals } = runScenario(scenario!);
    expect(refusals).toBe(0);
    expect(swarm.tasks.list({ service: 'web', state: 'running' })).toHaveLength(2);
  });

  const step = file.steps[1];
  const create = { at: 0, kind: 'service-create', options: { name: 'web', image: 'iis' } };
  it.each([
    {
      name: 'a text that is no JSON',
      input: '{ "version": 1,',
      issues: [['unreadable', '', expect.stringMatching(/^it is no JSON: /)]],
    },
    {
      name: 'another version, whatever else it holds',
      input: { version: 2, stories: [] },
      issues: [['unknown-version', 'version', 'version 2 is not known; this reads version 1']],
    },
    {
      name: 'something else',
      input: [],
      issues: [['wrong-type', '', 'must be an object, not a list']],
    },
    {
      name: 'fields that are missing',
      input: { version: 1 },
      issues: [
        ['missing-field', '', '"cluster" is missing'],
        ['missing-field', '', '"steps" is missing'],
      ],
    },
    {
      name: 'a misspelt field, with a suggestion',
      input: { ...file, behaviors: [] },
      issues: [['unknown-field', 'behaviors', 'no such field; did you mean "behaviours"?']],
    },
    {
      name: 'a field that is like no other',
      input: { ...file, colour: 'red' },
      issues: [['unknown-field', 'colour', 'no such field']],
    },
    {
      name: 'a misspelt option of a service',
      input: { ...file, steps: [{ ...create, options: { ...create.options, replica: 2 } }] },
      issues: [
        ['unknown-field', 'steps.0.options.replica', 'no such field; did you mean "replicas"?'],
      ],
    },
    {
      name: 'an unknown kind of operation',
      input: { ...file, steps: [step, { ...create, kind: 'create-service' }, { at: 1 }] },
      issues: [
        ['wrong-value', 'steps.1.kind', 'unknown kind "create-service"'],
        ['missing-field', 'steps.2', '"kind" is missing'],
      ],
    },
    {
      name: 'wrong types',
      input: {
        ...file,
        seed: '1',
        steps: [
          { ...step, at: 'soon' },
          { at: 0, kind: 'node-remove', node: 'A', force: 'yes' },
          { at: 0, kind: 'fault', fault: { kind: 'crash', node: 7 } },
        ],
      },
      issues: [
        ['wrong-value', 'steps.0.at', expect.stringContaining('soon')],
        ['wrong-type', 'steps.1.force', 'must be true or false, not the text "yes"'],
        ['wrong-type', 'steps.2.fault.node', 'must be a node, or { label, pick }, not 7'],
        ['wrong-type', 'seed', 'must be a number, not the text "1"'],
      ],
    },
    {
      name: 'a wrong field inside of one of several forms',
      input: { ...file, faults: [{ every: { min: '1s', max: 'x' }, fault: { kind: 'repair' } }] },
      issues: [
        ['wrong-value', 'faults.0.every.max', expect.stringContaining('x')],
        ['missing-field', 'faults.0.fault', '"node" is missing'],
      ],
    },
    {
      name: 'steps that go back in time',
      input: { ...file, steps: [step, { ...step, at: '19s' }] },
      issues: [
        ['time-reversed', 'steps.1.at', '19s is before the step in front of it, at 20000 ms'],
      ],
    },
    {
      name: 'a stack that is not there',
      input: { ...file, steps: [{ at: 0, kind: 'stack-deploy', stack: 'shpo' }] },
      issues: [
        ['unknown-stack', 'steps.0.stack', 'there is no stack "shpo"; did you mean "shop"?'],
      ],
    },
    {
      name: 'inspect files that cannot be read',
      input: { ...file, import: { nodes: ['no.json', 'stacks/page.txt'], services: 'odd.json' } },
      issues: [
        ['unreadable-file', 'import.nodes', 'cannot read "no.json"'],
        ['unreadable-file', 'import.nodes', expect.stringMatching(/^stacks\/page.txt: /)],
        ['unreadable-file', 'import.services', expect.stringMatching(/^odd.json: /)],
      ],
    },
    {
      name: 'a stack file that is not there',
      input: { ...file, stacks: { shop: { file: 'no.yml' } } },
      issues: [['unreadable-file', 'stacks.shop.file', 'cannot read "no.yml"']],
    },
    {
      name: 'a stack file that cannot be read, with its line',
      input: { ...file, stacks: { shop: { text: 'version: "3.8"\nservices: 3' } } },
      issues: [['unreadable-stack', 'stacks.shop', expect.stringMatching(/^2:\d+: /)]],
    },
    {
      name: 'a host that cannot be',
      input: {
        ...file,
        cluster: { nodes: [{ hostname: 'A', host: { os: 'linux', build: 17763 } }] },
      },
      issues: [['invalid-argument', 'cluster', 'host A: build is for Windows hosts only']],
    },
  ])('tells of $name', ({ input, issues }) => {
    const parsed = parseScenario(input, { readFile });

    expect(parsed.issues.map(({ code, path, message }) => [code, path, message])).toEqual(issues);
    expect(parsed).not.toHaveProperty('scenario');
  });
});

describe('formatScenario', () => {
  it('has a line for each node and step, whatever order fields were set in', () => {
    const [node] = linuxNodes(['A']);
    const scenario = {
      steps: [
        { options: { image: 'app', name: 'web' }, kind: 'service-create', at: '1s' } as const,
        { kind: 'service-remove', at: '2s', service: 'web', extra: undefined } as const,
      ],
      cluster: { nodes: [node!], latency: 5 },
      version: 1,
      name: 'two steps',
    } as const;

    expect(formatScenario(scenario)).toBe(`{
  "version": 1,
  "name": "two steps",
  "cluster": {
    "latency": 5,
    "nodes": [
      { "hostname": "A", "availability": "active", "host": { "os": "linux" }, "role": "worker" }
    ]
  },
  "steps": [
    { "at": "1s", "kind": "service-create", "options": { "name": "web", "image": "app" } },
    { "at": "2s", "kind": "service-remove", "service": "web" }
  ]
}
`);
  });
});

describe('scenario-file.md', () => {
  const page = readFileSync(new URL('../../design/scenario-file.md', import.meta.url), 'utf8');

  it('shows a file that can be read', () => {
    const [, json = ''] = /```json\n([\s\S]*?)```/.exec(page) ?? [];

    const read = parseScenario(json, {
      readFile: () => 'version: "3.8"\nservices: { web: { image: "iis:${TAG}" } }',
    });

    expect(read.issues).toEqual([]);
    expect(runScenario(read.scenario!).refusals).toBe(0);
  });

  it('tells of each field', () => {
    const told = [...page.matchAll(/^\| `(\S+)`/gm)].map(([, name]) => name);
    const { properties } = scenarioJsonSchema();

    expect(told.sort()).toEqual(Object.keys(properties as object).sort());
  });
});
