// What the words behind a fence's language mean to the page. To the tests (docs/test/commands.test.ts) they say how a command is run.

import type { MarkdownRenderer } from 'vitepress';

/** Marks the output of a command as such, and keeps our words from VitePress, which would take `exit=1` for a line to highlight. */
export function readFenceWords(markdown: MarkdownRenderer): void {
  const render = markdown.renderer.rules.fence;
  if (!render) throw new Error('VitePress has no renderer for fences');
  markdown.renderer.rules.fence = (tokens, index, ...others) => {
    const token = tokens[index];
    if (!token) return '';
    const [, language, words, rest = ''] = /^(\w+) ([^{[]+)(.*)$/.exec(token.info) ?? [];
    if (language === undefined) return render(tokens, index, ...others);
    token.info = `${language} ${rest}`;
    const html = render(tokens, index, ...others);
    return words?.trim() === 'output' ? html.replace('class="language-txt', 'class="output language-txt') : html;
  };
}
