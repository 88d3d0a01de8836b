// What the checks of several tasks need: the parts of a broker over a store in memory, whose turns end when a check says so.

import { mock } from 'node:test';
import { Broker, Channels } from '01-basic-pubsub';
import { FakeClient } from '01-basic-pubsub/test';
import { Dialogue } from '#dialogue';
import { type MessageStore, type NewMessage } from '#store';
import { type Message, Turn } from '#turn';
import { MemoryStore } from '../src/store/memory-store.ts';

/** When the clock of these checks stands still, in ms since 1970. */
export const NOW = 1_800_000_000_000;

export function setUp(store: MessageStore = new MemoryStore()) {
  const reported: unknown[] = [];
  const broker = new Broker({ report: (error) => void reported.push(error) });
  const ends: (() => void)[] = [];
  const turn = new Turn(broker, store, (end) => void ends.push(end));
  const dialogue = new Dialogue(broker, turn);
  const join = () => new FakeClient(broker, dialogue);
  return { broker, channels: new Channels(), store, turn, dialogue, reported, ends, join };
}

/** Puts messages into a log: `m1`, `m2` and so on, so many. */
export function fill(store: MessageStore, key: string, count: number, more: Partial<NewMessage> = {}): void {
  const from = store.bounds(key).newest;
  store.transaction(() => {
    for (let n = from + 1; n <= from + count; n += 1) store.append(key, { id: `m${n}`, time: NOW, body: `body ${n}`, ...more });
  });
}

/** Takes a message through the step `store`, within a transaction. */
export function storeStep({ turn, store }: { readonly turn: Turn; readonly store: MessageStore }, message: Message): Message {
  store.transaction(() => {
    for (const step of turn.steps.store) step(message);
  });
  return message;
}

/** Stops the clock for some work, which moves it by `mock.timers.tick`. */
export function withClock(work: () => void): void {
  mock.timers.enable({ apis: ['Date'], now: NOW });
  try {
    work();
  } finally {
    mock.timers.reset();
  }
}

/** Lets everything happen that was promised or queued. */
export const idle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** The seqs of the MSG frames among these. */
export const seqs = (frames: readonly string[]): number[] =>
  frames.flatMap((frame) => /^@.*?seq=(\d+).* MSG:/.exec(frame)?.[1] ?? []).map(Number);

/** A client that has sent a tag, and so gets tags. */
export function taggedClient({ join }: { readonly join: () => FakeClient }): FakeClient {
  return Object.assign(join(), { tagged: true });
}

export const numbers = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, n) => from + n);
