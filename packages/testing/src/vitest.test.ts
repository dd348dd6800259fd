import {
  createSwarm,
  credentialSpec,
  decideAssignments,
  windowsNodes,
  type Swarm,
} from '@swarmsim/core';
import { describe, expect, it } from 'vitest';
import type { Invariant } from './invariants/invariant.ts';
import { watchInvariants } from './invariants/watch-invariants.ts';
import { runScenario } from './run/run-scenario.ts';
import type { Scenario } from './scenario/scenario.ts';
import './vitest.ts';

function swarmWith(nodes: readonly string[] = ['A', 'B', 'C'], memory = '8g'): Swarm {
  const swarm = createSwarm({ seed: 4, nodes: windowsNodes(nodes, { memory }) });
  swarm.advance('1s');
  return swarm;
}

/** What a failing expectation says. */
function failure(expectation: () => void): string {
  try {
    expectation();
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
  throw new Error('the expectation held');
}

describe('toConverge', () => {
  it('lets time pass until all services run, of every mode', () => {
    const swarm = swarmWith();
    swarm.services.create({ name: 'web', image: 'iis', replicas: 4 });
    swarm.services.create({ name: 'log', image: 'log', mode: 'global' });
    swarm.services.create({ name: 'job', image: 'job', mode: 'replicated-job', replicas: 3 });
    swarm.services.create({ name: 'all', image: 'job', mode: 'global-job' });
    const ended = createSwarm({
      nodes: windowsNodes(['A', 'B']),
      behaviours: [{ image: 'job', exitAfterMs: 10 }],
    });
    ended.services.create({ name: 'job', image: 'job', mode: 'replicated-job', replicas: 3 });
    ended.services.create({ name: 'all', image: 'job', mode: 'global-job' });

    expect(ended).toConverge();
    expect(failure(() => expect(ended).not.toConverge())).toBe(
      'expected the swarm not to converge, but every service runs what was asked for',
    );
    expect(failure(() => expect(swarm).toConverge())).toMatch(/job: 0 of 3 runs are complete/);
    expect(swarm).toConverge({ services: ['web', 'log'] });
  });

  it('shows tasks that wait, and what each node says', () => {
    const swarm = swarmWith(['A', 'B'], '2g');
    swarm.services.create({ name: 'web', image: 'iis', replicas: 3, reserve: { memory: '2g' } });

    const text = failure(() => expect(swarm).toConverge());

    expect(text).toMatch(
      /^expected the swarm to converge:\n {2}service web: 2 of 3 replicas run\n/,
    );
    expect(text).toMatch(
      /web\.\d \(\w{25}\) is pending \(desired running\) without a node since 1\.\d s: no suitable node \(insufficient resources on 2 nodes\)/,
    );
    expect(text).toMatch(/\n +A: .*insufficient resources/);
  });

  it('tells what repeats where a swarm never comes to rest', () => {
    const swarm = createSwarm({
      nodes: windowsNodes(['A']),
      behaviours: [{ service: 'web', exitAfterMs: 100, exitCode: 3 }],
    });
    swarm.services.create({ name: 'web', image: 'iis' });

    const text = failure(() => expect(swarm).toConverge({ within: '1m' }));

    expect(text).toMatch(/it did not come to rest within 1m; what repeats:/);
    expect(text).toMatch(/\d+ times: web\.1 .* on A since .*: task: non-zero exit \(3\)/);
    expect(text).toMatch(/service web: 0 of 1 replicas run/);
  });

  it('wants a global service on every node that its constraints allow', () => {
    const swarm = swarmWith();
    swarm.nodes.update('A', { labels: { zone: 'a' } });
    const constraints = ['node.labels.zone!=a'];
    swarm.services.create({ name: 'log', image: 'log', mode: 'global', constraints });

    expect(swarm).toConverge();
    expect(swarm).toRun('log', 2);
  });

  it('wants updates to end', () => {
    const swarm = createSwarm({
      nodes: windowsNodes(['A']),
      behaviours: [{ image: 'iis:bad', exitAfterMs: 10, exitCode: 1 }],
    });
    const update = { failureAction: 'pause', order: 'start-first' } as const;
    swarm.services.create({ name: 'web', image: 'iis:good', replicas: 2, update });
    expect(swarm).toConverge();
    swarm.services.update('web', (draft) => void (draft.image = 'iis:bad'));

    expect(failure(() => expect(swarm).toConverge())).toMatch(
      /service web: \d of 2 replicas run, its update is paused: update paused due to failure or early termination of task/,
    );
  });
});

describe('toRun', () => {
  it('counts the tasks that run now', () => {
    const swarm = swarmWith();
    swarm.services.create({ name: 'web', image: 'iis', replicas: 2 });
    swarm.settle();

    expect(swarm).toRun('web', 2);
    expect(swarm).not.toRun('web', 3);
    expect(failure(() => expect(swarm).toRun('web', 3))).toMatch(
      /^expected the swarm to run 3 tasks of web:\n {2}2 run\n {4}web\.1 \(\w+\) is running on [ABC] since/,
    );
  });
});

describe('toSpread', () => {
  it('compares nodes that take a task, and leaves out those that do not', () => {
    const swarm = swarmWith();
    swarm.nodes.update('C', { availability: 'pause' });
    swarm.services.create({ name: 'web', image: 'iis', replicas: 4 });
    swarm.settle();

    expect(swarm).toSpread('web', { skewMax: 0 });
  });

  it('shows who has how many', () => {
    const swarm = swarmWith(['A', 'B']);
    swarm.nodes.update('B', { availability: 'drain' });
    swarm.services.create({ name: 'web', image: 'iis', replicas: 3 });
    swarm.settle();
    swarm.nodes.update('B', { availability: 'active' });
    swarm.settle();

    expect(failure(() => expect(swarm).toSpread('web'))).toMatch(
      /^expected the swarm to spread web over nodes, with at most 1 between them:\n {2}A: 3 \(web\.1 on A, web\.2 on A, web\.3 on A\)\n {2}B: 0$/,
    );
  });

  it('compares the values of a label', () => {
    const swarm = swarmWith(['A', 'B', 'C']);
    for (const name of ['A', 'B']) swarm.nodes.update(name, { labels: { zone: 'a' } });
    swarm.nodes.update('C', { labels: { zone: 'b' } });
    const spread = ['node.labels.zone'];
    swarm.services.create({ name: 'even', image: 'iis', replicas: 4, spread });
    swarm.services.create({ name: 'plain', image: 'iis', replicas: 6 });
    swarm.settle();

    expect(swarm).toSpread('even', { over: 'node.labels.zone', skewMax: 0 });
    expect(failure(() => expect(swarm).toSpread('plain', { over: 'node.labels.zone' }))).toMatch(
      /node\.labels\.zone=a: \d .*\n {2}node\.labels\.zone=b: \d/,
    );
  });
});

describe('toSurvive', () => {
  it('wants services back without help', () => {
    const swarm = swarmWith();
    swarm.services.create({ name: 'web', image: 'iis', replicas: 3 });
    swarm.settle();

    expect(swarm).toSurvive({ kind: 'crash', node: 'A' });
    expect(swarm).toSurvive([{ at: swarm.now + 5_000, fault: { kind: 'crash', node: 'B' } }]);
    expect(failure(() => expect(swarm).toSurvive({ kind: 'crash', node: 'C' }))).toMatch(
      /^expected the swarm to survive crash of C:\n {2}service web: 0 of 3 replicas run/,
    );
  });

  // moby: daemon/health.go: by default three probes, one every 30 s.
  it('waits until a sick container has been found out', () => {
    const swarm = swarmWith(['A']);
    swarm.services.create({
      name: 'web',
      image: 'iis',
      healthcheck: { test: ['CMD', 'check'] },
      restart: { condition: 'none' },
    });
    expect(swarm).toConverge();
    const [{ status } = { status: { at: 0 } }] = swarm.tasks.list();
    const probes = Math.ceil((swarm.now - status.at) / 30_000);
    swarm.advanceTo(status.at + probes * 30_000 + 1_000);

    const text = failure(() => expect(swarm).toSurvive({ kind: 'sicken-task', task: 'web.1' }));

    expect(text).toMatch(/web: 0 of 1 replicas run\n.* is failed .*unhealthy container/);
  });

  it('does not blame a fault for what was wrong before', () => {
    const swarm = swarmWith(['A']);
    swarm.services.create({ name: 'web', image: 'iis', constraints: ['node.hostname==Z'] });
    swarm.settle();

    expect(failure(() => expect(swarm).toSurvive({ kind: 'restart', node: 'A' }))).toMatch(
      /something was wrong before any fault:\n {2}service web: 0 of 1 replicas run/,
    );
  });
});

describe('toDeliverCredentialSpecsOnlyToReferencingTasks', () => {
  const spec = credentialSpec({ domain: 'contoso.com', account: 'web' });

  /** A service whose one task has the credential spec, and is not restarted. */
  function runWeb(swarm: Swarm): void {
    swarm.configs.create({ name: 'spec', data: spec });
    const restart = { condition: 'none' } as const;
    swarm.services.create({ name: 'web', image: 'iis', credentialSpec: 'config://spec', restart });
    swarm.settle();
  }

  it('holds where configs are delivered as SwarmKit does', () => {
    const swarm = swarmWith();
    swarm.configs.create({ name: 'spec', data: spec });
    swarm.services.create({ name: 'web', image: 'iis', credentialSpec: 'config://spec' });
    swarm.services.create({ name: 'other', image: 'iis', replicas: 3 });
    swarm.settle();

    expect(swarm).toDeliverCredentialSpecsOnlyToReferencingTasks();
  });

  // SwarmKit: manager/dispatcher/dispatcher.go, Assignments: changes are gathered for 100 ms.
  it('lets a node have what is being taken back from it', () => {
    const swarm = swarmWith(['A']);
    runWeb(swarm);
    swarm.faults.exitTask('web.1', { exitCode: 1 });
    swarm.advance(150);
    const whileGathered = swarm.nodes.get('A').holds('spec');

    expect(swarm).toDeliverCredentialSpecsOnlyToReferencingTasks();
    swarm.advance('1s');

    expect(swarm).toDeliverCredentialSpecsOnlyToReferencingTasks();
    expect([whileGathered, swarm.nodes.get('A').holds('spec')]).toEqual([true, false]);
  });

  it('names the node from which one is never taken back', () => {
    const swarm = createSwarm({
      nodes: windowsNodes(['A']),
      behaviours: [{ image: 'iis', incarnation: 0, exitAfterMs: 1_000, exitCode: 1 }],
      deciders: {
        decideAssignments: (...args) =>
          decideAssignments(...args).filter(
            ({ action, item }) => action === 'update' || item === 'task',
          ),
      },
    });
    runWeb(swarm);

    expect(failure(() => expect(swarm).toDeliverCredentialSpecsOnlyToReferencingTasks())).toBe(
      'expected the swarm to deliver credential specs only to the tasks that reference them:\n' +
        '  node A holds spec, which no task there references',
    );
  });

  it('tells a credential spec from a former config of its name', () => {
    const swarm = swarmWith(['A']);
    swarm.configs.create({ name: 'spec', data: 'a page' });
    swarm.services.create({ name: 'page', image: 'iis', configs: ['spec'] });
    swarm.settle();
    swarm.services.update('page', (page) => delete page.configs);
    swarm.settle();
    swarm.configs.remove('spec');
    runWeb(swarm);

    const files = swarm.tasks
      .list({ service: 'page' })
      .map(({ id }) => swarm.containers.find(id)?.files.length);

    expect(files).toContain(1);
    expect(swarm).toDeliverCredentialSpecsOnlyToReferencingTasks();
  });

  it('names the node that holds one without need, and the task that could read it', () => {
    const swarm = createSwarm({
      nodes: windowsNodes(['A']),
      deciders: {
        decideAssignments: (_, { task }, objects) =>
          task === undefined || task.status.state !== 'assigned'
            ? []
            : [
                { action: 'update', item: 'task', task },
                ...objects.configs().map((config) => {
                  return { action: 'update', item: 'config', config } as const;
                }),
              ],
        restrictDependencies: (held) => ({
          config: (id) => held().configs[id]!,
          secret: (id) => held().secrets[id]!,
        }),
      },
    });
    runWeb(swarm);
    swarm.services.remove('web');
    swarm.services.create({ name: 'other', image: 'iis' });
    swarm.settle();

    const text = failure(() => expect(swarm).toDeliverCredentialSpecsOnlyToReferencingTasks());

    expect(text).toMatch(
      /other\.1 \(\w+\) is running on A .*; it can read spec, which it does not/,
    );
  });
});

describe('toHoldInvariants', () => {
  const scenario: Scenario = {
    version: 1,
    cluster: { nodes: windowsNodes(['A']) },
    steps: [{ at: '1s', kind: 'service-create', options: { name: 'web', image: 'iis' } }],
  };
  const never: Invariant = {
    name: 'no-task-ever-runs',
    rule: 'nothing runs',
    source: 'this test',
    when: 'step',
    start: () => (step) => {
      const found = step.tasks.find(({ after }) => after?.status.state === 'running')?.after;
      if (found === undefined) return undefined;
      return { message: `task ${found.id} runs`, evidence: { task: found.id, node: found.nodeId } };
    },
  };

  it('runs a scenario, and reads a run or a watch', () => {
    const run = runScenario(scenario);
    const watch = watchInvariants(swarmWith(), [never], { onViolation: 'collect' });

    expect(scenario).toHoldInvariants();
    expect(run).toHoldInvariants();
    expect(run.swarm).toHoldInvariants();
    expect(watch).toHoldInvariants();
  });

  it('shows rule, source, time and what it is about', () => {
    const text = failure(() => expect(scenario).toHoldInvariants([never]));

    expect(text).toMatch(
      /^expected the swarm to hold all invariants:\n {2}no-task-ever-runs at 1\.\d s: task \w+ runs\n {4}rule: nothing runs \(this test\)\n {4}task: \w+\n {4}node: \w+$/,
    );
  });
});
