// A case as a plot: a dot for each median, and a line from the lowest to the highest round. It's an SVG without a script, so it can stand in
// a page or be a file of its own.

import * as Plot from '@observablehq/plot';
import { parseHTML } from 'linkedom';
import { formatMedian, sortedByFigure } from './format.ts';
import { isStage, labelOf } from './peers.ts';
import type { Case, Measured } from './results.ts';

/** In px. Side by side on a desk, or on a phone 360 px wide, a plot is shrunk to 304 px, and its text to 12 px. */
const WIDTH = 320;
const TEXT = 13;
const ROW = 24;
const DOT = 4.5;
/** As wide as the letters of wide fonts are on average. */
const LETTER = 7.8;
/** Below the frame, for the ticks and the unit; above it, for a heading of two lines. */
const FOOT = 46;
const HEAD = 52;

/** Wider ranges are drawn on a logarithmic scale: on a linear one, the small figures would all look alike. */
const LINEAR_SPAN = 20;

/** A page has its own colours, light and dark. A file is light, and spelled out: not every program that shows an SVG knows variables. */
const PAGE = { ours: 'var(--vp-c-brand-1)', grid: 'var(--vp-c-divider)', ground: 'var(--vp-c-bg)', style: { fontFamily: 'inherit' } };
const FILE = { ours: '#0b6b74', grid: '#d8dadd', ground: '#ffffff', style: { color: '#24282e', background: '#ffffff' } };

const compact = new Intl.NumberFormat('en', { notation: 'compact', maximumSignificantDigits: 3 });

interface PlotOptions {
  /** Given, the plot is a file of its own: the heading is drawn above it. In a page, the page has one. */
  readonly heading?: string;
}

/** An `<svg>` that says in words what it shows, for those who don't see it. */
export function svgOf(shown: Case, { heading }: PlotOptions = {}): string {
  const svg = draw(shown, heading);
  svg.querySelector('style')?.remove(); // Plot's own, which nothing here needs
  svg.removeAttribute('class');
  for (const part of svg.querySelectorAll('[aria-label]')) part.removeAttribute('aria-label'); // the names of Plot's marks
  svg.setAttribute('xmlns', 'http://www.w3.org/2000/svg');
  svg.setAttribute('role', 'img');
  svg.setAttribute('aria-label', inWords(shown));
  return svg.outerHTML;
}

function draw(shown: Case, heading: string | undefined) {
  const rows = sortedByFigure(shown);
  const labels = rows.map(({ peer }) => labelOf(peer));
  const ours = rows.filter(({ peer }) => isStage(peer));
  const others = rows.filter(({ peer }) => !isStage(peer));
  const y = ({ peer }: Measured) => labelOf(peer);
  const x = ({ figure }: Measured) => figure.median;
  const range = { y, x1: ({ figure }: Measured) => figure.low, x2: ({ figure }: Measured) => figure.high };
  const name = { y, text: y, frameAnchor: 'left', dx: -10, textAnchor: 'end' } as const;
  const value = { y, x: range.x2, text: formatMedian, dx: DOT + 5, textAnchor: 'start' } as const;
  const colours = heading === undefined ? PAGE : FILE;
  const bold = { fill: colours.ours, fontWeight: 700 };
  const { ticks, ...scale } = scaleOf(rows);
  const head = heading === undefined ? 4 : HEAD;
  const marginLeft = widthOf(labels) + 12;
  return Plot.plot({
    document: parseHTML('<!doctype html><html></html>').document,
    width: WIDTH,
    height: head + rows.length * ROW + FOOT,
    marginTop: head,
    marginBottom: FOOT,
    marginLeft,
    marginRight: widthOf(rows.map(formatMedian)) + 3 * DOT,
    style: { fontSize: `${TEXT}px`, ...colours.style },
    x: scale,
    y: { domain: labels, axis: null },
    marks: [
      Plot.gridX({ ticks, stroke: colours.grid, strokeOpacity: 1 }),
      Plot.axisX({ ticks, label: null, tickSize: 0, tickFormat: (tick: number) => compact.format(tick) }),
      Plot.ruleY(others, { ...range, strokeWidth: 1.5 }),
      Plot.ruleY(ours, { ...range, stroke: colours.ours, strokeWidth: 4 }),
      Plot.dot(others, { x, y, r: DOT, fill: colours.ground, stroke: 'currentColor', strokeWidth: 1.5 }),
      Plot.dot(ours, { x, y, r: DOT + 1, fill: colours.ours }),
      Plot.text(others, name),
      Plot.text(ours, { ...name, ...bold }),
      Plot.text(others, value),
      Plot.text(ours, { ...value, ...bold }),
      Plot.text([`${shown.unit}: ${shown.better} is better`], { frameAnchor: 'bottom-left', dx: -marginLeft, dy: FOOT - 5 }),
      heading === undefined
        ? null
        : Plot.text([heading], { frameAnchor: 'top-left', dx: -marginLeft, dy: -HEAD + 6, lineWidth: WIDTH / TEXT - 4, fontWeight: 700 }),
    ],
  });
}

function widthOf(texts: readonly string[]): number {
  return Math.max(...texts.map(({ length }) => length)) * LETTER;
}

/** A linear scale begins at 0; a logarithmic one can't, and has a tick at each power of ten, or more where there are few of those. */
function scaleOf(rows: readonly Measured[]): { type: 'log' | 'linear'; domain: [number, number]; ticks: number | number[] } {
  const low = Math.min(...rows.map(({ figure }) => figure.low));
  const high = Math.max(...rows.map(({ figure }) => figure.high));
  if (low <= 0 || high / low <= LINEAR_SPAN) return { type: 'linear', domain: [0, high], ticks: 3 };
  const powers = Array.from({ length: 25 }, (_, n) => 10 ** (n - 9)); // from a billionth on
  const within = (tick: number) => tick >= low && tick <= high;
  const whole = powers.filter(within);
  return { type: 'log', domain: [low, high], ticks: whole.length > 1 ? whole : powers.flatMap((tick) => [tick, 3 * tick]).filter(within) };
}

function inWords(shown: Case): string {
  const figures = sortedByFigure(shown).map((row) => `${labelOf(row.peer)} ${formatMedian(row)}`);
  return `${shown.title}, in ${shown.unit} (${shown.better} is better): ${figures.join(', ')}`;
}
