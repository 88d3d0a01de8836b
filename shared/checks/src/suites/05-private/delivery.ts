// Who gets a private message: users, not sockets.

import type { Check } from '../../check.ts';
import { msg, ok } from '../../expected.ts';
import { publish, STAMPED } from '../../messages.ts';
import { at, devicesOf, talkTagged } from '../../people.ts';

const group = 'delivery';
const NOT_DELIVERED = 'a user did not get a private message';

export const delivery: readonly Check[] = [
  {
    id: 'private-every-device',
    group,
    title: 'every session of the recipient gets it once, without SUBSCRIBE',
    rules: ['P6-1', 'P1-13'],
    async run(context) {
      const alice = await context.join('alice');
      const bobs = await devicesOf(context, 'bob', ['laptop', 'phone', 'tablet', 'watch', 'desk', 'car', 'television', 'second phone']);
      alice.send(`PUBLISH:${at(bobs[0])}:Hi there!`);
      for (const bob of bobs)
        await bob.gets(`MSG:${at(alice)}:Hi there!`, {
          message: 'a session of the user did not get the private message',
          cause: 'keep a set of sessions for each user: a single entry is overwritten by the second tab',
        });
      for (const bob of bobs) await bob.getsNothing('a private message came twice');
      const namesake = await context.join('BOB', { user: bobs[0].user.toUpperCase() });
      alice.send(`PUBLISH:${at(bobs[0])}:for bob`);
      for (const bob of bobs) await bob.gets(`MSG:${at(alice)}:for bob`, NOT_DELIVERED);
      await namesake.getsNothing({
        message: 'a private message came to another user, whose name differs only in case',
        cause: 'names are compared letter by letter: small and capital letters differ',
      });
    },
  },
  {
    id: 'private-other-devices',
    group,
    title: "the sender's other sessions get it once, under the recipient's name; the session that sent it does not",
    rules: ['P6-2', 'P1-13'],
    async run(context) {
      const bob = await context.join('bob');
      const [sends, phone, tablet] = await devicesOf(context, 'alice', ['laptop', 'phone', 'tablet']);
      sends.send(`PUBLISH:${at(bob)}:Hi there!`);
      await bob.gets(`MSG:${at(sends)}:Hi there!`, NOT_DELIVERED);
      for (const other of [phone, tablet])
        await other.gets(`MSG:${at(bob)}:Hi there!`, {
          message: 'a session of the sender did not get what was sent from another',
          cause: 'the sender’s other devices show the conversation too (as carbons do, XEP-0280): there it comes under @bob',
        });
      for (const other of [phone, tablet]) await other.getsNothing('a private message came twice');
      await sends.getsNothing({
        message: 'the session that sent a private message got it back',
        cause: 'it has the message: only the other sessions of the sender get a copy',
      });
    },
  },
  {
    id: 'private-from',
    group,
    title: 'on both sides a private message says who sent it, and has the id that its publisher gave it',
    rules: ['P6-1', 'P6-2', 'P3-4', 'P3-5', 'P4-12'],
    async run(context) {
      const [bob, id] = [await context.join('bob'), context.random.word('id')];
      const [sends, phone] = await devicesOf(context, 'alice', ['laptop', 'phone']);
      for (const client of [bob, phone]) await talkTagged(client);
      sends.send(`@label=p;id=${id} PUBLISH:${at(bob)}:Hi`);
      await sends.gets(ok('PUBLISH', at(bob), { label: 'p', id, seq: STAMPED.seq, dup: undefined }), 'a private publish was not answered');
      const tags = { ...STAMPED, id, time: /^\d{13}$/, from: sends.user, origin: undefined };
      const why = {
        message: 'a private message did not say who sent it, or lacked its tags',
        cause: 'from is the sender, even in the copy to the sender’s own devices, where the target is the recipient',
      };
      await bob.gets(msg(at(sends), 'Hi', tags), why);
      await phone.gets(msg(at(bob), 'Hi', tags), why);
      bob.send(`PUBLISH:${at(sends)}:Hi yourself`);
      for (const client of [sends, phone]) await client.gets(msg(at(bob), 'Hi yourself', { ...tags, id: /./, from: bob.user }), why);
    },
  },
  {
    id: 'private-no-right-needed',
    group,
    title: "one's own inbox needs no right, and a change of rights does not take it away",
    rules: ['P6-1', 'P6-4', 'P4-10'],
    async run(context) {
      const alice = await context.join('alice');
      const bob = await context.join('bob', { claims: { subscribe: [], publish: [] } });
      const why = {
        message: 'a user without rights did not get what was sent to them',
        cause: 'authenticating is enough for one’s own inbox: do not check the list of channels',
      };
      alice.send(`PUBLISH:${at(bob)}:1`);
      await bob.gets(`MSG:${at(alice)}:1`, why);
      bob.send(`SUBSCRIBE:${at(bob)}`);
      await bob.getsNothing({ message: "SUBSCRIBE of one's own inbox was refused, or answered", cause: why.cause });
      bob.send(`AUTH:${context.token(bob.user, { subscribe: ['news'] })}`);
      await bob.gets(`OK:AUTH:${bob.user}`, 'a second AUTH of the same user was not accepted');
      alice.send(`PUBLISH:${at(bob)}:2`);
      await bob.gets(`MSG:${at(alice)}:2`, {
        message: 'after a second AUTH a user no longer got what was sent to them',
        cause: 'new rights drop the subscriptions that they do not cover: the inbox is not one of them',
      });
    },
  },
  {
    id: 'private-subscribe-own',
    group,
    title: "SUBSCRIBE of one's own inbox does not double what comes, nor does a second AUTH",
    rules: ['P6-1', 'P2-1'],
    async run(context) {
      const [alice, bob] = [await context.join('alice'), await context.join('bob')];
      bob.send(`SUBSCRIBE:${at(bob)}`, `SUBSCRIBE:${at(bob)}`, `AUTH:${context.token(bob.user)}`);
      await bob.gets(`OK:AUTH:${bob.user}`, 'a second AUTH of the same user was not accepted');
      alice.send(`PUBLISH:${at(bob)}:once`);
      await bob.gets(`MSG:${at(alice)}:once`, NOT_DELIVERED);
      await bob.getsNothing({
        message: 'after SUBSCRIBE of one’s own inbox, a private message came twice',
        cause: 'a session gets its inbox from AUTH on; SUBSCRIBE adds nothing but the resume',
      });
    },
  },
  {
    id: 'private-device-leaves',
    group,
    title: 'when one device goes away, the others still get everything; one that comes back gets what comes from then on',
    rules: ['P6-1', 'P6-2', 'P2-8'],
    async run(context) {
      const alice = await context.join('alice');
      const [laptop, phone] = await devicesOf(context, 'bob', ['laptop', 'phone']);
      for (const how of ['close', 'reset'] as const) {
        const tablet = await context.join("bob's tablet", { user: laptop.user });
        alice.send(`PUBLISH:${at(laptop)}:all`);
        for (const bob of [laptop, phone, tablet]) await bob.gets(`MSG:${at(alice)}:all`, NOT_DELIVERED);
        await tablet.leave(how);
        for (let exchange = 0; exchange < 3; exchange++) await laptop.getsNothing('somebody who stayed was told that another went away');
        alice.send(`PUBLISH:${at(laptop)}:left`);
        for (const bob of [laptop, phone])
          await bob.gets(`MSG:${at(alice)}:left`, {
            message: 'after one device went away, another got nothing more',
            cause: 'take this one session out of its user’s set, and leave the others in it',
          });
        for (const bob of [laptop, phone]) await bob.getsNothing('a private message came twice');
      }
    },
  },
  {
    id: 'private-in-order',
    group,
    title: 'five hundred private messages arrive in order on every device, each once',
    rules: ['P6-1', 'P6-2', 'P2-7'],
    async run(context) {
      const bobs = await devicesOf(context, 'bob', ['laptop', 'phone']);
      const [sends, phone] = await devicesOf(context, 'alice', ['laptop', 'phone']);
      const numbers = Array.from({ length: 500 }, (_, n) => n);
      sends.send(...numbers.map((n) => `PUBLISH:${at(bobs[0])}:${n}`));
      const why = 'a private message was lost, came twice, or overtook another';
      for (const [client, other] of [[bobs[0], sends] as const, [bobs[1], sends] as const, [phone, bobs[0]] as const]) {
        await client.getsAll(
          numbers.map((n) => `MSG:${at(other)}:${n}`),
          why,
        );
        await client.getsNothing(why);
      }
    },
  },
  {
    id: 'private-burst-with-auth',
    group,
    title: 'what follows AUTH in one burst is sent by its user',
    rules: ['P6-1', 'P4-13'],
    async run(context) {
      const [alice, bob] = [context.random.word('alice'), await context.join('bob')];
      const sends = await context.connect('alice');
      sends.send(`AUTH:${context.token(alice)}`, `PUBLISH:${at(bob)}:1`, `PUBLISH:${at(bob)}:2`);
      const why = {
        message: 'what followed AUTH in one burst was not taken as sent by its user',
        cause: 'while a token is verified, what the session has sent after it waits its turn',
      };
      await sends.gets(`OK:AUTH:${alice}`, why);
      await bob.getsAll([`MSG:@${alice}:1`, `MSG:@${alice}:2`], why);
    },
  },
  {
    id: 'private-odd-names',
    group,
    title: 'whatever a user is called, their messages reach them, and a channel of that name is something else',
    rules: ['P6-1', 'P1-7'],
    async run(context) {
      const word = context.random.text(6);
      const alice = await context.join('alice');
      for (const user of ['__proto__', 'constructor', `0`, `-${word}`, `_${word}`, word.padEnd(64, 'x')]) {
        const bob = await context.join('bob', { user });
        const reader = await context.join('reader');
        reader.send(`SUBSCRIBE:${user}`);
        await reader.settle();
        alice.send(`PUBLISH:@${user}:${word}`);
        await bob.gets(`MSG:${at(alice)}:${word}`, {
          message: 'a user with a legal name did not get a private message',
          cause: 'a name is one word of at most 64 characters; a plain object as a map trips over __proto__',
        });
        await reader.getsNothing('a private message came out on the channel of that name');
        bob.send(`PUBLISH:${user}:public`);
        await reader.gets(`MSG:${user}:public`, 'a channel with the name of a user did not work');
        await bob.getsNothing('a message on a channel came to the user of that name');
        await bob.leave();
      }
    },
  },
  {
    id: 'private-to-oneself',
    group,
    title: "a message to oneself goes to one's other sessions once, and is kept once",
    rules: ['P6-10', 'P6-3'],
    async run(context) {
      const [laptop, phone, tablet] = await devicesOf(context, 'alice', ['laptop', 'phone', 'tablet']);
      const own = at(laptop);
      await talkTagged(phone);
      const note = await publish(laptop, own, 'note');
      const why = {
        message: 'a message to oneself did not come once to the other sessions',
        cause: 'sender and receiver are one: store one copy, and hand it to every session of the user but the one that sent it',
      };
      await phone.gets(msg(own, 'note', { ...STAMPED, seq: note.seq, id: note.id, from: laptop.user }), why);
      await tablet.gets(`MSG:${own}:note`, why);
      for (const device of [phone, tablet, laptop]) await device.getsNothing(why);
      const late = await context.join("alice's watch", { user: laptop.user });
      late.send(`@since=0 SUBSCRIBE:${own}`);
      const kept = 'a message to oneself was not kept exactly once';
      await late.getsAll([ok('SUBSCRIBE', own, { recovered: 1, seq: note.seq }), msg(own, 'note', { seq: note.seq })], kept);
      await late.getsNothing(kept);
      late.send(`HISTORY:${own}`);
      await late.getsAll([msg(own, 'note', { seq: note.seq }), ok('HISTORY', own)], kept);
    },
  },
];
