import type { DeliveryComparison } from '../compare-delivery.ts';
import type { DeliveryCosts } from '../count/delivery-costs.ts';
import type { DeliveryStrategyName } from '../delivery-options.ts';
import { formatBytes, formatCount, formatTime } from './format-amounts.ts';

/** What people call the strategies. */
export const strategyTitles: Readonly<Record<DeliveryStrategyName, string>> = {
  file: 'files',
  registry: 'registry',
  image: 'images',
  config: 'configs',
};

/** One line of the table: what it is about, and one text for each strategy. */
export interface ComparisonRow {
  readonly title: string;
  readonly values: readonly string[];
}

/** The table of a comparison, one column for each strategy. */
export function listComparisonRows({ costs }: DeliveryComparison): readonly ComparisonRow[] {
  return rows.map(({ title, value }) => ({ title, values: costs.map(value) }));
}

/** Prints a comparison as a table. */
export function formatDeliveryComparison(comparison: DeliveryComparison): string {
  const lines = [
    { title: '', values: comparison.costs.map(({ strategy }) => strategyTitles[strategy]) },
    ...listComparisonRows(comparison),
  ];
  const titleWidth = Math.max(...lines.map(({ title }) => title.length));
  const width = Math.max(...lines.flatMap(({ values }) => values.map((value) => value.length)));
  return lines
    .map(({ title, values }) => {
      const cells = values.map((value) => value.padStart(width + 2)).join('');
      return `${title.padEnd(titleWidth)}${cells}`.trimEnd();
    })
    .concat('', ...comparison.costs.map(describeReaders))
    .join('\n');
}

function describeReaders({ strategy, exposure }: DeliveryCosts): string {
  const { readers } = exposure;
  const whom = readers.length === 0 ? ['nobody'] : readers;
  return [`${strategyTitles[strategy]} could be read by`, ...whom].join('\n  ');
}

const rows: readonly {
  readonly title: string;
  readonly value: (costs: DeliveryCosts) => string;
}[] = [
  { title: 'copies made on hosts', value: ({ copies }) => formatCount(copies.made) },
  { title: '  of them by hand', value: ({ copies }) => formatCount(copies.byHand) },
  { title: 'bytes copied', value: ({ copies }) => formatBytes(copies.bytes) },
  { title: 'hosts that had one', value: ({ copies }) => formatCount(copies.hosts) },
  { title: 'most copies at one time', value: ({ copies }) => formatCount(copies.most) },
  { title: 'copies on hosts, times how long', value: (costs) => formatTime(costs.exposure.hostMs) },
  { title: '  of it needed by no task there', value: (costs) => formatTime(costs.exposure.idleMs) },
  {
    title: 'hosts with a spec they never used',
    value: ({ exposure }) => formatCount(exposure.needlessHosts),
  },
  { title: 'actions of the operator', value: ({ work }) => formatCount(work.actions) },
  { title: '  time they took', value: ({ work }) => formatTime(work.ms) },
  { title: 'tasks that could not start', value: ({ failures }) => formatCount(failures.starts) },
  {
    title: 'tasks running, but nobody in the domain',
    value: ({ failures }) => formatCount(failures.tasks),
  },
  { title: '  for how long, together', value: ({ failures }) => formatTime(failures.ms) },
  { title: 'replacing all specs took', value: ({ rotation }) => formatTime(rotation.longestMs) },
  {
    title: '  services where it never ended',
    value: ({ rotation }) => formatCount(rotation.unfinished),
  },
  {
    title: '  tasks replaced by it',
    value: ({ rotation }) => formatCount(rotation.tasksReplaced),
  },
  {
    title: '  replicas missing, times how long',
    value: ({ rotation }) => formatTime(rotation.downtimeMs),
  },
  { title: 'left behind on hosts', value: ({ leftBehind }) => formatCount(leftBehind.hosts) },
  {
    title: 'left behind in the image registry',
    value: ({ leftBehind }) => formatCount(leftBehind.registry),
  },
  {
    title: 'left behind on managers',
    value: ({ leftBehind }) => formatCount(leftBehind.managers),
  },
];
