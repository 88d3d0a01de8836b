// The tasks in exercise/auth.ts about what a user may do.

import { same, type TaskChecks } from '@workshop/cli/task-checks';
import { NOW, withClock } from '@workshop/cli/task-checks/clock';
import { mustRefuse, NO_REFUSAL, refusalOf } from '@workshop/cli/task-checks/refusal';
import type { Rights } from '#token';
import { MINUTE, setUp } from './set-up.ts';

/** Asks whether a session with these rights may do something. */
function ask(rights: Rights | undefined, right: keyof Rights, target: string): Promise<string> {
  const { auth, join } = setUp();
  const session = Object.assign(join(), { user: 'alice', ...(rights && { rights }) });
  return refusalOf(() => auth.authorize(session, right, target));
}

export const rightsChecks: TaskChecks = {
  '3.10': {
    'what a pattern covers is allowed': withClock(async () => {
      const message = 'a channel that a pattern in the token covers was refused';
      same(await ask({ publish: ['news'] }, 'publish', 'news'), NO_REFUSAL, message);
      const cause =
        'covers(pattern, target) says whether the pattern matches: the two names need not be equal, and the pattern comes first';
      same(await ask({ publish: ['news.#'] }, 'publish', 'news.sport'), NO_REFUSAL, message, cause);
    }),
    'what no pattern covers is forbidden': withClock(async () => {
      const { auth, join } = setUp();
      const session = Object.assign(join(), { user: 'alice', rights: { publish: ['news.sport', 'news.*.goals'] } });
      const cause = 'return whether some pattern covers the target';
      await mustRefuse(
        () => auth.authorize(session, 'publish', 'news'),
        'FORBIDDEN',
        'a channel that no pattern in the token covers',
        cause,
      );
    }),
    'one pattern is enough': withClock(async () => {
      const cause = 'look at every pattern until one covers the target: some, not every, and not the first alone';
      for (const target of ['news', 'sport', 'weather']) {
        const code = await ask({ publish: ['news', 'sport', 'weather'] }, 'publish', target);
        same(`${target}: ${code}`, `${target}: no refusal`, 'a channel that one of several patterns covers was refused', cause);
      }
    }),
    'an absent list allows everything': withClock(async () => {
      const message = 'a token without a list was not allowed everything';
      same(await ask({}, 'publish', 'news'), NO_REFUSAL, message, 'an absent list sets no limit: return true if it is undefined');
      same(await ask(undefined, 'subscribe', 'news'), NO_REFUSAL, message, 'session.rights may be absent as a whole');
    }),
    'an empty list allows nothing': withClock(async () => {
      const cause = 'an empty list is not an absent one (CVE-2018-12550): compare with undefined, not by length';
      same(await ask({ publish: [] }, 'publish', 'news'), 'FORBIDDEN', 'an empty list did not forbid everything', cause);
    }),
    'each list concerns its own right': withClock(async () => {
      const rights: Rights = { publish: ['news'], subscribe: ['sport'] };
      const codes = await Promise.all([
        ask(rights, 'publish', 'sport'),
        ask(rights, 'subscribe', 'sport'),
        ask(rights, 'subscribe', 'news'),
        ask({ publish: [] }, 'subscribe', 'news'),
      ]);
      const message = 'the list for one right decided about the other';
      same(codes, ['FORBIDDEN', NO_REFUSAL, 'FORBIDDEN', NO_REFUSAL], message, 'the list is session.rights?.[right]');
    }),
  },
  '3.11': {
    'a subscription that the newer token does not cover ends': withClock(async () => {
      const { session, stateOf } = await renewed({ subscribe: ['sport'] }, ['news', 'sport']);
      const isHalf = stateOf('news') === 'subscribed' && !session.channels?.has('news');
      const cause = isHalf
        ? 'this.#subscriptions.end(session, channel) ends it: session.channels is only one of the two views of a subscription'
        : "end each channel for which this.#may(session, 'subscribe', channel) is false";
      same(stateOf('news'), 'ended', 'a subscription that the newer token does not cover was not ended', cause);
      same(stateOf('sport'), 'subscribed', 'a subscription that the newer token covers was ended', cause);
    }),
    'all of them end': withClock(async () => {
      const channels = ['a', 'b', 'c', 'sport', 'd'];
      const { session, stateOf } = await renewed({ subscribe: ['sport'] }, channels);
      const left = channels.filter((channel) => stateOf(channel) === 'subscribed');
      const cause = 'ending a subscription changes session.channels: collect the lost channels first, then end each of them';
      same(left, ['sport'], 'only some of the subscriptions that the newer token does not cover were ended', cause);
      same([...(session.channels ?? [])], ['sport'], 'session.channels still has a channel that was ended', cause);
    }),
    'an empty list ends them all': withClock(async () => {
      const { stateOf } = await renewed({ subscribe: [] }, ['news']);
      const cause = "an empty list covers nothing: ask this.#may(session, 'subscribe', channel) for each channel, whatever the list";
      same(stateOf('news'), 'ended', 'a newer token that lets its user subscribe to nothing left a subscription', cause);
    }),
    'the right to subscribe counts, and no other': withClock(async () => {
      const message = 'the right to publish decided about a subscription';
      const { stateOf } = await renewed({ publish: [], subscribe: ['news'] }, ['news']);
      same(stateOf('news'), 'subscribed', message, "a subscription needs the right 'subscribe'");
      const other = await renewed({ publish: ['news'], subscribe: [] }, ['news']);
      same(other.stateOf('news'), 'ended', message, "a subscription needs the right 'subscribe'");
    }),
    'it ends as if the session had unsubscribed': withClock(async () => {
      const { ended } = await renewed({ subscribe: [] }, ['news', 'sport']);
      const cause = 'call this.#subscriptions.end(session, channel) once for each lost channel: it calls the listeners in onEnd';
      same(ended.toSorted(), ['news', 'sport'], 'the listeners in onEnd were not called once for each channel', cause);
    }),
    'a session without subscriptions is left in peace': withClock(async () => {
      const { session, code } = await renewed({ subscribe: [] }, []);
      same([code, session.channels?.size ?? 0], [NO_REFUSAL, 0], 'a newer token was refused to a session without subscriptions');
    }),
  },
};

/** A session that has a newer token while it is subscribed to some channels. */
async function renewed(rights: Rights, subscribed: readonly string[]) {
  const { channels, subscriptions, join, logIn } = setUp({ newer: { ...rights, expires: NOW + MINUTE } });
  const session = Object.assign(join(), { user: 'alice' });
  for (const channel of subscribed) subscriptions.begin(session, channel);
  const ended: string[] = [];
  subscriptions.onEnd.push((_session, channel) => ended.push(channel));
  const code = await logIn(session, 'newer');
  return { session, code, ended, stateOf: (channel: string) => (channels.readers(channel).has(session) ? 'subscribed' : 'ended') };
}
