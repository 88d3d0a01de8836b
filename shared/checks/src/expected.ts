// What a client may expect of a frame: its exact text, or its parts, some of which may be left open.

import type { ErrorCode, Frame } from '@workshop/protocol';
import { parseFrame } from './frames.ts';

/** A tag's value: exact, a pattern, or `undefined` for a tag that must be absent. Tags not named may be anything. */
export type ExpectedTags = Readonly<Record<string, string | number | RegExp | undefined>>;

export interface Pattern {
  /** For people. */
  readonly text: string;
  matches(frame: Frame): boolean;
}

/** A string stands for the whole frame, to the letter. */
export type Expected = string | Pattern;

/** `ERROR:<code>:<any text for a person>`, with these tags. */
export function error(code: ErrorCode, tags: ExpectedTags = {}): Pattern {
  return pattern({ verb: 'ERROR', target: code }, tags, (frame) => frame.target === code && frame.body !== undefined && frame.body !== '');
}

/** `OK:<verb>:<target>`, with these tags. */
export function ok(verb: string, target: string, tags: ExpectedTags = {}): Pattern {
  return pattern({ verb: 'OK', target: verb, body: target }, tags);
}

/** `MSG:<channel>:<body>`, with these tags. */
export function msg(channel: string, body: string, tags: ExpectedTags = {}): Pattern {
  return pattern({ verb: 'MSG', target: channel, body }, tags);
}

function pattern(wanted: Frame, tags: ExpectedTags, same = sameText(wanted)): Pattern {
  const shown = Object.entries(tags).map(([key, value]) => (value === undefined ? `no ${key}` : `${key}=${String(value)}`));
  const text = [wanted.verb, wanted.target, wanted.body ?? '<text>'].join(':');
  return {
    text: shown.length > 0 ? `@${shown.join(';')} ${text}` : text,
    matches: (frame) =>
      frame.verb === wanted.verb && same(frame) && Object.entries(tags).every(([key, value]) => hasTag(frame, key, value)),
  };
}

function sameText(wanted: Frame) {
  return (frame: Frame) => frame.target === wanted.target && frame.body === wanted.body;
}

function hasTag({ tags }: Frame, key: string, value: ExpectedTags[string]): boolean {
  const got = tags?.get(key);
  if (value === undefined || got === undefined) return value === got;
  return value instanceof RegExp ? value.test(got) : got === String(value);
}

export function describeExpected(expected: Expected): string {
  return typeof expected === 'string' ? expected : expected.text;
}

/** The parsed frame if it is the expected one, otherwise `undefined`. */
export function match(expected: Expected, text: string): Frame | undefined {
  let frame: Frame;
  try {
    frame = parseFrame(text);
  } catch {
    return undefined;
  }
  const matches = typeof expected === 'string' ? expected === text : expected.matches(frame);
  return matches ? frame : undefined;
}
