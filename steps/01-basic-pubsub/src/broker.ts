// The broker of stage 01: the core with publish and subscribe.

import { pubsub } from '#pubsub';
import { Broker, type CoreOptions } from './core.ts';

export type Options = CoreOptions;

export const createBroker = (options: Options = {}): Broker => new Broker(options).use(pubsub);
