// How code looks: colours with a contrast of at least 4.5, and lines that keep their indent when they wrap.

import type { MarkdownOptions } from 'vitepress';

export const theme = { light: 'github-light-high-contrast', dark: 'github-dark-high-contrast' } as const;

/** Tells the style sheet how far a line is indented. */
export const tellIndents: NonNullable<MarkdownOptions['codeTransformers']>[number] = {
  name: 'tell-indents',
  line(node, number) {
    const indent = /^ */.exec(this.source.split('\n')[number - 1] ?? '')?.[0].length ?? 0;
    if (indent > 0) node.properties['style'] = `--indent: ${indent}ch`;
  },
};
