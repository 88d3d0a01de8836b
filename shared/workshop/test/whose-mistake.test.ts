// Where several tasks fail, the one with the mistake is told, and the others wait for it.

import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { exercisedFiles } from '../src/exercises/exercise.ts';
import { progressOf } from '../src/progress/progress.ts';
import { type Stage, stageNamed } from '../src/stages.ts';
import { judgeTasks } from '../src/task-checks/judge-tasks.ts';
import { createWorkshop, edit, finished, type Workshop } from './workshop.ts';

let workshop: Workshop;
let stage: Stage;
beforeAll(async () => {
  workshop = await createWorkshop(['01-basic-pubsub', '02-persistence', '03-auth']);
  stage = stageNamed(workshop.stages, '03');
  for (const file of exercisedFiles(stage)) edit(stage, file, () => finished(stage, file));
});
afterAll(() => workshop.remove());

/** What comes of the finished exercise with some changes in one file: of the tasks that are not right, the state. */
async function statesWith(file: string, ...changes: readonly (readonly [from: string, to: string])[]): Promise<Record<string, string>> {
  onTestFinished(() => edit(stage, file, () => finished(stage, file)));
  edit(stage, file, (text) => changes.reduce((changed, [from, to]) => changed.replace(from, () => to), text));
  await judgeTasks(stage);
  const notRight = progressOf(stage).tasks.filter(({ state }) => state !== 'right');
  return Object.fromEntries(notRight.map(({ number, state, waitsFor }) => [number, waitsFor ? `${state} for ${waitsFor}` : state]));
}

const WRONG_CODE = ["throw new Refusal('FORBIDDEN', `this session", "throw new Refusal('UNAUTHORIZED', `this session"] as const;
const NO_REVOKE = ['else this.#revoke(session);', ''] as const;

test('a task that comes before the one with the mistake waits for it', async () => {
  expect(await statesWith('auth', WRONG_CODE)).toEqual({ '3.3': 'waiting for 3.7', '3.7': 'wrong' });
});

test('so does one that comes after it', async () => {
  expect(await statesWith('auth', NO_REVOKE)).toEqual({ '3.3': 'wrong', '3.11': 'waiting for 3.3' });
});

test('so does one in another file', async () => {
  expect(await statesWith('alarm', ['Math.min', 'Math.max'])).toEqual({ '3.8': 'waiting for 3.9', '3.9': 'wrong' });
});

test('two mistakes are told both', async () => {
  expect(await statesWith('auth', WRONG_CODE, NO_REVOKE)).toEqual({ '3.3': 'wrong', '3.7': 'wrong', '3.11': 'waiting for 3.3' });
});
