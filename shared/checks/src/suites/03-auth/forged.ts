// Tokens made by hand, by somebody who has none, has an old one, or has one for somebody else.

import { base64url, generateKeyPair, SignJWT } from 'jose';
import type { Check, Why } from '../../check.ts';
import type { Context } from '../../context.ts';
import { error, ok } from '../../expected.ts';
import { inSeconds, sign, signText } from '../../tokens.ts';

const group = 'tokens';

const HOUR = 3600;

type Tokens = readonly (readonly [what: string, token: string])[];

/** Each of them is refused, and its session has no user afterwards. */
async function refuses({ connect, transcript }: Context, tokens: Tokens, why: Why): Promise<void> {
  for (const [what, token] of tokens) {
    const mallory = await connect('mallory');
    transcript.add('grader', '·', `a token ${what}`);
    mallory.send(`AUTH:${token}`, 'HISTORY:news');
    await mallory.gets(error('UNAUTHORIZED'), why);
    await mallory.gets(error('UNAUTHORIZED'), 'after a bad token, a session had a user');
    await mallory.leave();
  }
}

/** Each of them is accepted, as this user's. */
async function accepts({ connect, transcript }: Context, user: string, tokens: Tokens, why: Why): Promise<void> {
  for (const [what, token] of tokens) {
    const alice = await connect('alice');
    transcript.add('grader', '·', `a token ${what}`);
    alice.send(`AUTH:${token}`);
    await alice.gets(ok('AUTH', user), why);
    await alice.leave();
  }
}

export const forged: readonly Check[] = [
  {
    id: 'token-algorithm',
    group,
    title: 'a token that is not signed with HS256 is refused, whatever it says of itself',
    rules: ['P4-6'],
    async run(context) {
      const { secret, random } = context;
      const claims = { sub: random.word('admin'), exp: inSeconds(HOUR) };
      const key = new TextEncoder().encode(secret);
      const { privateKey } = await generateKeyPair('ES256');
      const unsigned = (alg: string) => sign(claims, secret, { alg }).replace(/[^.]*$/, '');
      await refuses(
        context,
        [
          ['with alg none and no signature', unsigned('none')],
          ['with alg None', unsigned('None')],
          ['with alg NONE, and signed', sign(claims, secret, { alg: 'NONE' })],
          ['with alg none, and signed', sign(claims, secret, { alg: 'none' })],
          ['with alg RS256, the secret taken for its public key', sign(claims, secret, { alg: 'RS256' })],
          ['with alg ES256, the secret taken for its public key', sign(claims, secret, { alg: 'ES256' })],
          ['with no alg', sign(claims, secret, { typ: 'JWT' })],
          ['with alg hs256', sign(claims, secret, { alg: 'hs256' })],
          ['signed with HS384', sign(claims, secret, { alg: 'HS384' }, 'HS384')],
          ['signed with HS512', sign(claims, secret, { alg: 'HS512' }, 'HS512')],
          ['signed with HS512 by jose', await new SignJWT(claims).setProtectedHeader({ alg: 'HS512' }).sign(key)],
          ['signed with ES256 by a key of its own', await new SignJWT(claims).setProtectedHeader({ alg: 'ES256' }).sign(privateKey)],
          ['that says HS256 and is signed with HS512', sign(claims, secret, { alg: 'HS256' }, 'HS512')],
        ],
        {
          message: 'a token that is not signed with HS256 was accepted',
          cause: 'the algorithm is the broker’s to choose: never take it from the token that is to be judged',
        },
      );
    },
  },
  {
    id: 'token-signature',
    group,
    title: 'a token whose signature does not fit, or is not there, is refused',
    rules: ['P4-6'],
    async run(context) {
      const { secret, random, token } = context;
      const good = token(random.word('alice'));
      const [header, payload, signature = ''] = good.split('.');
      const [, another] = token(random.word('admin')).split('.');
      await refuses(
        context,
        [
          ['with the claims of somebody else', [header, another, signature].join('.')],
          ['signed with another secret', sign({ sub: random.word('alice'), exp: inSeconds(HOUR) }, `${secret}x`)],
          ['signed with an empty secret', sign({ sub: random.word('alice'), exp: inSeconds(HOUR) }, '')],
          ['with half of its signature', [header, payload, signature.slice(0, 21)].join('.')],
          ['with an empty signature', [header, payload, ''].join('.')],
          ['with no signature', [header, payload].join('.')],
          ['that ends in mid-payload', good.slice(0, good.length - signature.length - 5)],
          ['with a longer signature', `${good}AAAA`],
          ['of four parts', `${good}.${signature}`],
        ],
        {
          message: 'a token whose signature does not fit was accepted',
          cause: 'decoding is not verifying: look at the signature before the claims',
        },
      );
    },
  },
  {
    id: 'token-times',
    group,
    title: 'exp is required: a number, and in the future; nbf, where there is one, is in the past',
    rules: ['P4-6'],
    async run(context) {
      const { secret, random } = context;
      const sub = random.word('alice');
      const good = inSeconds(HOUR);
      const times: [string, object][] = [
        ['that expired an hour ago', { exp: inSeconds(-HOUR) }],
        ['that expired in 1970', { exp: 0 }],
        ['without exp', {}],
        ['whose exp is a string', { exp: String(good) }],
        ['whose exp is a date in words', { exp: '2099-01-01T00:00:00Z' }],
        ['whose exp is null', { exp: null }],
        ['whose exp is a list', { exp: [good] }],
        ['that is not good before an hour from now', { exp: 2 * good, nbf: inSeconds(HOUR) }],
        ['whose nbf is a string', { exp: good, nbf: String(inSeconds(-HOUR)) }],
      ];
      await refuses(
        context,
        times.map(([what, claims]) => [what, sign({ sub, ...claims }, secret)]),
        {
          message: 'a token without an end, or outside its own time, was accepted',
          cause: 'a library checks exp only where there is one: require it as well (RFC 7519 §4.1.4 and §4.1.5)',
        },
      );
      await accepts(
        context,
        sub,
        [
          ['whose nbf is in the past', sign({ sub, exp: good, nbf: inSeconds(-HOUR) }, secret)],
          ['whose exp has a fraction', sign({ sub, exp: good + 0.5 }, secret)],
        ],
        'a token within its own time was refused',
      );
    },
  },
  {
    id: 'token-crit',
    group,
    title: 'a token with a crit that the broker does not understand is refused',
    rules: ['P4-6'],
    async run(context) {
      const { secret, random } = context;
      const claims = { sub: random.word('alice'), exp: inSeconds(HOUR) };
      const header = { alg: 'HS256', typ: 'JWT' };
      await refuses(
        context,
        [
          ['with an unknown extension', sign(claims, secret, { ...header, crit: ['x-two-factor'], 'x-two-factor': true })],
          ['with an extension that is not there', sign(claims, secret, { ...header, crit: ['x-two-factor'] })],
          ['with an empty crit', sign(claims, secret, { ...header, crit: [] })],
        ],
        {
          message: 'a token with a crit that nobody understands was accepted',
          cause: 'crit lists what must be understood, or else the token must be refused (RFC 7515 §4.1.11)',
        },
      );
    },
  },
  {
    id: 'token-sub',
    group,
    title: "sub is the user's name: one word of at most 64 characters, or the token is refused",
    rules: ['P1-7', 'P4-6'],
    async run(context) {
      const { secret, random } = context;
      const exp = inSeconds(HOUR);
      const names = [undefined, null, '', 7, ['alice'], { name: 'alice' }, 'al ice', '#', '+', '*', 'a.b', 'a/b', '@bob', 'bob@broker2'];
      await refuses(
        context,
        [...names, 'é', 'a:b', 'a\nb', 'alice ', 'x'.repeat(65)].map((sub) => [
          `whose sub is ${JSON.stringify(sub)}`,
          sign({ sub, exp }, secret),
        ]),
        {
          message: 'a token whose sub is not a name was accepted',
          cause: 'a name such as # or + turns into a pattern elsewhere (CVE-2017-7650): one word of A-Z a-z 0-9 _ -',
        },
      );
      for (const sub of [random.text(64), '-', '_', '0', '__proto__', 'CamelCase'])
        await accepts(context, sub, [[`whose sub is ${sub}`, sign({ sub, exp }, secret)]], 'a token whose sub is a name was refused');
    },
  },
  {
    id: 'token-shape',
    group,
    title: 'anything that is not a token is refused, even 60 kB of it; and a long token is as good as a short one',
    rules: ['P4-6', 'P4-1'],
    async run(context) {
      const { secret, random } = context;
      const sub = random.word('alice');
      const exp = inSeconds(HOUR);
      await refuses(
        context,
        [
          ['of one letter', 'x'],
          ['of two dots', '..'],
          ['of three words', 'a.b.c'],
          ['with spaces', 'a b c'],
          ['with NUL', 'a\0.b\0.c'],
          ['of 60 kB', random.text(60_000)],
          ['of 60 kB with dots', `${random.text(20_000)}.${random.text(20_000)}.${random.text(20_000)}`],
          ['of 30,000 dots', '.'.repeat(30_000)],
          [
            'that is encrypted',
            `${base64url.encode('{"alg":"dir","enc":"A256GCM"}')}..${random.text(16)}.${random.text(40)}.${random.text(22)}`,
          ],
          ['whose payload is not JSON', signText('sub=alice', secret)],
          ['whose payload is a list', signText('[]', secret)],
          ['whose payload is a string', signText('"alice"', secret)],
          ['whose payload is null', signText('null', secret)],
          ['whose header is not JSON', signText(JSON.stringify({ sub, exp }), secret, 'HS256')],
          ['whose header is null', signText(JSON.stringify({ sub, exp }), secret, 'null')],
        ],
        {
          message: 'something that is not a token was not refused with UNAUTHORIZED',
          cause: 'every error of a token library is a "no" to the client, and none ends the session or the broker',
        },
      );
      const key = new TextEncoder().encode(secret);
      const jose = new SignJWT({ sub, exp, iss: 'grader', iat: inSeconds(-1), jti: random.text(10), admin: true });
      await accepts(
        context,
        sub,
        [
          ['made by jose, with claims that nobody here knows', await jose.setProtectedHeader({ alg: 'HS256', kid: '1' }).sign(key)],
          ['of 60 kB', signText(JSON.stringify({ sub, exp, note: random.text(44_000) }), secret)],
        ],
        'a good token was refused',
      );
    },
  },
];
