// What the tasks in exercise/typing.ts must do, seen from inside.

import { FakeClient } from '01-basic-pubsub/test';
import { MemoryStore } from '02-persistence';
import { createBroker, type UserSession } from '03-auth';
import { same, type TaskChecks, wrong } from '@workshop/cli/task-checks';
import { withClock } from '@workshop/cli/task-checks/clock';
import { mustRefuse, NO_REFUSAL, refusalOf } from '@workshop/cli/task-checks/refusal';
import { typing } from '#typing';

/** A broker whose typists only note what they are asked for. */
function setUp() {
  const never = () => Promise.reject(new Error('nobody logs in here'));
  const parts = createBroker({ store: new MemoryStore(), retain: 100, verify: never, authTimeout: 10_000 });
  const typists = typing(parts, 6000);
  const started: unknown[] = [];
  const stopped: unknown[] = [];
  typists.start = (session, user, channel, shown = channel) =>
    void started.push([session === alice ? "alice's session" : 'another session', user, channel, shown]);
  typists.stop = (user, channel) => void stopped.push([user, channel]);
  Object.defineProperty(typists, 'channels', { value: ['news', 'sport'] });
  const join = (more: Partial<UserSession>): FakeClient & UserSession =>
    Object.assign(new FakeClient(parts.broker, parts.dialogue), { user: 'alice', ...more });
  const alice = join({});
  /** Sends USER_TYPING:news, as the dialogue would hand it on. */
  const type = (session: UserSession) => parts.broker.commands.get('USER_TYPING')?.(session, { verb: 'USER_TYPING', target: 'news' });
  return { ...parts, typists, alice, join, type, started, stopped };
}

export const checks: TaskChecks = {
  '4.1': {
    'a message ends the typing of its author in its channel': withClock(() => {
      const { alice, channels, stopped, turn } = setUp();
      channels.subscribe(alice, 'news');
      for (const step of turn.steps.announce) step({ session: alice, from: 'alice', channel: 'news', body: 'Hi' });
      const cause = 'call typists.stop(user, channel), with the from and the channel of the message';
      const expected = "typists.stop('alice', 'news')";
      if (stopped.length === 0) throw wrong("Alice's message did not end her typing", expected, 'no call of it', cause);
      const others = "her typing in other channels goes on: stop it only in the message's own";
      const isElsewhere = stopped.length > 1;
      same(stopped, [['alice', 'news']], "Alice's message ended the wrong typing", isElsewhere ? others : cause);
    }),
    'it does not matter which session sent it, or whether any did': withClock(() => {
      const { join, stopped, turn } = setUp();
      const publish = (session?: UserSession) =>
        turn.steps.announce.forEach((step) => step({ session, from: 'alice', channel: 'news', body: 'Hi' }));
      const cause = "the message names its author in from: it needs no session, and Alice's other device need not be subscribed";
      publish(join({}));
      same(stopped, [['alice', 'news']], 'a message from a session that does not read the channel did not end the typing', cause);
      publish();
      same(stopped.length, 2, 'a message that came without a session did not end the typing', cause);
    }),
    'a message without an author ends nothing': withClock(() => {
      const { stopped, turn } = setUp();
      for (const step of turn.steps.announce) step({ channel: 'news', body: 'Hi' });
      same(stopped, [], 'a message without an author called typists.stop', 'if from is undefined, there is nothing to do');
    }),
  },
  '4.2': {
    'a session that reads the channel and may publish there begins to type': withClock(async () => {
      const { alice, channels, type, started } = setUp();
      channels.subscribe(alice, 'news');
      same(
        await refusalOf(() => type(alice)),
        NO_REFUSAL,
        'USER_TYPING was refused although the session reads the channel and may publish there',
      );
      const cause = 'call typists.start(session, userOf(session), channel)';
      const expected = "typists.start(session, 'alice', 'news')";
      if (started.length === 0) throw wrong('USER_TYPING did not start any typing', expected, 'no call of it', cause);
      same(started, [["alice's session", 'alice', 'news', 'news']], 'USER_TYPING started the wrong typing', cause);
    }),
    'a session that does not read the channel is refused as FORBIDDEN': withClock(async () => {
      const { alice, channels, join, type, started } = setUp();
      const phone = join({});
      channels.subscribe(phone, 'news');
      channels.subscribe(alice, 'sport');
      const cause = 'unless typists.hears(session, channel), throw a Refusal FORBIDDEN: a bare return tells the client nothing';
      await mustRefuse(() => type(alice), 'FORBIDDEN', 'USER_TYPING from a session that does not read the channel', cause);
      same(started, [], 'USER_TYPING was refused, but the typing had already started', 'ask before you start');
    }),
    'a session that hears of the channel in another way may type there': withClock(async () => {
      const { alice, type, typists } = setUp();
      typists.audience.push((channel) => new Set(channel === 'news' ? [alice] : []));
      same(
        await refusalOf(() => type(alice)),
        NO_REFUSAL,
        'USER_TYPING was refused, although the session is in the audience of the channel',
        'ask typists.hears(session, channel): a subscription to the channel itself is one way to hear of it, and a pattern another one',
      );
    }),
    'a session that may not publish there is refused as FORBIDDEN': withClock(async () => {
      const { channels, join, type, started } = setUp();
      const reader = join({ rights: { publish: ['sport'], subscribe: ['#'] } });
      channels.subscribe(reader, 'news');
      const cause = "auth.authorize(session, 'publish', channel) throws the refusal";
      await mustRefuse(() => type(reader), 'FORBIDDEN', 'USER_TYPING from a session that may not publish there', cause);
      same(started, [], 'USER_TYPING was refused, but the typing had already started', 'ask before you start');
    }),
    'no other right is needed': withClock(async () => {
      const { channels, join, type } = setUp();
      const writer = join({ rights: { publish: ['news'], subscribe: [] } });
      channels.subscribe(writer, 'news');
      const message = 'USER_TYPING was refused for lack of a right other than publish';
      same(
        await refusalOf(() => type(writer)),
        NO_REFUSAL,
        message,
        "ask for 'publish': whether the session reads the channel was asked already",
      );
    }),
  },
};
