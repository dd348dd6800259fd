import type { DeliveryComparison } from '../compare-delivery.ts';
import type { DeliveryCosts } from '../count/delivery-costs.ts';
import type { CountAt } from '../count/intervals.ts';
import type { DeliveryStrategyName } from '../delivery-options.ts';
import { drawLegend, drawPanel, type Frame, type Series } from './draw-panel.ts';
import { strategyTitles } from './format-comparison.ts';
import { element } from './markup.ts';

/** Colours that stay apart for people who do not see all of them (Okabe and Ito). */
export const strategyColors: Readonly<Record<DeliveryStrategyName, string>> = {
  file: '#0072b2',
  registry: '#56b4e9',
  image: '#d55e00',
  config: '#009e73',
};

const width = 860;
const panelHeight = 170;
const hourMs = 3_600_000;

/**
 * Draws a comparison over time as SVG that needs nothing else: copies on hosts, with those that no task
 * needs as dashed lines, and containers that run and are nobody in the domain.
 */
export function drawDeliveryChart({ setting, costs }: DeliveryComparison): string {
  const toSeries = (read: (costs: DeliveryCosts) => readonly CountAt[]): readonly Series[] =>
    costs.map((entry) => ({
      title: strategyTitles[entry.strategy],
      color: strategyColors[entry.strategy],
      points: [[0, 0], ...read(entry).map(({ at, count }) => [at / hourMs, count] as const)],
    }));
  const copies = toSeries(({ overTime }) => overTime.copies);
  const idle = toSeries(({ overTime }) => overTime.idle).map((series) => ({
    ...series,
    isDashed: true,
  }));
  const failing = toSeries(({ overTime }) => overTime.failing);
  const instants = [...copies, ...failing].flatMap(({ points }) => points.map(([x]) => x));
  const end = instants.reduce((last, x) => Math.max(last, x), setting.lastsMs / hourMs);
  const domain = [0, end] as const;
  const base = { xTitle: 'hours', domain, isStepped: true };
  const height = 2 * panelHeight + 190;
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
      drawLegend(copies, { x: 60, y: 26 }),
      drawPanel(
        {
          ...base,
          title: 'Copies of credential specs on hosts (dashed: needed by no task there)',
          series: [...copies, ...idle],
        },
        frameAt(70),
      ),
      drawPanel(
        { ...base, title: 'Containers that run, but are nobody in the domain', series: failing },
        frameAt(70 + panelHeight + 80),
      ),
    ],
  );
}

function frameAt(y: number): Frame {
  return { x: 60, y, width: width - 90, height: panelHeight };
}
