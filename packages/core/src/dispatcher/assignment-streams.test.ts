import { describe, expect, it } from 'vitest';
import { aTask, HandDrivenSwarm } from '../../test-support/hand-driven-swarm.ts';
import { toId, type NodeId, type TaskId } from '../model/ids.ts';
import type { TaskState } from '../model/task-state.ts';
import { createAssignmentStreams, type AssignmentStreams } from './assignment-streams.ts';
import { decideAssignments } from './decide-assignments.ts';

const n1 = toId<NodeId>('n1');
const n2 = toId<NodeId>('n2');

interface World {
  readonly swarm: HandDrivenSwarm;
  readonly streams: AssignmentStreams;
  /** Messages as `at node session type#sequence: changes`. */
  readonly sent: readonly string[];
  create(id: string, nodeId: NodeId | '', state?: TaskState): void;
}

function createWorld(): World {
  const swarm = new HandDrivenSwarm();
  const { kernel, store } = swarm;
  const sent: string[] = [];
  const streams = createAssignmentStreams(kernel, store, {
    decideAssignments,
    send(nodeId, message) {
      if (message.kind !== 'assignments') return;
      const { session, type, sequence, changes } = message;
      const items = changes.map((change) => {
        if (change.action === 'remove') return `-${change.id}`;
        return change.item === 'task' ? `+${change.task.id}` : `+${change.item}`;
      });
      sent.push(`${kernel.now} ${nodeId} ${session} ${type}#${sequence}: ${items.join(' ')}`);
    },
  });
  store.onCommit((commit) => streams.handleCommit(commit));
  return {
    swarm,
    streams,
    sent,
    create(id, nodeId, state = 'assigned') {
      const { meta: _, ...task } = aTask({ id: toId<TaskId>(id), nodeId, state });
      store.update((tx) => tx.create('task', task));
    },
  };
}

// SwarmKit: manager/dispatcher/dispatcher.go, Assignments.
describe('a stream', () => {
  it('begins at once with all that is assigned to its node, even if that is nothing', () => {
    const { streams, sent, create } = createWorld();
    create('t1', n1);
    create('t2', n2);
    create('t3', n1, 'pending');

    streams.open(n1, 's1');
    streams.open(toId<NodeId>('n3'), 's3');

    expect(sent).toEqual(['0 n1 s1 complete#1: +t1', '0 n3 s3 complete#1: ']);
  });

  it('goes on 100 ms after the last change, each change putting it off', () => {
    const { swarm, streams, sent, create } = createWorld();
    streams.open(n1, 's1');

    create('t1', n1);
    swarm.runFor(60);
    create('t2', n1);
    swarm.runFor(60);
    create('t3', n2);
    swarm.runFor(1_000);

    expect(sent.slice(1)).toEqual(['160 n1 s1 incremental#2: +t1 +t2']);
  });

  it('knows its last message, unless it has more to send', () => {
    const { swarm, streams, create } = createWorld();
    const closed = streams.lastSent(n1);
    streams.open(n1, 's1');
    const opened = streams.lastSent(n1);
    create('t1', n1);
    const gathering = streams.lastSent(n1);
    swarm.runFor(100);

    expect([closed, opened, gathering, streams.lastSent(n1)]).toEqual([
      undefined,
      { session: 's1', sequence: 1 },
      undefined,
      { session: 's1', sequence: 2 },
    ]);
  });

  it('is not put off by what is no news to its node', () => {
    const { swarm, streams, sent, create } = createWorld();
    streams.open(n1, 's1');
    create('t1', n1);
    swarm.runFor(90);

    swarm.report('t1', 'running');
    swarm.runFor(1_000);

    expect(sent.slice(1)).toEqual(['100 n1 s1 incremental#2: +t1']);
    expect(streams.assignedTask(n1, 't1')?.status.state).toBe('running');
  });

  it('counts anew in a new session, and on in the same one', () => {
    const { swarm, streams, sent, create } = createWorld();
    streams.open(n1, 's1');
    create('t1', n1);
    swarm.runFor(1_000);

    streams.open(n1, 's1');
    streams.open(n1, 's2');

    expect(sent.slice(2)).toEqual(['1000 n1 s1 complete#3: +t1', '1000 n1 s2 complete#1: +t1']);
  });

  it('sends nothing of a session that has ended', () => {
    const { swarm, streams, sent, create } = createWorld();
    streams.open(n1, 's1');
    create('t1', n1);

    streams.open(n1, 's2');
    swarm.runFor(1_000);

    expect(sent.slice(1)).toEqual(['0 n1 s2 complete#1: +t1']);
  });

  it('ends when it is closed, and then has nothing to tell', () => {
    const { swarm, streams, sent, create } = createWorld();
    streams.open(n1, 's1');
    create('t1', n1);

    streams.close(n1);
    swarm.runFor(1_000);

    expect(sent).toHaveLength(1);
    expect(streams.assignmentsOf(n1)).toBeUndefined();
    expect(streams.assignedTask(n1, 't1')).toBeUndefined();
  });

  it('does not count a commit twice that its set was built from', () => {
    const { swarm, streams, sent, create } = createWorld();
    create('t1', n1);
    const { version } = swarm.store;
    const after = swarm.store.get('task', 't1');
    streams.open(n1, 's1');

    const change = { table: 'task', action: 'create', id: 't1', before: undefined, after } as const;
    streams.handleCommit({ version, at: 0, causedBy: 0, writtenBy: '', changes: [change] });
    swarm.runFor(1_000);

    expect(sent).toEqual(['0 n1 s1 complete#1: +t1']);
  });

  it('tells its node of a task that is deleted', () => {
    const { swarm, streams, sent, create } = createWorld();
    create('t1', n1);
    streams.open(n1, 's1');

    swarm.store.update((tx) => tx.delete('task', 't1'));
    swarm.runFor(1_000);

    expect(sent.slice(1)).toEqual(['100 n1 s1 incremental#2: -t1']);
  });
});
