import { scaleLinear, type ScaleLinear } from 'd3-scale';
import { curveLinear, curveStepAfter, line } from 'd3-shape';
import { element, escapeText } from './markup.ts';

/** One line of a chart. */
export interface Series {
  readonly title: string;
  readonly color: string;
  /** In order of x. */
  readonly points: readonly (readonly [x: number, y: number])[];
  /** Drawn with gaps, for what is only a part of another line. */
  readonly isDashed?: boolean;
}

/** A chart with one pair of axes. */
export interface Panel {
  readonly title: string;
  readonly xTitle: string;
  readonly series: readonly Series[];
  /** Bounds of the x axis. */
  readonly domain: readonly [number, number];
  /** Whether values hold until the next point, as counts over time do. */
  readonly isStepped: boolean;
}

/** Where on the picture a panel is, in pixels. */
export interface Frame {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Draws a panel as SVG. */
export function drawPanel(
  { title, xTitle, series, domain, isStepped }: Panel,
  frame: Frame,
): string {
  const { x, y, width, height } = frame;
  const values = series.flatMap(({ points }) => points.map(([, value]) => value));
  const highest = values.reduce((most, value) => Math.max(most, value), 1);
  const xScale = scaleLinear([domain[0], domain[1]], [x, x + width]);
  const yScale = scaleLinear([0, highest], [y + height, y]).nice(4);
  const path = line<readonly [number, number]>(
    ([value]) => xScale(value),
    ([, value]) => yScale(value),
  ).curve(isStepped ? curveStepAfter : curveLinear);
  return element('g', {}, [
    textAt(x, y - 10, title, { 'font-weight': 'bold' }),
    ...drawYAxis(yScale, frame),
    ...drawXAxis(xScale, frame),
    textAt(x + width, y + height + 32, xTitle, { 'text-anchor': 'end' }),
    // Lines that lie on each other show as one within the other.
    ...series.map(({ points, color, isDashed }, index) =>
      element('path', {
        d: path(isStepped ? extend(points, domain[1]) : points) ?? '',
        fill: 'none',
        stroke: color,
        'stroke-width': isDashed === true ? 1.25 : Math.max(1.25, 4 - index),
        ...(isDashed === true && { 'stroke-dasharray': '3 3', opacity: 0.75 }),
      }),
    ),
  ]);
}

/** Draws what the lines mean, one beside the other. */
export function drawLegend(series: readonly Series[], { x, y }: Pick<Frame, 'x' | 'y'>): string {
  const entries = series.map(({ title, color }, index) => {
    const left = x + index * 150;
    return element('g', {}, [
      element('rect', { x: left, y: y - 9, width: 18, height: 9, fill: color }),
      textAt(left + 24, y, title),
    ]);
  });
  return element('g', {}, entries);
}

/** Writes a text at a place. */
function textAt(
  x: number,
  y: number,
  text: string,
  attributes: Readonly<Record<string, string>> = {},
): string {
  return element('text', { x, y, ...attributes }, [escapeText(text)]);
}

function drawYAxis(scale: ScaleLinear<number, number>, { x, width }: Frame): readonly string[] {
  const format = scale.tickFormat(4);
  return scale.ticks(4).flatMap((value) => {
    const y = scale(value);
    return [
      element('line', { x1: x, x2: x + width, y1: y, y2: y, stroke: '#ddd' }),
      textAt(x - 6, y + 4, format(value), { 'text-anchor': 'end' }),
    ];
  });
}

function drawXAxis(scale: ScaleLinear<number, number>, { y, height }: Frame): readonly string[] {
  const format = scale.tickFormat(8);
  return scale.ticks(8).flatMap((value) => [
    element('line', {
      x1: scale(value),
      x2: scale(value),
      y1: y + height,
      y2: y + height + 4,
      stroke: '#888',
    }),
    textAt(scale(value), y + height + 16, format(value), { 'text-anchor': 'middle' }),
  ]);
}

/** The last value holds to the end. */
function extend(points: Series['points'], end: number): Series['points'] {
  const last = points.at(-1);
  return last === undefined || last[0] >= end ? points : [...points, [end, last[1]]];
}
