// Addresses: a channel of one broker, a user of another one.

import { type Check, wrong } from '../../check.ts';
import { error, msg, ok } from '../../expected.ts';
import { historyOf, numbered, STAMPED } from '../../messages.ts';
import { pairOf, reaches, startPair } from '../../network.ts';
import { NOT_IN_PAGE } from '../../not-in-page.ts';

const group = 'addresses';

export const addresses: readonly Check[] = [
  {
    id: 'address-channel',
    group,
    title: 'news@broker2 is for the channel of broker2 alone',
    rules: ['P7-10'],
    notInPage: NOT_IN_PAGE.links,
    sharesNetwork: true,
    async run(context) {
      const { brokers } = context.network;
      const channel = context.random.word('news');
      const [one, two, three] = await Promise.all(brokers.map((broker, place) => context.join(`subscriber ${place + 1}`, { broker })));
      const publisher = await context.join('publisher', { broker: brokers[0] });
      if (!one || !two || !three) throw new Error('three were started');
      for (const each of [one, two, three]) each.send(`SUBSCRIBE:${channel}`);
      for (const each of [one, two, three]) await each.settle();
      await reaches([publisher], [one, two, three], channel);
      publisher.send(`@label=p PUBLISH:${channel}@broker2:for two`);
      await publisher.gets(ok('PUBLISH', `${channel}@broker2`, { label: 'p', id: /./, seq: undefined }), {
        message: 'a publish to another broker was not answered with an id and no seq',
        cause: 'the seq is the other broker’s to give: it is not known here',
      });
      await two.gets(msg(channel, 'for two'), 'a message addressed to a broker did not reach the subscribers of its channel');
      publisher.send(`PUBLISH:${channel}:for all`);
      for (const each of [one, two, three])
        await each.gets(`MSG:${channel}:for all`, 'a message addressed to one broker reached another one');
      publisher.send(`PUBLISH:${channel}@broker1:for one`);
      await one.gets(`MSG:${channel}:for one`, 'a message to a channel of the broker’s own, sent to its address, did not come');
      publisher.send(`PUBLISH:${channel}:end`);
      for (const each of [one, two, three]) await each.gets(`MSG:${channel}:end`, 'a message addressed to one broker reached another one');
    },
  },
  {
    id: 'address-stored',
    group,
    title: 'a message to the channel of another broker is stored there alone, once, even when nobody there listens',
    rules: ['P7-10', 'P3-1', 'P3-7'],
    notInPage: NOT_IN_PAGE.links,
    sharesNetwork: true,
    async run(context) {
      const { near, far } = pairOf(context.network);
      const [channel, probe] = [context.random.word('news'), context.random.word('probe')];
      const [alice, bob] = [await context.join('alice', { broker: near }), await context.join('bob', { broker: far })];
      bob.send(`SUBSCRIBE:${probe}`);
      await bob.settle();
      await reaches([alice], [bob], probe);
      const id = context.random.word('id');
      for (const _ of numbered(2)) alice.send(`@id=${id} PUBLISH:${channel}@broker2:for two`);
      for (const _ of numbered(2))
        await alice.gets(ok('PUBLISH', `${channel}@broker2`, { id }), 'a publish to another broker was not answered');
      alice.send(`PUBLISH:${probe}:end`); // it crosses after the others
      await bob.gets(`MSG:${probe}:end`, 'a message did not reach a subscriber on another broker');
      for (const [client, expected] of [
        [bob, 'for two'],
        [alice, ''],
      ] as const) {
        const { messages } = await historyOf(client, channel, 10);
        const bodies = messages.map(({ body }) => body).join(', ');
        if (bodies !== expected)
          throw wrong(
            'a message to the channel of another broker was not stored there alone, once',
            `${expected || 'nothing'} in the history of ${client.who}’s broker`,
            bodies || 'nothing',
            'its address says who it is for, whether or not anybody there is interested; here it is not a message of the channel',
          );
      }
    },
  },
  {
    id: 'address-own',
    group,
    title: 'on the broker that it names, an address is the channel itself',
    rules: ['P7-10'],
    notInPage: NOT_IN_PAGE.links,
    sharesNetwork: true,
    async run(context) {
      const { near: broker } = pairOf(context.network);
      const channel = context.random.word('news');
      const [alice, bob] = [await context.join('alice', { broker }), await context.join('bob', { broker })];
      alice.send(`SUBSCRIBE:${channel}`);
      await alice.settle();
      bob.send(`@label=p PUBLISH:${channel}@broker1:here`);
      await bob.gets(ok('PUBLISH', `${channel}@broker1`, STAMPED), 'a publish to the broker’s own address was not answered with a seq');
      await alice.gets(`MSG:${channel}:here`, 'a publish to the broker’s own address did not reach the channel');
      bob.send(`PUBLISH:@${alice.user}@broker1:psst`);
      await alice.gets(`MSG:@${bob.user}:psst`, 'a private message to an address of the same broker did not come as a local one');
    },
  },
  {
    id: 'address-user',
    group,
    title: 'a user of another broker gets a private message, and answers to the address that it came from',
    rules: ['P7-11', 'P7-13', 'P7-14'],
    notInPage: NOT_IN_PAGE.links,
    sharesNetwork: true,
    async run(context) {
      const { near, far } = pairOf(context.network);
      const { join, random } = context;
      const [alice, phone] = [await join('alice', { broker: near }), await join("bob's phone", { broker: far })];
      const [laptop, twin] = [
        await join("bob's laptop", { broker: far, user: phone.user }),
        await join('twin', { broker: near, user: phone.user }),
      ];
      const other = await join("alice's other", { broker: near, user: alice.user });
      const channel = random.word('news');
      phone.send(`SUBSCRIBE:${channel}`);
      await phone.settle();
      await reaches([alice], [phone], channel);
      const [there, back] = [`@${phone.user}@broker2`, `@${alice.user}@broker1`];
      alice.send(`PUBLISH:${there}:Hi there!`);
      for (const device of [phone, laptop])
        await device.gets(`MSG:${back}:Hi there!`, {
          message: 'a private message to a user of another broker did not come with the address of its sender',
          cause: 'it comes as MSG:@alice@broker1:…, so that it can be answered',
        });
      await other.gets(`MSG:${there}:Hi there!`, 'another session of the sender did not get a private message to another broker');
      laptop.send(`PUBLISH:${back}:Hi yourself`);
      for (const device of [alice, other]) await device.gets(`MSG:${there}:Hi yourself`, 'the answer to an address did not come back');
      await phone.gets(`MSG:${back}:Hi yourself`, 'another session of the user who answered did not get the answer');
      if (context.sharesStore)
        // There it is the same user, on another broker (P8-3).
        await twin.getsAll(
          [`MSG:@${alice.user}:Hi there!`, `MSG:${back}:Hi yourself`],
          'a device on another broker did not get what its user received and sent',
        );
      else await twin.getsNothing('a user of the same name on the sender’s broker got a message for the user of another broker');
      for (const [client, address] of [
        [alice, there],
        [phone, back],
      ] as const) {
        const { messages } = await historyOf(client, address, 10);
        const bodies = messages.map(({ body }) => body).join(', ');
        if (bodies !== 'Hi there!, Hi yourself')
          throw wrong(
            'the history of a conversation with a user of another broker does not have both directions',
            'Hi there!, Hi yourself',
            bodies,
          );
      }
    },
  },
  {
    id: 'address-unknown',
    group,
    title: 'a broker that was never linked is UNREACHABLE, and nothing is kept',
    rules: ['P7-12'],
    notInPage: NOT_IN_PAGE.links,
    sharesNetwork: true,
    async run(context) {
      const { near: broker } = pairOf(context.network);
      const alice = await context.join('alice', { broker });
      for (const frame of ['PUBLISH:news@broker9:x', 'PUBLISH:@bob@broker9:x', 'HISTORY:@bob@broker9:5']) {
        alice.send(`@label=u ${frame}`);
        await alice.gets(error('UNREACHABLE', { label: 'u' }), {
          message: 'a command addressed to an unknown broker was not UNREACHABLE',
          cause: 'only brokers that were linked at some time are known',
        });
      }
      await alice.getsNothing('something that was refused came all the same');
    },
  },
  {
    id: 'address-away',
    group,
    title: 'a broker that was linked is reachable while it is away, even after a restart of this one, and gets everything when it is back',
    rules: ['P7-12', 'P7-15'],
    notInPage: NOT_IN_PAGE.links,
    startsItself: true,
    async run(context) {
      const { near, far, link } = await startPair(context);
      const channel = context.random.word('news');
      const [alice, bob] = [await context.join('alice', { broker: near }), await context.join('bob', { broker: far })];
      bob.send(`SUBSCRIBE:${channel}`);
      await bob.settle();
      await reaches([alice], [bob], channel);
      link.cut();
      const farPort = far.port;
      await far.kill();
      await near.restart();
      const again = await context.join('alice again', { broker: near, user: alice.user });
      again.send(...numbered(5).map((n) => `@label=p PUBLISH:@${bob.user}@broker2:${n}`), `@label=c PUBLISH:${channel}@broker2:channel`);
      for (const _ of numbered(5))
        await again.gets(ok('PUBLISH', `@${bob.user}@broker2`), 'a message addressed to a broker that is away was not accepted');
      await again.gets(ok('PUBLISH', `${channel}@broker2`), 'a message addressed to a broker that is away was not accepted');
      await far.start({ PORT: String(farPort) });
      link.heal();
      const back = await context.join('bob again', { broker: far, user: bob.user });
      back.send(`@since=0 SUBSCRIBE:@${bob.user}`);
      await back.gets(ok('SUBSCRIBE', `@${bob.user}`, { recovered: 1 }), 'an inbox could not be resumed');
      for (const n of numbered(5))
        await back.gets(
          msg(`@${alice.user}@broker1`, n),
          'messages for a user of a broker that was away did not come in order when it was back',
        );
    },
  },
  {
    id: 'address-limits',
    group,
    title: 'only PUBLISH, typing and the HISTORY of a conversation take an address',
    rules: ['P7-13'],
    notInPage: NOT_IN_PAGE.links,
    sharesNetwork: true,
    async run(context) {
      const { near: broker } = pairOf(context.network);
      const alice = await context.join('alice', { broker });
      for (const frame of ['SUBSCRIBE:news@broker1', 'UNSUBSCRIBE:news@broker1', 'HISTORY:news@broker1', 'SUBSCRIBE:#@broker1']) {
        alice.send(`@label=a ${frame}`);
        await alice.gets(error('BAD_CHANNEL', { label: 'a' }), 'a command that takes no address was not refused with BAD_CHANNEL');
      }
      for (const target of ['news@', '@bob@', 'news@two words', 'news@a@b', '@@broker1', 'news.*@broker1', 'news@a.b']) {
        alice.send(`@label=b PUBLISH:${target}:x`);
        await alice.gets(error('BAD_CHANNEL', { label: 'b' }), 'a malformed address was not refused with BAD_CHANNEL');
      }
    },
  },
  {
    id: 'address-rights',
    group,
    title: 'a right to a user does not cover one of the same name on another broker, and @* covers both',
    rules: ['P6-7', 'P7-11'],
    notInPage: NOT_IN_PAGE.links,
    sharesNetwork: true,
    async run(context) {
      const { near, far } = pairOf(context.network);
      const channel = context.random.word('news');
      const bob = await context.join('bob', { broker: far });
      const claims = (publish: string[]) => ({ broker: near, claims: { publish: [...publish, channel] } });
      const [limited, all] = [await context.join('limited', claims([`@${bob.user}`])), await context.join('all', claims(['@*']))];
      bob.send(`SUBSCRIBE:${channel}`);
      await bob.settle();
      await reaches([all], [bob], channel);
      limited.send(`@label=l PUBLISH:@${bob.user}@broker2:x`);
      await limited.gets(error('FORBIDDEN', { label: 'l' }), 'a right to a user of this broker was taken for one to a user of another');
      all.send(`PUBLISH:@${bob.user}@broker2:y`);
      await bob.gets(`MSG:@${all.user}@broker1:y`, 'a right to all users did not cover those of another broker');
    },
  },
  {
    id: 'address-repeat',
    group,
    title: 'the repeat of a publish to an address is answered as a repeat, and comes once',
    rules: ['P3-6', 'P7-10', 'P7-11'],
    notInPage: NOT_IN_PAGE.links,
    sharesNetwork: true,
    async run(context) {
      const { near, far } = pairOf(context.network);
      const channel = context.random.word('news');
      const [alice, bob] = [await context.join('alice', { broker: near }), await context.join('bob', { broker: far })];
      bob.send(`SUBSCRIBE:${channel}`);
      await bob.settle();
      await reaches([alice], [bob], channel);
      for (const [address, shown] of [
        [`${channel}@broker2`, channel],
        [`@${bob.user}@broker2`, `@${alice.user}@broker1`],
      ] as const) {
        const id = context.random.word('id');
        alice.send(`@label=1;id=${id} PUBLISH:${address}:once`, `@label=2;id=${id} PUBLISH:${address}:once`, `PUBLISH:${address}:end`);
        await alice.gets(ok('PUBLISH', address, { label: '1', id, dup: undefined }), 'a publish to another broker was not answered');
        await alice.gets(ok('PUBLISH', address, { label: '2', id, dup: '1' }), {
          message: 'the repeat of a publish to another broker was not answered with dup=1',
          cause: 'the broker on which an id was published remembers it, even for what is addressed to another one',
        });
        await bob.getsAll([`MSG:${shown}:once`, `MSG:${shown}:end`], 'the repeat of a publish to another broker came again');
      }
    },
  },
  {
    id: 'private-stays',
    group,
    title: 'a private message without an address stays on its broker',
    rules: ['P6-8', 'P7-11'],
    notInPage: NOT_IN_PAGE.links,
    sharesNetwork: true,
    async run(context) {
      const { near, far } = pairOf(context.network);
      const { join } = context;
      const channel = context.random.word('news');
      const [alice, bob] = [await join('alice', { broker: near }), await join('bob', { broker: near })];
      const [namesake, twin] = [
        await join('another bob', { broker: far, user: bob.user }),
        await join('another alice', { broker: far, user: alice.user }),
      ];
      for (const client of [namesake, twin]) client.send(`SUBSCRIBE:${channel}`);
      for (const client of [namesake, twin]) await client.settle();
      await reaches([alice], [namesake, twin], channel);
      alice.send(`PUBLISH:@${bob.user}:psst`, `PUBLISH:${channel}:for all`);
      await bob.gets(`MSG:@${alice.user}:psst`, 'a private message did not come');
      // Users are the network's there: the two are bob and alice on another broker (P8-3).
      if (context.sharesStore) {
        await namesake.gets(`MSG:@${alice.user}:psst`, 'a private message did not come to a device on another broker');
        await twin.gets(`MSG:@${bob.user}:psst`, 'the sender’s device on another broker did not get a private message');
      }
      for (const client of [namesake, twin]) {
        await client.gets(`MSG:${channel}:for all`, {
          message: 'a user of the same name on another broker got a private message',
          cause: '@bob is the user of this broker: only @bob@broker2 names the one of another',
        });
        await client.getsNothing('a user of the same name on another broker got a private message');
      }
    },
  },
];
