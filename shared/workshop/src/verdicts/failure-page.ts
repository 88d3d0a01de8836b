// What failed, as one page that a browser opens from disk: each story with its drawing. Nothing is fetched from the network.

import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { Result } from '@workshop/checks';
import { recordsIn } from '../progress/records.ts';
import { isRed } from './red.ts';
import { groupAlike } from './verdicts.ts';

const DRAWING = fileURLToPath(import.meta.resolve('@workshop/client/sequence-diagram'));

const STYLE = `
  :root { color-scheme: light dark; font: 15px/1.6 system-ui, sans-serif; color: light-dark(#24282e, #e6e8ea); background: light-dark(#fff, #1b1b1f); }
  main { max-width: 900px; margin: 0 auto; padding: 16px; }
  h1 { font-size: 22px; }
  details { margin: 12px 0; padding: 8px 16px; border: 1px solid light-dark(#dcdfe3, #3a3f47); border-radius: 10px; }
  summary { cursor: pointer; overflow-wrap: anywhere; }
  summary b { color: light-dark(#b8272c, #f66f81); }
  pre { white-space: pre-wrap; overflow-wrap: anywhere; padding: 10px 12px; border-radius: 8px; font: 12.5px/1.55 ui-monospace, monospace; background: light-dark(#f4f5f6, #26292f); }`;

/**
 * Writes the page of what is red, or removes an older page if nothing is.
 * @param name of the file, without its ending: `01`, `grade-01`
 * @param results in the order in which they are to be told
 * @returns its address for a terminal, or nothing
 */
export function writeFailurePage(root: string, name: string, title: string, results: readonly Result[]): string | undefined {
  const file = join(recordsIn(root), `failures-${name}.html`);
  const red = results.filter(isRed);
  if (red.length === 0) {
    rmSync(file, { force: true });
    return undefined;
  }
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, pageOf(title, red));
  return String(pathToFileURL(file));
}

function pageOf(title: string, red: readonly Result[]): string {
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${escape(title)}</title>
<style>${STYLE}</style>
<main>
<h1>${escape(title)}</h1>
${groupAlike(red).map(storyIn).join('\n')}
</main>
<script type="module">
${readFileSync(DRAWING, 'utf8')}</script>
</html>
`;
}

function storyIn({ first, others }: ReturnType<typeof groupAlike>[number], index: number): string {
  const { group, title, message, seen, story, picture } = first;
  const drawing = picture ? `\n<sequence-diagram picture="${escape(JSON.stringify(picture))}"></sequence-diagram>` : '';
  return `<details${index === 0 ? ' open' : ''}>
<summary><b>✗ ${escape(seen ?? message)}</b><br>${escape(`${group}: ${title}`)}</summary>${drawing}
<pre>${escape(story)}</pre>${others && `\n<p>${escape(others)}</p>`}
</details>`;
}

function escape(text: string): string {
  return text.replace(/[&<>"]/g, (sign) => `&#${sign.codePointAt(0)};`);
}
