// The scripts of the full client: the page loads all of them. Since they share one scope, no tool notices a name that nothing uses.

import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const folder = new URL('../client/', import.meta.url);
const names = readdirSync(folder).filter((name) => name.endsWith('.js'));
const scripts = names.map((name) => ({ name, text: readFileSync(new URL(name, folder), 'utf8') }));

test('the page loads every script, once', () => {
  const page = readFileSync(new URL('../client.html', import.meta.url), 'utf8');
  const loaded = Array.from(page.matchAll(/<script src="client\/(.+?)">/g), ([, name]) => name);
  expect(loaded.toSorted()).toEqual(names.toSorted());
});

test('a script says what it is for, and is short', () => {
  for (const { name, text } of scripts) {
    expect(text, name).toMatch(/^\/\/ [A-Z]/);
    expect(text.split('\n').length, name).toBeLessThanOrEqual(250);
  }
});

test('each name of a script is used', () => {
  const all = scripts.map(({ text }) => text.replace(/^\s*(?:\/\/|\/?\*).*$/gm, '')).join('\n');
  const declared = Array.from(all.matchAll(/^(?:async )?(?:function|class|const|let) (\w+)/gm), ([, name = '']) => name);
  expect(declared.length).toBeGreaterThan(50);
  for (const name of declared) expect(all.match(new RegExp(`\\b${name}\\b`, 'g'))?.length, `${name} is used nowhere`).toBeGreaterThan(1);
});
