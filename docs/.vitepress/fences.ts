// What a fence shows besides its code. The words after its language say how the page shows it, and tell the tests
// (docs/test/commands.test.ts) how to run a command. A snippet names the file and the line that it comes from.

import { readFileSync } from 'node:fs';
import { relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { regionsOf } from '@workshop/cli/regions';
import type { MarkdownRenderer } from 'vitepress';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/**
 * Marks output as such, whether a command's or a message of ours, and hides our words from VitePress, which would take `exit=1` for a line
 * to highlight.
 */
export function readFenceWords(markdown: MarkdownRenderer): void {
  const render = markdown.renderer.rules.fence;
  if (!render) throw new Error('VitePress has no renderer for fences');
  markdown.renderer.rules.fence = (tokens, index, ...others) => {
    const token = tokens[index];
    if (!token) return '';
    // `<<< file#region` is a fence to VitePress, with both of them in `src`.
    const [file, region] = 'src' in token && Array.isArray(token.src) ? token.src.map(String) : [];
    if (file !== undefined) return withPlace(render(tokens, index, ...others), file, region);
    const [, language, words, rest = ''] = /^(\w+) ([^{[]+)(.*)$/.exec(token.info) ?? [];
    if (language === undefined) return render(tokens, index, ...others);
    token.info = `${language} ${rest}`;
    const html = render(tokens, index, ...others);
    const [shown] = /^(?:output|ours)$/.exec(words?.trim() ?? '') ?? [];
    return shown ? html.replace('class="language-txt', `class="${shown} language-txt`) : html;
  };
}

function withPlace(html: string, file: string, name: string | undefined): string {
  const region = regionsOf(readFileSync(file, 'utf8')).find((one) => one.name === name);
  const path = relative(ROOT, file).replaceAll(sep, '/');
  return html.replace('>', `><span class="place">${path}${region ? `:${region.first + 1}` : ''}</span>`);
}
