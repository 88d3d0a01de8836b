// Tagged: sessions that asked for tags get messages with an id, a time and a cursor, which plain ones don't.

import { AnsweredClient } from '../client.ts';
import { BODY } from '../dialects/dialect.ts';
import type { Limit } from '../load/limit.ts';
import { meter } from '../load/meter.ts';
import { withPeer } from '../peers/peer.ts';
import { login, stage06 } from '../peers/stages.ts';
import { inFlight, measureFanOut, UNIT } from './fan-out.ts';
import type { Effort, Plan, Sample } from './scenario.ts';

const SUBSCRIBERS = 100;
const WINDOW = 32;
/** After so many publishes, it waits for all subscribers. */
const BATCH = 20 * WINDOW;

export const tagged: Plan = {
  id: 'tagged',
  title: 'Tagged sessions',
  what: 'The same fan-out through stage 06. In one case nobody asks for tags; in the other, every subscriber does, and the publisher is answered. Counted is what a delivered message costs.',
  trials: (_peers, effort) => [
    {
      cases: ['plain', 'tagged'].map((title) => ({
        title: `${title}, ${SUBSCRIBERS} subscribers, ${inFlight(WINDOW)}`,
        unit: UNIT,
        better: 'less',
      })),
      contenders: [
        {
          peer: stage06.id,
          measure: async () => [await measureFanOut(stage06, SUBSCRIBERS, WINDOW, effort), await measureTagged(effort)],
        },
      ],
      isGrowth: true,
    },
  ],
};

/** Tags differ in length, so the number of bytes tells nothing: the text of each delivery is looked for. */
function measureTagged({ load, warmUp }: Effort): Promise<Sample> {
  return withPeer(stage06, async (broker) => {
    const clients = await Promise.all(Array.from({ length: SUBSCRIBERS }, () => AnsweredClient.connect(broker.url, ' MSG:bench:')));
    for (const client of clients) {
      client.send(await login());
      client.send('@label=1 SUBSCRIBE:bench');
    }
    const publisher = await AnsweredClient.connect(broker.url, 'OK:PUBLISH:');
    publisher.send(await login());
    const publish = async (isOver: Limit) => {
      let published = 0;
      for (; !isOver(published); published += BATCH) {
        const heard = clients.map((client) => client.hasHeard(client.answers + BATCH));
        await publisher.ask(`@label=1 PUBLISH:bench:${BODY}`, BATCH, WINDOW);
        await Promise.all(heard);
      }
      return published;
    };
    await publish(warmUp());
    let published = 0;
    const { cpu, bound } = await meter(broker, async () => {
      published = await publish(load());
    });
    for (const client of [publisher, ...clients]) client.leave();
    return { value: cpu / (published * SUBSCRIBERS), bound };
  });
}
