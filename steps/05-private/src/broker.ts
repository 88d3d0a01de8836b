// The broker of stage 05: the one of stage 04, with private messages.

import { privateMessages } from '#private';
import type { Broker } from '01-basic-pubsub';
import { createBroker as createPrevious, type Options } from '04-typing';

export * from '04-typing'; // but for what has the same name here

export const createBroker = (options: Options): Broker => createPrevious(options).use(privateMessages(options.store, options.retain));
