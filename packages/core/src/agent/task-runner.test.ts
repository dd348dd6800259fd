import { describe, expect, it } from 'vitest';
import { aTask } from '../../test-support/hand-driven-swarm.ts';
import { Kernel } from '../kernel/kernel.ts';
import { createLink } from '../link/link.ts';
import { toId, type NodeId, type TaskId } from '../model/ids.ts';
import type { TaskState } from '../model/task-state.ts';
import type { Task } from '../model/task.ts';
import { agentDeciders } from './agent-deciders.ts';
import { createAgentState, type HeldTask } from './agent-state.ts';
import type { Executor } from './executor.ts';
import { createTaskRunner, type TaskRunner, type TaskTimer } from './task-runner.ts';

const n1 = toId<NodeId>('n1');

interface World {
  readonly kernel: Kernel;
  readonly runner: TaskRunner;
  /** Statuses and what the engine was asked, with the instant. */
  readonly log: readonly string[];
  want(desiredState: TaskState, change?: Partial<Task>): void;
  held(): HeldTask | undefined;
  advance(until: number): void;
}

/** An engine whose steps take 100 ms each. */
function createWorld(
  options: {
    readonly pauseMs?: number;
    readonly waits?: boolean;
    readonly exit?: { readonly afterMs: number; readonly exitCode: number };
  } = {},
): World {
  const kernel = new Kernel({ seed: 1 });
  const state = kernel.cell('agent', createAgentState());
  state.value.isRunning = true;
  const log: string[] = [];
  const step = (name: string) => () => {
    log.push(`${kernel.now} engine: ${name}`);
    return { durationMs: 100, ...(options.exit !== undefined && { exit: options.exit }) };
  };
  const executor: Executor = {
    describe: () => ({ hostname: 'A' }),
    prepare: step('prepare'),
    start: step('start'),
    stop: step('stop'),
    containerOf: () => ({ containerId: 'c', pid: 4 }),
    started: () => undefined,
    ended: (_, exitCode) => void log.push(`${kernel.now} engine: ended with ${exitCode}`),
    remove: () => void log.push(`${kernel.now} engine: removed`),
    crash: () => undefined,
  };
  const runner = createTaskRunner(
    {
      env: kernel,
      link: createLink(kernel),
      nodeId: n1,
      executor,
      state,
      stopRetryPauseMs: options.pauseMs ?? 1_000,
      nodeUpdatePeriodMs: 20_000,
      statusCoalescing: options.waits !== true,
      deciders: agentDeciders,
    },
    ({ status }) => void log.push(`${kernel.now} ${status.state}`),
  );
  kernel.register<TaskTimer>('agent:task', (timer) => runner.handleTimer(timer));
  return {
    kernel,
    runner,
    log,
    want(desiredState, change = {}) {
      const id = toId<TaskId>('t1');
      runner.assign(aTask({ id, nodeId: n1, state: 'assigned', desiredState, ...change }));
    },
    held: () => state.value.tasks['t1'],
    advance(until) {
      while ((kernel.nextAt ?? Infinity) <= until) kernel.step();
      kernel.moveTo(until);
    },
  };
}

// SwarmKit: agent/task.go, run: an update cancels the operation, and the next try is a second later.
describe('an update while something is under way', () => {
  it('is followed by a pause of one second, not of preparing once more', () => {
    const { log, want, advance } = createWorld();
    want('ready');
    advance(50);

    want('running');
    advance(5_000);

    expect(log).toEqual([
      '0 accepted',
      '0 preparing',
      '0 engine: prepare',
      '1050 ready',
      '1050 starting',
      '1050 engine: start',
      '1150 running',
    ]);
  });

  it('lets a second one end the pause', () => {
    const { log, want, advance } = createWorld();
    want('running');
    advance(1_000);

    want('shutdown');
    advance(1_400);
    want('remove');
    advance(5_000);

    expect(log.slice(-3)).toEqual([
      '1400 engine: stop',
      '1500 engine: ended with 0',
      '1500 shutdown',
    ]);
  });

  it('does not cancel a stop', () => {
    const { log, want, advance } = createWorld();
    want('running');
    advance(1_000);
    want('shutdown');
    advance(2_050);

    want('remove');
    advance(5_000);

    expect(log.slice(-3)).toEqual([
      '2000 engine: stop',
      '2100 engine: ended with 0',
      '2100 shutdown',
    ]);
  });

  it('acts at once without the pause', () => {
    const { log, want, advance } = createWorld({ pauseMs: 0 });
    want('running');
    advance(1_000);

    want('shutdown');
    advance(5_000);

    expect(log.at(-1)).toBe('1100 shutdown');
  });

  it('acts at once where the task only waits to be started', () => {
    const { log, want, advance } = createWorld();
    want('ready');
    advance(1_000);

    want('running');
    advance(5_000);

    expect(log.slice(-3)).toEqual(['1000 starting', '1000 engine: start', '1100 running']);
  });
});

// SwarmKit: agent/worker.go and agent/task.go, Update.
describe('an update that asks for nothing new', () => {
  it.each([
    {
      name: 'differs in its status only',
      desired: 'running',
      change: { status: { state: 'running', at: 9, message: '', err: '' } },
    },
    {
      name: 'differs in its version only',
      desired: 'running',
      change: { meta: { version: 9, createdAt: 0, updatedAt: 9 } },
    },
    { name: 'wants less than before', desired: 'ready', change: {} },
  ] as const)('is ignored where it $name', ({ desired, change }) => {
    const { kernel, log, want, advance } = createWorld();
    want('running');
    advance(1_000);
    const { length } = log;

    want(desired, change);

    expect(log).toHaveLength(length);
    expect(kernel.nextAt).toBeUndefined();
  });
});

describe('a container that ends', () => {
  const exit = { afterMs: 300, exitCode: 0 };

  it('by itself does so some time after it began to run', () => {
    const { log, want, advance } = createWorld({ exit });
    want('running');

    advance(5_000);

    expect(log.slice(-3)).toEqual(['200 running', '500 engine: ended with 0', '500 complete']);
  });

  it('does so some time after RUNNING was recorded, where the agent waits for records', () => {
    const { log, runner, held, want, advance } = createWorld({ exit, waits: true });
    want('running');
    for (const at of [0, 50, 300, 400, 700]) {
      advance(at);
      runner.recorded({ taskId: toId('t1'), status: held()!.status });
    }

    advance(5_000);

    expect(log.slice(-2)).toEqual(['1000 engine: ended with 0', '1000 complete']);
  });

  it('during the pause is shut down at the end of it, for that is what is wanted', () => {
    const { log, runner, want, advance } = createWorld();
    want('running');
    advance(1_000);
    want('shutdown');
    advance(1_500);

    const wasRunning = runner.exit('t1', 3);
    advance(5_000);

    expect(wasRunning).toBe(true);
    expect(log.slice(-3)).toEqual([
      '1500 engine: ended with 3',
      '2000 engine: stop',
      '2100 shutdown',
    ]);
  });

  it('can end only once, and only where it runs', () => {
    const { runner, want, advance } = createWorld();
    want('ready');
    advance(1_000);
    const early = runner.exit('t1', 1);
    want('running');
    advance(2_000);

    expect([early, runner.exit('t1', 1), runner.exit('t1', 1), runner.exit('gone', 1)]).toEqual([
      false,
      true,
      false,
      false,
    ]);
  });
});

describe('a task that is removed', () => {
  it('is forgotten with its timers, and nothing is reported', () => {
    const { kernel, log, runner, held, want, advance } = createWorld();
    want('running');
    advance(50);

    runner.remove('t1');
    runner.remove('t1');

    expect(log.slice(3)).toEqual(['50 engine: removed']);
    expect(held()).toBeUndefined();
    expect(kernel.nextAt).toBeUndefined();
  });
});

describe('a host that stops', () => {
  it('finds its container dead with exit code 255 when it died with it', () => {
    const { log, runner, held, want, advance } = createWorld();
    want('running');
    advance(1_000);

    runner.halt('died');
    advance(2_000);
    runner.resume();

    expect(log.at(-1)).toBe('2000 failed');
    expect(held()?.status.err).toBe('task: non-zero exit (255)');
  });

  it('goes on with a container that survived', () => {
    const { log, runner, held, want, advance } = createWorld();
    want('running');
    advance(1_000);
    const { length } = log;

    runner.halt('survived');
    runner.resume();
    advance(2_000);

    expect(log).toHaveLength(length);
    expect(held()?.container).toBe('running');
  });

  it('prepares again what it was preparing', () => {
    const { log, runner, want, advance } = createWorld();
    want('running');
    advance(50);

    runner.halt('died');
    advance(1_000);
    runner.resume();
    advance(1_100);

    expect(log.slice(3, 5)).toEqual(['1000 engine: prepare', '1100 ready']);
  });
});

describe('a task whose every status is to be recorded', () => {
  it('takes its next step when it is, and no other answer counts', () => {
    const { log, runner, held, want } = createWorld({ waits: true });
    const taskId = toId<TaskId>('t1');
    want('running');

    runner.recorded({ taskId, status: { state: 'preparing', at: 0, message: '', err: '' } });
    const early = [...log];
    runner.recorded({ taskId, status: held()!.status });

    expect(early).toEqual(['0 accepted']);
    expect(log).toEqual(['0 accepted', '0 preparing']);
  });
});
