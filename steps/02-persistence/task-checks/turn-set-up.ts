// A turn that tells what happens in it, for the checks of the tasks in exercise/turn.ts.

import { Broker } from '01-basic-pubsub';
import type { Refusal, Tags } from '@workshop/protocol';
import type { Message, Turn } from '#turn';
import { MemoryStore } from '../src/store/memory-store.ts';

/** What happens, in order: `begin`, `store 1`, `commit`, `deliver 1`, `done 1`. */
class LoggedStore extends MemoryStore {
  readonly log: string[] = [];

  override transaction(work: () => void): void {
    this.log.push('begin');
    super.transaction(work);
    this.log.push('commit');
  }
}

export function setUp<T extends Turn>(Kind: new (...args: ConstructorParameters<typeof Turn>) => T) {
  const reported: unknown[] = [];
  const ends: (() => void)[] = [];
  const broker = new Broker({ report: (error) => void reported.push(error) });
  const store = new LoggedStore();
  const turn = new Kind(broker, store, (work) => void ends.push(work));
  const { log } = store;
  for (const [step, work] of Object.entries(turn.steps)) work.push(({ body }) => void log.push(`${step} ${body}`));
  const outcomes: [body: string, outcome: Tags | Refusal][] = [];
  const message = (body: string, more: Partial<Message> = {}): Message => {
    const done = (outcome: Tags | Refusal) => {
      log.push(`done ${body}`);
      outcomes.push([body, outcome]);
    };
    return { channel: 'news', body, done, ...more };
  };
  const logged = (...steps: string[]) => log.filter((entry) => steps.includes(entry.split(' ')[0] ?? ''));
  return { turn, store, log, logged, ends, reported, outcomes, message };
}
