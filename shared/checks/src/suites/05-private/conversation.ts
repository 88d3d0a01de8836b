// HISTORY of a conversation: both directions, and nothing of any other.

import { type Check, wrong } from '../../check.ts';
import type { Client } from '../../client.ts';
import { error, msg, ok } from '../../expected.ts';
import { numbered, publish, publishAll, STAMPED } from '../../messages.ts';
import { ask, at } from '../../people.ts';

const group = 'conversation';

/** Expects that the history of a conversation, or of a channel, is these bodies under this name, and nothing else. */
async function reads(reader: Client, target: string, bodies: readonly string[], why: { message: string; cause: string }): Promise<void> {
  const frames = (await ask(reader, `HISTORY:${target}`)).map((frame) => frame.replace(/^@[^ ]* /, ''));
  const expected = [...bodies.map((body) => `MSG:${target}:${body}`), `OK:HISTORY:${target}`];
  if (frames.join('\n') !== expected.join('\n')) throw wrong(why.message, expected.join('\n'), frames.join('\n'), why.cause);
}

export const conversation: readonly Check[] = [
  {
    id: 'conversation-both-ways',
    group,
    title: 'HISTORY:@bob shows Alice what both said, in order, and who said what; Bob sees the same from his side',
    rules: ['P6-6', 'P6-3', 'P3-9', 'P1-13'],
    async run(context) {
      const [alice, bob] = [await context.join('alice'), await context.join('bob')];
      await publish(alice, at(bob), 'hello');
      await bob.gets(`MSG:${at(alice)}:hello`, 'a user did not get a private message');
      bob.send(`PUBLISH:${at(alice)}:hi`);
      await alice.gets(msg(at(bob), 'hi'), 'a user did not get a private message');
      await publish(alice, at(bob), 'bye');
      await bob.gets(`MSG:${at(alice)}:bye`, 'a user did not get a private message');
      const why = {
        message: 'the history of a conversation was not what both said, in order',
        cause: "it is the reader's own inbox, but only what went to or came from this user, and under this user's name",
      };
      for (const [reader, other] of [[alice, bob] as const, [bob, alice] as const]) {
        reader.send(`@label=h HISTORY:${at(other)}:50`);
        await reader.getsAll(
          [
            msg(at(other), 'hello', { ...STAMPED, from: alice.user }),
            msg(at(other), 'hi', { ...STAMPED, from: bob.user }),
            msg(at(other), 'bye', { ...STAMPED, from: alice.user }),
            ok('HISTORY', at(other), { label: 'h', more: undefined }),
          ],
          why,
        );
      }
      const plain = await context.join("alice's phone", { user: alice.user });
      plain.send(`HISTORY:${at(bob)}`);
      await plain.getsAll([`MSG:${at(bob)}:hello`, `MSG:${at(bob)}:hi`, `MSG:${at(bob)}:bye`, ok('HISTORY', at(bob))], why);
    },
  },
  {
    id: 'conversation-alone',
    group,
    title: 'nothing from another conversation, or from a channel, is in it',
    rules: ['P6-6', 'P6-8'],
    async run(context) {
      const [alice, bob, carol] = [await context.join('alice'), await context.join('bob'), await context.join('carol')];
      const channel = context.random.word('news');
      await publishAll(alice, at(bob), ['to bob']);
      await publishAll(alice, at(carol), ['to carol']);
      await publishAll(alice, at(alice), ['to myself']);
      await publishAll(alice, channel, ['to all']);
      await publishAll(alice, bob.user, ['to the channel of that name']);
      for (const [from, to, body] of [
        [bob, alice, 'from bob'],
        [carol, alice, 'from carol'],
        [bob, carol, 'between them'],
      ] as const) {
        from.send(`PUBLISH:${at(to)}:${body}`);
        await from.settle();
      }
      const why = {
        message: 'the history of a conversation had something of another, or lacked something',
        cause: "both must fit: the inbox is the reader's, and the other side is the one asked for",
      };
      for (const [reader, other, bodies] of [
        [alice, at(bob), ['to bob', 'from bob']],
        [alice, at(carol), ['to carol', 'from carol']],
        [alice, at(alice), ['to myself']],
        [bob, at(alice), ['to bob', 'from bob']],
        [bob, at(carol), ['between them']],
        [carol, at(alice), ['to carol', 'from carol']],
        [alice, channel, ['to all']],
        [bob, bob.user, ['to the channel of that name']],
      ] as const)
        await reads(await context.join(`${reader.who}'s phone`, { user: reader.user }), other, bodies, why);
    },
  },
  {
    id: 'conversation-paging',
    group,
    title: "a page, of the last messages or of those after a cursor, is counted within the conversation; the seq is the inbox's",
    rules: ['P6-6', 'P6-3', 'P3-9', 'P3-10', 'P3-11'],
    async run(context) {
      const [alice, bob, carol] = [await context.join('alice'), await context.join('bob'), await context.join('carol')];
      const seqs: number[] = [];
      for (const body of numbered(6)) {
        await publish(alice, at(carol), `beside ${body}`);
        seqs.push((await publish(alice, at(bob), body)).seq);
      }
      const why = {
        message: 'a page of a conversation was not the one asked for',
        cause: "take the inbox's own numbers: since and last are cursors into it, and the count is of this conversation's messages",
      };
      const page = (bodies: readonly number[], tags: { last: number; more?: number | undefined }) => [
        ...bodies.map((body) => msg(at(bob), String(body), { seq: seqs[body] })),
        ok('HISTORY', at(bob), tags),
      ];
      const reader = await context.join("alice's phone", { user: alice.user });
      const last = seqs[5] ?? 0;
      reader.send(`@label=1 HISTORY:${at(bob)}:2`);
      await reader.getsAll(page([4, 5], { last, more: undefined }), why);
      reader.send(`@since=0 HISTORY:${at(bob)}:3`);
      await reader.getsAll(page([0, 1, 2], { last: seqs[2] ?? 0, more: 1 }), why);
      reader.send(`@since=${seqs[2]} HISTORY:${at(bob)}:2`);
      await reader.getsAll(page([3, 4], { last: seqs[4] ?? 0, more: 1 }), why);
      reader.send(`@since=${seqs[4]} HISTORY:${at(bob)}:2`);
      await reader.getsAll(page([5], { last, more: undefined }), why);
      reader.send(`@since=${last} HISTORY:${at(bob)}`);
      await reader.getsAll(page([], { last, more: undefined }), why);
      reader.send(`HISTORY:${at(bob)}:0`);
      await reader.gets(error('BAD_FRAME'), 'HISTORY of a conversation accepted a count that is not a positive whole number');
      await bob.settle();
    },
  },
];
