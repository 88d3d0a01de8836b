// The plots: all that was measured stands in them, drawn and in words.

import { expect, test } from 'vitest';
import { formatFigure, LOAD_MARK } from '../src/format.ts';
import { PEERS } from '../src/peers.ts';
import { svgOf } from '../src/plots.ts';
import type { Case, Measured } from '../src/results.ts';

function measured(peer: string, median: number, bound: Measured['bound'] = 'broker'): Measured {
  return { peer, figure: { median, low: median * 0.9, high: median * 1.1 }, ratio: { median: 1, low: 1, high: 1 }, bound };
}

function plot(better: Case['better'], ...rows: Measured[]): string {
  return svgOf({ title: '100 subscribers', unit: 'µs of CPU a delivery', better, measured: rows });
}

const texts = (svg: string) => [...svg.matchAll(/<text[^>]*>([^<]+)<\/text>/g)].map(([, text = '']) => text);
const words = (svg: string) => /aria-label="([^"]+)"/.exec(svg)?.[1];
/** Where a row's label is, from the top. */
const row = (svg: string, label: string) =>
  Number(new RegExp(`<text transform="translate\\([\\d.]+,([\\d.]+)\\)"[^>]*>${label}<`).exec(svg)?.[1]);
const medians = (svg: string) => [...svg.matchAll(/<circle [^>]*cx="([\d.]+)"/g)].map(([, x]) => Number(x)).toSorted((a, b) => a - b);

test("every peer's label and every figure stands in it, drawn and in words", () => {
  const svg = plot('less', ...Object.keys(PEERS).map((peer, at) => measured(peer, 0.11 + at / 10)));
  for (const [at, { label }] of Object.values(PEERS).entries()) {
    const figure = formatFigure(0.11 + at / 10);
    expect(texts(svg)).toEqual(expect.arrayContaining([label, figure]));
    expect(words(svg)).toContain(`${label} ${figure}`);
  }
  expect(texts(svg)).toContain('µs of CPU a delivery: less is better');
  expect(svg).toMatch(/^<svg [^>]*role="img"/);
});

test('the best is on top, whether less or more is better', () => {
  const rows = [measured('redis', 2), measured('ws', 3), measured('aedes', 1)];
  const order = (svg: string) => ['aedes', 'Redis', 'plain ws'].map((label) => row(svg, label));
  expect(order(plot('less', ...rows))).toEqual(order(plot('less', ...rows)).toSorted((a, b) => a - b));
  expect(order(plot('more', ...rows))).toEqual(order(plot('more', ...rows)).toSorted((a, b) => b - a));
});

test('figures that span more than 20 × are on a logarithmic scale, and others on one that begins at 0', () => {
  const [a = 0, b = 0, c = 0] = medians(plot('less', measured('redis', 1), measured('ws', 10), measured('aedes', 100)));
  expect(c - b).toBeCloseTo(b - a, 0);
  const [d = 0, e = 0, f = 0] = medians(plot('less', measured('redis', 1), measured('ws', 4), measured('aedes', 7)));
  expect(f - e).toBeCloseTo(e - d, 0);
  const zero = plot('less', measured('redis', 0), measured('ws', 1000));
  expect(texts(zero)).toContain('0');
  expect(zero).not.toContain('NaN');
});

test('our stages are set apart by weight and shape, and not by colour alone', () => {
  const svg = plot('less', measured('01-basic-pubsub', 1), measured('ws', 2));
  expect(svg).toMatch(/<g [^>]*font-weight="700"[^>]*><text [^>]*>stage 01</);
  expect(svg).not.toMatch(/<g [^>]*font-weight="700"[^>]*><text [^>]*>plain ws</);
  expect(new Set([...svg.matchAll(/<circle r="([\d.]+)"/g)].map(([, r]) => r)).size).toBe(2);
});

test('a figure for which the load generator was the bottleneck has a mark', () => {
  const svg = plot('less', measured('redis', 2, 'load'), measured('ws', 3));
  expect(texts(svg)).toEqual(expect.arrayContaining([`2 ${LOAD_MARK}`, '3']));
});

test('in a page it has the colours of its text, and as a file its own and a heading', () => {
  const shown: Case = { title: '100 subscribers', unit: 'ms', better: 'less', measured: [measured('redis', 2)] };
  expect(svgOf(shown)).not.toMatch(/<style|#\w{6}|class=/);
  const file = svgOf(shown, { heading: 'Fan-out: 100 subscribers' });
  expect(texts(file)).toContain('Fan-out: 100 subscribers');
  expect(file).not.toContain('var(');
  expect(file).toMatch(/^<svg [^>]*xmlns="http:\/\/www.w3.org\/2000\/svg"/);
});
