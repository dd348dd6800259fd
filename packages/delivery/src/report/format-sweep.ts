import type { DeliverySweepPoint } from '../sweep-delivery.ts';
import { formatCount, formatTime } from './format-amounts.ts';
import { strategyTitles } from './format-comparison.ts';

/** Prints a sweep: copies made on hosts, and the operator's time, for each strategy. */
export function formatDeliverySweep(points: readonly DeliverySweepPoint[]): string {
  const strategies = points[0]?.costs.map(({ strategy }) => strategyTitles[strategy]) ?? [];
  const head = ['services', 'hosts', ...strategies.flatMap((title) => [title, 'work'])];
  const rows = points.map(({ services, hosts, costs }) => [
    formatCount(services),
    formatCount(hosts),
    ...costs.flatMap(({ copies, work }) => [formatCount(copies.made), formatTime(work.ms)]),
  ]);
  const widths = head.map((title, column) =>
    Math.max(title.length, ...rows.map((row) => (row[column] ?? '').length)),
  );
  return [head, ...rows]
    .map((row) => row.map((cell, column) => cell.padStart(widths[column] ?? 0)).join('  '))
    .join('\n');
}
