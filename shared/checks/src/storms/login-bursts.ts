// Sessions that send AUTH and commands in one write, many at once: everything in order, and nobody taken for somebody else.

import type { Context } from '../context.ts';
import { error, msg, ok } from '../expected.ts';

/** So many log in at the same time. */
const AT_ONCE = 20;

export interface LoginBursts {
  readonly sessions: number;
}

/** @throws {Failure} */
export async function loginBursts({ connect, token, random }: Context, { sessions }: LoginBursts): Promise<void> {
  for (let done = 0; done < sessions; done += AT_ONCE) {
    const clients = await Promise.all(
      Array.from({ length: Math.min(AT_ONCE, sessions - done) }, async (_, n) => ({
        client: await connect(`user ${done + n + 1}`),
        user: random.word('user'),
        channel: random.word('own'),
        failsFirst: random.below(4) === 0,
      })),
    );
    for (const { client, user, channel, failsFirst } of clients)
      client.send(
        ...(failsFirst ? [`AUTH:${token(user)}.x`, `PUBLISH:${channel}:early`] : []),
        `AUTH:${token(user)}`,
        `@label=s SUBSCRIBE:${channel}`,
        `PUBLISH:${channel}:by ${user}`,
        `@label=u UNSUBSCRIBE:${channel}`,
        `PUBLISH:${channel}:unheard`,
        `@label=h HISTORY:${channel}`,
      );
    for (const { client, user, channel, failsFirst } of clients) {
      await client.getsAll(
        [
          ...(failsFirst ? [error('UNAUTHORIZED'), error('UNAUTHORIZED')] : []),
          `OK:AUTH:${user}`,
          ok('SUBSCRIBE', channel, { label: 's' }),
          msg(channel, `by ${user}`, { from: user }),
          ok('UNSUBSCRIBE', channel, { label: 'u' }),
          msg(channel, `by ${user}`, { from: user }),
          msg(channel, 'unheard', { from: user }),
          ok('HISTORY', channel, { label: 'h' }),
        ],
        {
          message: 'what was sent in one burst with AUTH did not take effect in order, or as the user that it named',
          cause: 'a token is verified asynchronously: what follows must wait for it, and the outcome belongs to the session that asked',
        },
      );
      void client.leave();
    }
  }
}
