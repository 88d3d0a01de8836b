// `<SettingsTable />` and the like: tables made from lists in the code, put into a page as Markdown so that the search finds their rows
// too.

import type { MarkdownRenderer } from 'vitepress';
import reference, { type Row } from '../reference.data.ts';
import { table, verbatim } from './markdown.ts';

const { settings, errorCodes, closeCodes, inPage } = await reference.load();

const tables = new Map<string, string>([
  ['SettingsTable', codeTable(['variable', 'default', 'from', 'meaning, and what may be given'], settings)],
  ['ErrorCodesTable', codeTable(['code', 'when'], errorCodes)],
  ['CloseCodesTable', codeTable(['code', 'when'], closeCodes)],
  ['InPageTable', codeTable(['on your machine', 'in the page', 'only on your machine'], inPage)],
]);

export function readTables(markdown: MarkdownRenderer): void {
  markdown.core.ruler.before('normalize', 'tables', (state) => {
    state.src = state.src.replaceAll(/^<(\w+Table) \/>$/gm, (tag, name: string) => tables.get(name) ?? tag);
  });
}

/** A table whose first column is code, and whose other cells are text. */
function codeTable(headings: readonly string[], rows: readonly Row[]): string {
  return table(
    headings,
    rows.map(([name, ...cells]) => [`\`${name}\``, ...cells.map(verbatim)]),
  );
}
