// Reads what is stored. A log is one subject of the stream or two, so it is read through one or two consumers, merged by sequence.

import type { Bounds } from '02-persistence';
import { type Consumer, JetStreamError, type JsMsg } from '@nats-io/jetstream';
import { Refusal } from '@workshop/protocol';
import type { Connection, Nats } from '#connection';
import { consumerAfter } from '#cursor';
import { isNotFound } from '#errors';
import { type NatsRecord, recordOf } from '#record';
import { STREAM } from '#subjects';

const PAGE = 100;
/** How long to wait for messages that retention may have removed meanwhile, in ms. */
const PAGE_WAIT_MS = 1000;
/** How many messages too early a search for the last ones may end: reading a few in vain is faster than asking again. */
const SLACK = 100;
/** How many consumers in a row may give nothing of what they have. */
const TRIES = 4;
const GUESSES = 4;

/** Where to begin reading, and how many messages to skip at first. */
interface Start {
  readonly cursor: number;
  readonly skip: number;
}

/** A part of a stream, from `low` to `high`. `above` is how many messages of a log lie above its low end. */
interface Stretch {
  low: number;
  high: number;
  above: number;
}

export class Reader {
  readonly #connection: Connection;
  readonly #retain: number;

  /** @param retain how many messages of each subject are shown; the stream keeps one more */
  constructor(connection: Connection, retain: number) {
    this.#connection = connection;
    this.#retain = retain;
  }

  /** The part of a log that can be read: the newest messages, as many as are retained, lie after `floor`, up to `newest` (P3-20). */
  async bounds(subjects: readonly string[]): Promise<Bounds> {
    const [counts, newest] = await Promise.all([this.#counts(subjects), this.newest(subjects)]);
    const [name] = counts.keys();
    const total = [...counts.values()].reduce((sum, count) => sum + count, 0);
    if (name === undefined || total <= this.#retain) return { floor: 0, newest };
    // The stream keeps one message more of each subject than is shown: the oldest one is the floor. In an inbox, it may lie anywhere.
    const floor =
      counts.size === 1 ? await this.#connection.ask((nats) => oldestOf(nats, name)) : await this.#floorOf(subjects, total, newest);
    return { floor, newest };
  }

  /** The newest sequence under these subjects; 0 when there is none. */
  newest(subjects: readonly string[]): Promise<number> {
    return this.#connection.ask(async (nats) => Math.max(...(await Promise.all(subjects.map((subject) => newestOf(nats, subject))))));
  }

  /** The messages after a cursor, oldest first: those that are there when this is called, and none that come later. */
  async *after(seq: number, subjects: readonly string[]): AsyncGenerator<NatsRecord> {
    yield* merge(await Promise.all(subjects.map((subject) => this.#open(seq, subject))));
  }

  /** The same for the whole stream. */
  async *everything(seq: number): AsyncGenerator<NatsRecord> {
    yield* await this.#open(seq);
  }

  #open(seq: number, subject?: string): Promise<AsyncGenerator<NatsRecord>> {
    return this.#connection.ask((nats) => read(nats, seq, subject));
  }

  /** How many messages lie after a cursor. */
  async #countAfter(seq: number, subjects: readonly string[]): Promise<number> {
    return this.#connection.ask(async (nats) => {
      const counts = subjects.map(async (subject) => {
        const { name, num_pending } = await nats.manager.consumers.add(STREAM, consumerAfter(seq, subject));
        await nats.manager.consumers.delete(STREAM, name);
        return num_pending;
      });
      return (await Promise.all(counts)).reduce((sum, count) => sum + count, 0);
    });
  }

  /** A cursor with the last `count` messages after it, and a few more that have to be skipped. */
  async cursorBefore(count: number, subjects: readonly string[]): Promise<Start> {
    const { floor, newest } = await this.bounds(subjects);
    return this.#search(count, subjects, { low: floor, high: newest, above: await this.#countAfter(floor, subjects) });
  }

  /** The sequence that has exactly as many messages after it as are retained. */
  async #floorOf(subjects: readonly string[], total: number, newest: number): Promise<number> {
    const { cursor, skip } = await this.#search(this.#retain, subjects, { low: 0, high: newest, above: total });
    let [floor, left] = [cursor, skip];
    if (left > 0)
      for await (const { seq } of this.after(cursor, subjects)) {
        floor = seq;
        if (--left === 0) break;
      }
    return floor;
  }

  /**
   * JetStream can't read backwards, and the sequences of a subject have gaps. So this guesses from the mean gap where the last `count`
   * messages begin, asks how many lie after the guess, and guesses again.
   */
  async #search(count: number, subjects: readonly string[], { low, high, above }: Stretch): Promise<Start> {
    for (let guesses = 0; above > count + SLACK && high - low > 1; guesses++) {
      const share = guesses < GUESSES ? (count + SLACK / 2) / above : 0.5;
      const guess = Math.min(high - 1, Math.max(low + 1, Math.round(high - (high - low) * share)));
      const found = await this.#countAfter(guess, subjects);
      if (found < count) high = guess;
      else [low, above] = [guess, found];
    }
    return { cursor: low, skip: Math.max(0, above - count) };
  }

  /** How many messages there are under each subject that these match. */
  #counts(subjects: readonly string[]): Promise<Map<string, number>> {
    return this.#connection.ask(async ({ manager }) => {
      const each = await Promise.all(subjects.map((subject) => manager.streams.info(STREAM, { subjects_filter: subject })));
      return new Map(each.flatMap(({ state }) => Object.entries(state.subjects ?? {})));
    });
  }
}

async function newestOf({ manager }: Nats, subject: string): Promise<number> {
  return (await found(manager.streams.getMessage(STREAM, { last_by_subj: subject })))?.seq ?? 0;
}

/** Any server of a cluster may answer, and may have a message that others have just removed. Either way a reader copes. */
async function oldestOf({ manager }: Nats, subject: string): Promise<number> {
  return (await found(manager.direct.getMessage(STREAM, { seq: 1, next_by_subj: subject })))?.seq ?? 0;
}

/** A message, or `undefined` if there is none. */
export async function found<T>(message: Promise<T | null>): Promise<T | undefined> {
  try {
    return (await message) ?? undefined;
  } catch (error) {
    if (isNotFound(error)) return undefined;
    throw error;
  }
}

/** A consumer, and how many messages it had when it was made. */
interface Opened {
  readonly consumer: Consumer;
  readonly name: string;
  readonly count: number;
}

async function open({ manager, jetstream }: Nats, seq: number, subject: string | undefined): Promise<Opened> {
  const { name, num_pending } = await manager.consumers.add(STREAM, consumerAfter(seq, subject));
  return { consumer: await jetstream.consumers.get(STREAM, name), name, count: num_pending };
}

/** What a new consumer finds under a subject, or in the whole stream. The consumer is deleted at the end, or when nobody reads on. */
async function read(nats: Nats, seq: number, subject?: string): Promise<AsyncGenerator<NatsRecord>> {
  return pages(nats, await open(nats, seq, subject), seq, subject);
}

/**
 * A page is yielded only once it is whole: its reader may take as long as it likes, and a fetch is not made to wait. Meanwhile the
 * consumer may have ended for want of requests. Then another one goes on behind the last message.
 */
async function* pages(nats: Nats, opened: Opened, seq: number, subject: string | undefined): AsyncGenerator<NatsRecord> {
  let [{ consumer, name, count: pending }, last, tries] = [opened, seq, 0];
  try {
    while (pending > 0) {
      const messages = await pageOf(consumer, pending);
      tries = messages.length === 0 ? tries + 1 : 0;
      if (tries === TRIES) throw new Refusal('UNREACHABLE', 'the NATS server of this broker does not send what it has: try again later');
      if (messages.length === 0) {
        // Retention may have removed the rest, or the consumer is gone.
        await nats.manager.consumers.delete(STREAM, name).catch(() => {});
        const again = await open(nats, last, subject);
        [consumer, name, pending] = [again.consumer, again.name, Math.min(pending, again.count)];
      }
      for (const message of messages) {
        pending = Math.min(pending - 1, message.info.pending);
        last = message.seq;
        yield recordOf(message, message.subject, message.seq, Date.parse(message.timestamp));
      }
    }
  } finally {
    nats.manager.consumers.delete(STREAM, name).catch(() => {}); // if this fails, it ends by itself
  }
}

/** The next messages of a consumer; none if they have been removed, or it has ended. Of a page that broke off, nobody knows the rest. */
async function pageOf(consumer: Consumer, pending: number): Promise<JsMsg[]> {
  try {
    const page = await consumer.fetch({ max_messages: Math.min(pending, PAGE), expires: PAGE_WAIT_MS });
    const messages: JsMsg[] = [];
    for await (const message of page) messages.push(message);
    return messages;
  } catch (error) {
    if (error instanceof JetStreamError) return [];
    throw error;
  }
}

/** Merges several logs of one stream by sequence. A message that is in two of them comes once. */
async function* merge(logs: readonly AsyncGenerator<NatsRecord>[]): AsyncGenerator<NatsRecord> {
  try {
    const heads = await Promise.all(logs.map((log) => log.next()));
    let last = 0;
    for (;;) {
      let first: { record: NatsRecord; at: number } | undefined;
      for (const [at, { done, value }] of heads.entries())
        if (!done && (!first || value.seq < first.record.seq)) first = { record: value, at };
      if (!first) return;
      const { record, at } = first;
      const log = logs[at];
      if (record.seq > last) yield record;
      last = record.seq;
      if (log) heads[at] = await log.next();
    }
  } finally {
    await Promise.all(logs.map((log) => log.return(undefined)));
  }
}
