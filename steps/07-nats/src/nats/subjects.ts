// Where each message lies in NATS: the subjects of one stream, named so that a person with the `nats` tool finds what they look for.
//
//   chat.channel.<channel>         a message for everyone              chat.channel.news.sport
//   chat.at.<broker>.<channel>     for the subscribers of one broker   chat.at.broker2.news
//   chat.private.<user>.<user>     for two users, in alphabetical order   chat.private.alice.bob
//   chat.broker.<name>             a broker that has been here         chat.broker.broker2
//   live.chat.…                    each of these again, with its sequence, once it is stored
//   typing.chat.…                  who is typing there: core NATS, never stored

import { isAddress, readAddress } from '06-federation';
import { isChannel } from '@workshop/protocol';

const ROOT = 'chat';
export const STREAM = 'chat';
export const STREAM_SUBJECTS: readonly string[] = ['channel', 'at', 'private', 'broker'].map((kind) => `${ROOT}.${kind}.>`);
/** As soon as a message is stored, the stream publishes it again under such a subject: from then on it is live. */
export const REPUBLISH = { src: '>', dest: 'live.>' };
const LIVE = 'live.';
const TYPING = 'typing.';
/** For core NATS: a subscription to this gets live messages, and who is typing. */
export const liveAndTyping = (subject: string): string => `*.${subject}`;
export const typingSubject = (subject: string): string => `${TYPING}${subject}`;
/** Where brokers say that they are up, and ask who is typing. */
export const PRESENCE = `presence.${ROOT}`;
export const nameSubject = (broker: string): string => `${PRESENCE}.${broker}`;

/** Where a broker notes, once, that it has been here. */
export const brokerSubject = (name: string): string => `${ROOT}.broker.${name}`;

/**
 * Where a message goes.
 * @param to a channel, a user such as `@bob`, or the address of either, such as `news@broker2`
 * @param from the user who sends it
 */
export function subjectOf(to: string, from = ''): string {
  const { target, broker } = isAddress(to) ? readAddress(to) : { target: to, broker: undefined };
  if (target.startsWith('@')) return conversation(from, target.slice(1)); // users belong to the network, whichever broker they are on
  return broker === undefined ? `${ROOT}.channel.${target}` : `${ROOT}.at.${broker}.${target}`;
}

/** Both directions of a conversation lie under one subject. */
function conversation(...users: [string, string]): string {
  return `${ROOT}.private.${users.toSorted().join('.')}`;
}

/** What a subject says about its message; `undefined` for a subject of neither a channel nor users. */
export type Place =
  | { readonly channel: string; readonly broker?: string | undefined; readonly users?: undefined }
  | { readonly users: readonly string[]; readonly channel?: undefined };

export function placeOf(subject: string): Place | undefined {
  const [, kind, ...words] = subject.split('.');
  if (kind === 'private') return { users: words };
  const broker = kind === 'at' ? words.shift() : undefined;
  const channel = words.join('.');
  return (kind === 'at' || kind === 'channel') && isChannel(channel) ? { channel, broker } : undefined;
}

/** Whether a subject of core NATS is live, and the subject in the stream that it stands for. */
export function readCore(subject: string): { readonly isLive: boolean; readonly subject: string } {
  const isLive = subject.startsWith(LIVE);
  return { isLive, subject: subject.slice((isLive ? LIVE : TYPING).length) };
}

/**
 * The subjects of a log. For a pattern they match somewhat more than it does, because NATS has no `#` in the middle.
 * @param key a channel, an inbox such as `@alice`, or a pattern
 * @param own this broker's name
 */
export function subjectsOf(key: string, own: string): string[] {
  if (key.startsWith('@')) return [`${ROOT}.private.${key.slice(1)}.*`, `${ROOT}.private.*.${key.slice(1)}`];
  return widened(key).flatMap((pattern) => [`${ROOT}.channel.${pattern}`, `${ROOT}.at.${own}.${pattern}`]);
}

/** `news.#` is `news` and `news.>` in NATS, where `>` stands for at least one word. */
function widened(pattern: string): string[] {
  const words = pattern.split('.');
  const at = words.indexOf('#');
  if (at < 0) return [pattern];
  const start = words.slice(0, at);
  return [...(start.length > 0 ? [start.join('.')] : []), [...start, '>'].join('.')];
}
