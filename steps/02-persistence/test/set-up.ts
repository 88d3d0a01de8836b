// A broker over the store in memory, whose turns end when the test says so.

import { FakeClient } from '01-basic-pubsub/test';
import { createBroker } from '../src/broker.ts';
import { MemoryStore } from '../src/store/memory-store.ts';

export function setUp({ retain = 10_000, store = new MemoryStore() } = {}) {
  const ends: (() => void)[] = [];
  const reported: unknown[] = [];
  const parts = createBroker({ store, retain, later: (end) => void ends.push(end), report: (error) => void reported.push(error) });
  const join = () => new FakeClient(parts.broker, parts.dialogue);
  const endTurn = () => ends.splice(0).forEach((end) => end());
  /** Publishes in a turn of its own, from a session of its own. */
  const publish = (channel: string, ...bodies: unknown[]) => {
    const publisher = join();
    for (const body of bodies) publisher.say(`PUBLISH:${channel}:${String(body)}`);
    endTurn();
    publisher.leave();
  };
  return { ...parts, store, reported, join, endTurn, publish };
}

export const numbers = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, n) => from + n);

/** The seqs of the MSG frames among these. */
export const seqs = (frames: string[]) => frames.flatMap((frame) => /^@.*?seq=(\d+).* MSG:/.exec(frame)?.[1] ?? []).map(Number);

export const untagged = (frames: string[]) => frames.map((frame) => frame.replace(/^@\S+ /, ''));
