// The names that travel in frames: channels, users, brokers.

import { Refusal } from './errors.ts';
import { type Frame, requireNoBody, requireTarget } from './frames.ts';
import { quote } from './quote.ts';

const WORD = '[A-Za-z0-9_-]+';
const CHANNEL = new RegExp(`^${WORD}(?:\\.${WORD})*$`);
const NAME = new RegExp(`^${WORD}$`);

const MAX_CHANNEL_LENGTH = 255; // Centrifuge's limit too
const MAX_NAME_LENGTH = 64;

/** Whether `text` is the name of a channel (P1-6): words joined by dots, at most 255 characters. */
export function isChannel(text: string): boolean {
  return text.length <= MAX_CHANNEL_LENGTH && CHANNEL.test(text);
}

/** Whether `text` is the name of a user or a broker (P1-7): one word of at most 64 characters. */
export function isName(text: string): boolean {
  return text.length <= MAX_NAME_LENGTH && NAME.test(text);
}

/**
 * The same text, known to be a channel.
 * @throws {Refusal} `BAD_CHANNEL` when it is none
 */
export function requireChannel(text: string): string {
  if (isChannel(text)) return text;
  if (text.length > MAX_CHANNEL_LENGTH) {
    throw new Refusal('BAD_CHANNEL', `a channel has at most ${MAX_CHANNEL_LENGTH} characters, this one has ${text.length}`);
  }
  throw new Refusal('BAD_CHANNEL', `${quote(text)} is no channel: join words of A-Z a-z 0-9 _ - by dots, as in news.sport`);
}

/**
 * The channel of a frame that has nothing else to say.
 * @throws {Refusal} `BAD_FRAME` when a part is missing or one too many, `BAD_CHANNEL` when the target is no channel
 */
export function channelOf(frame: Frame): string {
  const target = requireTarget(frame);
  requireNoBody(frame);
  return requireChannel(target);
}
