// What many checks do again and again: publish and keep the answers, ask for history, read what the answer to a SUBSCRIBE says.

import type { Frame } from '@workshop/protocol';
import { type Why, wrong } from './check.ts';
import type { Client } from './client.ts';
import { msg, ok, type Pattern } from './expected.ts';

/** A message as the broker keeps it. */
export interface Stored {
  readonly seq: number;
  readonly id: string;
  readonly body: string;
}

/** The tags of an OK:PUBLISH, and of a MSG to a tagged session (P3-3, P3-4, P3-8). */
export const STAMPED = { seq: /^\d+$/, id: /./ };

/** `count` bodies: `0`, `1`, `2` and so on. */
export function numbered(count: number): string[] {
  return Array.from({ length: count }, (_, n) => String(n));
}

/** Publishes in one burst, as a client that is not subscribed to the channel; resolves when all are answered. */
export async function publishAll(client: Client, channel: string, bodies: readonly string[]): Promise<Stored[]> {
  client.send(...bodies.map((body) => `@label=publish PUBLISH:${channel}:${body}`));
  const frames = await client.getsAll(
    bodies.map(() => ok('PUBLISH', channel, { ...STAMPED, label: 'publish' })),
    {
      message: 'a tagged publish was not answered with its seq and id',
      cause: 'the answer is @label=…;seq=…;id=… OK:PUBLISH:<channel>, once the message is stored',
    },
  );
  return frames.map((frame, at) => ({ ...stampOf(frame), body: bodies[at] ?? '' }));
}

/** Publishes copies of one message, `burst` at a time, as a client that is not subscribed to the channel. */
export async function publishCopies(client: Client, channel: string, body: string, count: number, burst: number): Promise<void> {
  for (let n = 0; n < count; n += burst) await publishAll(client, channel, Array<string>(burst).fill(body));
}

/** Publishes one message, as a client that is not subscribed to the channel. */
export async function publish(client: Client, channel: string, body: string): Promise<Stored> {
  const [stored] = await publishAll(client, channel, [body]);
  if (!stored) throw new Error('one was published, so one was answered');
  return stored;
}

export function stampOf({ tags }: Frame): Pick<Stored, 'seq' | 'id'> {
  return { seq: Number(tags?.get('seq')), id: tags?.get('id') ?? '' };
}

export interface History {
  readonly messages: readonly Stored[];
  /** The OK that ends it. */
  readonly end: Frame;
}

/** Asks for history and resolves to the whole answer. Meanwhile, nothing should be published on channels that the client hears. */
export async function historyOf(client: Client, channel: string, count: number | '' = '', since?: number): Promise<History> {
  client.send(`@label=history${since === undefined ? '' : `;since=${since}`} HISTORY:${channel}${count === '' ? '' : `:${count}`}`);
  const either = historyFrame(channel);
  const messages: Stored[] = [];
  for (;;) {
    const frame = await client.gets(either, {
      message: 'HISTORY was not answered with MSG frames and an OK',
      cause: 'the messages come as MSG frames with their seq and id, then @last=… OK:HISTORY:<channel>',
    });
    if (frame.verb === 'OK') return { messages, end: frame };
    messages.push({ ...stampOf(frame), body: frame.body ?? '' });
  }
}

function historyFrame(channel: string): Pattern {
  const end = ok('HISTORY', channel, { label: 'history', last: /^\d+$/ });
  return {
    text: `MSG:${channel}:<body> or ${end.text}`,
    matches: (frame) => end.matches(frame) || msg(channel, frame.body ?? '', STAMPED).matches(frame),
  };
}

/** Everything that is retained of a channel, fetched page by page. */
export async function wholeHistory(client: Client, channel: string, since = 0): Promise<Stored[]> {
  const all: Stored[] = [];
  for (let cursor = since; ;) {
    const { messages, end } = await historyOf(client, channel, 1000, cursor);
    all.push(...messages);
    if (!end.tags?.has('more')) return all;
    const last = Number(end.tags.get('last'));
    if (last <= cursor)
      throw wrong('HISTORY says that there is more, but its last does not advance', 'a last above since', `since=${cursor}, last=${last}`);
    cursor = last;
  }
}

/** Asserts that the messages are these, in this order, with the seqs and ids that their publishers were told. */
export function sameMessages(got: readonly Stored[], expected: readonly Stored[], why: Why): void {
  for (let at = 0; at < Math.max(got.length, expected.length); at++) {
    const [a, b] = [got[at], expected[at]];
    if (a && b && a.seq === b.seq && a.id === b.id && a.body === b.body) continue;
    const { message, cause } = typeof why === 'string' ? { message: why, cause: undefined } : why;
    throw wrong(
      message,
      `${expected.length} messages, number ${at + 1} is ${describe(b)}`,
      `${got.length} messages, number ${at + 1} is ${describe(a)}`,
      cause,
    );
  }
}

function describe(message: Stored | undefined): string {
  return message ? `seq=${message.seq};id=${message.id} ${JSON.stringify(message.body.slice(0, 20))}` : 'none';
}

/** The MSG frames of stored messages. */
export function framesOf(channel: string, messages: readonly Stored[]): Pattern[] {
  return messages.map(({ seq, id, body }) => msg(channel, body, { seq, id }));
}

export interface Subscription {
  /** Of the newest message. */
  readonly seq: number;
  readonly epoch: string;
}

/** Sends a tagged SUBSCRIBE, and resolves to what the answer says about the channel. */
export async function subscribe(client: Client, channel: string): Promise<Subscription> {
  client.send(`@label=subscribe SUBSCRIBE:${channel}`);
  const { tags } = await client.gets(ok('SUBSCRIBE', channel, { label: 'subscribe', seq: /^\d+$/, epoch: /./ }), {
    message: 'a tagged SUBSCRIBE was not answered with seq and epoch',
    cause: 'the answer says where the channel stands, so that the subscriber can resume from there later',
  });
  return { seq: Number(tags?.get('seq')), epoch: tags?.get('epoch') ?? '' };
}

/** Resumes after `since`, and checks the answer; the replayed frames are left for the caller to ask for. */
export async function resume(
  client: Client,
  channel: string,
  since: number,
  expected: { readonly recovered: 0 | 1; readonly epoch?: string; readonly seq?: number },
  why: Why,
): Promise<void> {
  const { recovered, seq = /^\d+$/, epoch } = expected;
  client.send(`@since=${since}${epoch === undefined ? '' : `;epoch=${epoch}`} SUBSCRIBE:${channel}`);
  await client.gets(ok('SUBSCRIBE', channel, { recovered, seq, epoch: recovered === 1 && epoch !== undefined ? epoch : /./ }), why);
}
