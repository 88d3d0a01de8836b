// The search: what it reads of a page, how it cuts text into words, and which find comes first. docs/test/questions.ts is what it must find.

import { existsSync } from 'node:fs';
import type { DefaultTheme } from 'vitepress';
import stagesData from '../stages.data.ts';
import type { Flow } from './theme/flow/flow.ts';

const stages = await stagesData.load();

type Render = NonNullable<DefaultTheme.LocalSearchOptions['_render']>;

/** What a reader sees of a component, by its name and attributes: VitePress's index knows the tag alone. */
const components: Readonly<Record<string, (attributes: ReadonlyMap<string, string>, flow: Flow | undefined) => readonly string[]>> = {
  Predict: (attributes) => [attributes.get('question') ?? '', attributes.get(':choices') ?? ''],
  FlowPicture: (_, flow) => (flow ? [flow.title, ...flow.steps] : []),
  Checklist: (attributes) => {
    const stage = stages.find(({ number }) => number === attributes.get('stage'));
    return stage ? [...stage.tasks, ...stage.checks].map(({ title }) => title) : [];
  },
  StagesTable: () => stages.map(({ name, adds }) => `${name}: ${adds}`),
  BuiltTable: () => stages.flatMap(({ name, adds, tasks }) => [`${name}: ${adds}`, ...tasks.map(({ file }) => file)]),
};

/** A page as the index gets it: its components replaced by their text. */
const render: Render = async (source, env, markdown) => {
  const html = markdown.render(source, env);
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
      // VitePress sends these functions to the browser as text: they can use nothing but their parameters.
      options: {
        /** `BROKER_NAME` is a word, and its parts are. */
        tokenize: (text) =>
          (text.match(/[\p{L}\p{N}_]+/gu) ?? []).flatMap((word) =>
            /._./.test(word) ? [word, ...word.split('_').filter(Boolean)] : [word],
          ),
        /** The words of a question that say nothing of what is asked are none. */
        processTerm: (term) => {
          const word = term.toLowerCase();
          return /^(?:an?|the|is|are|do|does|did|i|my|it|its|this|that|how|what|why|when|where|which|who|can|should|to|of|in|on|for|and|or|with|be)$/.test(
            word,
          )
            ? null
            : word;
        },
      },
      searchOptions: {
        prefix: (term) => term.length > 2,
        // One letter in five may be wrong, but none of a short word: "rest" is not "reset".
        fuzzy: (term) => (term.length > 5 ? 0.2 : false),
        boost: { title: 4, text: 2, titles: 1 },
      },
    },
  },
};
