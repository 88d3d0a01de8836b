// The checks, judged by wrong brokers: each mistake is caught by the check named for it, in the words named for it.

import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { createFolder, removeFolder } from '../src/folders.ts';
import { grade, suites } from '../src/index.ts';
import { FIRST_STAGE_ON_NATS, isWithoutNats } from '../src/nats-server.ts';
import { wrongTarget } from './wrong-broker.ts';
import { wrongBrokers } from './wrong/index.ts';

const LIMIT_MS = 900_000;
/** A wrong broker that does not answer is not waited for as long as a right one on a busy machine. */
const PATIENCE_MS = 4000;

/** Where there is no NATS server, the stages that need one are left out. */
const judged = suites.filter(({ stage }) => Number.parseInt(stage) < FIRST_STAGE_ON_NATS || !isWithoutNats());

/** For what a broker finds out at its start, and those after it need not find out again. */
const folder = createFolder('wrong-');
afterAll(() => removeFolder(folder));
const environment = { RESOLVED_FILE: join(folder, 'resolved.json') };

// The last stage first: some of its mistakes show only after a minute, and at the end nobody should wait for one of them alone. That the
// right brokers pass is what `pnpm test` shows.
describe.concurrent.each(judged.toReversed())('$stage', ({ stage, checks }) => {
  const wrong = wrongBrokers[stage] ?? [];
  const number = Number.parseInt(stage);

  test('each check has a wrong broker of its own', () => {
    const caught = new Set(wrong.map(({ check }) => check));
    expect(checks.filter(({ id }) => !caught.has(id)).map(({ id }) => id)).toEqual([]);
  });

  test('no mistake stands there twice', () => {
    const mistakes = wrong.map(({ check, file, from, to }) => [check, file, from, to].join('\n'));
    expect(mistakes.filter((mistake, at) => mistakes.indexOf(mistake) !== at)).toEqual([]);
  });

  test.for(wrong.map((mistake) => [mistake.check, mistake] as const))('%s', { timeout: LIMIT_MS }, async ([check, mistake]) => {
    const target = wrongTarget(stage, mistake, environment);
    const report = await grade({ stage: number, target, only: [check], patience: PATIENCE_MS });
    const [result] = report.checks;
    expect({ verdict: result?.verdict, message: result?.message }, result?.story).toEqual({ verdict: 'fail', message: mistake.message });
  });
});
