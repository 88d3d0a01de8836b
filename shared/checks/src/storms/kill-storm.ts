// SIGKILL in the middle of a publish storm, round after round: nothing that was answered or delivered is lost, and nothing comes twice.

import type { Broker } from '../broker.ts';
import { wrong } from '../check.ts';
import { withinLimit } from '../time.ts';
import type { Context } from '../context.ts';
import { sameMessages, type Stored, wholeHistory } from '../messages.ts';
import { StormPublisher } from './storm-publisher.ts';
import { StormReader } from './storm-reader.ts';

const ROUND_LIMIT_MS = 20_000;
/** A round's kill comes after so many answers at most. */
const MAX_ANSWERS = 400;

export interface KillStorm {
  readonly rounds: number;
  readonly publishers: number;
}

/**
 * In each round the publishers keep a window of publishes in flight, and after a number of answers drawn from the seed the broker is
 * killed. Then everybody comes back: the publishers publish again what was not answered, the reader resumes after what it saw last.
 * @throws {Failure}
 */
export async function killStorm(context: Context, { rounds, publishers: count }: KillStorm): Promise<void> {
  const broker = await context.start({ RETAIN_MESSAGES: '1000000' });
  const channel = context.random.word('storm');
  const reader = new StormReader(context, broker, channel);
  const publishers = Array.from({ length: count }, (_, n) => new StormPublisher(context, broker, channel, `publisher ${n + 1}`));
  const history: Stored[] = [];
  const examine = async () => {
    const added = await historyAfter(context, broker, channel, history.at(-1)?.seq ?? 0);
    history.push(...added);
    const seqs = seqsById(history);
    for (const publisher of publishers) publisher.examine(seqs, added);
    reader.examine(seqs);
  };

  for (let round = 1; round <= rounds; round++) {
    const killAfter = 1 + context.random.below(MAX_ANSWERS);
    for (const publisher of publishers) await publisher.join();
    await reader.join();
    await answered(publishers, killAfter);
    context.transcript.add('grader', '·', `round ${round}: kills the broker after ${killAfter} answers, and starts it again`);
    await broker.restart();
    await examine();
  }

  await reader.join();
  await Promise.all(publishers.map((publisher) => publisher.finish()));
  await examine();
  await reader.reaches(history.at(-1)?.seq ?? 0);
  sameMessages(reader.seen, history, {
    message: 'a reader that resumed after each crash missed a message, or got one twice',
    cause: 'what a resume sends and the live messages after it must join, even for messages that were committed, but no longer delivered',
  });
}

/** Resolves as soon as the publishers have got so many answers in all, from now on. */
async function answered(publishers: readonly StormPublisher[], count: number): Promise<void> {
  let left = count;
  const enough = new Promise<void>((resolve) => {
    const onAnswer = () => {
      left -= 1;
      if (left <= 0) resolve();
    };
    for (const publisher of publishers) publisher.onAnswer = onAnswer;
  });
  await withinLimit(Promise.race([enough, ...publishers.map(({ refused }) => refused)]), ROUND_LIMIT_MS);
  if (left > 0)
    throw wrong('in a storm, publishes were not answered', `${count} answers`, `${count - left} within ${ROUND_LIMIT_MS / 1000} s`);
}

/** What the history has after a seq, in the order of seq. */
async function historyAfter(context: Context, broker: Broker, channel: string, since: number): Promise<Stored[]> {
  const auditor = await context.join('auditor', { broker });
  const added = await wholeHistory(auditor, channel, since);
  await auditor.leave();
  for (const [at, { seq }] of added.entries()) {
    const before = added[at - 1]?.seq ?? since;
    if (seq <= before) throw wrong('after SIGKILL the history is not in the order of seq', `a seq above ${before}`, `seq=${seq}`);
  }
  return added;
}

function seqsById(history: readonly Stored[]): Map<string, number> {
  const seqs = new Map<string, number>();
  for (const { id, seq } of history) {
    const first = seqs.get(id);
    if (first !== undefined)
      throw wrong(
        'after SIGKILL a message is in the history twice',
        'each id once',
        `id=${id} as ${first} and as ${seq}`,
        'its publisher had got no answer, and published it again: an id must be committed together with its message',
      );
    seqs.set(id, seq);
  }
  return seqs;
}
