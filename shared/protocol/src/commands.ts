// Takes the parts that a command needs from its frame, and refuses a frame that lacks one or has one too many.

import { Refusal } from './errors.ts';
import type { Frame } from './frames.ts';
import { isChannel, MAX_CHANNEL_LENGTH } from './names.ts';
import { quote } from './quote.ts';

/**
 * The frame's target, which its verb needs.
 * @throws {Refusal} `BAD_FRAME` when it is missing or empty (P1-4)
 */
export function requireTarget(frame: Frame): string {
  if (frame.target) return frame.target;
  throw new Refusal('BAD_FRAME', `${frame.verb} needs a target, as in ${frame.verb}:news`);
}

/**
 * The frame's body, which its verb needs. An empty body counts.
 * @throws {Refusal} `BAD_FRAME` when there is none
 */
export function requireBody(frame: Frame): string {
  if (frame.body !== undefined) return frame.body;
  throw new Refusal('BAD_FRAME', `${frame.verb} needs a body, as in ${frame.verb}:${frame.target || 'news'}:Hello`);
}

/** @throws {Refusal} `BAD_FRAME` when the frame has a body and its verb takes none */
export function requireNoBody(frame: Frame): void {
  if (frame.body === undefined) return;
  throw new Refusal('BAD_FRAME', `${frame.verb} takes no body: send ${frame.verb}:${frame.target}`);
}

/**
 * Returns the text if it is the name of a channel.
 * @throws {Refusal} `BAD_CHANNEL` when it is not the name of a channel
 */
export function requireChannel(text: string): string {
  if (isChannel(text)) return text;
  if (text.length > MAX_CHANNEL_LENGTH) {
    throw new Refusal('BAD_CHANNEL', `a channel has at most ${MAX_CHANNEL_LENGTH} characters, this one has ${text.length}`);
  }
  throw new Refusal('BAD_CHANNEL', `${quote(text)} is no channel: join words of A-Z a-z 0-9 _ - by dots, as in news.sport`);
}

/**
 * The channel of a frame that names a channel and nothing else, such as SUBSCRIBE:news.
 * @throws {Refusal} `BAD_FRAME` when a part is missing or does not belong, `BAD_CHANNEL` when the target is not a channel
 */
export function channelOf(frame: Frame): string {
  const target = requireTarget(frame);
  requireNoBody(frame);
  return requireChannel(target);
}

/**
 * The channel and the body of a frame that carries a message, such as PUBLISH:news:Hi.
 * @throws {Refusal} `BAD_FRAME` when one of them is missing, `BAD_CHANNEL` when the target is not a channel
 */
export function messageOf(frame: Frame): { channel: string; body: string } {
  const target = requireTarget(frame);
  const body = requireBody(frame);
  return { channel: requireChannel(target), body };
}
