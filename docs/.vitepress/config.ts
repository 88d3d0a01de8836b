// The tutorial's site. Nothing in it is fetched from elsewhere: it works without a network.

import { readdirSync, readFileSync } from 'node:fs';
import { progressPlugin } from '@workshop/cli/progress';
import { packagesPlugin } from '@workshop/page/packages';
import { defineConfig } from 'vitepress';
import { readFenceWords } from './fences.ts';
import { quoteQuestions, search } from './search.ts';
import { readTables } from './tables.ts';

const ICON = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32" fill="none" stroke="#0c7680" stroke-width="3">
  <path d="M16 16 6 7M16 16 6 25M16 16h12"/>
  <g fill="#0c7680" stroke="none"><circle cx="16" cy="16" r="6"/><circle cx="6" cy="7" r="4"/><circle cx="6" cy="25" r="4"/><circle cx="27" cy="16" r="4"/></g>
</svg>`;

/** The chapters that are written: `01-basic-pubsub.md` and so on, each with its own title. */
const chapters = readdirSync(new URL('..', import.meta.url))
  .filter((file) => /^\d\d-.*\.md$/.test(file))
  .toSorted()
  .map((file) => ({
    text: /^# (.+)$/m.exec(readFileSync(new URL(`../${file}`, import.meta.url), 'utf8'))?.[1] ?? file,
    link: `/${file.replace('.md', '')}`,
  }));
const [firstChapter] = chapters;

export default defineConfig({
  lang: 'en',
  title: 'Build Your Own Messaging Network',
  description: 'Build a WebSocket pub/sub broker stage by stage.',
  cleanUrls: true,
  ignoreDeadLinks: [/^http:\/\/localhost/],
  head: [['link', { rel: 'icon', href: `data:image/svg+xml,${encodeURIComponent(ICON)}` }]],
  markdown: {
    theme: { light: 'github-light-high-contrast', dark: 'github-dark-high-contrast' },
    config(markdown) {
      readFenceWords(markdown);
      readTables(markdown);
      quoteQuestions(markdown);
    },
  },
  vue: { template: { compilerOptions: { isCustomElement: (tag) => tag === 'sequence-diagram' } } },
  vite: {
    plugins: [progressPlugin(), packagesPlugin()],
    build: { chunkSizeWarningLimit: 800 }, // in kB: the editor is one chunk, and loads when it is opened
  },
  themeConfig: {
    siteTitle: 'Messaging Network',
    search,
    nav: [
      { text: 'Getting started', link: '/getting-started' },
      ...(firstChapter ? [{ text: 'Chapters', link: firstChapter.link, activeMatch: '^/\\d\\d-' }] : []),
      { text: 'Protocol', link: '/protocol' },
    ],
    sidebar: [
      { text: 'Start here', items: [{ text: 'Getting started', link: '/getting-started' }] },
      ...(firstChapter
        ? [
            {
              text: 'Chapters',
              items: [...chapters, { text: 'Your network', link: '/your-network' }, { text: 'Where to go from here', link: '/where-next' }],
            },
          ]
        : []),
      {
        text: 'Reference',
        items: [
          { text: 'The protocol', link: '/protocol' },
          { text: 'Glossary', link: '/glossary' },
          { text: 'Troubleshooting', link: '/troubleshooting' },
          { text: 'In production', link: '/in-production' },
          { text: 'Grade your own language', link: '/grade-your-own' },
          { text: 'For instructors', link: '/teaching' },
        ],
      },
    ],
    outline: [2, 3],
  },
});
