// The tasks in exercise/typists.ts that end typing.

import { same, type TaskChecks } from '@workshop/cli/task-checks';
import { withClock } from '@workshop/cli/task-checks/clock';
import { namesIn } from '@workshop/cli/task-checks/names';
import { EXPIRY, setUp } from './set-up.ts';

const STOPPED = 'USER_STOPPED:news:alice';

export const endingChecks: TaskChecks = {
  '4.6': {
    'the typist is out of the table': () => {
      const { typists, begin, join } = setUp();
      const [laptop, phone] = [join('alice'), join('alice')];
      begin(laptop, 'news');
      begin(phone, 'news');
      typists.stop('alice', 'news');
      same(
        typists.channels,
        [],
        'a user who stopped is still in the table',
        'call this.#remove(typist): otherwise the next start is taken for a repeat',
      );
      same(
        [laptop.typing?.size, phone.typing?.size],
        [0, 0],
        'after the end, session.typing still has the channel',
        'this.#remove(typist) takes it out',
      );
    },
    'the timer is cleared': withClock(({ pass }) => {
      const { typists, begin, join } = setUp();
      let fired = 0;
      begin(join('alice'), 'news').timer = setTimeout(() => (fired += 1), EXPIRY);
      typists.stop('alice', 'news');
      pass(EXPIRY);
      same(fired, 0, 'the timer of a typist who had stopped still fired', 'clearTimeout(typist.timer): otherwise it ends what begins next');
    }),
    'those who were told of the start are told of the end': () => {
      const { typists, begin, join } = setUp();
      const listeners = [join('bob', 'news'), join('carol', 'news'), join('dave', 'news')];
      begin(join('alice'), 'news');
      for (const listener of listeners) listener.take();
      typists.stop('alice', 'news');
      const cause = 'send USER_STOPPED, with typist.shown and typist.user, to each of this.listeners(channel) that typist.told has';
      const got = listeners.map((listener) => listener.take());
      same(got, [[STOPPED], [STOPPED], [STOPPED]], 'not every listener that was told of the start was told of the end', cause);
    },
    'the end has the name of the start': () => {
      const { typists, join } = setUp();
      const bob = join('bob', '@bob');
      typists.begin(join('alice'), 'alice', '@bob', '@alice');
      bob.take();
      typists.stop('alice', '@bob');
      const [frame = 'nothing'] = bob.take();
      same(
        frame,
        'USER_STOPPED:@alice:alice',
        frame === 'nothing'
          ? 'USER_STOPPED did not come where shown is another name'
          : 'USER_STOPPED does not have typist.shown as its target',
        'the target is typist.shown; those who hear it are this.listeners(typist.channel)',
      );
    },
    'nobody else is told of the end': () => {
      const { typists, begin, join, unsubscribe } = setUp();
      const gone = join('bob', 'news');
      const alice = join('alice', 'news');
      begin(alice, 'news');
      gone.take();
      unsubscribe(gone, 'news');
      const late = join('carol', 'news');
      typists.stop('alice', 'news');
      same(late.take(), [], 'a listener that was not told of the start was told of the end', 'ask typist.told.has(listener)');
      same(
        alice.take(),
        [],
        "the typist's own session was told of the end",
        "tell only those in typist.told: the typist's own sessions are never in it",
      );
      same(
        gone.take(),
        [],
        'a session that no longer reads the channel was told of the end',
        'go through this.listeners(typist.channel): only they still read the channel',
      );
    },
    'the next start is a start': () => {
      const { typists, begin, join } = setUp();
      const bob = join('bob', 'news');
      const alice = join('alice');
      const first = begin(alice, 'news');
      typists.stop('alice', 'news');
      bob.take();
      same(
        begin(alice, 'news') === first ? 'the typist that has stopped' : 'a new typist',
        'a new typist',
        'after the end, a start was taken for a repeat',
        'call this.#remove(typist)',
      );
      same(bob.take(), ['USER_TYPING:news:alice'], 'after the end, a new start was not told');
    },
  },
  '4.7': {
    'the session and the typist forget each other': () => {
      const { typists, begin, join } = setUp();
      const [laptop, phone] = [join('alice'), join('alice')];
      const { sessions } = begin(laptop, 'news');
      begin(phone, 'news');
      begin(phone, 'sport');
      typists.leave(phone, 'news');
      same(namesIn(sessions, { phone }), [], 'a session that has left is still in typist.sessions', 'typist.sessions.delete(session)');
      const cause =
        'take typist.channel out of session.typing, and nothing else: otherwise it grows with every channel its user ever typed in';
      same([...(phone.typing ?? [])], ['sport'], 'session.typing does not have exactly the channels that are left', cause);
    },
    'while another session is left, the user goes on typing': () => {
      const { typists, begin, join } = setUp();
      const bob = join('bob', 'news');
      const [laptop, phone, tablet] = [join('alice'), join('alice'), join('alice')];
      const { sessions } = begin(laptop, 'news');
      begin(phone, 'news');
      begin(tablet, 'news');
      bob.take();
      const cause = 'take the session out first, then end the typist only if typist.sessions is empty';
      for (const session of [laptop, phone]) {
        typists.leave(session, 'news');
        same(
          [typists.channels, bob.take()],
          [['news'], []],
          'one session left and the typing ended, although the user goes on typing in another',
          cause,
        );
      }
      same(
        namesIn(sessions, { laptop, phone, tablet }),
        ['tablet'],
        'a session that goes on is no longer in typist.sessions',
        'take out the one that left, and no other',
      );
      same([...(tablet.typing ?? [])], ['news'], 'a session that goes on no longer has the channel in session.typing');
    },
    'when the last session leaves, the user has stopped': () => {
      const { typists, begin, join } = setUp();
      const bob = join('bob', 'news');
      const [laptop, phone] = [join('alice'), join('alice')];
      begin(laptop, 'news');
      begin(phone, 'news');
      bob.take();
      typists.leave(laptop, 'news');
      typists.leave(phone, 'news');
      const cause = 'when typist.sessions is empty, call this.#end(typist)';
      same([typists.channels, bob.take()], [[], [STOPPED]], 'the last session left, and the typing did not end', cause);
      same(
        phone.typing?.size ?? 0,
        0,
        "the last session's typing still has the channel",
        'take the channel out of session.typing in any case',
      );
    },
  },
  '4.8': {
    'the session is forgotten by those who type': () => {
      const { typists, begin, join, unsubscribe } = setUp();
      const alice = join('alice', 'news', 'sport');
      const typing = [begin(join('bob'), 'news'), begin(join('carol'), 'news')];
      const elsewhere = begin(join('bob'), 'sport');
      unsubscribe(alice, 'news');
      typists.release(alice, 'news');
      const cause =
        'unless it still hears, call this.forget(session, channel): that takes it out of each told, so that it is told again when it comes back';
      const got = typing.map(({ told }) => namesIn(told, { alice }));
      same(got, [[], []], 'a session that no longer reads the channel is still in typist.told', cause);
      same(
        namesIn(elsewhere.told, { alice }),
        ['alice'],
        'a session that left one channel was forgotten in another',
        'this.forget(session, channel)',
      );
    },
    'its own typing there ends': () => {
      const { typists, begin, join, unsubscribe } = setUp();
      const bob = join('bob', 'news');
      const alice = join('alice', 'news');
      begin(alice, 'news');
      begin(alice, 'sport');
      bob.take();
      unsubscribe(alice, 'news');
      typists.release(alice, 'news');
      const message = 'a session that no longer reads the channel still types there';
      same([...(alice.typing ?? [])], ['sport'], message, 'this.leave(session, channel) ends its typing, in this channel alone');
      same(bob.take(), [STOPPED], 'the end of the typing was not told once', 'this.leave(session, channel)');
    },
    'another session of the user goes on typing': () => {
      const { typists, begin, join, unsubscribe } = setUp();
      const [laptop, phone] = [join('alice', 'news'), join('alice', 'news')];
      begin(laptop, 'news');
      begin(phone, 'news');
      unsubscribe(phone, 'news');
      typists.release(phone, 'news');
      const cause = 'the session leaves, not the user: call this.leave(session, channel), not this.stop(user, channel)';
      same(typists.channels, ['news'], "one session left the channel, and the user's typing in another session ended", cause);
    },
    'a session that hears of the channel in another way keeps everything': () => {
      const { typists, begin, join } = setUp();
      const alice = join('alice', 'news'); // still a listener: another subscription matches
      const { told } = begin(join('bob'), 'news');
      begin(alice, 'news');
      typists.release(alice, 'news');
      const cause = 'first ask this.hears(session, channel), and if it does, do nothing';
      same([...(alice.typing ?? [])], ['news'], 'a session that still hears of the channel lost its typing there', cause);
      same(namesIn(told, { alice }), ['alice'], 'a session that still hears of the channel was forgotten: it would be told twice', cause);
    },
  },
};
