// What tasks 4.3 to 4.8 must do: how typing begins, and who is told. How it ends is in ends.ts.

import { same, type TaskChecks, wrong } from '@workshop/cli/task-checks';
import { ends } from './ends.ts';
import { Client, EXPIRY_MS, got, isTyping, setUp, typingFrame, withAlice, withClock } from './set-up.ts';

export const checks: TaskChecks = {
  '4.3': {
    'the user is in the table': () => {
      const { typists, alice } = setUp();
      const typist = typists.begin(alice, 'alice', 'news', 'shown-news');
      same(
        typists.channels,
        ['news'],
        'a user has begun to type, and is not in the table',
        'this.#add(typist) puts one in, and returns it',
      );
      if (!typist) throw wrong('begin does not return the typist', 'the typist', String(typist), '#extend, which sets the timer, needs it');
      const { user, channel, shown } = typist;
      same(
        { user, channel, shown },
        { user: 'alice', channel: 'news', shown: 'shown-news' },
        'the typist has the wrong user or channel',
        'they are what begin is called with; `shown` may differ from `channel`',
      );
      if (!(typist.told instanceof WeakSet))
        throw wrong('typist.told is no WeakSet', 'a WeakSet', 'something else', 'a Set would keep sessions in memory that are gone');
    },
    'the typist knows the session': () => {
      const { typists, alice } = setUp();
      if (!typists.begin(alice, 'alice', 'news', 'news').sessions.has(alice))
        throw wrong(
          'the session is not in typist.sessions',
          'the session, in the Set',
          'a Set without it',
          'task 4.7 ends the typing when the last of typist.sessions is gone: add the session, at a start and at a repeat',
        );
    },
    'the session knows where it types': () => {
      const { typists, alice } = setUp();
      typists.begin(alice, 'alice', 'news', 'news');
      same(
        [...(alice.typing ?? [])],
        ['news'],
        'session.typing does not have the channel',
        'when the session goes away, it is withdrawn from the channels in session.typing. It is absent at first, so make it where it is missing',
      );
      typists.begin(alice, 'alice', 'sport', 'sport');
      same(
        [...(alice.typing ?? [])].toSorted(),
        ['news', 'sport'],
        'a second channel takes the place of the first in session.typing',
        'make a Set only where there is none yet',
      );
    },
    'at a repeat it is the same typist': () => {
      const { typists, alice } = setUp();
      const first = typists.begin(alice, 'alice', 'news', 'news');
      if (typists.begin(alice, 'alice', 'news', 'news') !== first)
        throw wrong(
          'a repeat makes a second typist',
          'the typist that is in the table, returned',
          'another one',
          'ask this.#find(user, channel) first, in this order: only where there is none is it a start',
        );
    },
    'a second device joins the first': () => {
      const { typists, alice, phone } = setUp();
      typists.begin(alice, 'alice', 'news', 'news');
      const { sessions } = typists.begin(phone, 'alice', 'news', 'news');
      if (!sessions.has(phone) || !phone.typing?.has('news'))
        throw wrong(
          'a second session in which Alice types is not noted',
          'both sessions in typist.sessions, and the channel in session.typing of both',
          sessions.has(phone) ? 'session.typing of the second one does not have the channel' : 'only the first one is in typist.sessions',
          'for this session it is the first time, though it is a repeat for Alice: do it behind the if, every time',
        );
      if (!sessions.has(alice))
        throw wrong(
          'a second session takes the place of the first',
          'both sessions in typist.sessions',
          'only the second',
          'add it to the Set',
        );
    },
    'all listeners are told at the start': () => {
      const { typists, alice, bob, carol, listen } = setUp();
      listen(bob, carol);
      typists.begin(alice, 'alice', 'news', 'shown-news');
      const told = [...bob.frames, ...carol.frames];
      if (told.length === 0)
        throw wrong(
          'nobody is told that Alice has begun to type',
          typingFrame,
          'nothing',
          'at a start, call this.#tell(listener, typist) for each of this.listeners(channel)',
        );
      const cause = 'call this.#tell for each of this.listeners(channel): no return in the loop';
      got(bob, [typingFrame], 'not all listeners are told that Alice has begun to type', cause);
      got(carol, [typingFrame], 'not all listeners are told that Alice has begun to type', cause);
    },
    'nobody else is told': () => {
      const { typists, alice, bob, carol, listen } = setUp();
      listen(bob);
      typists.begin(alice, 'alice', 'news', 'news');
      got(carol, [], 'a session that does not read the channel is told', 'tell this.listeners(channel), and not all sessions');
    },
  },
  '4.4': {
    'a listener is told who types where': () => {
      const { typists, bob } = withAlice();
      typists.greet(bob, 'news');
      if (bob.frames.length === 0)
        throw wrong(
          'a listener is not told that Alice is typing',
          typingFrame,
          'nothing',
          'send it unless listener.user is typist.user, or typist.told has the listener',
        );
      got(
        bob,
        [typingFrame],
        'what a listener is told is wrong',
        'its target is typist.shown, which is not always the channel; its body is typist.user; it has no tags',
      );
    },
    'Alice is not told of herself': () => {
      const { typists, alice, phone } = withAlice();
      typists.greet(alice, 'news');
      got(alice, [], 'the session in which Alice types is told that she does', 'it is her own: listener.user is typist.user');
      typists.greet(phone, 'news');
      got(
        phone,
        [],
        "another session of Alice's is told that she is typing",
        'ask whose session it is, listener.user, and not whether she types in it',
      );
    },
    'a listener is told once': () => {
      const { typists, bob } = withAlice();
      typists.greet(bob, 'news');
      typists.greet(bob, 'news');
      got(bob, [typingFrame], 'a listener is told twice', 'whoever is told joins typist.told, and whoever is in it already hears nothing');
    },
    'those who have been told are in typist.told, and no others': () => {
      const { typists, typist, alice, bob } = withAlice();
      typists.greet(alice, 'news');
      typists.greet(bob, 'news');
      same(
        typist.told.has(bob),
        true,
        'one who was told is not in typist.told',
        'the end is told to those in typist.told: add the listener',
      );
      same(
        typist.told.has(alice),
        false,
        "Alice's own session counts as told",
        'return before you add it: the end is told to those in typist.told',
      );
    },
    'a link to another broker is told, too': () => {
      const { broker, typists } = withAlice();
      const link = new Client(broker);
      typists.greet(link, 'news');
      got(link, [typingFrame], 'a listener without a user is not told', 'a link of chapter 6 has no user, and so it is not Alice');
    },
    'each typist is told': () => {
      const { typists, carol, bob } = withAlice();
      typists.begin(carol, 'carol', 'news', 'news');
      typists.greet(bob, 'news');
      got(
        bob,
        [typingFrame, 'USER_TYPING:news:carol'],
        'of two typists, a listener is not told of both',
        'who was told is noted for each typist, in its own `told`',
      );
    },
    'one who was forgotten is told anew': () => {
      const { typists, bob } = withAlice();
      typists.greet(bob, 'news');
      typists.forget(bob, 'news');
      typists.greet(bob, 'news');
      got(
        bob,
        [typingFrame, typingFrame],
        'one who left and came back is not told anew',
        'note in typist.told, and nowhere else, who was told',
      );
    },
  },
  '4.5': {
    'the typist stops when the time is over, and not before': () =>
      withClock((pass) => {
        const { typists, alice, stops } = timed();
        typists.start(alice, 'alice', 'news', 'shown-news');
        same(
          stops(),
          [],
          'a typist is stopped as soon as they begin',
          'give setTimeout a function that calls this.stop, and not what this.stop returns',
        );
        pass(EXPIRY_MS - 1);
        same(stops(), [], 'a typist is stopped before the time is over', 'this.#expiry is the time, in ms');
        pass(1);
        if (stops().length === 0)
          throw wrong(
            'the time is over, and the typist is not stopped',
            "this.stop('alice', 'news')",
            alice.take().join(', ') || 'nothing',
            'set a timer of this.#expiry ms that calls this.stop(user, channel)',
          );
        same(
          stops(),
          ['alice in news'],
          'when the time is over, the wrong one is stopped',
          'the order is this.stop(user, channel), and the channel is typist.channel',
        );
      }),
    'a repeat gives the whole time again': () =>
      withClock((pass) => {
        const { typists, alice, stops } = timed();
        typists.start(alice, 'alice', 'news');
        pass(EXPIRY_MS - 1);
        typists.start(alice, 'alice', 'news');
        pass(1);
        const early = stops().length;
        pass(EXPIRY_MS);
        if (early > 0)
          throw wrong(
            stops().length > early ? 'the timer from before a repeat goes on running' : 'a repeat does not extend the time',
            'one stop, when the whole time has passed since the repeat',
            'a stop 1 ms after the repeat',
            'a repeat clears the timer in typist.timer, and sets a new one',
          );
        same(
          stops(),
          ['alice in news'],
          stops().length === 0 ? 'after a repeat, the typist is never stopped' : 'after a repeat, two timers run',
          'clear the timer in typist.timer, set a new one, and keep it there',
        );
      }),
    'each typist has a time of their own': () =>
      withClock((pass) => {
        const { typists, alice, bob, stops } = timed();
        typists.start(alice, 'alice', 'news');
        typists.start(bob, 'bob', 'news');
        typists.start(alice, 'alice', 'sport');
        pass(EXPIRY_MS);
        same(
          stops().toSorted(),
          ['alice in news', 'alice in sport', 'bob in news'],
          'one typist takes the timer of another',
          'each typist has one, in typist.timer',
        );
      }),
    'typist.timer is the timer': () =>
      withClock((pass) => {
        const { typists, alice, stops } = timed();
        typists.start(alice, 'alice', 'news');
        clearTimeout(typists.begin(alice, 'alice', 'news', 'news').timer);
        pass(EXPIRY_MS);
        same(stops(), [], 'the running timer is not in typist.timer', 'task 4.6 clears it there: set typist.timer = setTimeout(…)');
      }),
    'an error in it does not end the process': () =>
      withClock((pass) => {
        const { typists, alice, reported } = timed();
        typists.stop = () => {
          throw new Error('a fault in stop');
        };
        typists.start(alice, 'alice', 'news');
        const expected = 'the error is caught by this.#broker.guard, and reported';
        const cause = 'let the timer call this.#broker.guard(() => this.stop(user, channel))';
        try {
          pass(EXPIRY_MS);
        } catch {
          throw wrong('what fails in the timer ends the whole broker', expected, 'the timer threw it', cause);
        }
        if (reported.length === 0) throw wrong('what fails in the timer is never heard of', expected, 'nothing', cause);
      }),
  },
  ...ends,
};

/** The same as `withAlice`, for a typist whose time runs. `stops` says who has been stopped, even while task 4.6 is to do. */
function timed() {
  const parts = setUp();
  withAlice();
  const stopped: string[] = [];
  parts.typists.stop = (user, channel) => void stopped.push(`${user} in ${channel}`);
  return { ...parts, stops: () => stopped };
}
