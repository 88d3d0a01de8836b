// A verb may mean something else for some targets: PUBLISH:@bob goes to a user, PUBLISH:news to a channel.

import type { Broker, Command } from '01-basic-pubsub';

// #region overload
/**
 * Gives a verb a second command, for the targets that `applies` picks out. All other targets keep the command that the verb had.
 * @throws {Error} if it had none
 */
export function overload(broker: Broker, verb: string, applies: (target: string) => boolean, command: Command): void {
  const usual = broker.commands.get(verb);
  if (!usual) throw new Error(`there is no command ${verb} to overload: add the feature that brings it first`);
  broker.commands.set(verb, (session, frame) => {
    const isSpecial = frame.target !== undefined && applies(frame.target);
    return (isSpecial ? command : usual)(session, frame);
  });
}
// #endregion overload
