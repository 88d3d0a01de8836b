// `pnpm wire`: judges the bonus exercise, first by the checks of stage 01, then by the CPU time that a delivered message costs.

import { join } from 'node:path';
import { makeWireExercise, resetWireExercise, WIRE } from './exercises/wire-exercise.ts';
import { grade } from './grade.ts';
import { run } from './tools.ts';
import { readArguments, UsageError } from './usage.ts';

const OPTIONS = { hint: { type: 'boolean' }, profile: { type: 'boolean' }, save: { type: 'boolean' }, reset: { type: 'boolean' } } as const;
const USAGE = 'type pnpm wire, or pnpm wire with one of --hint, --profile, --reset';

/**
 * Exit codes: 0 all checks pass and all steps are reached, 1 not yet, 3 the grader itself broke.
 * @throws {UsageError} for wrong usage, which is 2
 */
export async function wire(args: readonly string[]): Promise<number> {
  const { values, positionals } = readArguments(args, OPTIONS, USAGE);
  if (positionals[0] !== undefined) throw new UsageError(`wire takes no ${positionals[0]}: ${USAGE}`);
  const [order, second] = Object.keys(values);
  if (second !== undefined) throw new UsageError(`--${order} and --${second} don't go together: ${USAGE}`);
  makeWireExercise();
  if (order === 'reset') return reset();
  if (order === 'hint') return run(WIRE, 'node', 'src/hint.ts');
  if (order !== undefined) return run(WIRE, 'node', 'src/measure.ts', `--${order}`);
  const code = await grade(['01', '--', process.execPath, join(WIRE, 'src', 'main.ts')]);
  return code === 0 ? run(WIRE, 'node', 'src/measure.ts') : code;
}

function reset(): number {
  const kept = resetWireExercise();
  console.log(kept === undefined ? 'The exercise is the plain loop: there is nothing to reset.' : 'The exercise is the plain loop again.');
  if (kept !== undefined) console.log(`What was there is kept in ${kept}.`);
  return 0;
}
