// The broker of stage 05: the parts of stage 04, and private messages.

import { privateMessages } from '#private';
import { createBroker as createPrevious, type Options } from '04-typing';

export type { Options } from '04-typing';
export { type Device, Devices } from '#devices';
export { overload } from '#overload';
export { privateCommands } from '#private';
export { inboxOf, isUser, requireUser } from '#users';

export function createBroker(options: Options) {
  const previous = createPrevious(options);
  return { ...previous, devices: privateMessages(previous) };
}
