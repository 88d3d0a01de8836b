// History: what it costs to read 100 messages from a long log, beside a short one.

import { AnsweredClient } from '../client.ts';
import { meter } from '../load/meter.ts';
import { withPeer } from '../peers/peer.ts';
import { mainOf, stage02, startStage } from '../peers/stages.ts';
import { withLogs } from './logs.ts';
import type { Plan, Sample } from './scenario.ts';

const SHORT = 1_000;
const LONG = 200_000;
const ASKED = 200;
const WINDOW = 1;

export const history: Plan = {
  id: 'history',
  title: 'History',
  what: 'One client asks for 100 messages of a log, again and again, and waits for each answer. Counted is what an answer costs stage 02.',
  trials: () => [
    {
      cases: [
        { title: `the newest of ${SHORT.toLocaleString('en')}` },
        { title: `the newest of ${LONG.toLocaleString('en')}` },
        { title: `from the middle of ${LONG.toLocaleString('en')}` },
      ].map((each) => ({ ...each, unit: 'µs of CPU an answer', better: 'less' })),
      contenders: [{ peer: stage02.id, measure }],
      isGrowth: true,
    },
  ],
};

function measure(): Promise<Sample[]> {
  return withLogs({ short: SHORT, long: LONG }, async (file) => {
    return withPeer({ start: () => startStage(mainOf(stage02.id), { DB_FILE: file, RETAIN_MESSAGES: String(LONG) }) }, async (broker) => {
      const client = await AnsweredClient.connect(broker.url, 'OK:HISTORY:');
      const ask = async (command: string) => {
        const { cpu, bound } = await meter(broker, () => client.ask(command, ASKED, WINDOW));
        return { value: cpu / ASKED, bound };
      };
      await ask('HISTORY:short:100');
      const samples = [];
      for (const command of ['HISTORY:short:100', 'HISTORY:long:100', `@since=${LONG / 2} HISTORY:long:100`])
        samples.push(await ask(command));
      client.leave();
      return samples;
    });
  });
}
