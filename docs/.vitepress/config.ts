// The tutorial's site. Nothing in it is fetched from elsewhere: it works without a network.

import { readFileSync } from 'node:fs';
import { progressPlugin } from '@workshop/cli/progress';
import { packagesPlugin } from '@workshop/page/packages';
import { defineConfig } from 'vitepress';
import { readBenchmarks } from './benchmarks/parts.ts';
import { type Chapter, headChapters, readChapters } from './chapters.ts';
import { tellIndents, theme } from './code.ts';
import { readFenceWords } from './fences.ts';
import { socialTags } from './social.ts';
import { quoteQuestions, search } from './search.ts';
import { readTables } from './tables.ts';
import { readWire } from './wire.ts';

const chapters = readChapters();
const [firstChapter] = chapters;
const mark = readFileSync(new URL('../public/mark.svg', import.meta.url), 'utf8');

/** In the sidebar, a chapter shows how far its reader is (theme/sidebar/chapter-mark.ts). */
const withMark = ({ number, title, link }: Chapter) => ({
  text: `${title} <chapter-mark stage="${number}"></chapter-mark>`,
  docFooterText: title,
  link,
});

export default defineConfig({
  lang: 'en',
  title: 'Build Your Own Messaging Network',
  description: 'Build a WebSocket pub/sub broker stage by stage.',
  cleanUrls: true,
  ignoreDeadLinks: [/^http:\/\/localhost/],
  head: [['link', { rel: 'icon', href: `data:image/svg+xml,${encodeURIComponent(mark)}` }]],
  transformHead: socialTags,
  markdown: {
    theme,
    codeTransformers: [tellIndents],
    config(markdown) {
      readFenceWords(markdown);
      headChapters(markdown);
      readTables(markdown);
      readBenchmarks(markdown);
      readWire(markdown);
      quoteQuestions(markdown);
    },
  },
  vue: { template: { compilerOptions: { isCustomElement: (tag) => tag === 'sequence-diagram' } } },
  vite: {
    plugins: [progressPlugin(), packagesPlugin()],
    build: { chunkSizeWarningLimit: 800 }, // in kB: the editor is one chunk, which is loaded when a reader opens it
    optimizeDeps: { include: ['jose'] }, // otherwise loading a playground reloads the page
  },
  themeConfig: {
    logo: '/mark.svg',
    siteTitle: 'Messaging Network',
    search,
    nav: [
      { text: 'Getting started', link: '/getting-started' },
      ...(firstChapter ? [{ text: 'Chapters', link: firstChapter.link, activeMatch: '^/(\\d\\d-|as-fast)' }] : []),
      { text: 'Protocol', link: '/protocol' },
    ],
    sidebar: [
      { text: 'Start here', items: [{ text: 'Getting started', link: '/getting-started' }] },
      ...(firstChapter
        ? [
            {
              text: 'Chapters',
              items: [
                ...chapters.map(withMark).toSpliced(1, 0, {
                  text: 'Bonus: as fast as the wire',
                  docFooterText: 'As fast as the wire',
                  link: '/as-fast-as-the-wire',
                }),
                { text: 'Growing further', link: '/growing-further' },
                { text: 'Benchmarks', link: '/benchmarks' },
                { text: 'Your network', link: '/your-network' },
                { text: 'Where to go from here', link: '/where-next' },
              ],
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
    footer: {
      message: 'MIT licence. This site fetches nothing from elsewhere, and sends nothing anywhere.',
    },
  },
});
