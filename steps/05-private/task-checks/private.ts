// What the tasks in exercise/private.ts must do, seen from inside.

import { NO_TAGS } from '02-persistence';
import { createBroker } from '04-typing';
import { same, type TaskChecks } from '@workshop/cli/task-checks';
import { withClock } from '@workshop/cli/task-checks/clock';
import { mustRefuse, NO_REFUSAL, refusalOf, textOf } from '@workshop/cli/task-checks/refusal';
import type { Frame } from '@workshop/protocol';
import { privateMessages } from '#private';
import { type Client, sessionOf, storeWith } from './set-up.ts';

/** A broker whose logs and typists only note what they are asked for. */
function setUp() {
  const never = () => Promise.reject(new Error('nobody logs in here'));
  const store = storeWith({ '@bob': 1 });
  const parts = createBroker({ store, retain: 100, verify: never, authTimeout: 10_000, typingExpiry: 6000 });
  const alice = sessionOf('alice', { inboxStart: 3 });
  const nameOf = (session: unknown) => (session === alice ? "alice's session" : 'another session');
  const resumed: (LogRead & { start: number | undefined })[] = [];
  const read: (LogRead & { count: number; target: string | undefined })[] = [];
  const typed: { session: string; user: string; channel: string; shown: string }[] = [];
  const answers = { resume: Promise.resolve(), history: Promise.resolve(NO_TAGS) };
  parts.resume.subscribe = (session, frame, { key, start, goLive }) => {
    resumed.push({ session: nameOf(session), since: frame.tags?.get('since'), key, start });
    goLive(3);
    return answers.resume;
  };
  parts.history.answer = (session, frame, { key, count, target }) => {
    read.push({ session: nameOf(session), since: frame.tags?.get('since'), key, count, target });
    return answers.history;
  };
  parts.typists.start = (session, user, channel, shown = channel) => void typed.push({ session: nameOf(session), user, channel, shown });
  privateMessages(parts);
  /** Does a command, as the dialogue would hand it on. @returns what it returned */
  const run = (session: Client, frame: Frame): unknown => parts.broker.commands.get(frame.verb)?.(session, frame);
  return { alice, resumed, read, typed, answers, run };
}

const callsOf = (name: string, { length }: readonly unknown[]) => `${length === 1 ? 'one call' : `${length} calls`} of ${name}`;

interface LogRead {
  readonly session: string;
  readonly since: string | undefined;
  readonly key: string;
}

const REFUSED = 'USER_TYPING was refused although the session may write to the user';
const ONLY = 'nobody subscribes to a user, who need not be there: the right to write to them is the only condition';
/** Stands for what was not asked. */
const NOTHING: Readonly<Record<string, undefined>> = {};
const SINCE = new Map([['since', '1']]);

export const checks: TaskChecks = {
  '5.6': {
    "the session's own inbox is resumed, up to where its live stream began": withClock(async () => {
      const { alice, resumed, run } = setUp();
      const code = await refusalOf(() => run(alice, { verb: 'SUBSCRIBE', target: '@alice', tags: SINCE }));
      same(code, NO_REFUSAL, "SUBSCRIBE to the session's own inbox was refused", 'only an inbox that is not inboxOf(session) is refused');
      const cause = 'resume.subscribe(session, frame, { key: inbox, start: session.inboxStart, goLive() {} })';
      same(
        callsOf('resume.subscribe', resumed),
        'one call of resume.subscribe',
        "SUBSCRIBE to the session's own inbox did not resume it",
        cause,
      );
      const [{ session, since, key, start } = NOTHING] = resumed;
      same([session, since, key], ["alice's session", '1', '@alice'], 'the resume got the wrong log, session or frame', cause);
      const live = 'what came since AUTH was live, and must not come again: start is session.inboxStart';
      same(start, 3, "the resume was not told where the session's live stream began", live);
    }),
    'what the resume returns is returned': withClock(() => {
      const { alice, answers, run } = setUp();
      const returned = run(alice, { verb: 'SUBSCRIBE', target: '@alice', tags: SINCE });
      const cause = 'return what resume.subscribe returns: the next commands of the session wait for it';
      same(
        returned === answers.resume ? 'its promise' : returned,
        'its promise',
        'the command does not return what resume.subscribe returns',
        cause,
      );
    }),
    "another user's inbox is refused as FORBIDDEN": withClock(async () => {
      const { alice, resumed, run } = setUp();
      const allowed = Object.assign(alice, { rights: { subscribe: ['@bob', '@*', '#'] } });
      for (const tags of [SINCE, undefined]) {
        const cause = 'if inbox is not inboxOf(session), throw a Refusal FORBIDDEN, whatever rights the token has';
        await mustRefuse(
          () => run(allowed, { verb: 'SUBSCRIBE', target: '@bob', tags }),
          'FORBIDDEN',
          "SUBSCRIBE to another user's inbox",
          cause,
        );
      }
      same(resumed, [], "SUBSCRIBE to another user's inbox was refused, but the inbox was resumed", 'ask before you resume');
    }),
    'the refusal names both inboxes, and tells nothing else': withClock(async () => {
      const { alice, run } = setUp();
      const refusal = (name: string) => textOf(() => run(alice, { verb: 'SUBSCRIBE', target: `@${name}` }));
      const texts = [(await refusal('bob')).replaceAll('bob', 'N'), (await refusal('nobody')).replaceAll('nobody', 'N')];
      const names = ['@N', '@alice'].filter((name) => texts[0]?.includes(name));
      same(names, ['@N', '@alice'], 'the refusal does not name both inboxes', 'say which inbox is refused, and which is theirs');
      same(texts[1], texts[0], 'the refusal tells whether a user exists', 'compare two names, and look nothing up');
    }),
  },
  '5.7': {
    "the session's own inbox is read, but only what is between the two users": withClock(() => {
      const { alice, read, run } = setUp();
      void run(alice, { verb: 'HISTORY', target: '@bob', body: '20', tags: SINCE });
      same(
        callsOf('history.answer', read),
        'one call of history.answer',
        'HISTORY of a conversation read nothing',
        'history.answer(session, frame, { key, count, target })',
      );
      const [{ session, since, key, target, count } = NOTHING] = read;
      const inbox = "the other user's inbox also has what others wrote to them: key is inboxOf(session)";
      same(key, '@alice', "the history was not read from the session's own inbox", inbox);
      same(
        target,
        '@bob',
        'the history was not limited to the conversation with that user',
        'target is user: in this inbox, both directions have this target',
      );
      same(count, 20, 'the history did not use the count from the frame', 'count was read from the frame already');
      same([session, since], ["alice's session", '1'], 'the history got the wrong session or frame', 'the frame has the since');
    }),
    'what the history returns is returned': withClock(() => {
      const { alice, answers, run } = setUp();
      const cause = 'return what history.answer returns: a promise of the tags of the OK';
      const returned = run(alice, { verb: 'HISTORY', target: '@bob' });
      same(
        returned === answers.history ? 'its promise' : returned,
        'its promise',
        'the command does not return what history.answer returns',
        cause,
      );
    }),
    'no right is needed, and the user need not be there': withClock(async () => {
      const { alice, read, run } = setUp();
      Object.assign(alice, { rights: { publish: [], subscribe: [] } });
      const codes = [];
      for (const target of ['@nobody', '@alice']) codes.push(await refusalOf(() => run(alice, { verb: 'HISTORY', target })));
      const cause = 'users may always read their own inbox: ask for no right';
      same([...codes, read.length], [NO_REFUSAL, NO_REFUSAL, 2], 'HISTORY of a conversation was refused for lack of a right', cause);
    }),
  },
  '5.8': {
    'the typing starts, in the conversation as the other user sees it': withClock(async () => {
      const { alice, typed, run } = setUp();
      same(await refusalOf(() => run(alice, { verb: 'USER_TYPING', target: '@bob' })), NO_REFUSAL, REFUSED, ONLY);
      const cause = 'typists.start(session, userOf(session), user, inboxOf(session)): the channel is @bob, and Bob is shown @alice';
      same(callsOf('typists.start', typed), 'one call of typists.start', 'USER_TYPING to a user did not start any typing', cause);
      const [{ session, user, channel, shown } = NOTHING] = typed;
      same([session, user, channel], ["alice's session", 'alice', '@bob'], 'USER_TYPING to a user started the wrong typing', cause);
      same(shown, '@alice', 'the typing is not shown in the conversation with its typist', cause);
    }),
    'without the right to write to the user, it is refused as FORBIDDEN': withClock(async () => {
      const { alice, typed, run } = setUp();
      Object.assign(alice, { rights: { publish: ['#', 'bob', '@carol'], subscribe: ['@bob', '@*'] } });
      const cause = "auth.authorize(session, 'publish', user) throws the refusal";
      const type = () => run(alice, { verb: 'USER_TYPING', target: '@bob' });
      await mustRefuse(type, 'FORBIDDEN', 'USER_TYPING to a user that no pattern in the token covers', cause);
      same(typed, [], 'USER_TYPING to a user was refused, but the typing had already started', 'ask before you start');
    }),
    'nothing else is needed': withClock(async () => {
      const { alice, typed, run } = setUp();
      Object.assign(alice, { rights: { publish: ['@bob'], subscribe: [] } });
      const code = await refusalOf(() => run(alice, { verb: 'USER_TYPING', target: '@bob' }));
      same([code, typed.length], [NO_REFUSAL, 1], REFUSED, ONLY);
    }),
    'its OK has no tags': withClock(() => {
      const { alice, run } = setUp();
      const returned = run(alice, { verb: 'USER_TYPING', target: '@bob' });
      same(returned, NO_TAGS, 'the command did not return NO_TAGS', 'return NO_TAGS: a command that returns nothing is not answered');
    }),
  },
};
