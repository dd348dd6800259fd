/** Bad swarms whose hosts do not do as they are told. SwarmKit: agent/exec/controller.go; moby: daemon. */
import { linuxNodes, windowsNodes } from '@swarmsim/core';
import { realDeciders } from '@swarmsim/core/parts';
import type { KnownBadSwarm } from './known-bad-swarm.ts';
import { containersOf, createStage, deploy, secondsUntil, statesOf, tasksOf } from './stage.ts';

const { decideCreation, decideFailedState, decideHealthCheck, decideNextStep, decideStop } =
  realDeciders;

/** See the head of this file. */
export const badAgents: readonly KnownBadSwarm[] = [
  {
    name: 'an agent forgets to stop what was removed before it started',
    rule: 'A task that should stop is stopped even if it never ran (agent/exec/controller.go, Do).',
    deciders: {
      decideNextStep: (observed, desired) =>
        observed === 'ready' && desired === 'remove'
          ? { kind: 'none' }
          : decideNextStep(observed, desired),
    },
    story: {
      tell(deciders) {
        const swarm = createStage(deciders, linuxNodes(['A']));
        deploy(swarm, { restart: { delay: '1m' } });
        swarm.faults.exitTask('web.1', { exitCode: 1 });
        swarm.advance('10s');
        swarm.services.scale('web', 0);
        swarm.settle();
        return tasksOf(swarm);
      },
      real: '1 failed/shutdown',
      bad: '1 failed/shutdown, 1 ready/remove',
    },
  },
  {
    name: 'a task that cannot be prepared is failed',
    rule: 'An error before the start makes a task rejected (agent/exec/controller.go, Do).',
    deciders: {
      decideFailedState: (observed) =>
        observed === 'preparing' ? 'failed' : decideFailedState(observed),
    },
    story: {
      tell(deciders) {
        const swarm = createStage(deciders, linuxNodes(['A']), {
          behaviours: [{ service: 'web', reject: 'no such image' }],
        });
        deploy(swarm, { restart: { condition: 'none' } });
        return statesOf(swarm);
      },
      real: '1 rejected',
      bad: '1 failed',
    },
  },
  {
    name: 'a stopped container gets the default grace period',
    rule: 'A container gets its own grace period before it is killed (moby: executor/container/adapter.go, shutdown).',
    deciders: { decideStop: (request) => decideStop({ ...request, wantedGraceMs: undefined }) },
    story: {
      tell(deciders) {
        const behaviours = [{ service: 'web', stopMs: 20_000 }];
        const swarm = createStage(deciders, linuxNodes(['A']), { behaviours });
        deploy(swarm, { stopGracePeriod: '1m' });
        const { id } = swarm.tasks.get('web.1');
        swarm.services.remove('web');
        return secondsUntil(swarm, () => swarm.containers.find(id)?.state !== 'running');
      },
      real: '21 s',
      bad: '11 s',
    },
  },
  {
    name: 'a health check fails after one retry too many',
    rule: 'A container is unhealthy after as many failures in a row as the check says (moby: daemon/health.go, handleProbeResult).',
    deciders: {
      decideHealthCheck(config) {
        const check = decideHealthCheck(config);
        return check && { ...check, retries: check.retries + 1 };
      },
    },
    story: {
      tell(deciders) {
        const swarm = createStage(deciders, linuxNodes(['A']));
        const healthcheck = { test: ['CMD', 'true'], intervalMs: 10_000, retries: 2 };
        deploy(swarm, { healthcheck, restart: { condition: 'none' } });
        swarm.faults.sickenTask('web.1');
        return secondsUntil(swarm, () => containersOf(swarm) === 0);
      },
      real: '10 s',
      bad: '20 s',
    },
  },
  {
    name: 'Linux passes over a credential spec',
    rule: 'On Linux a container with a credential spec cannot be created (moby: daemon/daemon_unix.go, parseSecurityOpt).',
    deciders: {
      decideCreation(spec, host) {
        const { privileges: _, ...plain } = spec;
        return decideCreation(plain, host);
      },
    },
    story: {
      tell(deciders) {
        const swarm = createStage(deciders, [...linuxNodes(['A']), ...windowsNodes(['B'])]);
        swarm.configs.create({ name: 'credspec', data: {} });
        const restart = { condition: 'none' } as const;
        deploy(swarm, { credentialSpec: 'config://credspec', mode: 'global', restart });
        return statesOf(swarm);
      },
      real: '1 rejected, 1 running',
      bad: '1 failed, 1 running',
    },
  },
];
