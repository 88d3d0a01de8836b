// The site's pages as they are written: their fences, their snippets, and what is said of both.

import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

export const DOCS = fileURLToPath(new URL('..', import.meta.url));

export interface Page {
  /** Such as `01-basic-pubsub.md`. */
  readonly name: string;
  readonly text: string;
  readonly fences: readonly Fence[];
  readonly snippets: readonly Snippet[];
}

/** A block of code: its language, the words behind it, and what stands in it. */
export interface Fence {
  readonly language: string;
  readonly words: readonly string[];
  readonly text: string;
  /** The line it starts on, from 1. */
  readonly line: number;
  /** Whether it follows the fence before it with nothing but space between. */
  readonly follows: boolean;
}

/** `<<< ../steps/01-basic-pubsub/src/pubsub.ts#subscribe` */
interface Snippet {
  readonly path: string;
  readonly region: string | undefined;
  readonly line: number;
  /** Without a blank line before it, VitePress takes it for a part of the paragraph. */
  readonly apart: boolean;
}

export function readPages(): Page[] {
  return readdirSync(DOCS)
    .filter((name) => name.endsWith('.md'))
    .toSorted()
    .map((name) => readPage(name, readFileSync(`${DOCS}/${name}`, 'utf8')));
}

export function readPage(name: string, text: string): Page {
  const fences: Fence[] = [];
  const snippets: Snippet[] = [];
  const lines = text.split('\n');
  let lastEnd = -1;
  for (let at = 0; at < lines.length; at++) {
    const line = lines[at] ?? '';
    const [, quotes, info] = /^(`{3,})([^`]*)$/.exec(line) ?? [];
    const [, path, region] = /^<<< ([^#{\s]+)(?:#([\w-]+))?/.exec(line) ?? [];
    if (path !== undefined) snippets.push({ path, region, line: at + 1, apart: /^(?::::.*|\s*)$/.test(lines[at - 1] ?? '') });
    if (quotes === undefined) continue;
    const end = lines.indexOf(quotes, at + 1);
    if (end < 0) throw new Error(`${name}:${at + 1} opens a fence that nothing closes`);
    const [language = '', ...words] = (info ?? '')
      .replace(/[[{].*/, '')
      .trim()
      .split(/\s+/);
    const follows = lastEnd >= 0 && lines.slice(lastEnd + 1, at).every((between) => between.trim() === '');
    fences.push({ language, words, text: lines.slice(at + 1, end).join('\n'), line: at + 1, follows });
    at = lastEnd = end;
  }
  return { name, text, fences, snippets };
}
