// The names that travel in frames: channels, users, brokers.

const WORD = '[A-Za-z0-9_-]+';
const CHANNEL = new RegExp(`^${WORD}(?:\\.${WORD})*$`);
const NAME = new RegExp(`^${WORD}$`);

export const MAX_CHANNEL_LENGTH = 255; // Centrifuge's limit too
const MAX_NAME_LENGTH = 64;

/** Whether `text` is the name of a channel (P1-6): words joined by dots, at most 255 characters. */
export function isChannel(text: string): boolean {
  return text.length <= MAX_CHANNEL_LENGTH && CHANNEL.test(text);
}

/** Whether `text` is the name of a user or a broker (P1-7): one word of at most 64 characters. */
export function isName(text: string): boolean {
  return text.length <= MAX_NAME_LENGTH && NAME.test(text);
}
