// Typing to a user: their sessions are told, and nobody else.

import type { Check } from '../../check.ts';
import type { Client } from '../../client.ts';
import { msg, ok } from '../../expected.ts';
import { at, devicesOf } from '../../people.ts';

const group = 'typing to users';
const starts = (by: Client) => `USER_TYPING:${at(by)}:${by.user}`;
const ends = (by: Client) => `USER_STOPPED:${at(by)}:${by.user}`;
const NOT_TOLD = 'a user was not told that somebody is typing to them';

export const typing: readonly Check[] = [
  {
    id: 'private-typing',
    group,
    title: "all sessions of the recipient, and no others, are told start and end, once, under the typist's name",
    rules: ['P6-11', 'P5-1', 'P5-4'],
    async run(context) {
      const [laptop, phone] = await devicesOf(context, 'bob', ['laptop', 'phone']);
      const [alice, other] = await devicesOf(context, 'alice', ['laptop', 'phone']);
      const carol = await context.join('carol');
      alice.send(`USER_TYPING:${at(laptop)}`, `USER_TYPING:${at(laptop)}`);
      for (const bob of [laptop, phone])
        await bob.gets(starts(alice), {
          message: NOT_TOLD,
          cause: 'for bob it is the conversation @alice, in which alice is typing: USER_TYPING:@alice:alice; nobody subscribes to it',
        });
      alice.send(`USER_STOPPED:${at(laptop)}`);
      for (const bob of [laptop, phone]) await bob.gets(ends(alice), 'a user was not told once that somebody stopped typing to them');
      for (const bob of [laptop, phone]) await bob.getsNothing('a user was told again of typing that is over');
      for (const client of [alice, other, carol])
        await client.getsNothing({
          message: 'somebody else was told of typing to a user',
          cause: "only the recipient's sessions are told: neither the typist's own devices nor anybody else",
        });
    },
  },
  {
    id: 'private-typing-late',
    group,
    title: 'a session that comes later is told neither start nor end, but it is told the next start',
    rules: ['P6-11'],
    async run(context) {
      const [alice, laptop] = [await context.join('alice'), await context.join("bob's laptop")];
      alice.send(`USER_TYPING:${at(laptop)}`);
      await laptop.gets(starts(alice), NOT_TOLD);
      const late = await context.connect("bob's phone");
      const why = {
        message: 'a session that came later was told of typing that had begun before',
        cause:
          'remember who was told the start: the end goes to the same sessions, and an inbox, unlike a channel, has no moment at which a session catches up',
      };
      late.send(`AUTH:${context.token(laptop.user)}`);
      await late.gets(`OK:AUTH:${laptop.user}`, why);
      await late.getsNothing(why);
      late.send(`SUBSCRIBE:${at(laptop)}`);
      await late.getsNothing(why);
      alice.send(`PUBLISH:${at(laptop)}:Hi`);
      await laptop.getsAll([ends(alice), `MSG:${at(alice)}:Hi`], 'a private publish did not end typing just before its message');
      await late.gets(`MSG:${at(alice)}:Hi`, why);
      alice.send(`USER_TYPING:${at(laptop)}`);
      for (const bob of [laptop, late]) await bob.gets(starts(alice), NOT_TOLD);
      alice.send(`USER_STOPPED:${at(laptop)}`);
      for (const bob of [laptop, late]) await bob.gets(ends(alice), 'a user was not told once that somebody stopped typing to them');
    },
  },
  {
    id: 'private-typing-publish',
    group,
    title: 'a private publish ends it before its message; one to somebody else or to a channel does not, nor does a repeat',
    rules: ['P6-11', 'P5-5'],
    async run(context) {
      const [bob, carol] = [await context.join('bob'), await context.join('carol')];
      const [alice, phone] = await devicesOf(context, 'alice', ['laptop', 'phone']);
      const id = context.random.word('id');
      alice.send(`@id=${id} PUBLISH:${at(bob)}:first`);
      await alice.gets(ok('PUBLISH', at(bob), { id }), 'a private publish was not answered');
      await bob.gets(`MSG:${at(alice)}:first`, 'a user did not get a private message');
      alice.send(`USER_TYPING:${at(bob)}`, `USER_TYPING:${at(carol)}`);
      for (const client of [bob, carol]) await client.gets(starts(alice), NOT_TOLD);
      alice.send(`PUBLISH:${bob.user}:in a channel`, `@id=${id} PUBLISH:${at(bob)}:first`);
      await alice.gets(ok('PUBLISH', at(bob), { id, dup: 1 }), 'the repeat of a private publish was not answered with dup=1');
      bob.send(`PUBLISH:${at(alice)}:meanwhile`);
      await alice.gets(msg(at(bob), 'meanwhile'), 'a user did not get a private message');
      const why = {
        message: 'typing to a user was ended by something that does not end it',
        cause: 'it ends with a new message from this typist to this user, as on a channel',
      };
      await bob.getsNothing(why);
      phone.send(`PUBLISH:${at(carol)}:from the phone`);
      await carol.getsAll([ends(alice), `MSG:${at(alice)}:from the phone`], 'a private publish did not end typing just before its message');
      await bob.getsNothing(why);
      alice.send(`PUBLISH:${at(bob)}:second`);
      await bob.getsAll([ends(alice), `MSG:${at(alice)}:second`], 'a private publish did not end typing just before its message');
    },
  },
  {
    id: 'private-typing-leave',
    group,
    title: "it ends when the last of the typist's sessions that typed to them goes away",
    rules: ['P6-11', 'P5-6'],
    async run(context) {
      const [bob, carol] = [await context.join('bob'), await context.join('carol')];
      const [laptop, phone, idle] = await devicesOf(context, 'alice', ['laptop', 'phone', 'tablet']);
      laptop.send(`USER_TYPING:${at(bob)}`, `USER_TYPING:${at(carol)}`);
      for (const client of [bob, carol]) await client.gets(starts(laptop), NOT_TOLD);
      phone.send(`USER_TYPING:${at(bob)}`);
      await phone.settle();
      await laptop.leave('reset');
      const why = {
        message: 'typing to a user did not end exactly when the last session that typed had gone',
        cause: 'as on a channel; each recipient is told separately',
      };
      await carol.gets(ends(laptop), why);
      await bob.getsNothing(why);
      await phone.leave();
      await bob.gets(ends(laptop), why);
      for (const client of [bob, carol, idle]) await client.getsNothing(why);
    },
  },
  {
    id: 'private-typing-expires',
    group,
    title: 'it ends by itself after TYPING_EXPIRY_MS',
    rules: ['P6-11', 'P5-3'],
    settings: { TYPING_EXPIRY_MS: '250' },
    async run(context) {
      const [alice, bob] = [await context.join('alice'), await context.join('bob')];
      for (let times = 0; times < 2; times++) {
        alice.send(`USER_TYPING:${at(bob)}`);
        await bob.gets(starts(alice), NOT_TOLD);
        await bob.gets(ends(alice), 'typing to a user did not end by itself after TYPING_EXPIRY_MS');
      }
      await bob.getsNothing('a user was told again of typing that is over');
      await alice.getsNothing('somebody else was told of typing to a user');
    },
  },
];
