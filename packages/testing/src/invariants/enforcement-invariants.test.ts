import { createSwarm, linuxNodes, type DeciderOptions, type Swarm } from '@swarmsim/core';
import { realDeciders } from '@swarmsim/core/parts';
import { describe, expect, it } from 'vitest';
import { nodesHoldWhatIsReserved, tasksStayWithinConstraints } from './enforcement-invariants.ts';
import type { Verdict } from './invariant.ts';
import { watchInvariants } from './watch-invariants.ts';

const enforceNothing: DeciderOptions = { decideEnforce: () => [] };

function live(act: (swarm: Swarm) => void, deciders: DeciderOptions = {}): readonly Verdict[] {
  const nodes = linuxNodes(['A', 'B'], { cpus: 4, memory: '4g', labels: { zone: 'a' } });
  const swarm = createSwarm({ nodes, deciders });
  swarm.settle();
  const constraints = ['node.labels.zone==a'];
  swarm.services.create({ name: 'web', image: 'app', replicas: 4, constraints });
  swarm.services.create({ name: 'agent', image: 'app', mode: 'global', constraints });
  swarm.services.create({ name: 'big', image: 'app', replicas: 4, reserve: { memory: '1g' } });
  swarm.settle();
  const rules = [tasksStayWithinConstraints, nodesHoldWhatIsReserved];
  const watch = watchInvariants(swarm, rules, { onViolation: 'collect' });
  act(swarm);
  swarm.settle({ quiet: '65s' });
  watch.checkRest();
  return watch.verdicts();
}

const loseLabel = (swarm: Swarm): unknown => swarm.nodes.update('A', { labels: { zone: 'b' } });
const loseMemory = (swarm: Swarm): unknown => swarm.nodes.changeHost('A', { memory: '1g' });

describe('rules about tasks on nodes that changed', () => {
  it.each([
    { name: 'a label changes', act: loseLabel },
    { name: 'memory is taken out', act: loseMemory },
    {
      name: 'a node is paused meanwhile',
      act(swarm: Swarm): void {
        swarm.nodes.update('A', { availability: 'pause' });
        loseLabel(swarm);
        swarm.settle();
        swarm.nodes.update('A', { availability: 'active' });
      },
    },
    {
      name: 'the constraints of a service change',
      act(swarm: Swarm): void {
        swarm.services.update('agent', (draft) => void (draft.constraints = ['node.hostname==B']));
      },
    },
  ])('hold where $name', ({ act }) => {
    const verdicts = live(act);

    expect(verdicts.map(({ violation }) => violation)).toEqual([undefined, undefined]);
    expect(verdicts.map(({ premises }) => premises > 0)).toEqual([true, true]);
  });

  it('leave tasks of paused nodes alone', () => {
    const verdicts = live((swarm) => {
      swarm.nodes.update('A', { availability: 'pause' });
      loseLabel(swarm);
      loseMemory(swarm);
    });

    expect(verdicts.map(({ violation }) => violation)).toEqual([undefined, undefined]);
  });

  it('fail where nobody rejects what does not belong there', () => {
    const [constraints] = live(loseLabel, enforceNothing);

    expect(constraints?.violation?.message).toMatch(
      /^task \w{25} \((?:web\.\d|agent\.A)\) is to run on node A, which does not meet node\.labels\.zone==a$/,
    );
    expect(constraints?.violation?.evidence.observed).toContain('"labels":{"zone":"b"}');
  });

  it('fail where the constraints of a global service are not seen to', () => {
    const constraints = ['node.hostname==B'];
    const act = (swarm: Swarm): unknown =>
      swarm.services.update('agent', (draft) => void (draft.constraints = constraints));

    const [verdict] = live(act, {
      decideGlobal(snapshot) {
        const plan = realDeciders.decideGlobal(snapshot);
        return { ...plan, decisions: plan.decisions.filter(({ kind }) => kind === 'create') };
      },
    });

    expect(verdict?.violation?.evidence.expected).toBe('node.hostname==B');
  });

  it('fail where a node keeps more than it has', () => {
    const [, resources] = live(loseMemory, enforceNothing);

    expect(resources?.violation?.message).toBe(
      'tasks on node A reserve 0 CPUs and 2147483648 bytes, at most 4 CPUs and 1073741824 bytes is there',
    );
  });
});
