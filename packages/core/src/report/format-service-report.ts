import type { ServiceReport, SlotReport } from './service-report.ts';

/** Counts of running tasks shown at most; the newest are. */
const countsMax = 7;
/** Width that lines are made for; SwarmKit's own messages may be longer. */
const columns = 80;

/** A report as lines of text that fit a terminal of 80 columns. */
export function formatServiceReport(report: ServiceReport): string {
  const { service, at, restarts, running, slots, updates, progress, endings } = report;
  const now = running.at(-1)?.tasks ?? 0;
  const lines = [
    `${service} at ${seconds(at)}: ${now} running, ${restarts} replaced${endingsText(endings)}`,
  ];
  if (slots.length > 0)
    lines.push('', row(['SLOT', 'TASKS', 'STARTED IN', 'DOWN', 'LONGEST', 'NOW']));
  for (const slot of slots) lines.push(row(cellsOf(slot)));
  if (running.length > 0) {
    const shown = running
      .slice(-countsMax)
      .map(({ at: when, tasks }) => `${seconds(when)}: ${tasks}`);
    lines.push('', `running  ${running.length > countsMax ? '... ' : ''}${shown.join(', ')}`);
  }
  for (const { at: when, state, message } of updates) {
    const line = `update   ${seconds(when)}: ${state.replaceAll('_', ' ')}`;
    const isShort = line.length + message.length + 3 <= columns;
    lines.push(isShort ? `${line} (${message})` : line);
    if (!isShort) lines.push(`         (${message})`);
  }
  if (updates.length > 0) {
    lines.push(
      `         ${progress.updated} of ${progress.running} running tasks have the present spec`,
    );
  }
  return `${lines.map((line) => line.trimEnd()).join('\n')}\n`;
}

function cellsOf(slot: SlotReport): readonly string[] {
  const { node, state, err } = slot.last;
  const place = node === '' ? '' : ` on ${node}`;
  return [
    slot.slot,
    String(slot.tasks),
    slot.startupMs === undefined ? '-' : seconds(slot.startupMs),
    slot.downtimeMs === 0 ? '-' : seconds(slot.downtimeMs),
    slot.longestDowntimeMs === 0 ? '-' : seconds(slot.longestDowntimeMs),
    `${state}${place}${err === '' ? '' : ` (${err})`}`,
  ];
}

function endingsText(endings: ServiceReport['endings']): string {
  const parts = Object.entries(endings).map(([state, count]) => `${count} ${state}`);
  return parts.length === 0 ? '' : ` (${parts.sort().join(', ')})`;
}

function row(cells: readonly string[]): string {
  return cells.map((cell, column) => cell.padEnd(column === 0 ? 8 : 11)).join(' ');
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(1)} s`;
}
