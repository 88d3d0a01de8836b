// A log in memory and a client without a socket, for the task checks of this stage.

import { FakeClient } from '01-basic-pubsub/test';
import { wrong } from '@workshop/cli/task-checks';
import type { NewMessage, StoredMessage } from '#store';
import { MemoryStore } from '../src/store/memory-store.ts';

/** How often one page may be read. A loop whose cursor does not move would read it without end. */
const SAME_PAGE = 5;

export class LogStore extends MemoryStore {
  /** Called when nothing was left to read, once what runs now is done: as if somebody published at that moment. */
  whenNothingIsLeft = () => {};
  /** What was read, in order. */
  readonly reads: { readonly after: number; readonly limit: number }[] = [];

  add(key: string, ...messages: Partial<NewMessage>[]): void {
    const newest = this.bounds(key).newest;
    this.transaction(() => {
      for (const [index, message] of messages.entries()) {
        const name = `m${newest + index + 1}`;
        this.append(key, { id: name, time: 1000, body: name, ...message });
      }
    });
  }

  override read(key: string, after: number, limit: number, target?: string): StoredMessage[] {
    this.reads.push({ after, limit });
    const times = this.reads.filter((each) => each.after === after).length;
    if (times > SAME_PAGE) {
      const cause = 'the cursor must follow: it is the seq of the last message that was sent';
      throw wrong(
        'the same page is read again and again',
        'the pages one after the other',
        `${times} times what comes after ${after}`,
        cause,
      );
    }
    const page = super.read(key, after, limit, target);
    if (page.length === 0) queueMicrotask(() => this.whenNothingIsLeft());
    return page;
  }
}

/** So many messages. */
export const many = (count: number, message: Partial<NewMessage> = {}): Partial<NewMessage>[] =>
  Array.from({ length: count }, () => message);

export class Client extends FakeClient {
  /** It gets tags. */
  readonly tagged = true;
  /** Called when the broker begins to wait for it. */
  whenAwaited = () => {};

  override drained(): Promise<void> {
    this.whenAwaited();
    return super.drained();
  }

  /** The seqs of the messages that came so far. */
  get seqs(): number[] {
    return this.frames.flatMap((frame) => /^@(?:\S+;)?seq=(\d+)\S* MSG:/.exec(frame)?.[1] ?? []).map(Number);
  }
}

export const numbers = (from: number, to: number): number[] => Array.from({ length: Math.max(0, to - from + 1) }, (_, n) => from + n);

/** A row of numbers in few characters, such as `1 to 100, 5`. */
export function inShort(seqs: readonly number[]): string {
  const rows: [first: number, last: number][] = [];
  for (const seq of seqs) {
    const row = rows.at(-1);
    if (row?.[1] === seq - 1) row[1] = seq;
    else rows.push([seq, seq]);
  }
  return rows.map(([first, last]) => (first === last ? first : `${first} to ${last}`)).join(', ') || 'none';
}
