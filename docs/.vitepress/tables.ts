// `<SettingsTable />` and the like: tables made from lists in the code, put into a page as Markdown so that the search finds their rows
// too.

import type { MarkdownRenderer } from 'vitepress';
import reference, { type Row } from '../reference.data.ts';

const { settings, errorCodes, closeCodes, inPage } = await reference.load();

const tables = new Map<string, string>([
  ['SettingsTable', table(['variable', 'default', 'from', 'meaning, and what may be given'], settings)],
  ['ErrorCodesTable', table(['code', 'when'], errorCodes)],
  ['CloseCodesTable', table(['code', 'when'], closeCodes)],
  ['InPageTable', table(['on your machine', 'in the page', 'only on your machine'], inPage)],
]);

export function readTables(markdown: MarkdownRenderer): void {
  markdown.core.ruler.before('normalize', 'tables', (state) => {
    state.src = state.src.replaceAll(/^<(\w+Table) \/>$/gm, (tag, name: string) => tables.get(name) ?? tag);
  });
}

function table(headings: readonly string[], rows: readonly Row[]): string {
  const lines = [headings, headings.map(() => '---'), ...rows.map(([name, ...cells]) => [`\`${name}\``, ...cells.map(verbatim)])];
  return lines.map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

/** Escapes the characters that mean something in Markdown. */
function verbatim(text: string): string {
  return text.replaceAll(/[\\`*_<>|[\]]/g, '\\$&');
}
