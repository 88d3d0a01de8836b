// The broker of stage 01, as a record of its parts. Each later stage takes the parts of the stage before it, and adds its own.

import { Broker, type CoreOptions } from '#core';
import { pubsub } from '#pubsub';

export { Broker, type Command, type CoreOptions } from '#core';
export { parseFrame } from '#frames';
export { Channels, type Subscriber } from '#pubsub';
export type { Packet, Session } from '#session';

export function createBroker(options: CoreOptions = {}) {
  const broker = new Broker(options);
  return { broker, channels: pubsub(broker) };
}
