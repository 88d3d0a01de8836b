// What brokers have in common: history, inboxes, users and cursors.

import { type Check, wrong } from '../../check.ts';
import { error, msg, ok } from '../../expected.ts';
import { historyOf, numbered, publish, publishAll, sameMessages, STAMPED, stampOf, subscribe, wholeHistory } from '../../messages.ts';
import { pairOf, startNetwork } from '../../network.ts';
import { NOT_IN_PAGE } from '../../not-in-page.ts';

const group = 'one store';

export const sharedStore: readonly Check[] = [
  {
    id: 'history-common',
    group,
    title: 'history is common to all brokers, whether or not anybody on them was interested',
    rules: ['P8-1', 'P8-2', 'P3-9'],
    notInPage: NOT_IN_PAGE.nats,
    sharesNetwork: true,
    async run(context) {
      const { near, far } = pairOf(context.network);
      const channel = context.random.word('news');
      const alice = await context.join('alice', { broker: near });
      const all = await publishAll(alice, channel, numbered(30));
      const bob = await context.join('bob', { broker: far });
      sameMessages((await historyOf(bob, channel, 30)).messages, all, {
        message: 'a channel does not have the same history on another broker',
        cause: 'there is one store: read it, and not what this broker happened to get',
      });
      sameMessages(
        (await historyOf(bob, channel, 7)).messages,
        all.slice(-7),
        'the last messages of a channel are different on another broker',
      );
      const { seq = 0 } = all[9] ?? {};
      sameMessages(
        (await historyOf(bob, channel, 5, seq)).messages,
        all.slice(10, 15),
        'a cursor of one broker means something else on another',
      );
    },
  },
  {
    id: 'resume-elsewhere',
    group,
    title: 'when a broker is killed, its users resume on another one with the same cursor: no gap, no duplicate',
    rules: ['P8-3', 'P3-13', 'P3-15'],
    notInPage: NOT_IN_PAGE.nats,
    startsItself: true,
    limit: 240_000,
    async run(context) {
      const { brokers } = await startNetwork(context, 3);
      const [one, two, three] = brokers;
      if (!one || !two || !three) throw new Error('three were started');
      const channel = context.random.word('news');
      const bob = await context.join('bob', { broker: one });
      const alice = await context.join('alice', { broker: three });
      const { epoch } = await subscribe(bob, channel);
      const bodies = numbered(400);
      alice.send(...bodies.map((body) => `PUBLISH:${channel}:${body}`));
      let cursor = 0;
      const seen = 20 + context.random.below(100);
      for (const body of bodies.slice(0, seen))
        cursor = stampOf(await bob.gets(msg(channel, body), 'a subscriber did not get every message')).seq;
      context.transcript.add('grader', '·', `kills broker1 when its subscriber has got ${seen}`);
      await one.kill();
      const back = await context.join('bob on broker2', { broker: two, user: bob.user });
      back.send(`@label=r;since=${cursor};epoch=${epoch} SUBSCRIBE:${channel}`);
      const why = {
        message: 'a user of a broker that was killed could not resume on another one without a gap or a duplicate',
        cause: 'seq and epoch are those of the store that all brokers share: none of them is a broker’s own',
      };
      await back.gets(ok('SUBSCRIBE', channel, { recovered: 1, epoch }), why);
      for (const body of bodies.slice(seen)) await back.gets(msg(channel, body), why);
      await back.getsNothing(why);
    },
  },
  {
    id: 'inbox-elsewhere',
    group,
    title: 'an inbox is the same on every broker: live, resumed and as a conversation',
    rules: ['P8-2', 'P8-3', 'P6-2', 'P6-4', 'P6-6'],
    notInPage: NOT_IN_PAGE.nats,
    sharesNetwork: true,
    async run(context) {
      const { near, far } = pairOf(context.network);
      const [alice, phone] = [await context.join('alice', { broker: near }), await context.join("bob's phone", { broker: far })];
      const laptop = await context.join("alice's laptop", { broker: far, user: alice.user });
      alice.send(`@label=1 PUBLISH:@${phone.user}:Hi there!`);
      const first = stampOf(
        await alice.gets(ok('PUBLISH', `@${phone.user}`, { ...STAMPED, label: '1' }), 'a private publish was not answered'),
      );
      await phone.gets(`MSG:@${alice.user}:Hi there!`, 'a private message did not reach a user on another broker');
      await laptop.gets(`MSG:@${phone.user}:Hi there!`, 'a sender’s device on another broker did not get what was sent');
      phone.send(`PUBLISH:@${alice.user}:Hi yourself`);
      await alice.gets(
        { text: `MSG:@${phone.user}:Hi yourself`, matches: ({ body }) => body === 'Hi yourself' },
        'the answer did not come back',
      );
      await laptop.gets(`MSG:@${phone.user}:Hi yourself`, 'the answer did not come to another device');
      const tablet = await context.join("bob's tablet", { broker: near, user: phone.user });
      tablet.send(`@label=r;since=${first.seq - 1} SUBSCRIBE:@${phone.user}`);
      await tablet.gets(ok('SUBSCRIBE', `@${phone.user}`, { recovered: 1 }), 'an inbox could not be resumed on another broker');
      for (const [party, body] of [
        [alice, 'Hi there!'],
        [alice, 'Hi yourself'],
      ] as const)
        await tablet.gets(msg(`@${party.user}`, body), 'an inbox that was resumed on another broker has a gap');
      await tablet.getsNothing('an inbox that was resumed on another broker has something twice');
      const { messages } = await historyOf(laptop, `@${phone.user}`, 10);
      const bodies = messages.map(({ body }) => body).join(', ');
      if (bodies !== 'Hi there!, Hi yourself')
        throw wrong('a conversation does not have both directions on another broker', 'Hi there!, Hi yourself', bodies);
    },
  },
  {
    id: 'publisher-elsewhere',
    group,
    title: 'what a killed broker has not answered is sent again on another one, and is there once',
    rules: ['P8-3', 'P3-6', 'P3-7'],
    notInPage: NOT_IN_PAGE.nats,
    startsItself: true,
    limit: 240_000,
    async run(context) {
      const { near, far } = pairOf(await startNetwork(context, 2));
      const channel = context.random.word('news');
      const [alice, bob] = [await context.join('alice', { broker: near }), await context.join('bob', { broker: far })];
      await subscribe(bob, channel);
      const ids = numbered(100).map((n) => `${channel}.${n}`);
      alice.send(...ids.map((id) => `@id=${id} PUBLISH:${channel}:${id}`));
      const got = 1 + context.random.below(60);
      for (const id of ids.slice(0, got)) await bob.gets(msg(channel, id), 'a subscriber on another broker did not get every message');
      context.transcript.add('grader', '·', `kills broker1 when ${got} messages have come`);
      await near.kill();
      const again = await context.join('alice on broker2', { broker: far, user: alice.user });
      again.send(...ids.map((id) => `@id=${id} PUBLISH:${channel}:${id}`), `PUBLISH:${channel}:end`);
      const why = {
        message: 'messages sent again on another broker did not come once and in order',
        cause: 'what makes a message unique is its channel, its user and its id: no broker is part of it',
      };
      for (const id of ids.slice(got)) await bob.gets(msg(channel, id), why);
      await bob.gets(msg(channel, 'end'), why);
      const bodies = (await wholeHistory(bob, channel)).map(({ body }) => body);
      if (bodies.join() !== [...ids, 'end'].join()) throw wrong(why.message, `${ids.length + 1} messages`, `${bodies.length}`, why.cause);
    },
  },
  {
    id: 'addressed-to-one',
    group,
    title: 'a message addressed to one broker goes to its subscribers and into its history alone, in the one order of the store',
    rules: ['P8-5', 'P7-10', 'P7-12'],
    notInPage: NOT_IN_PAGE.nats,
    sharesNetwork: true,
    async run(context) {
      const { near, far } = pairOf(context.network);
      const channel = context.random.word('news');
      const [alice, bob] = [await context.join('alice', { broker: near }), await context.join('bob', { broker: far })];
      await subscribe(bob, channel);
      await subscribe(alice, channel);
      const carol = await context.join('carol', { broker: near });
      const before = await publish(carol, channel, 'before');
      carol.send(`@label=p PUBLISH:${channel}@broker2:for two`);
      await carol.gets(
        ok('PUBLISH', `${channel}@broker2`, { seq: undefined, id: /./ }),
        'a publish to one broker was not answered, or was answered with a seq',
      );
      const after = await publish(carol, channel, 'after');
      const why = 'a message addressed to one broker did not go to its subscribers alone';
      await bob.gets(msg(channel, 'before'), why);
      const { seq } = stampOf(await bob.gets(msg(channel, 'for two'), why));
      await bob.gets(msg(channel, 'after'), why);
      await alice.getsAll([msg(channel, 'before'), msg(channel, 'after')], why);
      if (!(before.seq < seq && seq < after.seq))
        throw wrong('an addressed message has no place in the order of the channel', `between ${before.seq} and ${after.seq}`, `${seq}`);
      sameMessages(
        (await historyOf(carol, channel)).messages,
        [before, after],
        'a message addressed to broker2 is in the history of broker1',
      );
      const { messages } = await historyOf(bob, channel);
      if (messages.map(({ body }) => body).join() !== 'before,for two,after')
        throw wrong(
          'a message addressed to a broker is not in its history',
          'before, for two, after',
          messages.map(({ body }) => body).join(', '),
        );
      carol.send(`@label=u PUBLISH:${channel}@broker9:x`);
      await carol.gets(error('UNREACHABLE', { label: 'u' }), 'a broker that was never there is not UNREACHABLE');
    },
  },
];
