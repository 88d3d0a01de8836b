// What the home page plays: one task of stage 01, its code as it stands there, and what its check says while one line is missing.

import { readFileSync } from 'node:fs';
import { regionsOf } from '@workshop/cli/regions';
import { createMarkdownRenderer } from 'vitepress';

interface Scene {
  /** HTML, a string a line. */
  readonly lines: readonly string[];
  /** Which of them, from 0, is missing at first. */
  readonly missing: number;
  readonly story: string;
}

declare const data: Scene;
export { data };

const STAGE = new URL('../steps/01-basic-pubsub/', import.meta.url);
const REGION = 'unsubscribe';
const MISSING = 'this.#subscribers.delete(channel)';
const STORY = 'after the last one unsubscribed, the channel still has an entry: an empty Set';

const read = (path: string) => readFileSync(new URL(path, STAGE), 'utf8');

export default {
  async load(): Promise<Scene> {
    if (!read('task-checks/pubsub.ts').includes(STORY)) throw new Error(`no check of stage 01 says "${STORY}" any more`);
    const source = read('src/pubsub.ts');
    const region = regionsOf(source).find(({ name }) => name === REGION);
    const code = source
      .split('\n')
      .slice((region?.first ?? 0) - 2, region?.end)
      .filter((line) => !line.includes('#region'));
    const missing = code.findIndex((line) => line.includes(MISSING));
    if (!region || missing < 0) throw new Error(`the region ${REGION} of stage 01 has no line with ${MISSING} any more`);
    const text = [...code, '  }'].map((line) => line.slice(2)).join('\n');
    const markdown = await createMarkdownRenderer('.'); // VitePress has only one, with the options of this site
    const html = markdown.render(`\`\`\`ts\n${text}\n\`\`\``);
    const lines = (/<code[^>]*>(.*)<\/code>/s.exec(html)?.[1] ?? '').split('\n');
    return { lines, missing, story: STORY };
  },
};
