import { createSwarm, linuxNodes, type DeciderOptions, type Swarm } from '@swarmsim/core';
import { realDeciders } from '@swarmsim/core/parts';
import { describe, expect, it } from 'vitest';
import { aNode, aService, aTask, tellStory } from '../../test-support/tell-story.ts';
import {
  misfitsAreRejectedAtOnce,
  nodesHoldWhatIsReserved,
  tasksStayWithinConstraints,
} from './enforcement-invariants.ts';
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

describe('misfitsAreRejectedAtOnce', () => {
  const asking = aService({
    task: { ...aTask().spec, placement: { constraints: ['node.labels.zone==a'] } },
  });
  const fitting = aNode({ labels: { zone: 'a' } });
  const misfit = aNode({ labels: { zone: 'b' } });
  const elsewhere = { nodes: [aNode({ id: 'B' })] };

  function begin(): ReturnType<typeof tellStory> {
    const teller = tellStory(misfitsAreRejectedAtOnce);
    teller.commit(0, 'test', { services: [asking], nodes: [fitting], tasks: [aTask()] });
    return teller;
  }

  it('wants a task to be rejected that does not ask for it itself', () => {
    const right = begin();
    const wrong = begin();
    for (const teller of [right, wrong]) teller.commit(500, 'node-update', { nodes: [misfit] });
    right.commit(500, 'watch:constraint-enforcer', { tasks: [aTask({ state: 'rejected' })] });

    expect(right.commit(501, 'test', elsewhere)).toBeUndefined();
    expect(wrong.commit(500, 'test', elsewhere)).toBeUndefined();
    expect(wrong.commit(501, 'test', elsewhere)).toMatchObject({
      message: 'task t1 (web.1) is to run on node A, which does not meet node.labels.zone==a',
    });
    expect([right.premises, wrong.premises]).toEqual([1, 1]);
  });

  it.each([
    { name: 'is on pause', writes: { nodes: [aNode({ availability: 'pause' })] } },
    { name: 'is as it was', writes: { nodes: [fitting] } },
    { name: 'has no task that is to run', writes: { gone: ['t1'], nodes: [misfit] } },
  ])('says nothing of a node that $name', ({ writes }) => {
    const teller = begin();
    teller.commit(500, 'node-update', writes);

    expect(teller.commit(501, 'test', elsewhere)).toBeUndefined();
    expect(teller.premises).toBe(0);
  });

  it.each([
    { name: 'a new leader', writtenBy: 'managers:campaign', at: 900, writes: elsewhere },
    { name: 'a service that changed', writtenBy: 'test', at: 500, writes: { services: [asking] } },
    { name: 'a node that changed back', writtenBy: 'test', at: 500, writes: { nodes: [fitting] } },
  ])('is not sure beside $name', ({ writtenBy, at, writes }) => {
    const teller = begin();
    teller.commit(500, 'node-update', { nodes: [misfit] });
    teller.commit(at, writtenBy, writes);

    expect(teller.commit(901, 'test', elsewhere)).toBeUndefined();
  });
});
