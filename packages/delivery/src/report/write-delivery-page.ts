import type { DeliveryComparison } from '../compare-delivery.ts';
import { drawDeliveryChart } from './draw-delivery-chart.ts';
import { formatTime } from './format-amounts.ts';
import { listComparisonRows, strategyTitles } from './format-comparison.ts';
import { element, escapeText } from './markup.ts';

/** Writes a comparison as a web page that needs nothing else: the table and the chart. */
export function writeDeliveryPage(comparison: DeliveryComparison): string {
  const { setting, costs } = comparison;
  const { services, replicas, hosts, seed } = setting;
  const title = 'What it costs to deliver credential specs';
  const told = `${services} services of ${replicas} replicas, ${hosts} hosts at first, ${formatTime(setting.lastsMs)}, seed ${seed}.`;
  const head = element('tr', {}, [
    element('td', {}, ['']),
    ...costs.map(({ strategy }) => element('th', {}, [escapeText(strategyTitles[strategy])])),
  ]);
  const rows = listComparisonRows(comparison).map((row) =>
    element('tr', {}, [
      element('th', { scope: 'row' }, [escapeText(row.title)]),
      ...row.values.map((value) => element('td', {}, [escapeText(value)])),
    ]),
  );
  const body = element('body', {}, [
    element('h1', {}, [title]),
    element('p', {}, [escapeText(told)]),
    drawDeliveryChart(comparison),
    element('table', {}, [head, ...rows]),
  ]);
  const page = element('html', { lang: 'en' }, [
    element('head', {}, [
      element('meta', { charset: 'utf-8' }),
      element('title', {}, [title]),
      element('style', {}, [style]),
    ]),
    body,
  ]);
  return `<!doctype html>\n${page}\n`;
}

const style = `
body { font: 15px/1.4 system-ui, sans-serif; margin: 2em auto; max-width: 860px; }
table { border-collapse: collapse; margin-top: 1em; }
td, th { padding: 0.2em 0.8em; text-align: right; border-bottom: 1px solid #ddd; font-weight: normal; }
th[scope] { text-align: left; }
svg { max-width: 100%; height: auto; }
`;
