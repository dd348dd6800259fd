/** Bad swarms with the wrong slots. SwarmKit: manager/orchestrator/replicated. */
import { linuxNodes, type Task } from '@swarmsim/core';
import { realDeciders } from '@swarmsim/core/parts';
import type { KnownBadSwarm } from './known-bad-swarm.ts';
import { createStage, deploy, nodeOf, perNode, tasksOf } from './stage.ts';

const { decideNeedsRestart, decideReplicated, decideReplicatedNodeLoss } = realDeciders;

/** Decides as if the tasks of slots were other ones, and gives the decisions for the real ones. */
function decideAsIf(change: (task: Task) => Task): typeof decideReplicated {
  return (snapshot) => {
    const originals = new Map<Task, Task>();
    const updatable = new Map(
      [...snapshot.updatable].map(([number, slot]) => [
        number,
        slot.map((task) => {
          const other = change(task);
          originals.set(other, task);
          return other;
        }),
      ]),
    );
    const original = (task: Task): Task => originals.get(task) ?? task;
    const { surviving, decisions } = decideReplicated({ ...snapshot, updatable });
    return {
      surviving: surviving.map((slot) => slot.map(original)),
      decisions: decisions.map((decision) =>
        decision.kind === 'create' ? decision : { ...decision, task: original(decision.task) },
      ),
    };
  };
}

/** See the head of this file. */
export const badReplicas: readonly KnownBadSwarm[] = [
  {
    name: 'free slot numbers are not used again',
    rule: 'New slots get the lowest free numbers (replicated/services.go, addTasks).',
    deciders: {
      decideReplicated(snapshot) {
        const plan = decideReplicated(snapshot);
        let last = Math.max(0, ...snapshot.updatable.keys(), ...snapshot.dead.keys());
        const decisions = plan.decisions.map((decision) => {
          if (decision.kind !== 'create') return decision;
          last += 1;
          return { ...decision, slot: last };
        });
        return { ...plan, decisions };
      },
    },
    story: {
      tell(deciders) {
        const swarm = createStage(deciders, linuxNodes(['A', 'B']));
        deploy(swarm, { replicas: 3 });
        swarm.nodes.update('A', { availability: 'drain' });
        swarm.settle();
        swarm.nodes.update('A', { availability: 'active' });
        swarm.services.scale('web', 4);
        swarm.settle();
        swarm.services.scale('web', 2);
        swarm.settle();
        swarm.services.scale('web', 4);
        swarm.settle();
        const wanted = swarm.tasks.list({ service: 'web', desiredState: 'running' });
        return wanted
          .map(({ slot }) => slot)
          .sort((a, b) => a - b)
          .join(' ');
      },
      real: '1 2 3 4',
      bad: '1 4 5 6',
    },
  },
  {
    name: 'scaling down removes running replicas before those that wait',
    rule: 'Slots that run are the last to go (replicated/slot.go, slotsByRunningState).',
    deciders: {
      decideReplicated: decideAsIf((task) => ({
        ...task,
        status: { ...task.status, state: 'starting' },
      })),
    },
    story: {
      tell(deciders) {
        const swarm = createStage(deciders, linuxNodes(['A']), {
          behaviours: [{ service: 'web', slot: 1, prepareMs: 3_600_000 }],
        });
        deploy(swarm, { replicas: 2 });
        swarm.services.scale('web', 1);
        swarm.settle();
        return tasksOf(swarm);
      },
      real: '1 running/running',
      bad: '1 preparing/running',
    },
  },
  {
    name: 'scaling down goes by slot numbers alone',
    rule: 'Of running slots those on the most crowded nodes go first (replicated/services.go, reconcile).',
    deciders: {
      decideReplicated: decideAsIf((task) => ({ ...task, nodeId: task.id as never })),
    },
    story: {
      tell(deciders) {
        const swarm = createStage(deciders, linuxNodes(['A', 'B']));
        swarm.nodes.update('B', { availability: 'pause' });
        deploy(swarm, { replicas: 2 });
        swarm.nodes.update('B', { availability: 'active' });
        swarm.services.scale('web', 4);
        swarm.settle();
        swarm.services.scale('web', 2);
        swarm.settle();
        return perNode(swarm);
      },
      real: 'A 1, B 1',
      bad: 'A 2',
    },
  },
  {
    name: 'records of dead slots are kept when a service shrinks',
    rule: 'A service that shrinks loses the tasks of its dead slots (replicated/services.go, deleteTasksMap).',
    deciders: {
      decideReplicated(snapshot) {
        const plan = decideReplicated(snapshot);
        if (snapshot.replicas >= snapshot.updatable.size) return plan;
        return { ...plan, decisions: plan.decisions.filter(({ kind }) => kind !== 'delete') };
      },
    },
    story: {
      tell(deciders) {
        const swarm = createStage(deciders, linuxNodes(['A']));
        deploy(swarm, { replicas: 3 });
        swarm.faults.exitTask('web.3', { exitCode: 1 });
        swarm.settle();
        swarm.services.scale('web', 2);
        swarm.settle();
        swarm.services.scale('web', 1);
        swarm.settle();
        return tasksOf(swarm);
      },
      real: '1 running/running',
      bad: '1 failed/shutdown, 1 running/running',
    },
  },
  {
    name: 'a node on pause keeps its replicas when it goes down',
    rule: 'A node that is down loses its tasks, whatever its availability (orchestrator/task.go, InvalidNode).',
    deciders: {
      decideReplicatedNodeLoss: (node) =>
        decideReplicatedNodeLoss(node) &&
        !(node?.status.state === 'down' && node.spec.availability === 'pause'),
    },
    story: {
      tell(deciders) {
        const swarm = createStage(deciders, linuxNodes(['A', 'B']));
        deploy(swarm);
        swarm.nodes.update('A', { availability: 'pause' });
        swarm.faults.crash('A');
        swarm.settle();
        return perNode(swarm);
      },
      real: 'B 1',
      bad: 'A 1',
    },
  },
  {
    name: 'a replica that a node rejects is not restarted',
    rule: 'Every task that ended is restarted as its policy says (replicated/tasks.go, handleTaskChange).',
    deciders: {
      decideNeedsRestart: (task, nodeNamed) =>
        task.status.state !== 'rejected' && decideNeedsRestart(task, nodeNamed),
    },
    story: {
      tell(deciders) {
        const swarm = createStage(deciders, linuxNodes(['A', 'B']), {
          behaviours: [{ node: 'A', service: 'web', reject: 'no such image' }],
        });
        deploy(swarm, { name: 'other', constraints: ['node.hostname==B'] });
        swarm.services.create({ name: 'web', image: 'app' });
        swarm.advance('1m');
        const newest = swarm.tasks.get('web.1');
        return `${newest.status.state} on ${nodeOf(swarm, newest)}`;
      },
      real: 'running on B',
      bad: 'rejected on A',
    },
  },
];
