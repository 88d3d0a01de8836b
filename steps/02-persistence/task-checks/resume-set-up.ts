// A client that resumes its subscription of a log, for the checks of tasks 2.9 and 2.10.

import { Broker } from '01-basic-pubsub';
import { same, wrong } from '@workshop/cli/task-checks';
import { Dialogue } from '#dialogue';
import { Resume } from '#resume';
import { Turn } from '#turn';
import { Client, LogStore } from './set-up.ts';

interface Asked {
  readonly epoch?: string;
  /** The newest seq when the client's live stream began, where there is one already. */
  readonly start?: number;
}

/** Among the frames of the client, `(live 5)` says that its live stream began, with 5 as the newest. */
export function setUp() {
  const reported: unknown[] = [];
  const broker = new Broker({ report: (error) => void reported.push(error) });
  const store = new LogStore();
  const client = new Client(broker);
  const resume = new Resume(broker, new Dialogue(broker, new Turn(broker, store, () => {})), store);
  /** SUBSCRIBE:log with `since`. @returns what `#resume` returned */
  const subscribe = (since: number, { epoch, start }: Asked = {}): unknown => {
    const tags = new Map([['since', String(since)]]);
    if (epoch !== undefined) tags.set('epoch', epoch);
    const goLive = (newest: number) => void client.frames.push(`(live ${newest})`);
    return resume.subscribe(client, { verb: 'SUBSCRIBE', target: 'log', tags }, { key: 'log', start, goLive });
  };
  /** Subscribes, and waits for the end of the replay. An error in it, which the broker reports, is the check's. */
  const replay = async (since: number, asked?: Asked): Promise<void> => {
    const running = subscribe(since, asked);
    if (!(running instanceof Promise))
      throw wrong('the replay does not begin', 'a promise from this.#keepPromise', String(running), 'task 2.9 begins it');
    await running;
    const [error] = reported;
    if (error) throw error;
    const refusal = client.frames.find((frame) => frame.startsWith('ERROR:'));
    if (refusal) same(refusal, 'no error', 'the replay ended with an error');
  };
  return { store, client, subscribe, replay };
}

export const isLive = ({ frames }: Client): boolean => frames.some((frame) => frame.startsWith('(live'));
