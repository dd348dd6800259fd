import type { Swarm } from '@swarmsim/core';
import {
  formatTimeline,
  type ScenarioRun,
  type StepOutcome,
  type TimelineEntry,
} from '@swarmsim/testing';

/** What became of a run, as a person reads it. */
export function describeRun(run: ScenarioRun, timeline: readonly TimelineEntry[]): string {
  const { swarm, settled, outcomes, verdicts } = run;
  const held = verdicts.filter(({ violation }) => violation === undefined);
  const met = held.filter(({ premises }) => premises > 0);
  const broken = verdicts.filter(({ violation }) => violation !== undefined);
  return [
    section('Steps', outcomes.map(describeOutcome)),
    ...(timeline.length === 0 ? [] : [section('What happened', formatTimeline(timeline))]),
    section(
      `At the end, ${swarm.now / 1_000} s${settled ? '' : ' (it did not come to rest)'}`,
      describeSwarm(swarm),
    ),
    section('Rules', [
      `${held.length} held, of which ${met.length} had something to say`,
      ...broken.map(({ name, violation }) => `BROKEN ${name}: ${violation?.message ?? ''}`),
    ]),
    `seed ${swarm.seed}, hash ${swarm.trace.hash}\n`,
  ].join('\n');
}

function describeOutcome({ step, at, refusal }: StepOutcome): string {
  const { at: _, kind, ...rest } = step;
  const objects = Object.values(rest).filter((value) => typeof value === 'string');
  const name = 'options' in rest ? rest.options.name : undefined;
  const what = [kind, ...(name === undefined ? [] : [name]), ...objects].join(' ');
  return `${at / 1_000} s  ${what}: ${refusal === undefined ? 'done' : `refused, ${refusal.message}`}`;
}

/** Managers that lost their majority answer nothing. */
function describeSwarm(swarm: Swarm): readonly string[] {
  try {
    return [...describeServices(swarm), ...describeNodes(swarm)];
  } catch (error) {
    return [error instanceof Error ? error.message : String(error)];
  }
}

function describeServices(swarm: Swarm): readonly string[] {
  return swarm.services.list().map(({ id, spec, updateStatus }) => {
    const tasks = swarm.tasks.list({ service: id });
    const states = new Map<string, number>();
    for (const { status, desiredState } of tasks) {
      if (desiredState === 'running') states.set(status.state, (states.get(status.state) ?? 0) + 1);
    }
    const counts = [...states].map(([state, count]) => `${count} ${state}`);
    const update = updateStatus === undefined ? '' : ` (${updateStatus.state})`;
    return `service ${spec.name}: ${counts.join(', ') || 'no tasks'}${update}`;
  });
}

function describeNodes(swarm: Swarm): readonly string[] {
  return swarm.nodes.list().map(({ id, name, state, availability }) => {
    const running = swarm.tasks.list({ node: id, state: 'running' });
    const names = running.map((task) => swarm.tasks.nameOf(task)).join(' ');
    return `node ${name}: ${state}, ${availability}; runs ${names || '-'}`;
  });
}

function section(title: string, lines: readonly string[]): string {
  return `${[title, ...(lines.length === 0 ? ['none'] : lines).map((line) => `  ${line}`)].join('\n')}\n`;
}
