// Frames: `[@tags ]VERB[:target[:body]]`, one in each WebSocket text message (P1-1).

import { Refusal } from './errors.ts';
import { quote } from './quote.ts';

/** Tags by key. A tag without a value has the empty one: `@dup` is `@dup=`. */
export type Tags = ReadonlyMap<string, string>;

/** A frame in its parts. `target` and `body` are absent where their colon is: `A` is not `A:`. */
export interface Frame {
  readonly verb: string;
  readonly target?: string | undefined;
  readonly body?: string | undefined;
  readonly tags?: Tags | undefined;
}

/** Tags that only a broker may set (P1-11). */
export const BROKER_TAGS: readonly string[] = ['seq', 'time', 'from', 'origin', 'dup', 'recovered', 'last', 'more'];

const VERB = /^[A-Z_]+$/;
const TAG_KEY = /^[a-z-]+$/;
const TAG_VALUE = /^[^; ]*$/;

/** What the value of a tag that a client may set looks like (P1-12), and how to say so. */
const CLIENT_TAGS: Readonly<Record<string, readonly [grammar: RegExp, meaning: string]>> = {
  id: [/^[A-Za-z0-9_.-]{1,64}$/, '1 to 64 characters of A-Z a-z 0-9 _ - .'],
  label: [/^[A-Za-z0-9_.-]{1,64}$/, '1 to 64 characters of A-Z a-z 0-9 _ - .'],
  since: [/^[0-9]{1,15}$/, 'a whole number of at most 15 digits'],
};

/**
 * Reads one frame, from either side. Names are not looked at: a target may be anything.
 * @throws {Refusal} `BAD_FRAME`, and nothing else, whatever the text
 */
export function parseFrame(text: string): Frame {
  if (!text.startsWith('@')) return parsePlain(text);
  const space = text.indexOf(' ');
  if (space < 0)
    throw new Refusal('BAD_FRAME', `tags end with a space and a verb follows, as in "@label=1 PUBLISH:news:Hi"; got ${quote(text, 12)}`);
  return { tags: parseTags(text.slice(1, space)), ...parsePlain(text.slice(space + 1)) };
}

// Not split(':', 3): that would throw away what stands behind the third colon (P1-3).
function parsePlain(text: string): Frame {
  const first = text.indexOf(':');
  const verb = first < 0 ? text : text.slice(0, first);
  if (!VERB.test(verb))
    throw new Refusal('BAD_FRAME', `${quote(verb, 12)} is no verb: a frame starts with one in capitals, as in PUBLISH:news:Hi`);
  if (first < 0) return { verb };
  const second = text.indexOf(':', first + 1);
  if (second < 0) return { verb, target: text.slice(first + 1) };
  return { verb, target: text.slice(first + 1, second), body: text.slice(second + 1) };
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

/** The tags at the start of a text that is no frame, so that its refusal can bear their label; `undefined` where they are none either. */
export function tagsOf(text: string): Tags | undefined {
  const [, tags] = /^@([^ ]*) /.exec(text) ?? [];
  try {
    return tags === undefined ? undefined : parseTags(tags);
  } catch {
    return undefined;
  }
}

/**
 * Writes one frame; `parseFrame` reads it back as it was.
 * @throws {RangeError} for parts that would not be read back: a programming error, never a client's
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
  return Array.from(tags, ([key, value]) => {
    if (!TAG_KEY.test(key) || !TAG_VALUE.test(value)) throw new RangeError(`${quote(`${key}=${value}`)} is no tag`);
    return value === '' ? key : `${key}=${value}`;
  }).join(';');
}

/**
 * Reads a frame as a broker does that gets it from a client: drops the line end that terminal clients add (P1-5),
 * and refuses tags that are not a client's to set.
 * @throws {Refusal} `BAD_FRAME`
 */
export function parseCommand(text: string): Frame {
  const frame = parseFrame(text.replace(/\r?\n$/, ''));
  for (const [key, value] of frame.tags ?? []) {
    if (BROKER_TAGS.includes(key)) throw new Refusal('BAD_FRAME', `the tag "${key}" is the broker's own: leave it out`);
    const rule = Object.hasOwn(CLIENT_TAGS, key) ? CLIENT_TAGS[key] : undefined;
    if (rule && !rule[0].test(value)) throw new Refusal('BAD_FRAME', `the tag ${quote(`${key}=${value}`)} is wrong: give ${rule[1]}`);
  }
  return frame;
}

/**
 * The frame's target, which its verb needs.
 * @throws {Refusal} `BAD_FRAME` when it is missing or empty (P1-4)
 */
export function requireTarget(frame: Frame): string {
  if (frame.target) return frame.target;
  throw new Refusal('BAD_FRAME', `${frame.verb} needs a target, as in ${frame.verb}:news`);
}

/**
 * The frame's body, which its verb needs; the empty one is a body.
 * @throws {Refusal} `BAD_FRAME` when there is none
 */
export function requireBody(frame: Frame): string {
  if (frame.body !== undefined) return frame.body;
  throw new Refusal('BAD_FRAME', `${frame.verb} needs a body, as in ${frame.verb}:${frame.target || 'news'}:Hello`);
}

/** @throws {Refusal} `BAD_FRAME` when the frame has a body, which its verb does not take */
export function requireNoBody(frame: Frame): void {
  if (frame.body === undefined) return;
  throw new Refusal('BAD_FRAME', `${frame.verb} takes no body: send ${frame.verb}:${frame.target}`);
}
