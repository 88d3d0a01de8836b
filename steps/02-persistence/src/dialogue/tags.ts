// Tags in both directions: which ones a client may send, and which sessions get them (only those that have sent some).

import type { Packet, Session } from '01-basic-pubsub';
import { type Frame, quote, Refusal, type Tags } from '@workshop/protocol';

/** Tags that only a broker may set (P1-11). */
const BROKER_TAGS: readonly string[] = ['seq', 'time', 'from', 'origin', 'dup', 'recovered', 'last', 'more'];

/** The grammar of the tags that a client may set (P1-12), and its meaning in words. */
const CLIENT_TAGS: ReadonlyMap<string, readonly [grammar: RegExp, meaning: string]> = new Map([
  ['id', [/^[A-Za-z0-9_.-]{1,64}$/, '1 to 64 characters of A-Z a-z 0-9 _ - .']],
  ['label', [/^[A-Za-z0-9_.-]{1,64}$/, '1 to 64 characters of A-Z a-z 0-9 _ - .']],
  ['since', [/^[0-9]{1,15}$/, 'a whole number of at most 15 digits']],
]);

/** @throws {Refusal} `BAD_FRAME` for a tag that a client may not set, or that has a wrong value */
export function checkTags(tags: Tags): void {
  for (const [key, value] of tags) {
    if (BROKER_TAGS.includes(key)) throw new Refusal('BAD_FRAME', `the tag "${key}" is the broker's own: leave it out`);
    const [grammar, meaning] = CLIENT_TAGS.get(key) ?? [];
    if (grammar && !grammar.test(value)) throw new Refusal('BAD_FRAME', `the tag ${quote(`${key}=${value}`)} is wrong: give ${meaning}`);
  }
}

/** The cursor in a frame's `since` tag. Its form was checked when the frame came in (P1-12). */
export function sinceOf({ tags }: Frame): number | undefined {
  const since = tags?.get('since');
  return since === undefined ? undefined : Number(since);
}

export interface TaggedSession extends Session {
  /** Whether it has ever sent a tag. If so, it gets tags too (P1-14). */
  tagged?: boolean;
}

/** A frame in two forms, with its tags and without (P1-13). Each form is encoded at most once, however many sessions get it. */
export class TaggedPacket {
  readonly #tagged: Packet;
  #untagged: Packet | undefined;

  constructor(frame: Frame) {
    this.#tagged = { frame };
  }

  get #plain(): Packet {
    return (this.#untagged ??= { frame: { ...this.#tagged.frame, tags: undefined } });
  }

  sendTo(session: TaggedSession): void {
    session.send(session.tagged ? this.#tagged : this.#plain);
  }
}
