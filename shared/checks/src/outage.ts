// What clients do while NATS is away (P8-4): they are refused, and try again.

import { wrong } from './check.ts';
import type { Client } from './client.ts';
import { stampOf, type Stored } from './messages.ts';
import { after } from './time.ts';

/** How long a broker may take to notice that NATS is gone or back, in ms; the machine may be busy. */
const NOTICE_MS = 20_000;
const AGAIN_MS = 100;

/** Publishes until one is refused with UNREACHABLE. One that was under way when NATS went away may wait until its broker gives up. */
export async function refusedUntilNoticed(client: Client, channel: string): Promise<void> {
  const answer = await publishUntil(client, `other.${channel}`, undefined, 'x', (verb) => verb === 'ERROR');
  if (answer.target !== 'UNREACHABLE')
    throw wrong('with NATS away, a publish was not refused with UNREACHABLE', 'ERROR:UNREACHABLE', `${answer.verb}:${answer.target}`);
}

/** Publishes with the same id until it is stored. */
export async function publishWhenBack(client: Client, channel: string, id: string, body: string): Promise<Pick<Stored, 'seq' | 'id'>> {
  return stampOf(await publishUntil(client, channel, id, body, (verb) => verb === 'OK'));
}

async function publishUntil(client: Client, channel: string, id: string | undefined, body: string, isEnd: (verb: string) => boolean) {
  const deadline = performance.now() + NOTICE_MS;
  for (;;) {
    client.send(`@label=until${id === undefined ? '' : `;id=${id}`} PUBLISH:${channel}:${body}`);
    const answer = await client.gets(
      { text: 'an answer', matches: ({ verb, tags }) => verb !== 'MSG' && tags?.get('label') === 'until' },
      'a publish was not answered while NATS was away, or after it was back',
      NOTICE_MS,
    );
    if (isEnd(answer.verb)) return answer;
    if (performance.now() > deadline)
      throw wrong('a broker did not notice that NATS had gone away, or had come back', 'within 20 s', `${answer.verb}:${answer.target}`);
    await after(AGAIN_MS);
  }
}
