// Two brokers, as their clients see them: addresses, conversations, typing.

import type { FakeClient } from '01-basic-pubsub/test';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { type Member, TestNetwork } from './network.ts';

let network: TestNetwork;
let [one, two]: Member[] = [];
let [alice, bob]: FakeClient[] = [];

beforeEach(async () => {
  network = new TestNetwork();
  one = network.start('one', { peers: ['two'] });
  two = network.start('two');
  await network.run(500);
  alice = await network.join(one, 'alice');
  bob = await network.join(two, 'bob');
});
afterEach(() => void vi.useRealTimers());

/** What each was sent, without ids and times. */
async function hear(...clients: (FakeClient | undefined)[]): Promise<string[][]> {
  await network.run(100);
  return clients.map((client) => client?.take().map((text) => text.replaceAll(/id=[^; ]*[; ]|time=\d+;|epoch=\w+[; ]/g, '')) ?? []);
}
const errors = (texts: string[] = []) => texts.map((text) => /^(?:@label=[^ :]*[ ;])?(ERROR:\w+|OK:\w+)/.exec(text)?.[1]);

test('a message crosses as it is, line ends and all', async () => {
  bob?.say('@label=s SUBSCRIBE:news');
  await network.run(200);
  bob?.take();
  alice?.say('PUBLISH:news:a:b\n\r\n\n');
  expect((await hear(bob))[0]).toEqual(['@seq=1;from=alice@one;origin=one MSG:news:a:b\n\r\n']);
});

describe('an address', () => {
  test("of a channel reaches that broker's subscribers alone, once for each id", async () => {
    alice?.say('SUBSCRIBE:news', '@label=1;id=x PUBLISH:news@two:a', '@label=2;id=x PUBLISH:news@two:a', '@label=3 PUBLISH:news@one:b');
    bob?.say('SUBSCRIBE:news');
    await network.run(200);
    alice?.take();
    bob?.take();
    alice?.say('@label=4;id=y PUBLISH:news@two:c', '@label=5;id=y PUBLISH:news@two:c', '@label=6 PUBLISH:news@one:d');
    expect(await hear(alice, bob)).toEqual([
      [
        '@label=4;OK:PUBLISH:news@two',
        '@label=5;dup=1 OK:PUBLISH:news@two',
        '@seq=2;from=alice MSG:news:d',
        '@label=6;seq=2;OK:PUBLISH:news@one',
      ],
      ['@seq=2;from=alice@one;origin=one MSG:news:c'],
    ]);
  });

  test('of a user makes a conversation that both have, each on their own broker', async () => {
    const other = await network.join(one as Member, 'alice');
    alice?.say('@label=1 PUBLISH:@bob@two:Hi');
    await network.run(100);
    bob?.say('@label=2 PUBLISH:@alice@one:Ho', '@label=3;id=same PUBLISH:@alice@one:twice', '@label=4;id=same PUBLISH:@alice@one:twice');
    expect(await hear(alice, other, bob)).toEqual([
      [
        '@label=1;seq=1;OK:PUBLISH:@bob@two',
        '@seq=2;from=bob@two;origin=two MSG:@bob@two:Ho',
        '@seq=3;from=bob@two;origin=two MSG:@bob@two:twice',
      ],
      [
        '@seq=1;from=alice MSG:@bob@two:Hi',
        '@seq=2;from=bob@two;origin=two MSG:@bob@two:Ho',
        '@seq=3;from=bob@two;origin=two MSG:@bob@two:twice',
      ],
      [
        '@seq=1;from=alice@one;origin=one MSG:@alice@one:Hi',
        '@label=2;seq=2;OK:PUBLISH:@alice@one',
        '@label=3;seq=3;OK:PUBLISH:@alice@one',
        '@label=4;seq=3;dup=1 OK:PUBLISH:@alice@one',
      ],
    ]);
    alice?.say('HISTORY:@bob@two:2', 'HISTORY:@bob');
    expect((await hear(alice))[0]).toEqual([
      '@seq=2;from=bob@two;origin=two MSG:@bob@two:Ho',
      '@seq=3;from=bob@two;origin=two MSG:@bob@two:twice',
      '@last=3 OK:HISTORY:@bob@two',
      '@last=0 OK:HISTORY:@bob',
    ]);
  });

  test('of this broker is no other than the one without it', async () => {
    const zoe = await network.join(one as Member, 'zoe');
    alice?.say(
      '@label=1 PUBLISH:@zoe@one:Hi',
      '@label=2 HISTORY:@zoe@one',
      '@label=3 USER_TYPING:@zoe@one',
      '@label=4 USER_STOPPED:@zoe@one',
    );
    expect(await hear(zoe, bob)).toEqual([
      ['@seq=1;from=alice MSG:@alice:Hi', 'USER_TYPING:@alice:alice', 'USER_STOPPED:@alice:alice'],
      [],
    ]);
    expect(alice?.take().filter((text) => / OK:/.test(text)).length).toBe(4);
  });

  test('that nobody has is refused, and so is one where none belongs', async () => {
    const commands = [
      'PUBLISH:news@never:x',
      'PUBLISH:@bob@never:x',
      'HISTORY:@bob@never',
      'USER_TYPING:@bob@never',
      'USER_STOPPED:@bob@never',
    ];
    alice?.say(...commands);
    expect(errors((await hear(alice))[0])).toEqual(Array(5).fill('ERROR:UNREACHABLE'));
    alice?.say(
      'SUBSCRIBE:news@two',
      'SUBSCRIBE:@bob@two',
      'UNSUBSCRIBE:news@two',
      'HISTORY:news@two',
      'PUBLISH:@bob@two@one:x',
      'PUBLISH:news@:x',
    );
    expect(errors((await hear(alice))[0])).toEqual(Array(6).fill('ERROR:BAD_CHANNEL'));
    alice?.say('PUBLISH:news@two', 'USER_TYPING:@bob@two:x', 'HISTORY:@bob@two:x', 'USER_TYPING:news@two');
    expect(errors((await hear(alice))[0])).toEqual([...Array(3).fill('ERROR:BAD_FRAME'), 'ERROR:FORBIDDEN']);
  });

  test('is known as long as the file is', async () => {
    network.ways.kill('two');
    network.restart('one');
    const again = await network.join(one as Member, 'alice');
    again.say('@label=1 PUBLISH:news@two:x', '@label=2 PUBLISH:news@three:x');
    expect(errors((await hear(again))[0])).toEqual(['OK:PUBLISH', 'ERROR:UNREACHABLE']);
  });
});

describe('typing', () => {
  beforeEach(async () => {
    alice?.say('SUBSCRIBE:news');
    bob?.say('SUBSCRIBE:news.#');
    await hear();
  });

  test('is told on the other broker, and so is its end, before the message that is one', async () => {
    alice?.say('USER_TYPING:news');
    expect(await hear(bob)).toEqual([['USER_TYPING:news:alice@one']]);
    alice?.say('PUBLISH:news:x');
    expect((await hear(bob))[0]?.map((text) => text.replace(/^@[^ ]* ?/, ''))).toEqual([
      'USER_STOPPED:news:alice@one',
      expect.stringMatching(/MSG:news:x/),
    ]);
    bob?.say('PUBLISH:news:y');
    alice?.say('USER_TYPING:@bob@two', 'USER_STOPPED:@bob@two');
    expect((await hear(bob))[0]?.slice(-2)).toEqual(['USER_TYPING:@alice@one:alice@one', 'USER_STOPPED:@alice@one:alice@one']);
  });

  test('lasts there as long as it is repeated here', async () => {
    alice?.say('USER_TYPING:news');
    for (let second = 0; second < 20; second += 4) {
      await network.run(4000);
      alice?.say('USER_TYPING:news');
    }
    expect(await hear(bob)).toEqual([['USER_TYPING:news:alice@one']]);
    await network.run(7000);
    expect(await hear(bob)).toEqual([['USER_STOPPED:news:alice@one']]);
  });

  test('ends with the link, and is told anew with the next one', async () => {
    alice?.say('USER_TYPING:news');
    await hear(bob);
    network.ways.cut('one', 'two');
    await network.run(2000);
    expect(bob?.take()).toEqual(['USER_STOPPED:news:alice@one', 'USER_TYPING:news:alice@one']);
    network.ways.kill('one');
    expect(await hear(bob)).toEqual([['USER_STOPPED:news:alice@one']]);
  });

  test('is told to a broker that becomes interested, and its end to one that was', async () => {
    bob?.say('UNSUBSCRIBE:news.#');
    await hear();
    alice?.say('USER_TYPING:news');
    expect(await hear(bob)).toEqual([[]]);
    bob?.say('SUBSCRIBE:news');
    expect(await hear(bob)).toEqual([['USER_TYPING:news:alice@one']]);
    bob?.say('UNSUBSCRIBE:news', 'SUBSCRIBE:news');
    expect(await hear(bob)).toEqual([['USER_TYPING:news:alice@one']]);
    alice?.leave();
    expect(await hear(bob)).toEqual([['USER_STOPPED:news:alice@one']]);
  });
});
