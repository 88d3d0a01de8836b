// The judges of a page, in a real Chromium: they judge the finished stages right, and say whose mistake it is where there is one.

import { readFileSync } from 'node:fs';
import { pageTable } from '@workshop/checks/page';
import { describePages } from '@workshop/client/pages';
import { exercisedFiles, starterOf } from '@workshop/cli/exercise';
import { finishedFile, loadStages, type Stage, stageNamed } from '@workshop/cli/stages';
import type { StageExercise, Texts } from '@workshop/page/exercise';
import type { judgeBroker } from '@workshop/page/judge-broker';
import type { judgeTasks } from '@workshop/page/judge-tasks';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { servePage } from './served.ts';

/** What the page has as globals. */
declare const window: { readonly judgeTasks: typeof judgeTasks; readonly judgeBroker: typeof judgeBroker };

const stages = await loadStages();

function exerciseOf(stage: Stage): StageExercise {
  const files = exercisedFiles(stage).map((file) => {
    return [file, { starter: starterOf(stage, file), finished: readFileSync(finishedFile(stage, file), 'utf8') }];
  });
  const checks = pageTable().find((row) => row.stage === stage.name)?.inPage ?? [];
  return { name: stage.name, tasks: stage.tasks, files: Object.fromEntries(files), checks: checks.map(({ id }) => id) };
}

const finishedTexts = ({ files }: StageExercise): Texts =>
  Object.fromEntries(Object.entries(files).map(([file, { finished }]) => [file, finished]));

describePages('the judges of a page', (pages) => {
  let served: Awaited<ReturnType<typeof servePage>>;
  beforeAll(async () => {
    served = await servePage();
  });
  afterAll(() => served?.close());

  async function judge(exercise: StageExercise, texts: Texts) {
    const page = await pages.goTo(served.address);
    await page.waitForFunction(() => 'judgeBroker' in window);
    return page.evaluate(
      async ({ exercise, texts }) => {
        const { signal } = new AbortController();
        const tasks = await window.judgeTasks(exercise, texts, () => {}, signal);
        const broker = tasks?.broken ? undefined : await window.judgeBroker(exercise, texts, { only: exercise.checks, signal });
        return { tasks, checks: broker?.checks ?? [] };
      },
      { exercise, texts },
    );
  }

  test.each(stages.map((stage): [string, Stage] => [stage.name, stage]))('%s, finished, is right', async (_name, stage) => {
    const exercise = exerciseOf(stage);
    const { tasks, checks } = await judge(exercise, finishedTexts(exercise));
    expect(tasks?.tasks.map(({ task, verdict, message }) => [task, verdict, message])).toEqual(
      stage.tasks.map(({ number }) => [number, 'pass', '']),
    );
    expect(checks.filter(({ verdict }) => verdict !== 'pass').map(({ story }) => story)).toEqual([]);
    expect(checks.map(({ id }) => id)).toEqual(exercise.checks);
  });

  test('a task that fails only by the mistake of another waits for it, and the broker says what it did', async () => {
    const exercise = exerciseOf(stageNamed(stages, '01'));
    const finished = finishedTexts(exercise);
    const pubsub = finished['pubsub']?.replace('sessions?.delete(session);', '') ?? '';
    const { tasks, checks } = await judge(exercise, { ...finished, pubsub });
    const verdictOn = (number: string) => tasks?.tasks.find(({ task }) => task === number);
    expect(verdictOn('1.4')?.verdict).toBe('fail');
    expect(verdictOn('1.5')).toMatchObject({ verdict: 'todo', waitsFor: '1.4' });
    const unsubscribe = checks.find(({ id }) => id === 'unsubscribe');
    expect(unsubscribe?.verdict).toBe('fail');
    expect(unsubscribe?.story).toMatch(/▶ \w+ ← MSG:[^]*again +pnpm test 01 --seed \d+ --only unsubscribe$/);
  });
});
