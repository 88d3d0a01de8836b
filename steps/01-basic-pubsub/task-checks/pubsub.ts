// What the tasks in exercise/pubsub.ts must do, seen from inside.

import { same, type TaskChecks, wrong } from '@workshop/cli/task-checks';
import { setUp } from './set-up.ts';

const FILL = 'task 1.5 needs session.channels: fill it here';
const BOTH = 'undo what task 1.2 did, in both places: in the table and in session.channels';
const EMPTY_SET = 'delete the entry of a channel whose Set has become empty, or the table grows by every name that anybody ever tried';
const WAITS = 'send without an await or a timer: while the loop waits, the next message may overtake this one';

export const checks: TaskChecks = {
  '1.2': {
    'the session is among the readers of the channel': () => {
      const { channels, alice } = setUp();
      channels.subscribe(alice, 'news');
      const cause = 'this.#subscribers needs a Set for the channel, with the session in it; put a new Set into the Map, too';
      same(channels.names('news'), ['alice'], 'after subscribing, the session is not among the readers of its channel', cause);
    },
    'the session knows its channel': () => {
      const { channels, alice } = setUp();
      channels.subscribe(alice, 'news');
      same(alice.channels, new Set(['news']), 'after subscribing, session.channels does not have the channel', FILL);
    },
    'no other session and no other channel is affected': () => {
      const { channels, alice, bob } = setUp();
      channels.subscribe(alice, 'news');
      const shared = 'readers() gives one and the same Set for all channels that nobody wants: make a new Set of your own';
      same(channels.names('sport'), [], 'after subscribing to one channel, the session is among the readers of another', shared);
      channels.subscribe(bob, 'sport');
      same(
        alice.channels,
        new Set(['news']),
        'a session has the channels of another session in its session.channels',
        'make a new Set for each session',
      );
    },
    'a second subscriber joins the first': () => {
      const { channels, alice, bob } = setUp();
      channels.subscribe(alice, 'news');
      channels.subscribe(bob, 'news');
      const cause = 'a new Set only where the channel has none: otherwise add to the one that is there';
      same(
        channels.names('news').toSorted(),
        ['alice', 'bob'],
        'after a second session subscribed, the readers are not both of them',
        cause,
      );
    },
    'a second channel joins the first': () => {
      const { channels, alice } = setUp();
      channels.subscribe(alice, 'news');
      channels.subscribe(alice, 'sport');
      const cause = 'a new Set only where the session has none: otherwise add to the one that is there; task 1.5 needs them all';
      same(alice.channels, new Set(['news', 'sport']), 'after subscribing to a second channel, session.channels does not have both', cause);
      same(
        [channels.names('news'), channels.names('sport')],
        [['alice'], ['alice']],
        'after subscribing to a second channel, the session does not read both',
        cause,
      );
    },
    'subscribing again changes nothing': () => {
      const { channels, alice } = setUp();
      for (const channel of ['news', 'news']) channels.subscribe(alice, channel);
      const readers = channels.names('news');
      if (readers.length > 1)
        same(readers, ['alice'], 'after subscribing twice, the session is in the table twice', 'keep the sessions in a Set');
      same(
        readers,
        ['alice'],
        'after subscribing twice, the session is no longer among the readers',
        'only add: a second SUBSCRIBE takes nothing back',
      );
      same(alice.channels, new Set(['news']), 'after subscribing twice, session.channels does not have the channel', 'only add');
    },
  },
  '1.3': {
    'a subscriber gets MSG:<channel>:<body>': async () => {
      const { channels, alice } = setUp();
      channels.subscribe(alice, 'news');
      channels.fanOut('news', 'Hi');
      const frames = alice.take();
      if (frames.length === 0) {
        await new Promise((resolve) => setImmediate(resolve));
        if (alice.packets.length > 0)
          throw wrong('when fanOut returned, not every subscriber had the message', 'MSG:news:Hi at once', 'MSG:news:Hi, but later', WAITS);
        throw wrong(
          'the subscriber of the channel got nothing',
          'MSG:news:Hi',
          'nothing',
          'call session.send for each session in this.readers(channel)',
        );
      }
      if (frames[0]?.startsWith('@'))
        same(frames, ['MSG:news:Hi'], 'the message came with tags', 'in this stage a frame has a verb, a target and a body, and no tags');
      if (frames.length > 1) same(frames, ['MSG:news:Hi'], 'the subscriber got the message more than once', 'send it once to each session');
      same(
        frames,
        ['MSG:news:Hi'],
        'the subscriber got a frame other than MSG:<channel>:<body>',
        "the frame is { verb: 'MSG', target: channel, body }",
      );
    },
    'every subscriber gets it at once': async () => {
      const { channels, alice, bob, carol } = setUp();
      const all = [alice, bob, carol];
      for (const session of all) channels.subscribe(session, 'news');
      channels.fanOut('news', 'Hi');
      const served = () => all.filter(({ packets }) => packets.length > 0).map(({ name }) => name);
      const [atOnce] = [served(), await new Promise((resolve) => setImmediate(resolve))];
      if (served().length === all.length)
        same(atOnce, ['alice', 'bob', 'carol'], 'when fanOut returned, not every subscriber had the message', WAITS);
      const stops = 'does the loop end early? Every session in this.readers(channel) gets the message';
      same(served(), ['alice', 'bob', 'carol'], 'not every subscriber of the channel got the message', stops);
    },
    'only those who subscribed to this channel get it': () => {
      const { channels, alice, bob } = setUp();
      channels.subscribe(alice, 'news');
      channels.subscribe(bob, 'sport');
      channels.fanOut('news', 'Hi');
      same(
        bob.take(),
        [],
        'a session that subscribed to another channel got the message',
        'ask this.readers for the channel of this message alone',
      );
    },
    'a message to a channel that nobody wants is no error': () => {
      setUp().channels.fanOut('news', 'Hi');
    },
    'the body arrives as it is': () => {
      const { channels, alice } = setUp();
      channels.subscribe(alice, 'news');
      for (const body of ['', ' a:b ', '@x=1 Hi', '0']) channels.fanOut('news', body);
      const expected = ['MSG:news:', 'MSG:news: a:b ', 'MSG:news:@x=1 Hi', 'MSG:news:0'];
      same(alice.take(), expected, 'a body did not arrive as it was published', 'pass the body on as it is: the empty one is a body');
    },
    'one packet serves all': () => {
      const { channels, alice, bob } = setUp();
      for (const session of [alice, bob]) channels.subscribe(session, 'news');
      channels.fanOut('news', 'Hi');
      if (alice.packets[0] === bob.packets[0]) return;
      const cause = 'make the packet before the loop: a transport keeps its bytes in it, and encodes it only once';
      throw wrong('each subscriber got a packet of its own', 'the same packet for all', 'one for each', cause);
    },
  },
  '1.4': {
    'the session is no longer among the readers': () => {
      const { channels, alice, bob } = setUp();
      for (const session of [alice, bob]) channels.subscribe(session, 'news');
      channels.unsubscribe(alice, 'news');
      if (channels.names('news').length === 0)
        same([], ['bob'], 'when one session unsubscribed, the other readers were lost', 'take out this session alone');
      same(channels.names('news'), ['bob'], 'after unsubscribing, the session is still among the readers of the channel', BOTH);
    },
    'the session no longer has the channel': () => {
      const { channels, alice } = setUp();
      channels.subscribe(alice, 'news');
      channels.unsubscribe(alice, 'news');
      same([...(alice.channels ?? [])], [], 'after unsubscribing, session.channels still has the channel', BOTH);
    },
    'its other channels stay': () => {
      const { channels, alice } = setUp();
      for (const channel of ['news', 'sport']) channels.subscribe(alice, channel);
      channels.unsubscribe(alice, 'news');
      const cause = 'take out this channel alone: task 1.5 needs the others';
      same(
        alice.channels,
        new Set(['sport']),
        'after unsubscribing from one channel, session.channels does not have exactly the other',
        cause,
      );
      same(channels.names('sport'), ['alice'], 'after unsubscribing from one channel, the session no longer reads the other', cause);
    },
    'unsubscribing without having subscribed changes nothing': () => {
      const { channels, alice, bob } = setUp();
      channels.subscribe(alice, 'news');
      channels.unsubscribe(bob, 'news');
      const cause = 'the session may not be in the Set: look at its size after the delete, not before';
      same(channels.names('news'), ['alice'], 'a session that never subscribed unsubscribed, and the only reader was lost', cause);
      channels.unsubscribe(bob, 'sport');
      channels.unsubscribe(alice, 'sport');
      same(alice.channels, new Set(['news']), 'unsubscribing from a channel that it never had has changed session.channels', BOTH);
      same(
        channels.hasEntry('sport'),
        false,
        'unsubscribing from a channel that nobody wants has made an entry for it',
        'make no Set here',
      );
    },
    'a channel that nobody wants any more leaves nothing behind': () => {
      const { channels, alice } = setUp();
      channels.subscribe(alice, 'news');
      channels.unsubscribe(alice, 'news');
      same(channels.hasEntry('news'), false, 'after the last one unsubscribed, the channel still has an entry: an empty Set', EMPTY_SET);
    },
  },
  '1.5': {
    'the session is no longer among the readers': () => {
      const { channels, alice } = setUp();
      channels.subscribe(alice, 'news');
      channels.leave(alice);
      const cause = 'take it out of the table, too: this.unsubscribe does both, for one channel';
      same(channels.names('news'), [], 'after leaving, the session is still among the readers of its channel', cause);
    },
    'it leaves every channel': () => {
      const { channels, alice } = setUp();
      const names = ['news', 'sport', 'weather'];
      for (const channel of names) channels.subscribe(alice, channel);
      channels.leave(alice);
      const still = names.filter((channel) => channels.names(channel).length > 0);
      same(
        still,
        [],
        'after leaving, the session is still among the readers of some of its channels',
        'go through all of session.channels: does the loop end early?',
      );
    },
    'the others stay': () => {
      const { channels, alice, bob } = setUp();
      for (const session of [alice, bob]) channels.subscribe(session, 'news');
      channels.leave(alice);
      same(
        channels.names('news'),
        ['bob'],
        'when one session left, the other readers of its channel were lost',
        'take out this session alone',
      );
    },
    'a session that never subscribed may leave': () => {
      const { channels, alice, bob } = setUp();
      channels.subscribe(bob, 'news');
      channels.leave(alice); // session.channels is absent
      same(channels.names('news'), ['bob'], 'a session without a channel left, and a reader was lost', 'it has nothing to take back');
    },
    'a channel that nobody wants any more leaves nothing behind': () => {
      const { channels, alice } = setUp();
      channels.subscribe(alice, 'news');
      channels.leave(alice);
      same(channels.hasEntry('news'), false, 'after its last reader left, the channel still has an entry: an empty Set', EMPTY_SET);
    },
  },
};
