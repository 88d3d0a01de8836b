// Sessions and what they follow: a channel or a pattern once its SUBSCRIBE is answered, an inbox from AUTH on.

import type { Broker } from '01-basic-pubsub';
import type { Subscriptions } from '02-persistence';
import type { UserSession, Verify } from '03-auth';
import { inboxOf, overload } from '05-private';
import { isWild } from '06-federation';
import type { Connection } from '#connection';
import type { Interest } from '#interest';
import type { Reader } from '#reader';
import { subjectsOf } from '#subjects';

interface Parts {
  readonly broker: Broker;
  readonly subscriptions: Subscriptions;
  readonly connection: Connection;
  readonly reader: Reader;
  readonly interest: Interest;
}

export function following({ broker, subscriptions, connection, reader, interest }: Parts, own: string) {
  subscriptions.onBegin.push((session, key) => interest.add(session, key));
  subscriptions.onEnd.push((session, key) => interest.remove(session, key));
  broker.onDisconnect.push((session) => interest.leave(session));

  return {
    /** Accepts a token only once the inbox of its user is followed, so that everything after OK:AUTH comes live (P6-1). */
    followInbox(verify: Verify): Verify {
      return async (token) => {
        const claims = await verify(token);
        const inbox = `@${claims.user}`;
        const { begun, release } = await interest.hold(inbox);
        const [newest] = await Promise.all([reader.newest(subjectsOf(inbox, own)), begun]).finally(release); // it stays until the login
        interest.note(inbox, newest);
        return claims;
      };
    },

    /** Call it when all commands are registered. */
    guardCommands(auth: { readonly onLogin: ((session: UserSession) => void)[] }): void {
      auth.onLogin.push((session) => interest.add(session, inboxOf(session)));

      const logIn = broker.commands.get('AUTH');
      broker.commands.set('AUTH', async (session, frame) => {
        await connection.ready(); // if NATS is away, that is not the token's fault, and doesn't count as a failure (P4-2)
        return logIn?.(session, frame);
      });

      /* SUBSCRIBE:<pattern>: NATS has the subscription before the session does */
      const subscribe = broker.commands.get('SUBSCRIBE');
      overload(broker, 'SUBSCRIBE', isWild, async (session, frame) => {
        const { begun, release } = await interest.hold(frame.target ?? '');
        try {
          await begun;
          return subscribe?.(session, frame);
        } finally {
          release();
        }
      });
    },
  };
}
