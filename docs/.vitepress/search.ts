// The search: what it reads of a page, how it cuts text into words, and which result comes first. docs/test/questions.ts says what it must
// find.

import { existsSync } from 'node:fs';
import type { DefaultTheme, MarkdownRenderer } from 'vitepress';
import stagesData from '../stages.data.ts';
import type { Flow } from './theme/flow/flow.ts';

const stages = await stagesData.load();

type Render = NonNullable<DefaultTheme.LocalSearchOptions['_render']>;

/** What a reader sees of a component, by its name and attributes: VitePress's index knows only the tag. */
const components: Readonly<Record<string, (attributes: ReadonlyMap<string, string>, flow: Flow | undefined) => readonly string[]>> = {
  Predict: (attributes) => [attributes.get(':choices') ?? ''],
  FlowPicture: (_, flow) => (flow ? [flow.title, ...flow.steps] : []),
  Checklist: (attributes) => {
    const stage = stages.find(({ number }) => number === attributes.get('stage'));
    return stage ? [...stage.tasks, ...stage.checks].map(({ title }) => title) : [];
  },
  StagesTable: () => stages.map(({ name, adds }) => `${name}: ${adds}`),
  BuiltTable: () => stages.flatMap(({ name, adds, tasks }) => [`${name}: ${adds}`, ...tasks.map(({ file }) => file)]),
};

/** An excerpt has only the text between the tags of components. So Predict's question is put there too, for the search to mark. */
export function quoteQuestions(markdown: MarkdownRenderer): void {
  markdown.core.ruler.before('normalize', 'questions', (state) => {
    state.src = state.src.replaceAll(
      /^<Predict\s+question="([^"]*)"(?:\s+[:\w-]+="[^"]*")*>$/gm,
      '$&\n\n<div class="question">\n\n$1\n\n</div>',
    );
  });
}

/** A page as the index gets it: its components replaced by their text. */
const render: Render = async (source, env, markdown) => {
  const html = markdown.render(source.replace('<BenchmarkScenarios />', '<BenchmarkWords />'), env);
  const picture = new URL(`../pictures/${env.relativePath.replace('.md', '.ts')}`, import.meta.url);
  const flow = existsSync(picture) ? ((await import(picture.href)) as { flow: Flow }).flow : undefined;
  return html.replaceAll(/<([A-Z]\w+)((?:\s+[:\w-]+="[^"]*")*)\s*\/?>/g, (tag: string, name: string, attributes: string) => {
    const values = [...attributes.matchAll(/([:\w-]+)="([^"]*)"/g)].map(([, key = '', value = '']): [string, string] => [key, value]);
    const text = components[name]?.(new Map(values), flow);
    return text ? ` ${text.join(' ').replaceAll('<', '&lt;')} ` : tag;
  });
};

export const search: { provider: 'local'; options: DefaultTheme.LocalSearchOptions } = {
  provider: 'local',
  options: {
    detailedView: true,
    _render: render,
    miniSearch: {
      // VitePress sends these functions to the browser as text, so they can use nothing but their parameters.
      options: {
        /** `BROKER_NAME` and `back-pressure` are words, and so are their parts, and `backpressure`. */
        tokenize: (text) =>
          (text.match(/[\p{L}\p{N}_-]+/gu) ?? []).flatMap((word) => [
            ...new Set([word.replaceAll('-', ''), ...word.split('-'), ...word.split(/[_-]/)].filter(Boolean)),
          ]),
        /** Drops the words of a question that say nothing about what is asked. */
        processTerm: (term) => {
          const word = term.toLowerCase();
          return /^(?:an?|the|is|are|be|do|does|did|get|i|me|my|it|its|this|that|how|what|why|when|where|which|who|can|should|to|of|in|on|for|and|or|with)$/.test(
            word,
          )
            ? null
            : word;
        },
      },
      searchOptions: {
        /** A reader who asks for `BROKER_NAME` wants that, and not all brokers and names. */
        tokenize: (text) =>
          (text.match(/[\p{L}\p{N}_-]+/gu) ?? []).flatMap((word) => [...new Set([word.replaceAll('-', ''), ...word.split('-')])]),
        prefix: (term) => term.length > 2,
        // One letter in five may be wrong, but none of a short word: "rest" is not "reset".
        fuzzy: (term) => (term.length > 5 ? 0.2 : false),
        boost: { title: 4, text: 2, titles: 1 },
        /** The protocol says what a setting and a code are; elsewhere they are only mentioned. */
        boostDocument: (id, term) => (String(id).includes('/protocol#') && /_/.test(term) ? 3 : 1),
      },
    },
  },
};
