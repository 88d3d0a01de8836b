// How the judge reads what a broker sends: by the protocol page, with none of the brokers' own code.

import { type Frame, splitTags } from '@workshop/protocol';

/**
 * Reads one frame of a broker.
 * @throws {Error} when the text is not a frame
 */
export function parseFrame(text: string): Frame {
  const { tags, rest } = splitTags(text);
  const [, verb, target, body] = /^([A-Z_]+)(?::([^:]*)(?::([^]*))?)?$/.exec(rest) ?? [];
  if (verb === undefined) throw new SyntaxError(`${JSON.stringify(text.slice(0, 40))} is no frame`);
  return { tags, verb, target, body };
}
