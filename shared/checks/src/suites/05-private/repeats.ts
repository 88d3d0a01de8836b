// One id, one message: what comes of a private publish that is sent again.

import { type Check, wrong } from '../../check.ts';
import { match, msg, ok } from '../../expected.ts';
import { ask, at, devicesOf } from '../../people.ts';

const group = 'repeats';

export const repeats: readonly Check[] = [
  {
    id: 'private-repeat',
    group,
    title: 'the repeat of a private publish is answered like the first, and neither delivered nor kept again',
    rules: ['P3-6', 'P6-1', 'P6-2', 'P6-3'],
    async run(context) {
      const [bob, id] = [await context.join('bob'), context.random.word('id')];
      const [sends, phone] = await devicesOf(context, 'alice', ['laptop', 'phone']);
      const send = `@label=p;id=${id} PUBLISH:${at(bob)}:once`;
      sends.send(send);
      const first = await sends.gets(
        ok('PUBLISH', at(bob), { label: 'p', id, seq: /^\d+$/, dup: undefined }),
        'a private publish was not answered',
      );
      await bob.gets(`MSG:${at(sends)}:once`, 'a user did not get a private message');
      await phone.gets(`MSG:${at(bob)}:once`, 'a session of the sender did not get what was sent from another');
      for (const device of [sends, phone]) {
        device.send(send);
        await device.gets(ok('PUBLISH', at(bob), { label: 'p', id, dup: 1, seq: first.tags?.get('seq') }), {
          message: 'the repeat of a private publish was not answered with dup=1 and the first seq',
          cause: 'MongooseIM#4128: a message sent again was archived twice; look the id up under its sender and its recipient',
        });
      }
      for (const client of [bob, phone]) await client.getsNothing('the repeat of a private publish was delivered');
      for (const [reader, other] of [[bob, sends] as const, [phone, bob] as const]) {
        reader.send(`@label=h HISTORY:${at(other)}`);
        const why = 'the repeat of a private publish was kept';
        await reader.getsAll([msg(at(other), 'once', { id }), ok('HISTORY', at(other), { label: 'h' })], why);
      }
    },
  },
  {
    id: 'private-same-id',
    group,
    title: 'the same id to another user, from another user, to oneself or on a channel is another message',
    rules: ['P3-4', 'P3-6', 'P6-1'],
    async run(context) {
      const [id, channel] = [context.random.word('id'), context.random.word('news')];
      const [alice, bob, carol] = [await context.join('alice'), await context.join('bob'), await context.join('carol')];
      const why = {
        message: 'the same id to or from somebody else was taken for a repeat',
        cause: 'target, sender and id together identify a message: an inbox has messages from many users, and to many',
      };
      for (const [from, target] of [
        [alice, at(bob)],
        [bob, at(alice)],
        [alice, at(carol)],
        [carol, at(alice)],
        [carol, at(bob)],
        [alice, at(alice)],
        [bob, at(bob)],
        [alice, channel],
      ] as const) {
        const answer = (await ask(from, `@id=${id} PUBLISH:${target}:to ${target}`)).at(-1) ?? '';
        if (!match(ok('PUBLISH', target, { id, dup: undefined }), answer))
          throw wrong(why.message, 'OK:PUBLISH, without dup', answer, why.cause);
      }
      const reader = await context.join("alice's phone", { user: alice.user });
      for (const [target, bodies] of [
        [at(bob), [`to ${at(bob)}`, `to ${at(alice)}`]],
        [at(carol), [`to ${at(carol)}`, `to ${at(alice)}`]],
        [at(alice), [`to ${at(alice)}`]],
      ] as const) {
        reader.send(`@label=h HISTORY:${target}`);
        await reader.getsAll([...bodies.map((body) => msg(target, body, { id })), ok('HISTORY', target)], why);
      }
    },
  },
];
