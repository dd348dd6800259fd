/** Bad swarms that restart too often, too seldom or too soon. SwarmKit: manager/orchestrator/restart/restart.go. */
import { linuxNodes, type Swarm, type Task } from '@swarmsim/core';
import { realDeciders } from '@swarmsim/core/parts';
import type { KnownBadSwarm } from './known-bad-swarm.ts';
import { containersOf, createStage, deploy, secondsUntil, statesOf, tasksOf } from './stage.ts';

const { decideGate, decideHistory, decideMayRestart, decideRestart } = realDeciders;

type Restart = NonNullable<Task['spec']['restart']>;

function withPolicy(task: Task, change: (policy: Restart) => Restart): Task {
  const { restart } = task.spec;
  return restart === undefined
    ? task
    : { ...task, spec: { ...task.spec, restart: change(restart) } };
}

function crashTask(swarm: Swarm, exitCode: number): void {
  swarm.faults.exitTask('web.1', { exitCode });
}

/** See the head of this file. */
export const badRestarts: readonly KnownBadSwarm[] = [
  {
    name: 'the window of restarts is ignored',
    rule: 'With a window only attempts within it count (restart.go, shouldRestart).',
    deciders: {
      decideMayRestart: (task, ...rest) =>
        decideMayRestart(
          withPolicy(task, (policy) => ({ ...policy, windowMs: 0 })),
          ...rest,
        ),
    },
    story: {
      tell(deciders) {
        const swarm = createStage(deciders, linuxNodes(['A']));
        deploy(swarm, { restart: { maxAttempts: 1, window: '10s', delay: '1s' } });
        crashTask(swarm, 1);
        swarm.advance('1m');
        crashTask(swarm, 1);
        swarm.settle();
        return statesOf(swarm);
      },
      real: '1 failed, 1 running',
      bad: '2 failed',
    },
  },
  {
    name: 'one attempt too many is made',
    rule: 'A slot is restarted maxAttempts times (restart.go, shouldRestart).',
    deciders: {
      decideMayRestart: (task, ...rest) =>
        decideMayRestart(
          withPolicy(task, (policy) => ({
            ...policy,
            maxAttempts: policy.maxAttempts === 0 ? 0 : policy.maxAttempts + 1,
          })),
          ...rest,
        ),
    },
    story: {
      tell(deciders) {
        const behaviours = [{ service: 'web', exitAfterMs: 100, exitCode: 1 }];
        const swarm = createStage(deciders, linuxNodes(['A']), { behaviours });
        deploy(swarm, { restart: { maxAttempts: 2, delay: '1s' } });
        return `${swarm.tasks.get('web.1').incarnation} restarts`;
      },
      real: '2 restarts',
      bad: '3 restarts',
    },
  },
  {
    name: 'on-failure restarts what completed',
    rule: 'Under on-failure a task that completed is not restarted (restart.go, shouldRestart).',
    deciders: {
      decideMayRestart: (task, ...rest) =>
        decideMayRestart(
          withPolicy(task, (policy) =>
            policy.condition === 'on-failure' ? { ...policy, condition: 'any' } : policy,
          ),
          ...rest,
        ),
    },
    story: {
      tell(deciders) {
        const swarm = createStage(deciders, linuxNodes(['A']));
        deploy(swarm, { restart: { condition: 'on-failure' } });
        crashTask(swarm, 0);
        swarm.settle();
        return statesOf(swarm);
      },
      real: '1 complete',
      bad: '1 complete, 1 running',
    },
  },
  {
    name: 'under any, what completed stays down',
    rule: 'Under any every task that ended is restarted (restart.go, shouldRestart).',
    deciders: {
      decideMayRestart: (task, service, history) =>
        !(task.status.state === 'complete' && service.spec.mode?.kind === 'replicated') &&
        decideMayRestart(task, service, history),
    },
    story: {
      tell(deciders) {
        const swarm = createStage(deciders, linuxNodes(['A']));
        deploy(swarm, { restart: { condition: 'any' } });
        crashTask(swarm, 0);
        swarm.settle();
        return statesOf(swarm);
      },
      real: '1 complete, 1 running',
      bad: '1 complete',
    },
  },
  {
    name: 'under none, tasks of a lost node are replaced',
    rule: 'Under none nothing is replaced, not even on a lost node (restart.go, shouldRestart).',
    deciders: {
      decideRestart(snapshot, mayRestart = decideMayRestart) {
        const isLost = snapshot.node?.status.state === 'down';
        return decideRestart(snapshot, (...given) => isLost || mayRestart(...given));
      },
    },
    story: {
      tell(deciders) {
        const swarm = createStage(deciders, linuxNodes(['A', 'B']));
        deploy(swarm, { restart: { condition: 'none' } });
        swarm.faults.crash('A');
        swarm.settle();
        return tasksOf(swarm);
      },
      real: '1 running/shutdown',
      bad: '1 running/running, 1 running/shutdown',
    },
  },
  {
    name: 'the replacement of a task that was rejected starts without delay',
    rule: 'Every replacement waits for the delay, but on a drained node (restart.go, Restart).',
    deciders: {
      decideRestart(snapshot, mayRestart) {
        const decision = decideRestart(snapshot, mayRestart);
        const isRejected = snapshot.task.status.state === 'rejected';
        return decision.kind === 'replace' && isRejected ? { ...decision, delayMs: 0 } : decision;
      },
    },
    story: {
      tell(deciders) {
        const swarm = createStage(deciders, linuxNodes(['A']), {
          behaviours: [{ service: 'web', incarnation: 0, reject: 'no such image' }],
        });
        swarm.services.create({ name: 'web', image: 'app', restart: { delay: '20s' } });
        return secondsUntil(swarm, () => containersOf(swarm) === 1);
      },
      real: '20 s',
      bad: '0 s',
    },
  },
  {
    name: 'no restart is delayed by more than the default',
    rule: 'A replacement waits for as long as its policy says (restart.go, Restart).',
    deciders: {
      decideRestart(snapshot, mayRestart) {
        const decision = decideRestart(snapshot, mayRestart);
        if (decision.kind === 'give-up') return decision;
        return { ...decision, delayMs: Math.min(decision.delayMs, 5_000) };
      },
    },
    story: {
      tell(deciders) {
        const swarm = createStage(deciders, linuxNodes(['A']));
        deploy(swarm, { restart: { delay: '1m' } });
        crashTask(swarm, 1);
        return secondsUntil(swarm, () => containersOf(swarm) === 1);
      },
      real: '60 s',
      bad: '5 s',
    },
  },
  {
    name: 'draining a node waits for a restart delay above the default',
    rule: 'A drained node is left without a delay (restart.go, Restart).',
    deciders: {
      decideRestart(snapshot, mayRestart) {
        const decision = decideRestart(snapshot, mayRestart);
        if (decision.kind === 'give-up') return decision;
        const wantedMs = snapshot.task.spec.restart?.delayMs ?? 0;
        return wantedMs > 5_000 ? { ...decision, delayMs: wantedMs } : decision;
      },
    },
    story: {
      tell(deciders) {
        const swarm = createStage(deciders, linuxNodes(['A', 'B']));
        deploy(swarm, { restart: { delay: '1m' } });
        swarm.nodes.update('A', { availability: 'drain' });
        swarm.advance('10s');
        return tasksOf(swarm);
      },
      real: '1 running/running, 1 shutdown/shutdown',
      bad: '1 ready/ready, 1 shutdown/shutdown',
    },
  },
  {
    name: 'a restart without delay does not wait for the old task',
    rule: 'A replacement waits until the old task has stopped, up to a minute (restart.go, Restart).',
    deciders: {
      decideRestart(snapshot, mayRestart) {
        const decision = decideRestart(snapshot, mayRestart);
        const isAtOnce = snapshot.task.spec.restart?.delayMs === 0;
        return decision.kind === 'replace' && isAtOnce
          ? { ...decision, waitStop: false }
          : decision;
      },
    },
    story: {
      tell(deciders) {
        const behaviours = [{ service: 'web', stopMs: 9_000 }];
        const swarm = createStage(deciders, linuxNodes(['A', 'B']), { behaviours });
        deploy(swarm, { restart: { delay: 0 } });
        swarm.nodes.update('A', { availability: 'drain' });
        swarm.advance('5s');
        return `${containersOf(swarm)} running`;
      },
      real: '1 running',
      bad: '2 running',
    },
  },
  {
    name: 'an old task that does not stop is waited for without end',
    rule: 'After a minute a replacement waits no longer (restart.go, defaultOldTaskTimeout).',
    deciders: { decideGate: (gate, now) => gate.isOldTaskStopped && decideGate(gate, now) },
    story: {
      tell(deciders) {
        const behaviours = [{ service: 'web', ignoresStop: true }];
        const swarm = createStage(deciders, linuxNodes(['A', 'B']), { behaviours });
        deploy(swarm, { stopGracePeriod: '10m' });
        swarm.nodes.update('A', { availability: 'drain' });
        swarm.advance('2m');
        return tasksOf(swarm);
      },
      real: '1 running/running, 1 running/shutdown',
      bad: '1 ready/ready, 1 running/shutdown',
    },
  },
  {
    name: 'restarts of an older spec count against a newer one',
    rule: 'The record of a slot begins anew with each version of the spec (restart.go, recordRestartHistory).',
    deciders: {
      decideHistory(history, replacement, at) {
        const { specVersion } = replacement;
        const same = history && { ...history, specVersion: specVersion ?? history.specVersion };
        return decideHistory(same, replacement, at);
      },
    },
    story: {
      tell(deciders) {
        const swarm = createStage(deciders, linuxNodes(['A']));
        deploy(swarm, { restart: { maxAttempts: 2, delay: '1s' } });
        for (let failure = 0; failure < 2; failure += 1) {
          crashTask(swarm, 1);
          swarm.settle();
        }
        swarm.services.force('web');
        swarm.settle();
        for (let failure = 0; failure < 2; failure += 1) {
          crashTask(swarm, 1);
          swarm.settle();
        }
        return statesOf(swarm);
      },
      real: '2 failed, 1 running',
      bad: '2 failed, 1 shutdown',
    },
  },
];
