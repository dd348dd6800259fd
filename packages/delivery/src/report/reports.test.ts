import { beforeAll, describe, expect, it } from 'vitest';
import { compareDelivery, type DeliveryComparison } from '../compare-delivery.ts';
import { drawDeliveryChart } from './draw-delivery-chart.ts';
import { formatDeliveryComparison, listComparisonRows } from './format-comparison.ts';
import { element, escapeText } from './markup.ts';
import { writeDeliveryPage } from './write-delivery-page.ts';

let comparison: DeliveryComparison;

beforeAll(() => {
  comparison = compareDelivery({ services: 2, hosts: 3, lasts: '2h' });
});

/** Tags that are open at the end, or closed without being open. */
function findUnbalanced(markup: string): readonly string[] {
  const open: string[] = [];
  for (const [, slash, name = '', rest = ''] of markup.matchAll(/<(\/?)([a-z]+\d?)([^>]*)>/g)) {
    if (slash === '/') {
      if (open.pop() !== name) return [`</${name}>`];
    } else if (!rest.endsWith('/')) open.push(name);
  }
  return open;
}

describe('formatDeliveryComparison', () => {
  it('has a line for each number and a column for each strategy, in line', () => {
    const lines = formatDeliveryComparison(comparison).split('\n');
    const rows = listComparisonRows(comparison);

    expect(lines[0]).toMatch(/files +registry +images +configs$/);
    for (const [index, { title, values }] of rows.entries()) {
      const line = lines[index + 1] ?? '';
      expect(line.startsWith(title)).toBe(true);
      expect(line.length).toBe(lines[0]?.length);
      expect(line.endsWith(values.at(-1) ?? '?')).toBe(true);
    }
    expect(lines.slice(-3)).toEqual([
      'configs could be read by',
      '  administrators of 3 hosts',
      '  whoever may ask the managers',
    ]);
  });
});

describe('drawDeliveryChart', () => {
  it('draws each strategy three times: copies, idle ones, failures', () => {
    const chart = drawDeliveryChart(comparison);

    expect(findUnbalanced(chart)).toEqual([]);
    expect(chart.match(/<path /g)).toHaveLength(12);
    expect(chart).not.toMatch(/NaN|undefined|Infinity/);
  });

  it('needs nothing from elsewhere', () => {
    const links = drawDeliveryChart(comparison).match(/(?:href|src|url)\W/g);

    expect(links).toBeNull();
  });
});

describe('writeDeliveryPage', () => {
  it('has the chart and all numbers, and needs nothing from elsewhere', () => {
    const page = writeDeliveryPage(comparison);

    expect(page).toContain(drawDeliveryChart(comparison));
    expect(findUnbalanced(page)).toEqual([]);
    for (const { values } of listComparisonRows(comparison)) {
      for (const value of values) expect(page).toContain(`<td>${value}</td>`);
    }
    expect(page).not.toMatch(/<script|href|src=/);
  });
});

describe('element', () => {
  it('lets neither texts nor attributes break out', () => {
    expect(element('a', { b: '"><x' }, [escapeText('<y> & z')])).toBe(
      '<a b="&#34;&#62;&#60;x">&#60;y&#62; &#38; z</a>',
    );
  });
});
