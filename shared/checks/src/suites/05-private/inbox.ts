// The inbox: what came while a device was away, delivered to each by its own cursor.

import { type Check, wrong } from '../../check.ts';
import { msg, ok } from '../../expected.ts';
import { numbered, publish, publishAll, resume, stampOf, STAMPED, subscribe } from '../../messages.ts';
import { at, devicesOf, talkTagged } from '../../people.ts';

const group = 'inbox';
const NOT_DELIVERED = 'a user did not get a private message';
const OFFLINE = {
  message: 'messages sent to a user who was away did not come in the resume of the inbox',
  cause: 'store private messages whether or not anybody is there; @since=0 SUBSCRIBE:@<own name> replays them as MSG:@<sender>:…',
};

export const inbox: readonly Check[] = [
  {
    id: 'inbox-offline',
    group,
    title: 'what was sent to a user who was away, or never there, comes when the inbox is resumed',
    rules: ['P6-3', 'P6-4', 'P3-17'],
    async run(context) {
      const bob = context.random.word('bob');
      const [alice, carol] = [await context.join('alice'), await context.join('carol')];
      await publishAll(alice, `@${bob}`, ['1', '2']);
      await publishAll(carol, `@${bob}`, ['3']);
      const laptop = await context.join('bob', { user: bob });
      await laptop.getsNothing({
        message: 'an inbox came without being asked for',
        cause: 'a device says where it wants to resume: nothing is replayed before that',
      });
      await resume(laptop, `@${bob}`, 0, { recovered: 1 }, OFFLINE);
      await laptop.getsAll(
        [
          msg(at(alice), '1', { ...STAMPED, from: alice.user }),
          msg(at(alice), '2', { ...STAMPED, from: alice.user }),
          msg(at(carol), '3', { ...STAMPED, from: carol.user }),
        ],
        OFFLINE,
      );
      await laptop.getsNothing(OFFLINE);
    },
  },
  {
    id: 'inbox-devices',
    group,
    title: 'each device resumes from its own cursor, however far the others have read',
    rules: ['P6-4', 'P3-15'],
    async run(context) {
      const bob = context.random.word('bob');
      const alice = await context.join('alice');
      const laptop = await context.join("bob's laptop", { user: bob });
      await talkTagged(laptop);
      await publishAll(alice, `@${bob}`, numbered(6));
      const frames = await laptop.getsAll(
        numbered(6).map((body) => msg(at(alice), body, STAMPED)),
        NOT_DELIVERED,
      );
      const seqs = frames.map((frame) => stampOf(frame).seq);
      const { epoch, seq } = await subscribe(laptop, `@${bob}`);
      for (const [name, read] of [
        ['phone', 2],
        ['tablet', 5],
        ['watch', 0],
        ['desk', 6],
      ] as const) {
        const device = await context.join(`bob's ${name}`, { user: bob });
        const why = {
          message: 'a device did not get exactly what lies after its own cursor',
          cause: 'each device has a cursor of its own, the since that it gives: no device moves a read mark for another',
        };
        await resume(device, `@${bob}`, seqs[read - 1] ?? 0, { recovered: 1, epoch, seq }, why);
        await device.getsAll(
          numbered(6)
            .slice(read)
            .map((body, n) => msg(at(alice), body, { seq: seqs[read + n] })),
          why,
        );
        await device.getsNothing(why);
      }
    },
  },
  {
    id: 'inbox-sent',
    group,
    title: 'a device that was away gets what another device of its user sent, and what came, in order',
    rules: ['P6-3', 'P6-4', 'P6-2'],
    async run(context) {
      const [bob, laptop] = [await context.join('bob'), await context.join("alice's laptop")];
      await publish(laptop, at(bob), 'question');
      await bob.gets(`MSG:${at(laptop)}:question`, NOT_DELIVERED);
      bob.send(`PUBLISH:${at(laptop)}:answer`);
      await laptop.gets(msg(at(bob), 'answer'), NOT_DELIVERED);
      await publish(laptop, at(bob), 'thanks');
      const phone = await context.join("alice's phone", { user: laptop.user });
      const why = {
        message: 'an inbox did not have both what was sent and what came, in order',
        cause: 'both users keep the message in their inbox: the sender too, for the sender’s other devices',
      };
      await resume(phone, at(laptop), 0, { recovered: 1 }, why);
      await phone.getsAll(
        [
          msg(at(bob), 'question', { from: laptop.user }),
          msg(at(bob), 'answer', { from: bob.user }),
          msg(at(bob), 'thanks', { from: laptop.user }),
        ],
        why,
      );
      await phone.getsNothing(why);
    },
  },
  {
    id: 'inbox-seq',
    group,
    title: "the seq in the OK of a private publish is that of the sender's inbox, and each inbox counts for itself",
    rules: ['P6-3', 'P3-3', 'P3-13'],
    async run(context) {
      const [bob, carol] = [await context.join('bob'), await context.join('carol')];
      const [sends, phone] = await devicesOf(context, 'alice', ['laptop', 'phone']);
      for (const client of [bob, phone]) await talkTagged(client);
      carol.send(...numbered(5).map((body) => `PUBLISH:${at(bob)}:${body}`));
      const before = await bob.getsAll(
        numbered(5).map((body) => msg(at(carol), body, STAMPED)),
        NOT_DELIVERED,
      );
      let last = 0;
      let bobsLast = stampOf(before[4] ?? { verb: '' }).seq;
      for (const body of ['one', 'two']) {
        const { seq } = await publish(sends, at(bob), body);
        await phone.gets(msg(at(bob), body, { seq }), {
          message: "the seq in the OK of a private publish was not that of the sender's inbox",
          cause: "the message has a seq in each of the two inboxes; the sender's cursor moves by the one in the sender's own",
        });
        const bobs = stampOf(await bob.gets(msg(at(sends), body, STAMPED), NOT_DELIVERED)).seq;
        if (seq <= last || bobs <= bobsLast)
          throw wrong('the seq of an inbox did not rise', `above ${last}, and above ${bobsLast} for the receiver`, `${seq} and ${bobs}`);
        [last, bobsLast] = [seq, bobs];
      }
      const newest = 'SUBSCRIBE of an inbox did not tell the seq of its newest message';
      for (const [client, seq] of [[phone, last] as const, [bob, bobsLast] as const]) {
        client.send(`@label=s SUBSCRIBE:${at(client)}`);
        await client.gets(ok('SUBSCRIBE', at(client), { label: 's', seq, epoch: /./ }), newest);
      }
    },
  },
  {
    id: 'inbox-live-once',
    group,
    title: 'what came live between AUTH and the resume does not come again',
    rules: ['P6-4', 'P3-18'],
    async run(context) {
      const bob = context.random.word('bob');
      const alice = await context.join('alice');
      await publishAll(alice, `@${bob}`, ['away 1', 'away 2']);
      const laptop = await context.join("bob's laptop", { user: bob });
      await publishAll(alice, `@${bob}`, ['live 1', 'live 2']);
      for (const body of ['live 1', 'live 2']) await laptop.gets(`MSG:${at(alice)}:${body}`, NOT_DELIVERED);
      const why = {
        message: 'a resume after AUTH did not send each message exactly once',
        cause: "the inbox is live from AUTH on, and a resume ends where that began: remember the inbox's newest seq at AUTH",
      };
      for (let times = 0; times < 2; times++) {
        await resume(laptop, `@${bob}`, 0, { recovered: 1 }, why);
        for (const body of ['away 1', 'away 2']) await laptop.gets(msg(at(alice), body), why);
        await laptop.getsNothing(why);
      }
      await publishAll(alice, `@${bob}`, ['after']);
      await laptop.gets(msg(at(alice), 'after'), NOT_DELIVERED);
      await laptop.getsNothing(why);
    },
  },
  {
    id: 'inbox-not-recovered',
    group,
    title: 'with another epoch, or a since above the newest message, nothing is replayed, and recovered=0 says so',
    rules: ['P6-4', 'P3-14', 'P3-16'],
    startsItself: true,
    async run(context) {
      const [broker, other] = [await context.start(), await context.start()];
      const alice = await context.join('alice', { broker });
      const bob = await context.join('bob', { broker });
      await talkTagged(bob);
      const { id } = await publish(alice, at(bob), '1');
      const { seq } = stampOf(await bob.gets(msg(at(alice), '1', { id }), NOT_DELIVERED));
      const { epoch } = await subscribe(bob, at(bob));
      const elsewhere = await context.join('bob elsewhere', { broker: other, user: bob.user });
      const { epoch: otherEpoch } = await subscribe(elsewhere, at(bob));
      const why = {
        message: 'a resume of the inbox that cannot be complete was not answered with recovered=0, or replayed something',
        cause: 'as for a channel: another epoch means another store, and nobody can have read beyond the newest',
      };
      const phone = await context.join("bob's phone", { broker, user: bob.user });
      await resume(phone, at(bob), 0, { recovered: 0, epoch: otherEpoch }, why);
      await phone.getsNothing(why);
      await resume(phone, at(bob), seq + 1, { recovered: 0, epoch }, why);
      await phone.getsNothing(why);
      await publish(alice, at(bob), '2');
      await phone.gets(msg(at(alice), '2'), NOT_DELIVERED);
      await phone.getsNothing(why);
    },
  },
];
