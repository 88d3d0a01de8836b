// The chapters that are written, `01-basic-pubsub.md` and so on, and what each says about itself in its heading and its frontmatter.

import { readdirSync, readFileSync } from 'node:fs';
import type { MarkdownRenderer } from 'vitepress';

export interface Chapter {
  /** Such as `01`. */
  readonly number: string;
  readonly title: string;
  /** Such as `/01-basic-pubsub`. */
  readonly link: string;
  /** What the reader builds, in a sentence. It stands on the page, and wherever the page is linked. */
  readonly description: string;
  /** What the reader should know beforehand. */
  readonly needs: string;
  /** The time to read its prose, without its code. */
  readonly minutes: number;
}

const WORDS_A_MINUTE = 200;
const FILE = /^(\d\d)-.*\.md$/;
const folder = new URL('..', import.meta.url);

/** @throws {Error} that names the chapter whose frontmatter lacks something */
export function readChapters(): Chapter[] {
  return readdirSync(folder)
    .filter((file) => FILE.test(file))
    .toSorted()
    .map((file) => readChapter(file, readFileSync(new URL(file, folder), 'utf8')));
}

function readChapter(file: string, text: string): Chapter {
  const [, frontmatter = '', body = text] = /^---\n(.*?\n)---\n(.*)$/s.exec(text) ?? [];
  const say = (key: string) => {
    const [, said] = new RegExp(`^${key}: "(.+)"$`, 'm').exec(frontmatter) ?? [];
    if (said === undefined) throw new Error(`${file} has no ${key} in its frontmatter: give it a sentence in double quotes`);
    return said;
  };
  return {
    number: file.slice(0, 2),
    title: /^# (.+)$/m.exec(body)?.[1] ?? file,
    link: `/${file.replace('.md', '')}`,
    description: say('description'),
    needs: say('needs'),
    minutes: Math.round(wordsIn(body) / WORDS_A_MINUTE),
  };
}

/** How many words of prose a page has: its code does not count. */
export function wordsIn(page: string): number {
  const prose = page.replace(/^---\n.*?\n---\n/s, '').replaceAll(/^(`{3,}).*\n[^]*?^\1$/gm, '');
  return prose.match(/\S+/g)?.length ?? 0;
}

/** Puts `<ChapterHead>` under the title of every chapter. */
export function headChapters(markdown: MarkdownRenderer): void {
  markdown.core.ruler.push('chapter-head', ({ tokens, env, Token }) => {
    const [, number] = FILE.exec(String(env.relativePath)) ?? [];
    const title = tokens.findIndex(({ type, tag }) => type === 'heading_close' && tag === 'h1');
    if (number === undefined || title < 0) return;
    const head = new Token('html_block', '', 0);
    head.content = `<ChapterHead stage="${number}" />\n`;
    tokens.splice(title + 1, 0, head);
  });
}
