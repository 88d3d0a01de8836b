// What a page needs of the judge: a broker and a wire of any kind, and checks that none of it is too much for.

import { execFile } from 'node:child_process';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { createBroker as createFirst } from '01-basic-pubsub';
import { MemoryStore } from '02-persistence';
import { createBroker as createThird, createVerifier } from '03-auth';
import { expect, test } from 'vitest';
import { checksAt, codeErrorIn, judgeBrokers, pageTable, type Report, type Settings } from '../src/page.ts';
import { suites } from '../src/suites.ts';
import { MemoryBroker, type Running, type StartStage } from './memory-broker.ts';

/** Groups with checks of settings, limits and pings: those are the work of a stage's server, which does not run here. */
const GROUPS_OF_THE_SERVER = ['limits', 'running', 'faults', 'resume', 'door'];

const LIMIT_MS = 60_000;
const ROOT = fileURLToPath(new URL('../../../', import.meta.url));

const first: StartStage = (_settings, report) => {
  const parts = createFirst({ report });
  return { ...parts, door: parts.broker };
};

function third(): StartStage {
  const store = new MemoryStore();
  return ({ AUTH_SECRET = '', RETAIN_MESSAGES = '10000' }, report) => {
    const verify = createVerifier(AUTH_SECRET);
    const parts = createThird({ store, retain: Number(RETAIN_MESSAGES), verify, authTimeout: 10_000, report, later: setImmediate });
    return { ...parts, door: parts.dialogue };
  };
}

function judge(
  stage: number,
  create: (settings: Settings) => MemoryBroker,
  only: readonly string[],
  linesOf = () => [''],
): Promise<Report> {
  return judgeBrokers({
    place: 'page',
    stage,
    only,
    createBroker: create,
    patience: 1000,
    codeErrorIn: (printed) => codeErrorIn(printed, ROOT, linesOf),
  });
}

test.each([
  [1, (settings: Settings) => new MemoryBroker(settings, first)],
  [3, (settings: Settings) => new MemoryBroker(settings, third())],
] as const)('the finished stage %i passes in memory', { timeout: LIMIT_MS }, async (stage, create) => {
  const chosen = checksAt('page', stage).filter(({ check }) => !GROUPS_OF_THE_SERVER.includes(check.group));
  const { checks } = await judge(
    stage,
    create,
    chosen.map(({ check }) => check.id),
  );
  expect(checks.filter(({ verdict }) => verdict !== 'pass').map(({ id, message, story }) => [id, message, story])).toEqual([]);
  expect(checks).toHaveLength(chosen.length);
});

test('a wrong broker fails in memory, in the words that a process gets', async () => {
  const deaf: StartStage = (settings, report) => {
    const running = first(settings, report);
    running.broker.commands.set('UNSUBSCRIBE', () => {});
    return running;
  };
  const { checks } = await judge(1, (settings) => new MemoryBroker(settings, deaf), ['unsubscribe', 'body-verbatim']);
  expect(checks).toMatchObject([{ verdict: 'fail' }, { verdict: 'pass' }]);
});

test('of an exception, the place is told with the lines that an editor has', async () => {
  const throwing: StartStage = (settings, report): Running => {
    const running = first(settings, report);
    running.broker.commands.set('UNSUBSCRIBE', () => (undefined as unknown as { ends(): void }).ends());
    return running;
  };
  const lines = Array.from({ length: 200 }, (_, line) => `line ${line + 1} of the editor`);
  const { checks } = await judge(
    1,
    (settings) => new MemoryBroker(settings, throwing),
    ['unsubscribe'],
    () => lines,
  );
  expect(checks[0]?.story).toMatch(/at {8}shared\/checks\/test\/page\.test\.ts:\d+/);
  expect(checks[0]?.story).toMatch(/> \d+ \| line \d+ of the editor/);
});

test('the judge needs nothing of Node', { timeout: LIMIT_MS }, async () => {
  const [hooks, script] = ['./without-node.ts', './judge-without-node.ts'].map((file) => fileURLToPath(new URL(file, import.meta.url)));
  const { stdout } = await promisify(execFile)(process.execPath, ['--import', String(pathToFileURL(hooks ?? '')), script ?? '']);
  expect(
    stdout
      .trim()
      .split('\n')
      .map((line) => line.split(' ')[1]),
  ).toEqual(Array(5).fill('pass'));
});

test('a page runs every check but those that say why it cannot', () => {
  for (const [at, { inPage, notInPage }] of pageTable().entries()) {
    const elsewhere = notInPage.flatMap(({ checks }) => checks);
    expect(new Set([...inPage, ...elsewhere])).toEqual(new Set(suites[at]?.checks));
    const ids = checksAt('page', suites.length).map(({ check }) => check.id);
    expect(ids.filter((id) => elsewhere.some((check) => check.id === id))).toEqual([]);
  }
});
