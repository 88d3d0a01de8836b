// The built site: no link and no anchor leads nowhere, no component left a hole, nothing is fetched from elsewhere.

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { BUILD_LIMIT_MS, type BuiltSite, buildSite } from './site.ts';

let site: BuiltSite;
beforeAll(async () => {
  site = await buildSite();
}, BUILD_LIMIT_MS);
afterAll(() => site?.remove());

/** "page: what is wrong", for every page and each of its finds. */
function inEveryPage(find: (html: string, path: string) => string[]): string[] {
  return [...site.pages].flatMap(([path, html]) => find(html, path).map((wrong) => `${path}: ${wrong}`));
}

const attributes = (html: string, name: string) =>
  [...html.matchAll(new RegExp(`\\s${name}="([^"]*)"`, 'g'))].map(([, value = '']) => value);

test('every internal link leads to a page, and to an anchor of it', () => {
  const broken = inEveryPage((html, path) =>
    attributes(html, 'href').filter((href) => {
      if (!/^[/#.]/.test(href)) return false;
      const { pathname, hash } = new URL(href, `http://site${path}`);
      const page = site.pages.get(pathname);
      if (page === undefined) return !existsSync(join(site.folder, pathname));
      return hash !== '' && !attributes(page, 'id').includes(decodeURIComponent(hash.slice(1)));
    }),
  );
  expect(broken).toEqual([]);
});

test('no anchor is there twice', () => {
  const twice = inEveryPage((html) => {
    const ids = attributes(html, 'id');
    return ids.filter((id, n) => ids.indexOf(id) !== n);
  });
  expect(twice).toEqual([]);
});

// A component that throws on the server leaves a hole; the build ends with 0 all the same.
test('no component fails on the server', () => {
  expect(site.log).not.toMatch(/error|warn|failed/i);
});

test('nothing is fetched from elsewhere', () => {
  const foreign = inEveryPage((html) => {
    const [head = ''] = html.split('</head>');
    return [...attributes(html, 'src'), ...attributes(head, 'href')].filter((address) => /^(https?:)?\/\//.test(address));
  });
  expect(foreign).toEqual([]);
});

test('every page says what it is where it is linked, in a sentence of its own', () => {
  const descriptionOf = (html = '') => /<meta property="og:description" content="([^"]+)"/.exec(html)?.[1];
  const home = descriptionOf(site.pages.get('/'));
  expect(home).toBeDefined();
  const silent = inEveryPage((html, path) => (path === '/' || descriptionOf(html) !== home ? [] : ['says what the whole site says']));
  expect(silent).toEqual([]);
});
