// SUBSCRIBE: first NATS gets the subscription, and then the stream says how far it is. The other way round, what is stored in between is
// lost.

import type { Broker } from '01-basic-pubsub';
import {
  type Bounds,
  type Dialogue,
  type LogSubscription,
  NO_TAGS,
  type PacedReader,
  type PacedSession,
  type Reader as LiveReader,
  type Resume,
  sinceOf,
  type Subscriptions,
} from '02-persistence';
import { channelOf, type Frame } from '@workshop/protocol';
import type { Interest } from '#interest';
import type { Store } from './opening.ts';
import { Pages } from './pages.ts';
import type { Reader } from '#reader';
import { storedAt } from '#record';
import { subjectsOf } from '#subjects';

interface Parts {
  readonly broker: Broker;
  readonly dialogue: Dialogue;
  readonly subscriptions: Subscriptions;
  readonly reader: Reader;
  readonly interest: Interest;
  readonly store: Store;
}

export function resuming({ broker, dialogue, subscriptions, reader, interest, store }: Parts, own: string): Pick<Resume, 'subscribe'> {
  async function subscribe(session: PacedReader, frame: Frame, log: LogSubscription): Promise<void> {
    const { begun, release } = await interest.hold(log.key);
    try {
      const [bounds] = await Promise.all([boundsOf(log.key, sinceOf(frame)), begun]);
      await resume(session, frame, log, bounds);
    } finally {
      release();
    }
  }

  /** Only a cursor needs to know how far back the log goes. */
  async function boundsOf(key: string, since: number | undefined): Promise<Bounds> {
    const subjects = subjectsOf(key, own);
    return since === undefined ? { floor: 0, newest: await reader.newest(subjects) } : reader.bounds(subjects);
  }

  async function resume(session: PacedReader, frame: Frame, log: LogSubscription, bounds: Bounds): Promise<void> {
    if (!broker.sessions.has(session)) return;
    const newest = Math.max(bounds.newest, interest.newestOf(log.key)); // this includes what came live while the stream answered
    const since = sinceOf(frame);
    const isKept = since !== undefined && bounds.floor <= since && since <= newest;
    const recovered = isKept && (frame.tags?.get('epoch') ?? store.epoch) === store.epoch;
    const tags = new Map([
      ['seq', String(newest)],
      ['epoch', store.epoch],
    ]);
    dialogue.answer(session, frame, since === undefined ? tags : tags.set('recovered', recovered ? '1' : '0'));
    if (recovered) await keepPromise(session, log, since, newest);
    else log.goLive(newest);
  }

  /** A failure after the answer would leave a gap although none was promised. So it cuts the session, which resumes when it comes back. */
  async function keepPromise(session: PacedReader, log: LogSubscription, since: number, newest: number): Promise<void> {
    session.replaying = log.key;
    try {
      await replay(session, log, since, newest);
    } catch (error) {
      const refusal = broker.explain(error);
      broker.fail(refusal, session);
      if (refusal.code !== 'TODO') cut(session);
    } finally {
      session.replaying = undefined;
    }
  }

  /** Sends what lies after a cursor, and begins the live stream where the replay ends. */
  async function replay(session: PacedSession, { key, start, goLive }: LogSubscription, since: number, newest: number): Promise<void> {
    let cursor = since;
    const end = start ?? Number.POSITIVE_INFINITY;
    const target = () => Math.min(end, Math.max(newest, interest.newestOf(key)));
    for (let goal = target(); cursor < goal && broker.sessions.has(session); goal = target()) {
      const reached = await send(session, key, cursor, end);
      if (reached === undefined) return cut(session);
      cursor = Math.max(reached, goal); // everything up to the goal was in the stream when this began to read
    }
    goLive(Math.max(cursor, newest)); // live messages from here on have a higher seq
  }

  /** @returns how far it came; `undefined` if retention was faster than the client */
  async function send(session: PacedSession, key: string, cursor: number, end: number): Promise<number | undefined> {
    const subjects = subjectsOf(key, own);
    const pages = new Pages(session, key);
    for await (const record of reader.after(cursor, subjects)) {
      if (record.seq > end || !broker.sessions.has(session)) break;
      const isPage = await pages.send(storedAt(record, key, own));
      if (isPage && (await reader.bounds(subjects)).floor > record.seq) return undefined;
      cursor = record.seq;
    }
    await pages.end();
    return cursor;
  }

  function cut(session: PacedSession): void {
    broker.disconnect(session);
    session.cut();
  }

  /* SUBSCRIBE:<channel>, with or without the tags `since` and `epoch` */
  broker.commands.set('SUBSCRIBE', async (session: LiveReader, frame) => {
    const key = channelOf(frame);
    subscriptions.authorize(session, key);
    const goLive = (newest: number) => subscriptions.begin(session, key, newest);
    await subscribe(session, frame, { key, start: session.starts?.get(key), goLive });
  });

  /* UNSUBSCRIBE:<channel> */
  broker.commands.set('UNSUBSCRIBE', (session, frame) => {
    subscriptions.end(session, channelOf(frame));
    return NO_TAGS;
  });
  return { subscribe };
}
