// Commands take effect in the order sent (P2-6): publishes may be on their way side by side, but every other command waits for them.

import type { Broker, Session } from '01-basic-pubsub';
import { Dialogue } from '02-persistence';
import type { Frame } from '@workshop/protocol';
import type { Publisher } from '#publish';

/** A dialogue that refuses a command only after the publishes before it are answered. */
export class OrderedDialogue extends Dialogue {
  override refuse(session: Session, frame: Frame, error: unknown): void {
    const { answered }: Publisher = session;
    if (answered) void answered.then(() => super.refuse(session, frame, error));
    else super.refuse(session, frame, error);
  }
}

/** Call it when all commands are registered. */
export function keepOrder({ commands }: Broker): void {
  for (const [verb, command] of commands) {
    if (verb === 'PUBLISH') continue;
    commands.set(verb, (session: Publisher, frame) =>
      session.answered ? session.answered.then(() => command(session, frame)) : command(session, frame),
    );
  }
}
