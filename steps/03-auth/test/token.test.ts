// Tokens made by hand, good and bad: what the broker takes for a user, and what it says to the rest.

import { createHmac, generateKeyPairSync, sign as signWith } from 'node:crypto';
import { Refusal } from '@workshop/protocol';
import { describe, expect, test } from 'vitest';
import { createVerifier } from '../src/token.ts';

const SECRET = 'a secret of more than thirty-two bytes';
const verify = createVerifier(SECRET);

const encode = (part: unknown) => Buffer.from(typeof part === 'string' ? part : JSON.stringify(part)).toString('base64url');
const inSeconds = (seconds: number) => Math.floor(Date.now() / 1000) + seconds;

/** A token signed with an HMAC, whatever stands in it. */
function mint(claims: unknown, header: unknown = { alg: 'HS256' }, secret = SECRET, hash = 'sha256'): string {
  const signed = `${encode(header)}.${encode(claims)}`;
  return `${signed}.${createHmac(hash, secret).update(signed).digest('base64url')}`;
}

const good = { sub: 'alice', exp: inSeconds(60) };

test('a good token says who, until when, and what for', async () => {
  expect(await verify(mint(good))).toEqual({ user: 'alice', expires: good.exp * 1000, publish: undefined, subscribe: undefined });
  const rights = { publish: ['news.#', '@*'], subscribe: [] };
  expect(await verify(mint({ ...good, ...rights, nbf: inSeconds(-5), iat: 1, aud: 'x' }))).toMatchObject(rights);
  expect(await verify(mint({ ...good, exp: inSeconds(1e9) }))).toMatchObject({ user: 'alice' });
});

const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const rs256 = `${encode({ alg: 'RS256' })}.${encode(good)}`;

describe.each([
  ['nothing of the kind', 'hello'],
  ['of dots', '..'],
  ['alg none', `${encode({ alg: 'none' })}.${encode(good)}.`],
  ['no alg', mint(good, {})],
  ['HS512', mint(good, { alg: 'HS512' }, SECRET, 'sha512')],
  ['RS256', `${rs256}.${signWith('sha256', Buffer.from(rs256), privateKey).toString('base64url')}`],
  ['RS256 with the secret as its key', mint(good, { alg: 'RS256' })],
  ['another key', mint(good, { alg: 'HS256' }, `${SECRET}!`)],
  ['expired', mint({ ...good, exp: inSeconds(-1) })],
  ['no exp', mint({ sub: 'alice' })],
  ['exp as a string', mint({ ...good, exp: String(good.exp) })],
  ['exp null', mint({ ...good, exp: null })],
  ['nbf in the future', mint({ ...good, nbf: inSeconds(60) })],
  ['nbf as a string', mint({ ...good, nbf: '0' })],
  ['an unknown crit', mint(good, { alg: 'HS256', crit: ['secret-extension'], 'secret-extension': 1 })],
  ['an empty crit', mint(good, { alg: 'HS256', crit: [] })],
  ['no sub', mint({ exp: good.exp })],
  ...[42, null, '', '#', 'a b', 'a.b', '@bob', 'alice@broker2', 'x'.repeat(65)].map((sub) => [`sub ${sub}`, mint({ ...good, sub })]),
  ['publish as a text', mint({ ...good, publish: '#' })],
  ['publish null', mint({ ...good, publish: null })],
  ['subscribe with a number', mint({ ...good, subscribe: ['#', 1] })],
  ['claims that are no JSON', mint('hello')],
  ['claims that are a list', mint([1])],
  ['truncated', mint(good).slice(0, -4)],
  ['60 kB', mint({ ...good, sub: 'x'.repeat(60_000) })],
])('a token with %s', (_what, token) => {
  test('is refused, with nothing of it in the text', async () => {
    const error: unknown = await verify(token ?? '').catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(Refusal);
    const { code, message } = error as Refusal;
    expect(code).toBe('UNAUTHORIZED');
    for (const part of ['secret-extension', ...(token ?? '').split('.').filter(({ length }) => length > 8)])
      expect(message).not.toContain(part);
  });
});

test('what has expired, and what is not good yet, is called so', async () => {
  await expect(verify(mint({ ...good, exp: inSeconds(-1) }))).rejects.toThrow('expired');
  await expect(verify(mint({ ...good, nbf: inSeconds(60) }))).rejects.toThrow('not good yet');
});
