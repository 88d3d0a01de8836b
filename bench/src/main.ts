// `pnpm bench`: the speed of the stages and of their peers, which take turns in one run.

import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { against } from './against.ts';
import { durable } from './durable.ts';
import { fanOut } from './fan-out.ts';
import { feedback } from './feedback.ts';
import { history } from './history.ts';
import { network } from './network.ts';
import { topics } from './topics.ts';

const scenarios: Readonly<Record<string, (rounds: number, isSaved: boolean) => Promise<void>>> = {
  'fan-out': fanOut,
  durable,
  history,
  topics,
  network,
};
/** The scenario whose figures are on the site. */
const SAVED = 'network';
/** A scenario that measures no broker and takes minutes, so it runs only when asked for. */
const FEEDBACK = 'feedback';

interface Wanted {
  readonly rounds: number;
  /** Another checkout, to be compared with this one. */
  readonly against: string | undefined;
  /** Limits what a learner waits for to what has one of these texts in its title: with an older checkout, everything takes an hour. */
  readonly only: readonly string[];
  /** Whether the figures are kept for the site, and replace those that are there. */
  readonly save: boolean;
  readonly names: readonly string[];
}

/** @throws {Error} for wrong usage, as one line that says what is right */
function readArguments(): Wanted {
  const { values, positionals } = parseArgs({
    options: {
      rounds: { type: 'string', default: '5' },
      against: { type: 'string' },
      save: { type: 'boolean', default: false },
      only: { type: 'string', multiple: true, default: [] },
    },
    allowPositionals: true,
  });
  const rounds = Number(values.rounds);
  if (!Number.isInteger(rounds) || rounds < 1 || rounds > 100)
    throw new Error(`--rounds ${values.rounds} is wrong: give a whole number from 1 to 100`);
  const unknown = positionals.find((name) => name !== FEEDBACK && !Object.hasOwn(scenarios, name));
  if (unknown !== undefined)
    throw new Error(
      `${unknown} is no scenario: give some of ${Object.keys(scenarios).join(', ')}, ${FEEDBACK}, or nothing for all but the last`,
    );
  if (values.save && positionals.join() !== SAVED)
    throw new Error(`--save keeps the figures of ${SAVED} for the site: give ${SAVED}, and nothing else`);
  return {
    rounds,
    against: values.against,
    save: values.save,
    only: values.only,
    names: positionals.length > 0 ? positionals : Object.keys(scenarios),
  };
}

try {
  const { rounds, names, save, only, against: other } = readArguments();
  const machine = `Node ${process.versions.node}, ${cpus().length} × ${cpus()[0]?.model ?? 'CPU'}`;
  console.log(`${rounds} rounds by turns, medians; ratios round by round (lowest to highest); ${machine}\n`);
  if (names.includes(FEEDBACK)) await feedback(other, only);
  else if (other !== undefined) await against(other, rounds);
  else for (const name of names) await scenarios[name]?.(rounds, save);
} catch (error) {
  console.error((error as Error).message.split('\n')[0]);
  process.exitCode = 2;
}
