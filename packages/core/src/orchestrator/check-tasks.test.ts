/** What a new leader makes of tasks, told without any orchestrator: what it asks of the supervisor. */
import { beforeEach, describe, expect, it } from 'vitest';
import { aTask, HandDrivenSwarm, serviceSpec } from '../../test-support/hand-driven-swarm.ts';
import { toId, type NodeId, type ServiceId, type TaskId } from '../model/ids.ts';
import { checkTasks } from './check-tasks.ts';
import type { RestartSupervisor } from './restart/restart.ts';

let swarm: HandDrivenSwarm;
let asked: string[];

/** Writes down what it is asked for, and does none of it. */
const restarts: RestartSupervisor = {
  restart: () => undefined,
  updatableTasks: () => [],
  countRestart: (service, { id }) => asked.push(`count ${id} of ${service.id}`),
  delayStart: ({ taskId, delayMs }) => asked.push(`start ${taskId} in ${delayMs}`),
  startNow: (_tx, taskId) => asked.push(`start ${taskId}`),
  forgetService: () => undefined,
  stop: () => undefined,
};

function addTask(id: string, change: Parameters<typeof aTask>[0] = {}): void {
  const { meta: _given, ...task } = aTask({ id: toId<TaskId>(id), ...change });
  swarm.store.update((tx) => tx.create('task', task));
}

/** Checks the tasks of the services that the names say, at 10 s. */
function check(...related: readonly string[]): void {
  checkTasks(swarm.store, {
    now: 10_000,
    restarts,
    isRelated: (service) => related.includes(service.id),
    fixTask: (tx, task) => {
      if (task.incarnation === 99) tx.changeTask(task, { desiredState: 'shutdown' });
    },
  });
}

beforeEach(() => {
  swarm = new HandDrivenSwarm();
  asked = [];
  swarm.createService(serviceSpec('web'));
});

// SwarmKit: manager/orchestrator/taskinit/init.go, CheckTasks.
describe('checkTasks', () => {
  const restart = { condition: 'any', maxAttempts: 0, delayMs: 4_000 } as const;
  const spec = serviceSpec('web', { task: { restart } }).task;

  function gated(at: number, change: Parameters<typeof aTask>[0] = {}): typeof change {
    const status = { state: 'ready', at, message: '', err: '' } as const;
    return { desiredState: 'ready', spec, status, ...change };
  }

  it.each([
    { name: 'what is left of its delay', at: 7_000, outcome: 'start t in 1000' },
    {
      name: 'no longer than its delay, whatever the clocks say',
      at: 99_000,
      outcome: 'start t in 4000',
    },
    { name: 'no more when the delay ends now', at: 6_000, outcome: 'start t' },
    { name: 'no more when the delay is long over', at: 1_000, outcome: 'start t' },
  ])('has a gated task wait for $name', ({ at, outcome }) => {
    addTask('t', gated(at));

    check('web');

    expect(asked).toEqual([outcome]);
  });

  it('starts neither a task that has ended nor one that the orchestrator has shut down', () => {
    const failed = { state: 'failed', at: 0, message: '', err: '' } as const;
    addTask('ended', gated(0, { status: failed }));
    addTask('fixed', gated(0, { slot: 2, incarnation: 99 }));
    addTask('running', { slot: 3 });

    check('web');

    expect(asked).toEqual([]);
    expect(swarm.store.get('task', 'fixed')?.desiredState).toBe('shutdown');
  });

  it('starts a gated task that completed, so that its end is seen', () => {
    addTask('t', gated(0, { status: { state: 'complete', at: 0, message: '', err: '' } }));

    check('web');

    expect(asked).toEqual(['start t']);
  });

  it('looks at the tasks of its own services only', () => {
    swarm.createService(serviceSpec('other'));
    addTask('t', gated(0, { serviceId: toId<ServiceId>('other'), incarnation: 99 }));

    check('web');

    expect(asked).toEqual([]);
    expect(swarm.store.get('task', 't')?.desiredState).toBe('ready');
  });

  it('deletes the tasks of services that are gone, and keeps those without a service', () => {
    addTask('orphan', { serviceId: toId<ServiceId>('gone') });
    addTask('alone', { serviceId: '' });

    check();

    expect(swarm.store.list('task').map((task) => task.id)).toEqual(['alone']);
  });

  it('counts all tasks of a slot as restarts but the oldest, of the newest spec', () => {
    addTask('older-spec', { specVersion: 1 });
    swarm.runFor(10);
    addTask('first', { specVersion: 2 });
    addTask('second', { specVersion: 2 });
    addTask('elsewhere', { specVersion: 1, slot: 2 });
    addTask('older-again', { specVersion: 1 });

    check('web');

    expect(asked).toEqual(['count second of web']);
  });

  it('counts the tasks of a node by node', () => {
    swarm.createService(serviceSpec('all', { mode: { kind: 'global' } }));
    for (const [index, nodeId] of ['a', 'b', 'a'].entries()) {
      const place = { slot: 0, nodeId: toId<NodeId>(nodeId) };
      addTask(`t${index}`, { ...place, serviceId: toId<ServiceId>('all') });
    }

    check('all');

    expect(asked).toEqual(['count t2 of all']);
  });
});
