import { describe, expect, it } from 'vitest';
import {
  configUpdate,
  createEngine,
  createWorld,
  n1,
  update,
} from '../../test-support/agents-world.ts';
import { Kernel } from '../kernel/kernel.ts';
import { createLink } from '../link/link.ts';
import { toId, type NodeId } from '../model/ids.ts';
import { createAgents } from './agents.ts';
import type { Executor } from './executor.ts';

describe('a session', () => {
  it('is opened by registering, and asks for the assignments', () => {
    const { calls } = createWorld();

    expect(calls).toEqual(['0 register', '0 assignments session-0', '0 heard']);
  });

  // SwarmKit: agent/agent.go, run: at first below 100 ms, then up to 8 s.
  it('is retried after pauses that grow while nobody answers', () => {
    const kernel = new Kernel({ seed: 5 });
    const link = createLink(kernel);
    const attempts: number[] = [];
    const refusal = { kind: 'refused', session: '', code: 'unavailable', message: 'no' } as const;
    link.serve({
      receive: () => {
        attempts.push(kernel.now);
        link.toNode(n1, refusal);
      },
      silent: () => undefined,
      heard: () => undefined,
    });
    createAgents(kernel, link).add(
      n1,
      createEngine(() => undefined, {}),
    );

    while ((kernel.nextAt ?? Infinity) <= 120_000) kernel.step();

    const pauses = attempts.slice(1).map((at, position) => at - attempts[position]!);
    expect(pauses.slice(0, 7).every((pause, n) => pause < 100 * (2 ** (n + 1) - 1))).toBe(true);
    expect(Math.max(...pauses)).toBeLessThan(8_000);
    expect(Math.max(...pauses)).toBeGreaterThan(4_000);
  });

  it('is given up 5 s after a heartbeat that finds the path cut, and is taken up again', () => {
    const { calls, link, advance } = createWorld();
    advance(60_000);

    link.partition(n1);
    advance(75_000);
    link.repair(n1);
    advance(90_000);

    const spoken = calls.slice(3).filter((text) => !text.endsWith('silent'));
    expect(spoken.map((text) => text.replace(/^\d+ /, ''))).toEqual([
      'register session-0',
      expect.stringMatching(/^assignments session-/),
      'heard',
    ]);
    expect(Number.parseInt(spoken[0]!, 10)).toBeGreaterThanOrEqual(75_000);
  });

  it('survives a cut that is repaired before a heartbeat times out', () => {
    const { calls, link, advance } = createWorld();
    advance(60_000);

    link.partition(n1);
    advance(64_900);
    link.repair(n1);
    advance(200_000);

    expect(calls.slice(3)).toEqual(['60000 silent', '64900 heard']);
  });

  // SwarmKit: agent/agent.go, run: updateNode compares descriptions every 20 s.
  it('looks at its host every 20 s, and tells a changed description', () => {
    const { agents, calls, advance } = createWorld();
    advance(23_000);

    agents.renew(n1);
    agents.renew(n1);
    advance(90_000);

    expect(calls.filter((call) => call.includes('register session-0'))).toEqual([
      '40000 register session-0',
    ]);
  });

  it('looks at once where the period is 0', () => {
    const { agents, calls, advance } = createWorld({ nodeUpdatePeriodMs: 0 });
    advance(23_000);

    agents.renew(n1);
    advance(23_001);

    expect(calls).toContain('23000 register session-0');
  });

  it('forgets about the look when it registers anyway', () => {
    const { agents, calls, advance } = createWorld();
    advance(23_000);

    agents.renew(n1);
    agents.restart(n1);
    advance(90_000);

    expect(calls.filter((call) => call.includes('register'))).toEqual([
      '0 register',
      '23000 register session-0',
    ]);
  });
});

describe('a task', () => {
  it('goes step by step to running; what changes at one instant is reported once', () => {
    const { reports, calls, send, advance } = createWorld();

    send('complete', [update('running')]);
    advance(1_000);

    expect(reports).toEqual([
      '0 t1 preparing | preparing | ',
      '10 t1 starting | starting | ',
      '20 t1 running | started | ',
    ]);
    expect(calls.slice(3)).toEqual(['0 prepare t1', '10 start t1', '20 started t1']);
  });

  it('reports every state when the agent waits for each to be recorded', () => {
    const { reports, send, advance } = createWorld({ statusCoalescing: false });

    send('complete', [update('running')]);
    advance(1_000);

    expect(reports).toEqual([
      '0 t1 accepted | accepted | ',
      '0 t1 preparing | preparing | ',
      '10 t1 ready | prepared | ',
      '10 t1 starting | starting | ',
      '20 t1 running | started | ',
    ]);
  });

  it('waits in ready until it is wanted running', () => {
    const { reports, send, advance } = createWorld();

    send('complete', [update('ready')]);
    advance(5_000);
    send('incremental', [update('running')]);
    advance(6_000);

    expect(reports).toEqual([
      '0 t1 preparing | preparing | ',
      '10 t1 ready | prepared | ',
      '5000 t1 starting | starting | ',
      '5010 t1 running | started | ',
    ]);
  });

  it('begins to stop one second after it is wanted stopped', () => {
    const { reports, calls, send, advance } = createWorld();

    send('complete', [update('running')]);
    advance(3_000);
    send('incremental', [update('shutdown')]);
    advance(5_000);

    expect(reports.at(-1)).toBe('4010 t1 shutdown | shutdown | ');
    expect(calls.slice(-2)).toEqual(['4000 stop t1', '4010 ended t1 0']);
  });

  it('begins to stop at once without the pause', () => {
    const { reports, send, advance } = createWorld({ stopRetryPauseMs: 0 });

    send('complete', [update('running')]);
    advance(3_000);
    send('incremental', [update('shutdown')]);
    advance(5_000);

    expect(reports.at(-1)).toBe('3010 t1 shutdown | shutdown | ');
  });

  it('is not prepared twice when the wish changes meanwhile', () => {
    const { reports, calls, send, advance } = createWorld();

    send('complete', [update('ready')]);
    advance(5);
    send('incremental', [update('running')]);
    advance(5_000);

    expect(calls.filter((text) => text.includes('prepare'))).toHaveLength(1);
    expect(reports.slice(1)).toEqual([
      '1005 t1 starting | starting | ',
      '1015 t1 running | started | ',
    ]);
  });

  it('is stopped even if it never started', () => {
    const { reports, send, advance } = createWorld({ statusCoalescing: false });

    send('complete', [update('shutdown')]);
    advance(1_000);

    expect(reports).toEqual(['0 t1 accepted | accepted | ', '10 t1 shutdown | shutdown | ']);
  });

  it('is rejected when preparing fails, and failed when starting does', () => {
    const prepare = createWorld(
      {},
      { prepare: () => ({ durationMs: 10, error: 'No such image: app' }) },
    );
    const start = createWorld({}, { start: () => ({ durationMs: 10, error: 'boom' }) });

    for (const world of [prepare, start]) {
      world.send('complete', [update('running')]);
      world.advance(1_000);
    }

    expect(prepare.reports.at(-1)).toBe('10 t1 rejected | preparing | No such image: app');
    expect(start.reports.at(-1)).toBe('20 t1 failed | starting | boom');
  });

  it.each([
    { name: 'completes with exit code 0', exitCode: 0, report: 'complete | finished | ' },
    {
      name: 'fails with another',
      exitCode: 3,
      report: 'failed | started | task: non-zero exit (3)',
    },
  ])('$name', ({ exitCode, report }) => {
    const start = (): ReturnType<Executor['start']> => ({
      durationMs: 10,
      exit: { afterMs: 500, exitCode },
    });
    const { agents, reports, calls, send, advance } = createWorld({}, { start });

    send('complete', [update('running')]);
    advance(1_000);

    expect(reports.at(-1)).toBe(`520 t1 ${report}`);
    expect(calls.at(-1)).toBe(`520 ended t1 ${exitCode}`);
    expect(agents.statusOf(n1, 't1')?.container).toEqual({
      containerId: 'container-t1',
      pid: 7,
      exitCode,
    });
  });

  it('ends when its container is made to exit', () => {
    const { agents, reports, send, advance } = createWorld();
    send('complete', [update('running')]);
    advance(1_000);

    const first = agents.exitContainer(n1, 't1', 1);
    const second = agents.exitContainer(n1, 't1', 1);
    advance(2_000);

    expect([first, second]).toEqual([true, false]);
    expect(reports.at(-1)).toBe('1000 t1 failed | started | task: non-zero exit (1)');
  });

  it('is removed without a report when it is no longer assigned', () => {
    const { agents, reports, calls, send, advance } = createWorld();
    send('complete', [update('running')]);
    advance(1_000);
    const count = reports.length;

    send('incremental', [{ action: 'remove', item: 'task', id: 't1' }]);
    advance(2_000);

    expect(calls.at(-1)).toBe('1000 remove t1');
    expect(reports).toHaveLength(count);
    expect(agents.holdings(n1).tasks).toEqual([]);
  });

  it('ignores a wish that goes back', () => {
    const { reports, send, advance } = createWorld();
    send('complete', [update('shutdown')]);
    advance(1_000);
    const count = reports.length;

    send('incremental', [update('running')]);
    advance(2_000);

    expect(reports).toHaveLength(count);
  });
});

describe('what a node holds', () => {
  it('changes with incremental messages, and is replaced by a complete one', () => {
    const { agents, send, advance } = createWorld();

    send('complete', [configUpdate('c1'), configUpdate('c2')]);
    send('incremental', [configUpdate('c3'), { action: 'remove', item: 'config', id: 'c1' }]);
    advance(1);
    const changed = agents.holdings(n1).configs;
    send('complete', [configUpdate('c4')]);
    advance(2);

    expect(changed).toEqual(['c2', 'c3']);
    expect(agents.holdings(n1).configs).toEqual(['c4']);
  });

  it('is asked for anew after a gap', () => {
    const { link, calls, send, advance } = createWorld();
    send('complete', []);
    advance(1);

    const session = 'session-0';
    const changes = [configUpdate('c1')];
    link.toNode(n1, { kind: 'assignments', session, type: 'incremental', sequence: 9, changes });
    advance(2);

    expect(calls.at(-1)).toBe('1 assignments session-0');
  });
});

describe('a host that dies', () => {
  it('loses its memory; what ran is found dead with exit code 255', () => {
    const { agents, reports, calls, send, advance } = createWorld();
    send('complete', [configUpdate('c1'), update('running')]);
    advance(1_000);

    agents.crash(n1);
    advance(2_000);
    const whileDown = agents.holdings(n1);
    agents.restart(n1);
    const afterBoot = agents.holdings(n1);
    advance(3_000);

    expect(whileDown).toEqual({ tasks: [], configs: [], secrets: [] });
    expect(afterBoot).toEqual({ tasks: ['t1'], configs: [], secrets: [] });
    expect(reports.at(-1)).toBe('2000 t1 failed | started | task: non-zero exit (255)');
    expect(calls.slice(-5)).toEqual([
      '1000 crash',
      '1000 silent',
      '2000 register session-0',
      '2000 assignments session-2000',
      '2000 heard',
    ]);
  });

  it('goes on with containers that outlive its agent', () => {
    const { agents, reports, send, advance } = createWorld();
    send('complete', [update('running')]);
    advance(1_000);

    agents.crash(n1, 'survived');
    advance(2_000);
    agents.restart(n1);
    advance(3_000);

    expect(agents.statusOf(n1, 't1')?.state).toBe('running');
    expect(reports.at(-1)).toBe('2000 t1 running | started | ');
  });

  it('has no container for a task that its managers believe to run there', () => {
    const { reports, send, advance } = createWorld();

    send('complete', [update('running', 'running')]);
    advance(1_000);

    expect(reports.at(-1)).toContain(
      'failed | scheduler assigned task to node | No such container',
    );
  });
});

describe('a node that leaves', () => {
  it('gives up its tasks and is heard no more', () => {
    const { agents, calls, send, advance } = createWorld();
    send('complete', [update('running')]);
    advance(1_000);

    agents.leave(n1);
    advance(100_000);

    expect(calls.slice(-2)).toEqual(['1000 remove t1', '1000 silent']);
    expect(agents.isRunning(n1)).toBe(false);
    expect(agents.hasLeft(n1)).toBe(true);
  });

  it.each(['up', 'down'] as const)('never starts again: its host was %s', (host) => {
    const { agents, calls, advance } = createWorld();
    if (host === 'down') agents.restartEngine(n1, 'died', 5_000);
    agents.leave(n1);
    const before = calls.filter((call) => call.endsWith('register'));

    agents.restart(n1);
    agents.restartEngine(n1, 'died', 0);
    advance(100_000);

    expect(agents.isRunning(n1)).toBe(false);
    expect(calls.filter((call) => call.includes('register'))).toEqual(before);
  });
});

describe('the registry', () => {
  it('refuses a second agent on a node, and knows no other nodes', () => {
    const { agents } = createWorld();

    expect(agents.nodeIds()).toEqual([n1]);
    expect(() =>
      agents.add(
        n1,
        createEngine(() => undefined, {}),
      ),
    ).toThrow('node n1 has an agent already');
    expect(() => agents.crash(toId<NodeId>('n2'))).toThrow('node n2 has no agent');
  });
});
