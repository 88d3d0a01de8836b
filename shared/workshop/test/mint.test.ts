import { expect, test } from 'vitest';
import { readMint } from '../src/mint.ts';

test('a token is for an hour and for anything, where nothing else is said', () => {
  expect(readMint(['alice'])).toEqual({ user: 'alice', ttlSeconds: 3600, rights: {} });
});

test('rights are comma lists, and an empty one allows nothing', () => {
  expect(readMint(['alice', '--publish', 'news.#, @bob,@*', '--subscribe=', '--ttl', '30d'])).toEqual({
    user: 'alice',
    ttlSeconds: 30 * 86_400,
    rights: { publish: ['news.#', '@bob', '@*'], subscribe: [] },
  });
});

test.each([
  [[], 'no user is named: type pnpm mint <user>'],
  [['alice', 'bob'], 'bob is one word too many'],
  [['al ice'], 'al ice is not a user: give one word'],
  [['alice', '--publish', 'news..x'], '--publish news..x is not a pattern: give one such as news, news.*'],
  [['alice', '--publish', '@#'], '--publish @# is not a pattern'],
  [['alice', '--publish', 'news', '--publish', '@bob'], '--publish is given twice: type pnpm mint <user>'],
  [['alice', '--ttl', '0h'], '--ttl 0h is not a time: give one such as 90s'],
  [['alice', '--ttl', '1w'], '--ttl 1w is not a time'],
])('%j is wrong in one line that says what is right', (args, message) => {
  expect(() => readMint(args)).toThrow(message);
});
