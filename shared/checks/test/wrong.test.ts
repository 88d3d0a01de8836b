// The checks, judged by wrong brokers: each mistake is caught by the check named for it, in the words named for it.

import { beforeAll, describe, expect, test } from 'vitest';
import { grade, type Report, suites } from '../src/index.ts';
import { FIRST_STAGE_ON_NATS, isWithoutNats } from '../src/nats-server.ts';
import { rightTarget, wrongTarget } from './wrong-broker.ts';
import { wrongBrokers } from './wrong/index.ts';

const LIMIT_MS = 900_000;
/** A wrong broker that does not answer is not waited for as long as a right one on a busy machine. */
const PATIENCE_MS = 4000;

/** Where there is no NATS server, the stages that need one are left out. */
const judged = suites.filter(({ stage }) => Number.parseInt(stage) < FIRST_STAGE_ON_NATS || !isWithoutNats());

describe.each(judged)('$stage', ({ stage, checks }) => {
  const wrong = wrongBrokers[stage] ?? [];
  const number = Number.parseInt(stage);
  // What the right broker does not pass in this very run catches nobody.
  let right: Report;
  beforeAll(async () => {
    right = await grade({ stage: number, target: rightTarget(stage), only: checks.map(({ id }) => id) });
  }, LIMIT_MS);

  test('each check has a wrong broker of its own', () => {
    const caught = new Set(wrong.map(({ check }) => check));
    expect(checks.filter(({ id }) => !caught.has(id)).map(({ id }) => id)).toEqual([]);
  });

  test('no mistake stands there twice', () => {
    const mistakes = wrong.map(({ check, file, from, to }) => [check, file, from, to].join('\n'));
    expect(mistakes.filter((mistake, at) => mistakes.indexOf(mistake) !== at)).toEqual([]);
  });

  test.concurrent.for(wrong.map((mistake) => [mistake.check, mistake] as const))('%s', { timeout: LIMIT_MS }, async ([check, mistake]) => {
    expect(right.checks.find(({ id }) => id === check)).toMatchObject({ verdict: 'pass' });
    const report = await grade({ stage: number, target: wrongTarget(stage, mistake), only: [check], patience: PATIENCE_MS });
    const [result] = report.checks;
    expect({ verdict: result?.verdict, message: result?.message }, result?.story).toEqual({ verdict: 'fail', message: mistake.message });
  });
});
