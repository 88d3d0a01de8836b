// Frames: `[@tags ]VERB[:target[:body]]`, one in each WebSocket text message (P1-1). Stage 01 reads the part after the tags.

import { Refusal } from './errors.ts';
import { quote } from './quote.ts';

/** Tags by key. A tag without a value has an empty one: `@dup` is the same as `@dup=`. */
export type Tags = ReadonlyMap<string, string>;

/** A frame in its parts. `target` or `body` is absent if the colon before it is: `A` has no target, and `A:` has an empty one. */
export interface Frame {
  readonly verb: string;
  readonly target?: string | undefined;
  readonly body?: string | undefined;
  readonly tags?: Tags | undefined;
}

const VERB = /^[A-Z_]+$/;
const TAG_KEY = /^[a-z-]+$/;
const TAG_VALUE = /^[^; ]*$/;

/**
 * Takes the tags off the start of a frame. The rest may be anything.
 * @throws {Refusal} `BAD_FRAME` when it begins with `@` and the tags are bad (P1-10)
 */
export function splitTags(text: string): { readonly tags: Tags | undefined; readonly rest: string } {
  if (!text.startsWith('@')) return { tags: undefined, rest: text };
  const space = text.indexOf(' ');
  if (space < 0)
    throw new Refusal('BAD_FRAME', `tags end with a space and a verb follows, as in "@label=1 PUBLISH:news:Hi"; got ${quote(text, 12)}`);
  return { tags: parseTags(text.slice(1, space)), rest: text.slice(space + 1) };
}

function parseTags(text: string): Tags {
  const tags = new Map<string, string>(); // a Map: "constructor" is a key like any other
  for (const tag of text.split(';')) {
    const equals = tag.indexOf('=');
    const key = equals < 0 ? tag : tag.slice(0, equals);
    if (!TAG_KEY.test(key))
      throw new Refusal('BAD_FRAME', `${quote(tag, 12)} is no tag: write key=value in small letters, with ";" between two tags`);
    tags.set(key, equals < 0 ? '' : tag.slice(equals + 1));
  }
  return tags;
}

/**
 * Writes one frame.
 * @throws {RangeError} when the parts would not be read back unchanged: a bug in the broker, never a client's fault
 */
export function formatFrame(frame: Frame): string {
  const { verb, target, body, tags } = frame;
  if (!VERB.test(verb)) throw new RangeError(`${quote(verb)} is no verb`);
  if (target?.includes(':')) throw new RangeError(`the target ${quote(target)} has a colon`);
  if (target === undefined && body !== undefined) throw new RangeError('a body needs a target before it');
  let text = verb;
  if (target !== undefined) text += `:${target}`;
  if (body !== undefined) text += `:${body}`;
  return tags === undefined || tags.size === 0 ? text : `@${formatTags(tags)} ${text}`;
}

function formatTags(tags: Tags): string {
  let text = '';
  for (const [key, value] of tags) {
    if (!TAG_KEY.test(key) || !TAG_VALUE.test(value)) throw new RangeError(`${quote(`${key}=${value}`)} is no tag`);
    text += `${text && ';'}${key}${value && `=${value}`}`;
  }
  return text;
}
