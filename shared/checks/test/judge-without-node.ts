// Judges the first stage in memory, where the judge has nothing of Node. It prints what did not pass, and how much did.

import { createBroker } from '01-basic-pubsub';
import { judgeBrokers } from '../src/page.ts';
import { MemoryBroker } from './memory-broker.ts';

const { checks } = await judgeBrokers({
  place: 'page',
  stage: 1,
  only: ['basic-hello', 'basic-fan-out', 'body-verbatim', 'binary', 'any-port'],
  createBroker: (settings) =>
    new MemoryBroker(settings, (_settings, report) => {
      const parts = createBroker({ report });
      return { ...parts, door: parts.broker };
    }),
  codeErrorIn: () => undefined,
});
console.log(checks.map(({ id, verdict, message }) => `${id} ${verdict} ${message}`.trim()).join('\n'));
