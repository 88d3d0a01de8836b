// The broker of stage 01: the core with publish and subscribe.

import { pubsub } from '#pubsub';
import { Broker, type CoreOptions } from './core.ts';

export type { Broker, CoreOptions } from './core.ts';
export type { Command, Feature, Hooks, Outcome, Right } from './hooks.ts';
export type { Subscriber } from '#pubsub';
export { type Connection, type Message, Packet, Session } from './session.ts';

export type Options = CoreOptions;

export const createBroker = (options: Options = {}): Broker => new Broker(options).use(pubsub);
