// What the sessions of this broker want, so that the other brokers send that and nothing else. NATS calls it interest, and announces it
// with RS+ and RS-.

import type { Broker, Session } from '02-persistence';
import { type Frame, isPattern } from '@workshop/protocol';

/** Channels and patterns: everything that is wanted, or what was added to it, or what was taken away. */
export interface InterestChange {
  readonly kind: 'all' | 'more' | 'less';
  readonly patterns: readonly string[];
}

/** How long changes are gathered, in ms, so that a peer can store many in one transaction. They must arrive within a second (P7-9). */
const GATHER_MS = 50;

interface Interested extends Session {
  wants?: Set<string>;
}

export class Interest {
  readonly #broker: Broker;
  readonly #announce: (change: InterestChange) => void;
  /** How many sessions want each pattern. A pattern that nobody wants is not in it. */
  readonly #sessions = new Map<string, number>();
  /** What the peers have not been told yet. */
  readonly #changed = new Map<string, 'more' | 'less'>();
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** @param announce tells the linked peers; the others are told everything when they are linked */
  constructor(broker: Broker, announce: (change: InterestChange) => void) {
    this.#broker = broker;
    this.#announce = announce;
  }

  get all(): InterestChange {
    return { kind: 'all', patterns: [...this.#sessions.keys()] };
  }

  /** A session wants what a pattern matches. Wanting it again changes nothing. */
  add(session: Interested, pattern: string): void {
    const wants = (session.wants ??= new Set());
    if (wants.has(pattern)) return;
    wants.add(pattern);
    this.#count(pattern, +1);
  }

  /** A session no longer wants it. If it never did, nothing changes. */
  remove(session: Interested, pattern: string): void {
    if (session.wants?.delete(pattern)) this.#count(pattern, -1);
  }

  /** A session has gone: it wants nothing any more. */
  leave(session: Interested): void {
    for (const pattern of session.wants ?? []) this.remove(session, pattern);
  }

  close(): void {
    clearTimeout(this.#timer);
  }

  /**
   * One session more, or one fewer, wants a pattern. The peers are told a moment later, and only about the first session that comes and
   * the last one that goes. If both happen within that moment, the later change is told: a peer linked in between may know the other.
   */
  #count(pattern: string, more: 1 | -1): void {
    // #region count
    const before = this.#sessions.get(pattern) ?? 0;
    const after = before + more;
    if (after > 0) this.#sessions.set(pattern, after);
    else this.#sessions.delete(pattern);
    if (before > 0 && after > 0) return;
    this.#changed.set(pattern, after > 0 ? 'more' : 'less');
    this.#timer ??= setTimeout(() => this.#broker.guard(() => this.#tell()), GATHER_MS);
    // #endregion count
  }

  /** Tells the peers what has changed since they were told last. */
  #tell(): void {
    // #region tell
    this.#timer = undefined;
    const changed = [...this.#changed];
    this.#changed.clear();
    for (const kind of ['more', 'less'] as const) {
      const patterns = changed.filter(([, how]) => how === kind).map(([pattern]) => pattern);
      if (patterns.length > 0) this.#announce({ kind, patterns });
    }
    // #endregion tell
  }
}

/* INTEREST:<kind>:<pattern>,<pattern>,… */
export function formatInterest({ kind, patterns }: InterestChange): Frame {
  return { verb: 'INTEREST', target: kind, body: patterns.join(',') };
}

/** Reads an INTEREST frame; `undefined` if it is not a valid one. */
export function readInterest({ target: kind, body = '' }: Frame): InterestChange | undefined {
  const patterns = body === '' ? [] : body.split(',');
  if ((kind !== 'all' && kind !== 'more' && kind !== 'less') || !patterns.every(isPattern)) return undefined;
  return { kind, patterns };
}
