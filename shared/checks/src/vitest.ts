// Shows the one judge's verdicts as tests of vitest: a test for each check.

import { basename, join } from 'node:path';
import { afterAll, beforeAll, describe, test } from 'vitest';
import { gradeApart } from './apart.ts';
import type { Result } from './check.ts';
import { checksOf } from './grade.ts';
import { FIRST_STAGE_ON_NATS, isWithoutNats } from './nats-server.ts';
import { nodeCommand } from './processes.ts';

/** A test may have to wait for the checks before it. */
const TEST_LIMIT_MS = 300_000;

/**
 * Grades the finished stage in a folder. "To do" shows as skipped, a failure as its story.
 * @param folder such as `/…/steps/03-auth`
 */
export function gradeStage(folder: string): void {
  const stage = Number.parseInt(basename(folder));
  const target = { command: nodeCommand(join(folder, 'src', 'main.ts')) };
  describe.skipIf(stage >= FIRST_STAGE_ON_NATS && isWithoutNats())(basename(folder), () => {
    const checks = checksOf(stage);
    const results = new Map(checks.map(({ check }) => [check.id, Promise.withResolvers<Result>()]));
    let report: Promise<unknown> = Promise.resolve();
    beforeAll(() => {
      // In a process apart: when vitest is stopped, its own processes get no chance to end what they have started.
      report = gradeApart({ stage, target }, (result) => results.get(result.id)?.resolve(result));
      report.catch((error: unknown) => results.forEach(({ reject }) => reject(error)));
    });
    afterAll(() => report.then(() => {}), TEST_LIMIT_MS);
    for (const { check } of checks) {
      test(`${check.group}: ${check.title}`, { timeout: TEST_LIMIT_MS }, async ({ skip }) => {
        const result = await results.get(check.id)?.promise;
        if (result?.verdict === 'todo') skip(`to do: ${result.message}`);
        if (result?.verdict !== 'pass') throw asTestFailure(result);
      });
    }
  });
}

function asTestFailure(result: Result | undefined): Error {
  const error = new Error(`${result?.message}\n\n${result?.story}`);
  error.stack = ''; // a place in the grader says nothing about the broker
  return error;
}
