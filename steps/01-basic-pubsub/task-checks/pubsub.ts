// What tasks 1.2 to 1.5 must do: the table of subscribers, seen from inside.

import { FakeClient } from '01-basic-pubsub/test';
import { same, type TaskChecks, wrong } from '@workshop/cli/task-checks';
import { formatFrame } from '@workshop/protocol';
import { Broker } from '#core';
import { Channels, type Subscriber } from '#pubsub';
import type { Packet } from '#session';

class Client extends FakeClient implements Subscriber {
  channels?: Set<string>;
  /** What it was sent, packet by packet. */
  readonly packets: Packet[] = [];

  override send(packet: Packet): void {
    this.packets.push(packet);
    super.send(packet);
  }
}

function setUp() {
  const broker = new Broker();
  return { channels: new Channels(), alice: new Client(broker), bob: new Client(broker) };
}

const readers = (channels: Channels, channel: string, names: ReadonlyMap<unknown, string>) =>
  [...channels.readers(channel)].map((session) => names.get(session) ?? 'a stranger').toSorted();

/** A table in which Alice and Bob read `news`, made by hand: where SUBSCRIBE is not written yet, the rest can be judged all the same. */
function withReaders(...subscribed: readonly string[]) {
  const parts = setUp();
  for (const channel of subscribed) {
    parts.channels.subscribe(parts.alice, channel);
    parts.channels.subscribe(parts.bob, channel);
  }
  const names = new Map<unknown, string>([
    [parts.alice, 'alice'],
    [parts.bob, 'bob'],
  ]);
  return { ...parts, names };
}

/** The constant that `readers` returns for a channel nobody wants. */
const nobody = (channels: Channels) => channels.readers('a channel that nobody ever wanted');

export const checks: TaskChecks = {
  '1.2': {
    'the session is among the readers of its channel': () => {
      const { channels, alice } = setUp();
      channels.subscribe(alice, 'news');
      if (!channels.readers('news').has(alice))
        throw wrong(
          'after subscribing, the session is not among the readers of its channel',
          'a Set with the session, under the channel, in this.#subscribers',
          `${channels.readers('news').size} readers`,
          'the first subscriber of a channel finds no Set: make one, add the session, and set it in the Map',
        );
    },
    'the session knows its channel': () => {
      const { channels, alice } = setUp();
      channels.subscribe(alice, 'news');
      same(
        [...(alice.channels ?? [])],
        ['news'],
        'after subscribing, session.channels does not have the channel',
        'the same fact is kept in two places: task 1.5 reads session.channels to clean up. It is absent at first, so make it where it is missing',
      );
    },
    'a second subscriber does not take the place of the first': () => {
      const { channels, names } = withReaders('news');
      same(
        readers(channels, 'news', names),
        ['alice', 'bob'],
        'a second subscriber takes the place of the first',
        'make a Set only where there is none yet',
      );
    },
    'a second channel does not take the place of the first': () => {
      const { channels, alice } = setUp();
      channels.subscribe(alice, 'news');
      channels.subscribe(alice, 'sport');
      same(
        [...(alice.channels ?? [])].toSorted(),
        ['news', 'sport'],
        'a second subscription takes the place of the first in session.channels',
        'add to session.channels where it is there, and make a new Set only where it is not',
      );
      if (!channels.readers('news').has(alice) || !channels.readers('sport').has(alice))
        throw wrong(
          'a session is not among the readers of both its channels',
          'news and sport',
          'only one of them',
          'each channel has a Set of its own',
        );
    },
    'subscribing again changes nothing': () => {
      const { channels, alice } = setUp();
      channels.subscribe(alice, 'news');
      channels.subscribe(alice, 'news');
      same(
        [...channels.readers('news')].length,
        1,
        'after subscribing twice, the session is in the table twice',
        'a Set has each member once',
      );
      same(alice.channels?.size, 1, 'after subscribing twice, session.channels has the channel twice', 'a Set has each member once');
    },
  },
  '1.3': {
    'each reader gets one MSG frame': () => {
      const { channels, alice, bob } = withReaders('news');
      channels.fanOut('news', 'Hi');
      for (const [who, client] of Object.entries({ alice, bob })) {
        const frames = client.packets.map(({ frame }) => formatFrame(frame));
        if (frames.length > 1)
          throw wrong(
            `${who} got the message ${frames.length} times`,
            'MSG:news:Hi, once',
            frames.join(', '),
            'send the packet once to each session in this.readers(channel)',
          );
        if (frames.length === 0)
          throw wrong(
            who === 'bob' && alice.packets.length > 0 ? 'only the first reader got the message' : 'a reader did not get the message',
            `MSG:news:Hi for ${who}`,
            'nothing',
            'session.send must be called in this very turn for every session in this.readers(channel): no await between two of them, and no return in the loop',
          );
        same(frames[0], 'MSG:news:Hi', 'what a reader gets is not the message', "the frame is { verb: 'MSG', target: channel, body }");
      }
    },
    'the body goes out as it came': () => {
      const { channels, alice } = withReaders('news');
      channels.fanOut('news', ' a:b:c\n');
      same(alice.packets[0]?.frame.body, ' a:b:c\n', 'the body does not go out as it came', 'change nothing about it');
      channels.fanOut('news', '');
      same(
        alice.packets[1]?.frame.body,
        '',
        'an empty body does not go out',
        'an empty text is false in a condition, and a body all the same',
      );
    },
    'all readers get the same packet': () => {
      const { channels, alice, bob } = withReaders('news');
      channels.fanOut('news', 'Hi');
      if (alice.packets[0] !== bob.packets[0])
        throw wrong(
          'each reader gets a packet of its own',
          'one packet for all of them',
          'a new object for each',
          'a packet is encoded once, however many sessions it is sent to: make it before the loop',
        );
    },
    'nobody else gets it': () => {
      const { channels, alice, bob } = setUp();
      channels.subscribe(alice, 'news');
      channels.subscribe(bob, 'sport');
      channels.fanOut('news', 'Hi');
      same(bob.frames, [], 'a session that reads another channel got the message', 'ask this.readers(channel), not for all sessions');
      channels.fanOut('weather', 'Rain');
      same(
        alice.frames,
        ['MSG:news:Hi'],
        'a message to a channel that nobody reads went to somebody',
        'this.readers(channel) is empty then',
      );
    },
  },
  '1.4': {
    'the session is no longer among the readers': () => {
      const { channels, alice, names } = withReaders('news');
      channels.unsubscribe(alice, 'news');
      same(
        readers(channels, 'news', names),
        ['bob'],
        'after unsubscribing, the readers of the channel are not just the others',
        'delete this one session from the Set of this one channel',
      );
    },
    'the session no longer knows the channel': () => {
      const { channels, alice } = withReaders('news', 'sport');
      channels.unsubscribe(alice, 'news');
      same(
        [...(alice.channels ?? [])],
        ['sport'],
        'after unsubscribing, session.channels is not just the other channels',
        'undo what task 1.2 did, in both places, for this channel only',
      );
    },
    'a channel that nobody wants any more leaves nothing behind': () => {
      const { channels, alice, bob } = withReaders('news');
      channels.unsubscribe(alice, 'news');
      channels.unsubscribe(bob, 'news');
      if (channels.readers('news') !== nobody(channels))
        throw wrong(
          'the last subscriber of a channel leaves an empty Set behind',
          'no entry for the channel in this.#subscribers',
          'an entry with a Set of 0 sessions',
          'one stays for every name that anybody ever tried, for ever: delete the entry of the Map when its Set has become empty',
        );
    },
    'the others stay': () => {
      const { channels, alice, bob } = withReaders('news');
      channels.unsubscribe(alice, 'news');
      if (!channels.readers('news').has(bob))
        throw wrong(
          'one that unsubscribes takes the others along',
          'bob is still a reader',
          'nobody is',
          'delete the entry of the channel only when its Set is empty',
        );
    },
    'without a subscription, nothing changes': () => {
      const { channels, alice, bob, names } = withReaders('news');
      channels.unsubscribe(alice, 'never');
      channels.unsubscribe(alice, 'news');
      channels.unsubscribe(alice, 'news');
      same(
        readers(channels, 'news', names),
        ['bob'],
        'unsubscribing from what one is not subscribed to changes something',
        'either may be missing: ?. skips the call then',
      );
      channels.unsubscribe(new Client(new Broker()), 'news');
      same(
        readers(channels, 'news', names),
        ['bob'],
        'a session that never subscribed changes something by unsubscribing',
        'session.channels may be absent',
      );
      same([...(bob.channels ?? [])], ['news'], 'one that unsubscribes changes the channels of another', 'only this session is concerned');
    },
  },
  '1.5': {
    'one that leaves is among the readers of none of its channels': () => {
      const { channels, alice, names } = withReaders('news', 'sport', 'weather');
      channels.leave(alice);
      const left = ['news', 'sport', 'weather'].filter((channel) => readers(channels, channel, names).includes('alice'));
      if (left.length === 3)
        throw wrong(
          'a session that has left is still among the readers of its channels',
          'of none',
          left.join(', '),
          'unsubscribe it from everything that session.channels names',
        );
      same(
        left,
        [],
        'a session that has left is still among the readers of some of its channels',
        'go on to the last channel: no return in the loop, and each one, not only the first',
      );
    },
    'the others stay': () => {
      const { channels, alice, names } = withReaders('news');
      channels.leave(alice);
      same(readers(channels, 'news', names), ['bob'], 'one that leaves takes the others along', 'only this session is concerned');
    },
    'its channels leave nothing behind': () => {
      const { channels, alice } = setUp();
      channels.subscribe(alice, 'news');
      channels.leave(alice);
      if (channels.readers('news') !== nobody(channels))
        throw wrong(
          'the last session of a channel leaves an empty Set behind when it goes',
          'no entry for the channel in this.#subscribers',
          'an entry with a Set of 0 sessions',
          'to go away is to unsubscribe: this.unsubscribe does all of it',
        );
    },
    'one that never subscribed may leave': () => {
      const { channels, alice } = setUp();
      channels.leave(alice);
    },
  },
};
