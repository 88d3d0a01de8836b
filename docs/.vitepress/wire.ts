// `<WireLoop />` and the like: the figures of the bonus chapter, from the file that `pnpm wire --save` writes. They are put into the page as
// Markdown, so the search finds them, and no figure is typed by hand.

import { readFileSync } from 'node:fs';
import { type Part, PARTS } from 'as-fast-as-the-wire/parts';
import type { MeasuredOutput, WireResults } from 'as-fast-as-the-wire/results';
import { formatFigure } from 'bench/format';
import type { MarkdownRenderer } from 'vitepress';
import { table } from './markdown.ts';
import { bytes } from './theme/growth/format.ts';

const file = new URL('../../bonus/as-fast-as-the-wire/results.json', import.meta.url);
const results = JSON.parse(readFileSync(file, 'utf8')) as WireResults;

/** Smaller shares would be shown as 0 %. */
const LEAST_SHARE = 0.005;

const parts = new Map<string, () => string>([
  ['WireOccasion', occasion],
  ['WireLoop', () => describe(0)],
  ['WireEncoded', () => describe(1)],
  ['WirePast', () => describe(2)],
  ['WireTurn', () => describe(3)],
  ['WireWrites', priceOfWrites],
  ['WireJoined', () => describe(4)],
  ['WireSteps', compare],
]);

export function readWire(markdown: MarkdownRenderer): void {
  markdown.core.ruler.before('normalize', 'wire', (state) => {
    state.src = state.src.replaceAll(/^<(Wire\w+) \/>$/gm, (tag, name: string) => parts.get(name)?.() ?? tag);
  });
}

function occasion({ date, machine, node, rounds, subscribers, window } = results): string {
  return (
    `One client publishes to ${subscribers} subscribers, and always has ${window} publishes in flight. The figures are medians of ${rounds} rounds in ` +
    `which the four outputs took turns, on ${machine.cores} cores (${machine.cpu}) with ${bytes(machine.memory)}, ${machine.system}, Node ${node}, on ${date}.`
  );
}

/** One output: what a delivery costs, and where that goes. */
function describe(at: number): string {
  const output = results.outputs[at];
  if (!output) throw new Error(`results.json has no output ${at + 1}: type pnpm wire --save`);
  const { cost, ratio, shares } = output;
  const times = at === 0 ? '' : `, and is **${formatFigure(ratio.median)} times** as cheap as in the loop (${range(ratio)})`;
  const shown = (Object.keys(PARTS) as Part[]).filter((part) => shares[part] >= LEAST_SHARE).toSorted((a, b) => shares[b] - shares[a]);
  const rows = shown.map((part) => [PARTS[part], `${Math.round(100 * shares[part])} %`, formatFigure(cost.median * shares[part])]);
  return [
    `A delivery costs **${formatFigure(cost.median)} µs** of CPU (${range(cost)} in single rounds)${times}. Where it goes:`,
    table(['part', 'share', 'µs'], rows),
  ].join('\n\n');
}

/** What a write costs with one frame, past `ws`, and with as many as there are publishes in flight, once a turn. */
function priceOfWrites(): string {
  const [single = Number.NaN, gathered = Number.NaN] = results.outputs.slice(2).map(({ cost, shares }) => cost.median * shares.write);
  const whole = gathered * results.window;
  return (
    `Past \`ws\`, a write with one frame took ${formatFigure(single)} µs. Here, a write with ${results.window} of them takes ${formatFigure(whole)} µs: ` +
    `${results.window} times the bytes for ${formatFigure(whole / single)} times the price.`
  );
}

function compare(): string {
  const { outputs } = results;
  const row = (title: string, figureOf: (output: MeasuredOutput) => number) => [
    title,
    ...outputs.map((output) => formatFigure(figureOf(output))),
  ];
  const parts = { write: 'the write', ws: '`ws`', encoding: 'encoding', node: "Node's streams", own: 'our code' } as const;
  return table(
    ['µs a delivery', 'the loop', 'encoded once', 'past `ws`', 'one write', 'joined once'],
    [
      row('all', ({ cost }) => cost.median),
      ...Object.entries(parts).map(([part, title]) => row(title, ({ cost, shares }) => cost.median * shares[part as Part])),
      row('times as cheap', ({ ratio }) => ratio.median),
    ],
  );
}

function range({ low, high }: MeasuredOutput['cost']): string {
  return `${formatFigure(low)} to ${formatFigure(high)}`;
}
