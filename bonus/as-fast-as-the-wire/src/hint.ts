// `pnpm wire --hint`: gives the next hint for the first step that isn't reached; when all have been given, the last one again.

import { readRecord, writeRecord } from './record.ts';
import { STEPS } from './steps.ts';

const { reached, given } = readRecord();
const step = STEPS[reached];
if (step) {
  const at = Math.min(given[reached] ?? 0, step.hints.length - 1);
  writeRecord({ reached, given: STEPS.map((_step, each) => (each === reached ? at + 1 : (given[each] ?? 0))) });
  const hint = step.hints[at] ?? '';
  console.log(`Step ${reached + 1} of ${STEPS.length}, ${step.title}: exercise/output.ts in bonus/as-fast-as-the-wire`);
  console.log(`Hint ${at + 1} of ${step.hints.length}:${hint.startsWith(' ') ? '\n' : ' '}${hint}`);
  if (at + 1 < step.hints.length) console.log('pnpm wire --hint gives the next one.');
  else console.log('There are no more hints for this step; bonus/as-fast-as-the-wire/src/outputs has every step finished.');
} else {
  console.log('All steps were reached when your output was measured last: there is nothing to give a hint for.');
}
