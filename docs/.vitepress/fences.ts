// What the words behind a fence's language mean to the page. To the tests (docs/test/commands.test.ts) they say how a command is run.

import type { MarkdownRenderer } from 'vitepress';

/** Marks what is printed as such, the output of a command or a message of ours, and keeps our words from VitePress, which would take `exit=1` for a line to highlight. */
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
    const [shown] = /^(?:output|ours)$/.exec(words?.trim() ?? '') ?? [];
    return shown ? html.replace('class="language-txt', `class="${shown} language-txt`) : html;
  };
}
