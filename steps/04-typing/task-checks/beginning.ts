// The tasks in exercise/typists.ts that begin typing and keep it up.

import { same, type TaskChecks } from '@workshop/cli/task-checks';
import { withClock } from '@workshop/cli/task-checks/clock';
import { namesIn } from '@workshop/cli/task-checks/names';
import { EXPIRY, setUp } from './set-up.ts';

const TYPING = 'USER_TYPING:news:alice';

export const beginningChecks: TaskChecks = {
  '4.3': {
    'a typist is in the table': () => {
      const { typists, join } = setUp();
      const { user, channel, shown } = typists.begin(join('alice'), 'alice', '@bob', '@alice');
      const cause = 'if this.#find(user, channel) finds no typist, add one with this.#add(…), which returns it, and return it';
      same(typists.channels, ['@bob'], 'a user who began to type is not in the table', cause);
      same(
        { user, channel, shown },
        { user: 'alice', channel: '@bob', shown: '@alice' },
        'the typist does not have the user, channel and shown that were given',
      );
    },
    'the typist has the session, and the session the channel': () => {
      const { begin, join } = setUp();
      const alice = join('alice');
      const { sessions } = begin(alice, 'news');
      same(
        namesIn(sessions, { alice }),
        ['alice'],
        'the session is not in typist.sessions',
        'add it to typist.sessions, at a start as well',
      );
      begin(alice, 'sport');
      const cause = 'session.typing is absent at first: make the Set then, and later add to the one that is there';
      same([...(alice.typing ?? [])], ['news', 'sport'], 'session.typing does not have every channel in which its user types', cause);
    },
    'a repeat is no start': () => {
      const { begin, join } = setUp();
      const alice = join('alice', 'news');
      const typist = begin(alice, 'news');
      const late = join('bob', 'news');
      same(
        whichIs(begin(alice, 'news'), typist),
        'the typist of the start',
        'a repeat made a second typist',
        'it is a start only where this.#find(user, channel) finds none',
      );
      same(late.take(), [], 'a listener was told of a repeat', 'only a start is told: do it where you add the typist');
    },
    'another session of the user joins the typist': () => {
      const { begin, join } = setUp();
      const [laptop, phone] = [join('alice'), join('alice')];
      const typist = begin(laptop, 'news');
      same(
        whichIs(begin(phone, 'news'), typist),
        'the typist of the start',
        "the user's second session made a second typist",
        'a typist is a user, with all their sessions',
      );
      const cause = 'add the session and the channel at every call, even at a repeat: it may come from another session';
      same(
        namesIn(typist.sessions, { laptop, phone }),
        ['laptop', 'phone'],
        "typist.sessions does not have both of the user's sessions",
        cause,
      );
      same([...(phone.typing ?? [])], ['news'], "the second session's typing does not have the channel", cause);
    },
    'each user in each channel is a typist of their own': () => {
      const { typists, begin, join } = setUp();
      const [alice, bob] = [join('alice'), join('bob')];
      const all = new Set([begin(alice, 'news'), begin(bob, 'news'), begin(alice, 'sport')]);
      same([all.size, typists.channels], [3, ['news', 'sport']], 'two users, or two channels, share a typist');
    },
    'all listeners of the channel are told of a start': () => {
      const { begin, join } = setUp();
      const [bob, carol, dave] = [join('bob', 'news'), join('carol', 'news'), join('dave', 'sport')];
      begin(join('alice'), 'news');
      const cause = 'at a start, call this.#tell(listener, typist) for each of this.listeners(channel)';
      same([bob.take(), carol.take()], [[TYPING], [TYPING]], 'not every listener in the channel was told of the start', cause);
      same(dave.take(), [], 'a listener in another channel was told of the start', 'this.listeners(channel)');
    },
  },
  '4.4': {
    'a listener is told who types, and where': () => {
      const { typists, begin, join } = setUp();
      const [alice, carol, bob] = [join('alice'), join('carol'), join('bob')];
      begin(alice, 'news');
      begin(carol, 'news');
      typists.greet(bob, 'news');
      const cause = "send { frame: { verb: 'USER_TYPING', target: typist.shown, body: typist.user } }";
      same(bob.take(), [TYPING, 'USER_TYPING:news:carol'], 'a listener did not get USER_TYPING with the channel and the user', cause);
      typists.begin(alice, 'alice', '@bob', '@alice');
      typists.greet(bob, '@bob');
      same(bob.take(), ['USER_TYPING:@alice:alice'], 'USER_TYPING does not have typist.shown as its target', 'the target is typist.shown');
    },
    'a listener is told once': () => {
      const { typists, begin, join } = setUp();
      const bob = join('bob');
      const { told } = begin(join('alice'), 'news');
      for (const listener of [bob, bob]) typists.greet(listener, 'news');
      const cause = 'add every listener you tell to typist.told, and skip those that are in it';
      same(bob.take(), [TYPING], 'a listener was told twice about the same typist', cause);
      same(namesIn(told, { bob }), ['bob'], 'a listener was told, and is not in typist.told', cause);
    },
    'no session of the typist is told': () => {
      const { typists, begin, join } = setUp();
      const [laptop, phone] = [join('alice'), join('alice')];
      const { told } = begin(laptop, 'news');
      typists.greet(laptop, 'news');
      typists.greet(phone, 'news');
      const cause = 'compare users, not sessions: listener.user === typist.user';
      same([laptop.take(), phone.take()], [[], []], "the typist's own session was told", cause);
      const noted = "the typist's own session is in typist.told, although it was not told";
      same(
        [told.has(laptop), told.has(phone)],
        [false, false],
        noted,
        'add only those you tell to typist.told: everyone in it is told of the end',
      );
    },
    'the frame has no tags, and a listener need not have a user': () => {
      const { typists, begin, join } = setUp();
      const bob = join('bob');
      bob.tagged = true;
      begin(join('alice'), 'news');
      typists.greet(bob, 'news');
      same(bob.take(), [TYPING], 'USER_TYPING came with tags', 'typing has no number: there is none to give');
      const frames: unknown[] = [];
      typists.greet({ send: ({ frame }) => frames.push(frame.verb) }, 'news');
      same(frames, ['USER_TYPING'], 'a listener without a user was not told', 'from chapter 6 on, the link to another broker listens too');
    },
  },
  '4.5': {
    'when the time is over, the typist has stopped': withClock(({ pass }) => {
      const { typists, join, stopped } = setUpTime();
      typists.start(join('alice'), 'alice', 'news');
      pass(EXPIRY - 1);
      same(stopped, [], 'typing ended before its time was over', 'the time is this.#expiry, in ms');
      pass(1);
      const cause = 'set a timer for this.#expiry ms that calls this.stop(user, channel), which looks the typist up again';
      same(stopped, ['alice news'], 'this.stop(user, channel) was not called when the time was over', cause);
    }),
    'each repeat gives the whole time again': withClock(({ pass }) => {
      const { typists, join, stopped } = setUpTime();
      const alice = join('alice');
      for (let n = 0; n < 4; n += 1) {
        typists.start(alice, 'alice', 'news');
        pass(EXPIRY - 1000);
      }
      const cause = 'at a repeat, typist.timer has a timer already: clear it, and keep the new one in its place';
      same(stopped, [], 'a repeat did not extend the time', cause);
      pass(1000);
      same(stopped, ['alice news'], 'after a repeat, the typing was not stopped once when the time was over', cause);
    }),
    'each typist has a time of their own': withClock(({ pass }) => {
      const { typists, join, stopped } = setUpTime();
      const [alice, bob] = [join('alice'), join('bob')];
      typists.start(alice, 'alice', 'news');
      pass(1000);
      typists.start(bob, 'bob', 'news');
      typists.start(alice, 'alice', 'sport');
      pass(EXPIRY);
      const expected = ['alice news', 'bob news', 'alice sport'];
      same(stopped, expected, "one typist's start took away another typist's timer", 'keep each timer in its typist: typist.timer');
    }),
    'an error does not end the process': withClock(({ pass }) => {
      const { typists, reported, join } = setUpTime();
      typists.stop = () => {
        throw new Error('a fault');
      };
      typists.start(join('alice'), 'alice', 'news');
      let thrown = 0;
      try {
        pass(EXPIRY);
      } catch {
        thrown += 1;
      }
      const cause = 'nobody catches what a timer throws: do its work in this.#broker.guard(() => …), which reports the error';
      same(thrown, 0, "an error in the timer's work was not caught: it would end the process", cause);
      same(reported.length, 1, "an error in the timer's work was swallowed, and not reported", cause);
    }),
  },
};

const whichIs = (typist: object, first: object) => (typist === first ? 'the typist of the start' : 'another typist');

/** Typists that note who has stopped where. */
function setUpTime() {
  const parts = setUp();
  const stopped: string[] = [];
  parts.typists.stop = (user, channel) => void stopped.push(`${user} ${channel}`);
  return { ...parts, stopped };
}
