// Sessions and what they follow: a channel or a pattern from the moment on when its SUBSCRIBE is answered, an inbox from its AUTH on.

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
    /** A token is good when the inbox of its user is followed: what comes after OK:AUTH comes live (P6-1). */
    followInbox(verify: Verify): Verify {
      return async (token) => {
        const claims = await verify(token);
        const inbox = `@${claims.user}`;
        const release = await interest.hold(inbox);
        interest.note(inbox, await reader.newest(subjectsOf(inbox, own)));
        release(); // it lingers until the session is logged in
        return claims;
      };
    },

    /** To be called when all commands are there. */
    guardCommands(auth: { readonly onLogin: ((session: UserSession) => void)[] }): void {
      auth.onLogin.push((session) => interest.add(session, inboxOf(session)));

      const logIn = broker.commands.get('AUTH');
      broker.commands.set('AUTH', async (session, frame) => {
        await connection.ready(); // that NATS is away is no fault of the token, and does not count as one (P4-2)
        return logIn?.(session, frame);
      });

      /* SUBSCRIBE:<pattern> is followed before it begins */
      const subscribe = broker.commands.get('SUBSCRIBE');
      overload(broker, 'SUBSCRIBE', isWild, async (session, frame) => {
        const release = await interest.hold(frame.target ?? '');
        try {
          return subscribe?.(session, frame);
        } finally {
          release();
        }
      });
    },
  };
}
