// What a page shows where others link to it: its title, its summary, and the picture.

import type { HeadConfig, TransformContext } from 'vitepress';

/** Pictures need their full address, so a page has one only if `SITE_URL` says where the site will be. */
export function socialTags({ pageData, title, description }: TransformContext): HeadConfig[] {
  const site = process.env['SITE_URL'];
  const tags: [name: string, content: string][] = [
    ['og:type', pageData.frontmatter['layout'] === 'home' ? 'website' : 'article'],
    ['og:title', title],
    ['og:description', description],
  ];
  if (site !== undefined) tags.push(['og:image', addressAt(site, 'social.png')], ['og:url', addressAt(site, pageData.relativePath)]);
  return [
    ...tags.map(([property, content]): HeadConfig => ['meta', { property, content }]),
    ['meta', { name: 'twitter:card', content: site === undefined ? 'summary' : 'summary_large_image' }],
  ];
}

/** @throws {Error} when the site's address is not an address */
function addressAt(site: string, path: string): string {
  if (!/^https?:\/\//.test(site)) throw new Error(`SITE_URL=${site} is not an address: give one such as https://example.org/workshop/`);
  return new URL(path.replace(/(^|\/)index\.md$|\.md$/, '$1'), site.endsWith('/') ? site : `${site}/`).href;
}
