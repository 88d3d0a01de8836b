// Inboxes in the thick of it: devices that come and go while messages flow, retention, and a restart.

import type { Frame } from '@workshop/protocol';
import { type Check, wrong } from '../../check.ts';
import { msg, ok } from '../../expected.ts';
import { historyOf, numbered, publish, publishAll, resume, stampOf, STAMPED } from '../../messages.ts';
import { deviceStorm } from '../../storms/device-storm.ts';
import { at, talkTagged } from '../../people.ts';

const group = 'storms';
const NOT_DELIVERED = 'a user did not get a private message';

export const storms: readonly Check[] = [
  {
    id: 'inbox-while-publishing',
    group,
    title: 'a device that comes back while messages flow gets each of them once',
    rules: ['P6-4', 'P3-15', 'P4-13'],
    async run(context) {
      const [bob, alice] = [context.random.word('bob'), await context.join('alice')];
      const filler = context.random.text(1500);
      const bodies = numbered(600).map((n) => `${n}:${filler}`);
      const send = (from: number, to: number) => alice.send(...bodies.slice(from, to).map((body) => `PUBLISH:@${bob}:${body}`));
      await publishAll(alice, `@${bob}`, bodies.slice(0, 300));
      const laptop = await context.connect("bob's laptop");
      for (let from = 300; from < bodies.length; from += 20) {
        send(from, from + 20);
        if (from === 320) laptop.send(`AUTH:${context.token(bob)}`, `@since=0 SUBSCRIBE:@${bob}`);
        if (from >= 320) await alice.settle();
      }
      const why = {
        message: 'a device that came back while messages flowed did not get each of them once',
        cause: 'what lies before AUTH comes by the resume, what comes after it is live: one border, set once, with no wait in between',
      };
      const got: string[] = [];
      let recovered: string | undefined;
      const any = {
        text: `MSG:${at(alice)}:<body>, OK:AUTH:${bob} or OK:SUBSCRIBE:@${bob}`,
        matches: ({ verb, target }: Frame) => verb === 'OK' || target === at(alice),
      };
      for (let frames = 0; frames < bodies.length + 2; frames++) {
        const frame = await laptop.gets(any, why);
        if (frame.verb === 'MSG') got.push(frame.body ?? '');
        recovered ??= frame.tags?.get('recovered');
      }
      if (recovered !== '1') throw wrong('a resume of the whole inbox was not answered with recovered=1', 'recovered=1', String(recovered));
      const missing = bodies.filter((body) => !got.includes(body));
      if (missing.length > 0)
        throw wrong(
          why.message,
          `all of ${bodies.length} messages`,
          `${missing.length} missing, the first: ${missing[0]?.slice(0, 5)}…`,
          why.cause,
        );
      await laptop.getsNothing(why);
    },
  },
  {
    id: 'inbox-mid-flush',
    group,
    title: 'one of three devices is cut off in mid-flow and comes back: each gets every message once',
    rules: ['P6-1', 'P6-2', 'P6-4', 'P2-8'],
    run: (context) => deviceStorm(context, { rounds: 4, messages: 40 }),
  },
  {
    id: 'inbox-retention',
    group,
    title: 'RETAIN_MESSAGES messages are kept for each inbox by itself, and a resume from before them says recovered=0',
    rules: ['P3-16', 'P3-20', 'P6-3', 'P6-4', 'P6-6'],
    settings: { RETAIN_MESSAGES: '5' },
    async run(context) {
      const [alice, bob, carol] = [await context.join('alice'), await context.join('bob'), await context.join('carol')];
      for (const client of [bob, carol]) await talkTagged(client);
      const sent = await publishAll(alice, at(carol), ['to carol']);
      await carol.gets(msg(at(alice), 'to carol'), NOT_DELIVERED);
      sent.push(...(await publishAll(alice, at(bob), numbered(8))));
      const frames = await bob.getsAll(
        numbered(8).map((body) => msg(at(alice), body, STAMPED)),
        NOT_DELIVERED,
      );
      const why = {
        message: 'an inbox did not keep exactly its newest RETAIN_MESSAGES messages',
        cause: 'count for each inbox by itself: a busy conversation of one user takes nothing from the inbox of another',
      };
      const phones = await Promise.all([alice, bob, carol].map((client) => context.join(`${client.who}'s phone`, { user: client.user })));
      const [alices, bobs, carols] = phones as [typeof alice, typeof bob, typeof carol];
      await resume(bobs, at(bob), stampOf(frames[1] ?? { verb: '' }).seq, { recovered: 0 }, why);
      await bobs.getsNothing(why);
      await resume(bobs, at(bob), stampOf(frames[2] ?? { verb: '' }).seq, { recovered: 1 }, why);
      await bobs.getsAll(
        numbered(8)
          .slice(3)
          .map((body) => msg(at(alice), body)),
        why,
      );
      await bobs.getsNothing(why);
      await resume(alices, at(alice), sent[2]?.seq ?? 0, { recovered: 0 }, why);
      await resume(carols, at(carol), 0, { recovered: 1 }, why);
      await carols.gets(msg(at(alice), 'to carol'), why);
      for (const [reader, other, bodies] of [
        [carols, alice, ['to carol']],
        [alices, carol, []],
        [alices, bob, numbered(8).slice(3)],
      ] as const) {
        const { messages } = await historyOf(reader, at(other));
        if (messages.map(({ body }) => body).join() !== bodies.join())
          throw wrong(why.message, `the messages ${bodies.join()}`, messages.map(({ body }) => body).join() || 'none', why.cause);
      }
    },
  },
  {
    id: 'inbox-restart',
    group,
    title: 'after SIGKILL every answered private message is in both inboxes, a repeat is known, and numbers go on',
    rules: ['P3-2', 'P3-7', 'P3-14', 'P6-3', 'P6-4'],
    startsItself: true,
    async run(context) {
      const broker = await context.start();
      const [alice, bob] = [await context.join('alice', { broker }), context.random.word('bob')];
      const before = await context.join('bob before', { broker, user: bob });
      before.send(`@label=s SUBSCRIBE:@${bob}`);
      const epoch =
        (await before.gets(ok('SUBSCRIBE', `@${bob}`), 'SUBSCRIBE of one’s own inbox was not answered')).tags?.get('epoch') ?? '';
      await before.leave();
      const id = context.random.word('id');
      alice.send(`@label=publish;id=${id} PUBLISH:@${bob}:first`);
      const first = await alice.gets(ok('PUBLISH', `@${bob}`, { id, seq: /^\d+$/ }), 'a private publish was not answered');
      const last = (await publishAll(alice, `@${bob}`, numbered(20))).at(-1)?.seq ?? 0;
      context.transcript.add('grader', '·', 'kills the broker, and starts it again on the same files');
      await broker.restart();
      const why = {
        message: 'an answered private message was not there after SIGKILL',
        cause: 'both copies are stored in one transaction, and answered when it is committed',
      };
      const back = await context.join('bob', { broker, user: bob });
      await resume(back, `@${bob}`, 0, { recovered: 1, epoch }, why);
      for (const body of ['first', ...numbered(20)]) await back.gets(msg(at(alice), body), why);
      const again = await context.join('alice again', { broker, user: alice.user });
      await resume(again, at(alice), 0, { recovered: 1, epoch }, why);
      for (const body of ['first', ...numbered(20)]) await again.gets(msg(`@${bob}`, body), why);
      again.send(`@label=publish;id=${id} PUBLISH:@${bob}:first`);
      await again.gets(ok('PUBLISH', `@${bob}`, { id, dup: 1, seq: first.tags?.get('seq') }), 'after a restart a repeat was not found');
      await back.getsNothing('the repeat of a private publish was delivered');
      const { seq } = await publish(again, `@${bob}`, 'on');
      if (seq <= last) throw wrong('after a restart an inbox used a number again', `a seq above ${last}`, String(seq));
    },
  },
];
