import { describe, expect, it } from 'vitest';
import { createOperator, createTurns, wait, work, type Job, type Operator } from './operator.ts';

function run(operator: Operator, log: string[]): readonly string[] {
  for (let at = operator.nextAt; at !== undefined; at = operator.nextAt) {
    now = at;
    operator.step(at);
  }
  return log;
}

let now = 0;

function* job(name: string, log: string[], steps: readonly ReturnType<typeof work>[]): Job {
  for (const step of steps) {
    yield step;
    log.push(`${name}@${now}`);
  }
}

describe('createOperator', () => {
  it('does one job after the other, each action after the time it takes', () => {
    const operator = createOperator();
    const log: string[] = [];
    operator.add(10, job('a', log, [work(5), work(5)]));
    operator.add(12, job('b', log, [work(1)]));

    expect(run(operator, log)).toEqual(['a@15', 'a@20', 'b@21']);
    expect(operator.workMs).toBe(11);
  });

  it('does other things while a job waits', () => {
    const operator = createOperator();
    const log: string[] = [];
    operator.add(0, job('a', log, [work(1), wait(100), work(1)]));
    operator.add(0, job('b', log, [work(2)]));

    expect(run(operator, log)).toEqual(['a@1', 'b@3', 'a@101', 'a@102']);
    expect(operator.workMs).toBe(4);
  });

  it('begins with what is due first, whatever came first', () => {
    const operator = createOperator();
    const log: string[] = [];
    operator.add(50, job('late', log, [work(1)]));
    operator.add(10, job('early', log, [work(1)]));
    operator.add(10, job('second', log, [work(1)]));

    expect(run(operator, log)).toEqual(['early@11', 'second@12', 'late@51']);
  });

  it('has nothing to do without jobs', () => {
    expect(createOperator().nextAt).toBeUndefined();
  });
});

describe('createTurns', () => {
  it('lets jobs about one thing wait for each other, and others not', () => {
    const operator = createOperator();
    const inTurn = createTurns();
    const log: string[] = [];
    operator.add(0, inTurn('x', job('a', log, [work(1), wait(25_000), work(1)])));
    operator.add(0, inTurn('x', job('b', log, [work(1)])));
    operator.add(0, inTurn('x', job('c', log, [work(1)])));
    operator.add(0, inTurn('y', job('d', log, [work(1)])));

    run(operator, log);

    expect(log.map((entry) => entry.split('@')[0])).toEqual(['a', 'd', 'a', 'a', 'b', 'c']);
  });
});
