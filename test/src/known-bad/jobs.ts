/** Bad swarms whose jobs run too often, or not often enough. SwarmKit: manager/orchestrator/jobs. */
import { linuxNodes, type Task } from '@swarmsim/core';
import { realDeciders } from '@swarmsim/core/parts';
import type { KnownBadSwarm } from './known-bad-swarm.ts';
import { containersOf, createStage, deploy, statesOf } from './stage.ts';

const { decideGlobalJob, decideReplicatedJob } = realDeciders;

function asComplete(task: Task): Task {
  return { ...task, status: { ...task.status, state: 'complete' } };
}

/** See the head of this file. */
export const badJobs: readonly KnownBadSwarm[] = [
  {
    name: 'failed tasks count as completions of a job',
    rule: 'Only tasks that completed count (jobs/replicated/reconciler.go, ReconcileService).',
    deciders: {
      decideReplicatedJob: (snapshot) =>
        decideReplicatedJob({
          ...snapshot,
          tasks: snapshot.tasks.map((task) =>
            task.status.state === 'failed' ? asComplete(task) : task,
          ),
        }),
    },
    story: {
      tell(deciders) {
        const swarm = createStage(deciders, linuxNodes(['A']), {
          behaviours: [
            { service: 'job', incarnation: 0, exitAfterMs: 100, exitCode: 1 },
            { service: 'job', exitAfterMs: 100 },
          ],
        });
        deploy(swarm, { name: 'job', mode: 'replicated-job', replicas: 1 });
        return statesOf(swarm, 'job');
      },
      real: '1 complete, 1 failed',
      bad: '1 failed',
    },
  },
  {
    name: 'a job runs one task too many at once',
    rule: 'At most maxConcurrent tasks of a job are active (jobs/replicated/reconciler.go, ReconcileService).',
    deciders: {
      decideReplicatedJob: (snapshot) =>
        decideReplicatedJob({ ...snapshot, maxConcurrent: snapshot.maxConcurrent + 1 }),
    },
    story: {
      tell(deciders) {
        const swarm = createStage(deciders, linuxNodes(['A']));
        deploy(swarm, { name: 'job', mode: 'replicated-job', replicas: 4, maxConcurrent: 2 });
        return `${containersOf(swarm, 'job')} at once`;
      },
      real: '2 at once',
      bad: '3 at once',
    },
  },
  {
    name: 'completions of earlier runs of a job count',
    rule: 'Each run of a job starts from nothing (jobs/replicated/reconciler.go, ReconcileService).',
    deciders: {
      decideReplicatedJob: (snapshot) => {
        const { iteration: jobIteration, tasks } = snapshot;
        const counted = tasks.map((task) =>
          task.status.state === 'complete' ? { ...task, jobIteration } : task,
        );
        return decideReplicatedJob({ ...snapshot, tasks: counted });
      },
    },
    story: {
      tell(deciders) {
        const behaviours = [{ service: 'job', exitAfterMs: 100 }];
        const swarm = createStage(deciders, linuxNodes(['A']), { behaviours });
        deploy(swarm, { name: 'job', mode: 'replicated-job', replicas: 2 });
        swarm.services.force('job');
        swarm.settle();
        return statesOf(swarm, 'job');
      },
      real: '4 complete',
      bad: '2 complete',
    },
  },
  {
    name: 'tasks of an earlier run of a job go on',
    rule: 'Tasks of earlier runs that have not ended are removed (jobs/replicated/reconciler.go, ReconcileService).',
    deciders: {
      decideReplicatedJob: (snapshot) =>
        decideReplicatedJob(snapshot).filter(({ kind }) => kind !== 'remove'),
    },
    story: {
      tell(deciders) {
        const swarm = createStage(deciders, linuxNodes(['A']));
        deploy(swarm, { name: 'job', mode: 'replicated-job', replicas: 1 });
        swarm.services.force('job');
        swarm.settle();
        return `${containersOf(swarm, 'job')} running`;
      },
      real: '1 running',
      bad: '2 running',
    },
  },
  {
    name: 'a global job whose task failed runs twice on its node',
    rule: 'A node with a task of this run gets no other; one that failed is restarted (jobs/global/reconciler.go).',
    deciders: {
      decideGlobalJob(snapshot) {
        const decisions = decideGlobalJob(snapshot);
        const restarted = decisions.flatMap((made) => (made.kind === 'restart' ? [made.task] : []));
        return [
          ...decisions,
          ...restarted.map(({ nodeId }) => ({ kind: 'create' as const, slot: 0, nodeId })),
        ];
      },
    },
    story: {
      tell(deciders) {
        const swarm = createStage(deciders, linuxNodes(['A']), {
          behaviours: [{ service: 'job', incarnation: 0, exitAfterMs: 100, exitCode: 1 }],
        });
        deploy(swarm, { name: 'job', mode: 'global-job' });
        return `${containersOf(swarm, 'job')} running`;
      },
      real: '1 running',
      bad: '2 running',
    },
  },
  {
    name: 'a global job runs on nodes on pause',
    rule: 'Only active nodes that are ready are candidates (jobs/global/reconciler.go, ReconcileService).',
    deciders: {
      decideGlobalJob(snapshot) {
        const nodes = snapshot.nodes.map((node) =>
          node.spec.availability === 'pause'
            ? { ...node, spec: { ...node.spec, availability: 'active' as const } }
            : node,
        );
        return decideGlobalJob({ ...snapshot, nodes });
      },
    },
    story: {
      tell(deciders) {
        const swarm = createStage(deciders, linuxNodes(['A', 'B']));
        swarm.nodes.update('A', { availability: 'pause' });
        deploy(swarm, { name: 'job', mode: 'global-job' });
        return statesOf(swarm, 'job');
      },
      real: '1 running',
      bad: '1 pending, 1 running',
    },
  },
];
