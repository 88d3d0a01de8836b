// The tutorial's site. Nothing in it is fetched from elsewhere: it works without a network.

import { defineConfig } from 'vitepress';

export default defineConfig({
  title: 'Build Your Own Messaging Network',
  description: 'Build a WebSocket pub/sub broker stage by stage.',
  cleanUrls: true,
  ignoreDeadLinks: [/^http:\/\/localhost/],
  head: [['link', { rel: 'icon', href: 'data:,' }]],
  themeConfig: {
    siteTitle: 'Messaging Network',
    search: { provider: 'local' },
    nav: [
      { text: 'Getting started', link: '/getting-started' },
      { text: 'Protocol', link: '/protocol' },
    ],
    sidebar: [
      {
        text: 'The workshop',
        items: [
          { text: 'Getting started', link: '/getting-started' },
          { text: 'The protocol', link: '/protocol' },
        ],
      },
    ],
    outline: [2, 3],
  },
});
