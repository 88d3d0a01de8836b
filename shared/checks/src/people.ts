// What checks of private messages have in common: people with several devices, and answers word for word.

import { formatFrame } from '@workshop/protocol';
import type { Client } from './client.ts';
import type { Context, JoinOptions } from './context.ts';
import { ok, type Pattern } from './expected.ts';

/** Several devices of one user. */
export async function devicesOf<const Names extends readonly string[]>(
  { join, random }: Context,
  who: string,
  names: Names,
  options: JoinOptions = {},
): Promise<{ [At in keyof Names]: Client }> {
  const user = options.user ?? random.word(who);
  const clients: Client[] = [];
  for (const name of names) clients.push(await join(`${who}'s ${name}`, { ...options, user }));
  return clients as { [At in keyof Names]: Client };
}

/** How a user is addressed, and shown as a sender: `@bob`. */
export const at = ({ user }: Client): string => `@${user}`;

/** Makes a session a tagged one, so that the messages sent to it carry their tags. */
export async function talkTagged(client: Client): Promise<void> {
  client.send('@label=tagged UNSUBSCRIBE:nothing');
  await client.gets(ok('UNSUBSCRIBE', 'nothing', { label: 'tagged' }), 'a tagged UNSUBSCRIBE was not answered');
}

const anyFrame: Pattern = { text: 'any frame', matches: () => true };

/** Sends a command with a label, and resolves to all frames up to its answer, each as a text. */
export async function ask(client: Client, command: string): Promise<string[]> {
  const [tags, frame] = command.startsWith('@') ? (command.slice(1).split(/ (.*)/s) as [string, string]) : ['', command];
  client.send(`@label=asked${tags && `;${tags}`} ${frame}`);
  const answers: string[] = [];
  for (;;) {
    const answer = await client.gets(anyFrame, 'a tagged command was not answered');
    answers.push(formatFrame(answer));
    if (answer.tags?.get('label') === 'asked') return answers;
  }
}
