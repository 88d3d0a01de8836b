// Resume: what a message costs that a client missed and gets when it comes back.

import { AnsweredClient } from '../client.ts';
import { meter } from '../load/meter.ts';
import { type Peer, withPeer } from '../peers/peer.ts';
import { login, mainOf, stage02, stage06, startStage } from '../peers/stages.ts';
import { measureFanOut } from './fan-out.ts';
import { withLogs } from './logs.ts';
import type { Plan, Sample } from './scenario.ts';

const MISSED = 10_000;
const TIMES = 5;
const UNIT = 'µs of CPU a message';

export const resume: Plan = {
  id: 'resume',
  title: 'Resume',
  what: `A client subscribes again after it has missed ${MISSED.toLocaleString('en')} messages, and gets them all. Beside it: the same messages live, to one subscriber. Counted is what a message costs.`,
  trials: (_peers, effort) => [
    {
      cases: ['live, one at a time', `${MISSED.toLocaleString('en')} missed messages`].map((title) => ({
        title,
        unit: UNIT,
        better: 'less',
      })),
      contenders: [stage02, stage06].map((peer) => ({
        peer: peer.id,
        measure: async () => [await measureFanOut(peer, 1, 1, effort), await measureResume(peer)],
      })),
      isGrowth: true,
    },
  ],
};

function measureResume({ id }: Peer): Promise<Sample> {
  return withLogs({ bench: MISSED }, async (file) => {
    return withPeer({ start: () => startStage(mainOf(id), { DB_FILE: file }) }, async (broker) => {
      const comeBack = async () => {
        const client = await AnsweredClient.connect(broker.url, ' MSG:bench:');
        if (id === stage06.id) client.send(await login());
        const heard = client.hasHeard(MISSED);
        client.send('@label=1;since=0 SUBSCRIBE:bench');
        await heard;
        client.leave();
      };
      await comeBack();
      const { cpu, bound } = await meter(broker, async () => {
        for (let n = 0; n < TIMES; n++) await comeBack();
      });
      return { value: cpu / (TIMES * MISSED), bound };
    });
  });
}
