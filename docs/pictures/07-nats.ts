// Chapter 7: JetStream stores a message, acknowledges it, and sends it live to every broker that has a subscription.

import type { Flow } from '../.vitepress/theme/flow/flow.ts';

export const flow: Flow = {
  title: 'Alice publishes on broker1; NATS stores the message, answers, and hands it to the two brokers that are subscribed',
  boxes: [
    { id: 'alice', kind: 'client', title: 'alice', column: 0 },
    { id: 'broker1', kind: 'broker', title: 'broker1', column: 1 },
    { id: 'nats', kind: 'store', title: 'NATS', lines: ['stream chat', '… 41 42'], column: 2, tall: true },
    { id: 'broker2', kind: 'broker', title: 'broker2', column: 3 },
    { id: 'bob', kind: 'client', title: 'bob', column: 4 },
  ],
  wires: [
    { from: 'broker2', to: 'nats', step: 1, label: 'SUB' },
    { from: 'alice', to: 'broker1', step: 2, label: 'PUBLISH' },
    { from: 'broker1', to: 'nats', step: 3, label: 'PUB' },
    { from: 'nats', to: 'broker1', step: 4, label: 'PubAck 42' },
    { from: 'nats', to: 'broker2', step: 4, label: 'live 42' },
    { from: 'broker1', to: 'alice', step: 5, label: 'OK' },
    { from: 'broker2', to: 'bob', step: 5, label: 'MSG 42' },
  ],
  steps: [
    'Bob subscribes to `news` on broker2. His broker subscribes to the subject `*.chat.channel.news`, and answers him only when NATS has the subscription.',
    'Alice sends `PUBLISH:news:Hi` to broker1.',
    'broker1 publishes the message under `chat.channel.news`, with its id as the `Nats-Msg-Id`.',
    'JetStream stores it as number 42 of the stream. It answers broker1 with a PubAck, and publishes the message again under `live.chat.channel.news`, so that every broker that is subscribed gets it.',
    'Alice gets her OK with `seq=42`, and Bob gets the message with the same number. The number would be the same on any other broker.',
  ],
};
