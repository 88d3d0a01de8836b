// Whose code runs: what `dev` says of it, and what a judge starts, in copies of two stages.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest';
import { fingerprintOf } from '../src/exercises/exercise.ts';
import { judgeExercise, judgeStage } from '../src/verdicts/judge.ts';
import { chooseCode } from '../src/exercises/own-code.ts';
import { readResults } from '../src/progress/records.ts';
import { ROOT } from '../src/tools.ts';
import { createWorkshop, edit, recordPasses, solve, type Workshop } from './workshop.ts';

const DEV = join(ROOT, 'shared', 'workshop', 'dev.ts');

vi.setConfig({ testTimeout: 30_000 }); // each starts brokers, on a machine that may be busy

let workshop: Workshop;
beforeAll(async () => {
  workshop = await createWorkshop(['01-basic-pubsub', '02-persistence']);
});
afterAll(() => workshop.remove());

/** The line that says whose code runs. */
async function bannerOf(stage: string, flags: readonly string[], options: string): Promise<string | undefined> {
  const child = spawn(process.execPath, [...flags, DEV], {
    cwd: join(workshop.root, 'steps', stage),
    env: { ...process.env, PORT: '0', DB_FILE: join(workshop.root, 'messages.db'), NODE_OPTIONS: options },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const exited = once(child, 'exit');
  try {
    for await (const line of createInterface({ input: child.stdout })) if (line.includes('this is')) return line.trim();
    return undefined;
  } finally {
    child.kill();
    await exited;
  }
}

const flag = '--conditions=exercise-01';

test.each([
  ['dev', '01-basic-pubsub', [], '', 'this is the finished stage; your exercise: pnpm --filter 01-basic-pubsub dev:exercise'],
  ['dev:exercise', '01-basic-pubsub', [flag], '', 'this is your exercise; the finished stage: pnpm --filter 01-basic-pubsub dev'],
  [
    'dev with the condition in NODE_OPTIONS',
    '01-basic-pubsub',
    [],
    flag,
    'this is your exercise, because NODE_OPTIONS has the condition exercise-01; take it out for the finished stage',
  ],
  [
    'dev with the condition of an earlier stage',
    '02-persistence',
    ['-C', 'exercise-01'],
    '',
    'this is the finished stage on your exercise of 01-basic-pubsub; your exercise: pnpm --filter 02-persistence dev:exercise',
  ],
])('%s of %s says whose code runs', async (_title, stage, flags, options, expected) => {
  expect(await bannerOf(stage, flags, options)).toBe(expected);
});

test('a finished stage is judged, and not the exercise that NODE_OPTIONS puts in its place', async () => {
  vi.stubEnv('NODE_OPTIONS', `--no-warnings -C exercise-01 ${flag}`);
  onTestFinished(() => void vi.unstubAllEnvs());
  const [stage] = workshop.stages;
  if (!stage) throw new Error('stage 01 was not copied');
  const { checks } = await judgeStage(stage, { only: ['basic-fan-out'] });
  expect(checks.map(({ verdict }) => verdict)).toEqual(['pass']);
});

describe('when own code is chosen', () => {
  beforeAll(() => {
    chooseCode(workshop.root, ['own']);
    workshop.stages.forEach(solve);
  });

  test('dev:exercise of 02-persistence runs on the own stage 01', async () => {
    expect(await bannerOf('02-persistence', ['--conditions=exercise-02'], '')).toBe(
      'this is your exercise, on your own 01-basic-pubsub; the finished stage: pnpm --filter 02-persistence dev',
    );
  });

  test('dev of 02-persistence runs on the finished stage 01', async () => {
    expect(await bannerOf('02-persistence', [], '')).toBe(
      'this is the finished stage; your exercise: pnpm --filter 02-persistence dev:exercise',
    );
  });

  test('a failure says which of the own stages it comes from', async () => {
    const [first, second] = workshop.stages;
    if (!first || !second) throw new Error('the stages were not copied');
    const only = ['basic-fan-out'];
    edit(first, 'frames', (text) => text.replace('body: line.slice(second + 1)', "body: ''"));
    recordPasses(first); // such as a mistake that its own checks do not see
    const { checks } = await judgeExercise(second, { only });
    const from = { verdict: 'fail', from: ['01'], story: expect.stringContaining('your own stage 01: with the finished one in its place') };
    expect(checks).toMatchObject([from]);
    expect(readResults(second)).toMatchObject({ fingerprint: fingerprintOf(second), below: {} }); // the other checks ran on the finished stage
    expect(readResults(second)?.checks.find(({ id }) => only.includes(id))).toMatchObject(from);
    chooseCode(workshop.root, ['finished']);
    expect((await judgeExercise(second, { only })).checks).toMatchObject([{ verdict: 'pass' }]);
  });
});
