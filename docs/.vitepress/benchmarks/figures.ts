// The cases of a scenario as HTML: plots side by side, and below them the same figures as a table. It is made at build time, and has no
// script.

import { createRequire } from 'node:module';
import { formatFigure, formatMedian, sortedByFigure } from 'bench/format';
import { isStage, labelOf } from 'bench/peers';
import type * as plots from 'bench/plots';
import type { Case, Figure, Measured, Scenario } from 'bench/results';
import { describeCase, formatRatio } from './comparisons.ts';

const require = createRequire(import.meta.url);

/** One line: in Markdown, a blank line would end it. */
export function plotsOf({ cases }: Scenario): string {
  // Only now: it takes half a second to load, and `pnpm start` need not wait for it.
  const { svgOf } = require('bench/plots') as typeof plots;
  const figures = cases.map((shown) => `<figure>${captionOf(shown)}${svgOf(shown)}</figure>`);
  return `<div class="plots" v-pre>${figures.join('')}</div>`;
}

function captionOf(shown: Case): string {
  return `<figcaption><strong>${escape(shown.title)}</strong><p>${escape(describeCase(shown))}</p></figcaption>`;
}

/** One line too. */
export function tableOf({ cases }: Scenario): string {
  const heads = ['', 'median', 'lowest to highest', 'compared with our stage'].map((head) =>
    head ? `<th scope="col">${head}</th>` : '<td></td>',
  );
  const bodies = cases.map((shown) => {
    const title = `<tr><th scope="rowgroup" colspan="4">${escape(shown.title)}, ${escape(shown.unit)}</th></tr>`;
    return `<tbody>${title}${sortedByFigure(shown).map(rowOf).join('')}</tbody>`;
  });
  return `<details class="figures" v-pre><summary>The same as a table</summary><table tabindex="0"><thead><tr>${heads.join('')}</tr></thead>${bodies.join('')}</table></details>`;
}

function rowOf(row: Measured): string {
  const { peer, figure, ratio } = row;
  const label = escape(labelOf(peer));
  const compared =
    ratio.low < ratio.high ? `${formatRatio(ratio.median)} × (${range(ratio, formatRatio)})` : `${formatRatio(ratio.median)} ×`;
  const cells = [formatMedian(row), range(figure, formatFigure), compared].map((cell) => `<td>${cell}</td>`);
  return `<tr><th scope="row">${isStage(peer) ? `<strong>${label}</strong>` : label}</th>${cells.join('')}</tr>`;
}

function range({ low, high }: Figure, format: (value: number) => string): string {
  return low < high ? `${format(low)} to ${format(high)}` : format(low);
}

function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
}
