import type { DeliveryCosts } from '../count/delivery-costs.ts';
import type { DeliverySweepPoint } from '../sweep-delivery.ts';
import { strategyColors } from './draw-delivery-chart.ts';
import { drawLegend, drawPanel, type Series } from './draw-panel.ts';
import { strategyTitles } from './format-comparison.ts';
import { element } from './markup.ts';

const panelWidth = 380;
const panelHeight = 170;
const hourMs = 3_600_000;

/**
 * Draws how costs grow as SVG that needs nothing else: copies made, and the operator's hours, once over
 * the number of hosts (with the most services) and once over that of services (on the most hosts).
 */
export function drawCostCurves(points: readonly DeliverySweepPoint[]): string {
  const mostServices = Math.max(...points.map(({ services }) => services));
  const mostHosts = Math.max(...points.map(({ hosts }) => hosts));
  const measures = [
    { title: 'copies made on hosts', read: (costs: DeliveryCosts) => costs.copies.made },
    { title: 'hours of the operator', read: (costs: DeliveryCosts) => costs.work.ms / hourMs },
  ];
  const axes = [
    {
      key: 'hosts',
      xTitle: `hosts, ${mostServices} services`,
      points: points.filter(({ services }) => services === mostServices),
    },
    {
      key: 'services',
      xTitle: `services, ${mostHosts} hosts`,
      points: points.filter(({ hosts }) => hosts === mostHosts),
    },
  ] as const;
  const panels = measures.flatMap(({ title, read }, row) =>
    axes.map(({ key, xTitle, points: own }, column) => {
      const frame = {
        x: 70 + column * (panelWidth + 90),
        y: 80 + row * (panelHeight + 90),
        width: panelWidth,
        height: panelHeight,
      };
      const domain = [0, Math.max(...own.map((point) => point[key]))] as const;
      const series = toSeries(own, key, read);
      return drawPanel({ title, xTitle, series, domain, isStepped: false }, frame);
    }),
  );
  const width = 2 * panelWidth + 200;
  const height = 2 * panelHeight + 230;
  const legend = toSeries(points, 'hosts', () => 0);
  return element(
    'svg',
    {
      xmlns: 'http://www.w3.org/2000/svg',
      viewBox: `0 0 ${width} ${height}`,
      width,
      height,
      'font-family': 'system-ui, sans-serif',
      'font-size': 12,
    },
    [
      element('rect', { width, height, fill: 'white' }),
      drawLegend(legend, { x: 70, y: 28 }),
      ...panels,
    ],
  );
}

function toSeries(
  points: readonly DeliverySweepPoint[],
  key: 'hosts' | 'services',
  read: (costs: DeliveryCosts) => number,
): readonly Series[] {
  const ordered = [...points].sort((a, b) => a[key] - b[key]);
  const strategies = ordered[0]?.costs.map(({ strategy }) => strategy) ?? [];
  return strategies.map((strategy, index) => ({
    title: strategyTitles[strategy],
    color: strategyColors[strategy],
    points: ordered.flatMap((point) => {
      const costs = point.costs[index];
      return costs === undefined ? [] : [[point[key], read(costs)] as const];
    }),
  }));
}
