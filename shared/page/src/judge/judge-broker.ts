// Judges a whole broker in a page by the checks that can run there, which are the same as in `pnpm test`.

import { judgeBrokers, type Report } from '@workshop/checks/page';
import type { Result } from '@workshop/checks/check';
import { codeErrorTold, sourcesOf } from '../code/told.ts';
import { ownOf, type StageExercise, type Texts } from './exercise.ts';
import { JudgedBroker } from './judged-broker.ts';

/** A page shares its cores with all that the reader has open: fewer checks at once than elsewhere, and more time for an answer, in ms. */
const LANES = 3;
const PATIENCE_MS = 10_000;

export interface BrokerJudging {
  readonly onResult?: ((result: Result) => void) | undefined;
  /** By their ids; absent: all that a page can run. */
  readonly only?: readonly string[] | undefined;
  /** Ends it. */
  readonly signal: AbortSignal;
}

/** @returns `undefined` when it was ended */
export async function judgeBroker(
  { name }: Pick<StageExercise, 'name'>,
  texts: Texts | undefined,
  { onResult, only, signal }: BrokerJudging,
): Promise<Report | undefined> {
  const number = name.slice(0, 2);
  const own = texts && ownOf(texts);
  const brokers = new Set<JudgedBroker>();
  const end = () => {
    for (const broker of brokers) void broker.remove();
  };
  signal.addEventListener('abort', end, { once: true });
  try {
    const report = await judgeBrokers({
      place: 'page',
      lanes: LANES,
      patience: PATIENCE_MS,
      stage: Number(number),
      createBroker: (settings) => {
        const broker = new JudgedBroker({ stage: name, own }, settings);
        brokers.add(broker);
        if (signal.aborted) throw new Error('the judging was ended');
        return broker;
      },
      language: 'javascript',
      codeErrorIn: (printed) => {
        const error = codeErrorTold(printed, sourcesOf(name, own ?? {}));
        return error.place ? error : undefined;
      },
      again: (id, seed) => `pnpm test ${number} --seed ${seed} --only ${id}`,
      only,
      onResult: (result) => !signal.aborted && onResult?.(result),
    });
    return signal.aborted ? undefined : report;
  } finally {
    signal.removeEventListener('abort', end);
  }
}
