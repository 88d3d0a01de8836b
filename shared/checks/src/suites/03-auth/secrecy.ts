// Tokens are keys: nothing of them is in what the broker prints or answers.

import { type Check, wrong } from '../../check.ts';
import type { Pattern } from '../../expected.ts';
import { inSeconds, sign } from '../../tokens.ts';

const group = 'tokens';

const STOP_LIMIT_MS = 6000;
/** A part is so many characters of a token in a row; each part begins `STEP` characters after the one before. */
const PART = 8;
const STEP = 4;

const ANY: Pattern = { text: 'an answer', matches: () => true };

/** So many characters of a token are the start of its header, which is the same in every token and no secret. */
const HEADER = 20;

/** Parts of a token's claims and signature. */
function partsOf(token: string): string[] {
  const secret = token.slice(Math.max(HEADER, token.indexOf('.') + 1));
  const parts: string[] = [];
  for (let at = 0; at + PART <= secret.length; at += STEP) parts.push(secret.slice(at, at + PART));
  return parts;
}

/** @throws {Failure} when a text has one of the parts in it */
function hasNoPart(parts: readonly string[], texts: readonly string[], message: string, cause: string): void {
  for (const text of texts) {
    const part = parts.find((each) => text.includes(each));
    if (part === undefined) continue;
    const at = text.indexOf(part);
    throw wrong(message, 'nothing of any token', text.slice(Math.max(0, at - 60), at + 60), cause);
  }
}

export const secrecy: readonly Check[] = [
  {
    id: 'token-secrecy',
    group,
    title: 'no part of a token is in any output of the broker, nor in an error text',
    rules: ['P4-14'],
    settings: {},
    async run({ broker, connect, token, random, secret, transcript }) {
      const sub = random.word('alice');
      const exp = inSeconds(3600);
      const good = token(sub);
      const tokens = [
        good,
        token(random.word('bob'), { publish: [random.word('news')], subscribe: [] }),
        `${good}x`,
        `${good}:${random.text(30)}`,
        good.slice(0, -10),
        good.split('.').slice(0, 2).join('.'),
        sign({ sub, exp: inSeconds(-3600) }, secret),
        sign({ sub, exp: 'never' }, secret),
        sign({ sub: random.text(80), exp }, secret),
        sign({ sub, exp, publish: random.text(30) }, secret),
        sign({ sub, exp }, random.text(40)),
        sign({ sub, exp }, secret, { alg: 'none' }),
        sign({ sub, exp }, secret, { alg: 'HS256', crit: [random.text(12)] }),
        random.text(60_000),
        `${random.text(40)}.${random.text(40)}.${random.text(40)}`,
      ];
      const answers: string[] = [];
      for (const each of tokens) {
        // Also as people mistype it, and with whatever they do next.
        for (const frames of [
          [`AUTH:${each}`, 'DANCE:news', 'PUBLISH:ne ws:x', 'SUBSCRIBE'],
          [each],
          [`AUTH ${each}`],
          [`auth:${each}`],
          [`Bearer ${each}`],
          [`@token=${each.replaceAll(/[; ]/g, '')} AUTH`],
        ]) {
          const client = await connect('client');
          client.send(...frames);
          for (const _ of frames) answers.push((await client.gets(ANY, 'a frame was not answered')).body ?? '');
          await client.leave('reset');
        }
      }
      transcript.add('grader', '·', 'reads everything that the broker has answered and printed');
      const parts = tokens.flatMap(partsOf);
      hasNoPart(
        parts,
        answers,
        'a part of a token was in an error text',
        'quote nothing of an AUTH frame, and little of what is not a frame: it may be a token',
      );
      const alice = await connect('alice');
      alice.send(`AUTH:${good}`);
      await alice.gets(`OK:AUTH:${sub}`, 'a good token was not accepted');
      if (await broker.stop('SIGTERM', STOP_LIMIT_MS)) await broker.closed;
      hasNoPart(
        parts,
        [broker.output],
        'a part of a token was in the output of the broker',
        'anybody may come to read the log: print no frame, and no error that quotes one',
      );
    },
  },
];
