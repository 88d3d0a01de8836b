// What the sessions of this broker want, so that the other brokers send just that. NATS calls it interest, and tells it by RS+ and RS-.

import type { Session } from '01-basic-pubsub';
import { type Frame, isPattern } from '@workshop/protocol';

/** Channels and patterns: all that there is, or what comes to it, or what is no longer in it. */
export interface InterestChange {
  readonly kind: 'all' | 'more' | 'less';
  readonly patterns: readonly string[];
}

/** Changes are gathered for this long, in ms: one transaction at each peer for many. They have to be there within a second (P7-9). */
const GATHER_MS = 50;

interface Interested extends Session {
  wants?: Set<string>;
}

export class Interest {
  readonly #announce: (change: InterestChange) => void;
  /** How many sessions want each pattern. What nobody wants is not in it. */
  readonly #sessions = new Map<string, number>();
  /** What the peers were not told yet. */
  readonly #changed = new Map<string, 'more' | 'less'>();
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** @param announce tells the peers that are linked; others are told all when they come */
  constructor(announce: (change: InterestChange) => void) {
    this.#announce = announce;
  }

  get all(): InterestChange {
    return { kind: 'all', patterns: [...this.#sessions.keys()] };
  }

  /** A session wants what matches. Again = no change. */
  add(session: Interested, pattern: string): void {
    const wants = (session.wants ??= new Set());
    if (wants.has(pattern)) return;
    wants.add(pattern);
    const sessions = this.#sessions.get(pattern) ?? 0;
    this.#sessions.set(pattern, sessions + 1);
    if (sessions === 0) this.#change(pattern, 'more');
  }

  /** A session wants it no longer. Where it did not = no change. */
  remove(session: Interested, pattern: string): void {
    if (!session.wants?.delete(pattern)) return;
    const sessions = this.#sessions.get(pattern) ?? 0;
    if (sessions > 1) {
      this.#sessions.set(pattern, sessions - 1);
    } else {
      this.#sessions.delete(pattern);
      this.#change(pattern, 'less');
    }
  }

  /** A session wants nothing any longer. */
  leave(session: Interested): void {
    for (const pattern of session.wants ?? []) this.remove(session, pattern);
  }

  close(): void {
    clearTimeout(this.#timer);
  }

  /** The last word counts. It is told also where it takes back one that was not: a peer that has come meanwhile may know that one. */
  #change(pattern: string, kind: 'more' | 'less'): void {
    this.#changed.set(pattern, kind);
    this.#timer ??= setTimeout(() => this.#tell(), GATHER_MS);
  }

  #tell(): void {
    this.#timer = undefined;
    const changed = [...this.#changed];
    this.#changed.clear();
    for (const kind of ['more', 'less'] as const) {
      const patterns = changed.filter(([, how]) => how === kind).map(([pattern]) => pattern);
      if (patterns.length > 0) this.#announce({ kind, patterns });
    }
  }
}

/** INTEREST:<kind>:<pattern>,<pattern>,… */
export function formatInterest({ kind, patterns }: InterestChange): Frame {
  return { verb: 'INTEREST', target: kind, body: patterns.join(',') };
}

/** The same back; `undefined` when it is none. */
export function readInterest({ target: kind, body = '' }: Frame): InterestChange | undefined {
  const patterns = body === '' ? [] : body.split(',');
  if ((kind !== 'all' && kind !== 'more' && kind !== 'less') || !patterns.every(isPattern)) return undefined;
  return { kind, patterns };
}
