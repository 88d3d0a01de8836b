// Reads frames: VERB[:target[:body]], one in each WebSocket text message (P1-1).

import { type Frame, quote, Refusal } from '@workshop/protocol';

const VERB = /^[A-Z_]+$/;
/** Terminal clients send the newline along with the text (P1-5). */
const LINE_END = /\r?\n$/;

/**
 * Reads one frame. The target may be any text: a command that needs a channel there checks it.
 * @throws {Refusal} `BAD_FRAME`, and nothing else, whatever the text
 */
export function parseFrame(text: string): Frame {
  // #region parse
  const line = text.replace(LINE_END, '');
  const first = line.indexOf(':');
  const verb = first < 0 ? line : line.slice(0, first);
  if (!VERB.test(verb))
    throw new Refusal('BAD_FRAME', `${quote(verb, 12)} is no verb: a frame starts with one in capitals, as in PUBLISH:news:Hi`);
  if (first < 0) return { verb };
  const second = line.indexOf(':', first + 1);
  if (second < 0) return { verb, target: line.slice(first + 1) };
  return { verb, target: line.slice(first + 1, second), body: line.slice(second + 1) };
  // #endregion parse
}
