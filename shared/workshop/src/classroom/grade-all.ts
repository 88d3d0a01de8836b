// `pnpm grade --all`: every exercise of a checkout, or of the checkouts of a whole class, for people, for programs, and for CI.

import { randomBytes } from 'node:crypto';
import { existsSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { endCommandsOnSignals } from '@workshop/checks';
import { makeExercises } from '../exercises/exercise.ts';
import { readSeed } from '../grade.ts';
import { count } from '../progress/progress.ts';
import { loadStages, stageNamed, withExercise } from '../stages.ts';
import { ROOT } from '../tools.ts';
import { readArguments, UsageError } from '../usage.ts';
import { bold, codeStory, storiesOf, taskLine, taskStory } from '../verdicts/verdicts.ts';
import { checkoutsOf, fromHere } from './checkouts.ts';
import { fingerprintsIn, summaryOf } from './fingerprints.ts';
import { type CheckoutVerdict, judgeCheckout, type StageState, type StageVerdict } from './judge-checkout.ts';
import { junitOf } from './junit.ts';
import { notesOn, tableOf } from './table.ts';
import { MISSING } from './words.ts';

const USAGE = 'type pnpm grade --all [--from CHECKOUT…] [--until STAGE] [--strict] [--seed N] [--json] [--junit FILE]';
const OPTIONS = {
  all: { type: 'boolean' },
  from: { type: 'string', multiple: true },
  until: { type: 'string' },
  strict: { type: 'boolean' },
  seed: { type: 'string' },
  json: { type: 'boolean' },
  junit: { type: 'string' },
} as const;

/** Each state in words, to show progress. */
const WORDS: Readonly<Record<StageState, string>> = {
  done: 'done',
  wrong: 'wrong',
  broken: 'broken, it cannot be run',
  todo: 'to do',
  'not-started': 'not started',
  missing: 'missing',
  error: 'not judged',
};

/**
 * Exit codes: 0 nothing is red, 1 something is, or is to do and `--strict` was given, 3 the grader itself broke.
 * @throws {UsageError} for wrong usage, which is 2
 */
export async function gradeAll(args: readonly string[]): Promise<number> {
  const { values, positionals } = readArguments(args, OPTIONS, USAGE);
  const checkouts = checkoutsOf(values.from, positionals, USAGE);
  const stages = await loadStages();
  const last = values.until === undefined ? undefined : stageNamed(withExercise(stages), values.until);
  const chosen = last ? stages.slice(0, stages.indexOf(last) + 1) : stages;
  const seed = readSeed(values.seed) ?? randomBytes(4).readUInt32BE(); // one for all, so that everybody gets the same questions
  const junit = values.junit === undefined ? undefined : fromHere(values.junit);
  if (junit !== undefined && !existsSync(dirname(junit)))
    throw new UsageError(`--junit ${values.junit} has no folder yet: make ${dirname(junit)} first`);
  const isStrict = values.strict ?? false;
  endCommandsOnSignals();
  if (!values.from) makeExercises(stages);

  const verdicts: CheckoutVerdict[] = [];
  for (const checkout of checkouts) {
    // Progress goes to standard error, because grading takes minutes: standard output has only the results.
    const onStage = ({ name, state }: StageVerdict) => console.error(`${checkout.name}  ${name}: ${WORDS[state]}`);
    verdicts.push(await judgeCheckout(checkout, chosen, { seed, onStage }));
  }
  if (junit !== undefined) writeFileSync(junit, junitOf(verdicts, isStrict));
  const [only, another] = verdicts;
  if (values.json) console.log(JSON.stringify(jsonOf(verdicts, seed, isStrict), undefined, 2));
  else console.log(only && !another ? detailsOf(only, seed, isStrict) : `\n${tableOf(verdicts)}`);
  if (verdicts.some((verdict) => verdict.stages.some(({ state }) => state === 'error'))) return 3;
  return verdicts.every((verdict) => hasPassed(verdict, isStrict)) ? 0 : 1;
}

/** Documented on the instructor's page; a change that could break a program gets a new version. */
function jsonOf(verdicts: readonly CheckoutVerdict[], seed: number, isStrict: boolean) {
  return {
    version: 1,
    strict: isStrict,
    seed,
    judge: summaryOf(fingerprintsIn(ROOT)),
    checkouts: verdicts.map((verdict) => ({ ...verdict, passed: hasPassed(verdict, isStrict) })),
  };
}

function hasPassed({ tampered, stages }: CheckoutVerdict, isStrict: boolean): boolean {
  const good: readonly StageState[] = isStrict ? ['done'] : ['done', 'todo', 'not-started', 'missing'];
  return tampered.length === 0 && stages.every(({ state }) => good.includes(state));
}

/** One checkout with all its stories, as `pnpm test` tells them. */
function detailsOf(checkout: CheckoutVerdict, seed: number, isStrict: boolean): string {
  const lines = checkout.stages.flatMap((stage) => {
    const { name, state, broken, tasks, checks } = stage;
    if (state === 'missing') return [bold(`${name}: missing`), `  ${MISSING(name)}`];
    if (state === 'not-started') return [bold(`${name}: not started`)];
    if (broken) return [bold(`${name}: cannot be run`), codeStory(broken)];
    const right = tasks.filter((task) => task.state === 'right').length;
    return [
      bold(`${name}: ${state === 'done' ? 'done' : `${right} of ${tasks.length} tasks right`}; ${count(checks)}`),
      ...tasks.map((task) => `  ${taskLine(task)}`),
      ...tasks.filter((task) => task.state === 'wrong').map((task) => `\n${taskStory(task)}`),
      ...storiesOf(checks, name),
    ];
  });
  const failed = hasPassed(checkout, false) ? 'failed, because what is to do counts' : 'failed';
  return ['', ...lines, ...notesOn(checkout), `${hasPassed(checkout, isStrict) ? 'passed' : failed} (seed ${seed})`].join('\n');
}
