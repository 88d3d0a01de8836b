import { EventEmitter, once } from 'node:events';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { progressPlugin, type Snapshot } from '../src/progress/progress-plugin.ts';
import { writeHints, writeResults } from '../src/progress/records.ts';
import type { Stage } from '../src/stages.ts';
import { createStage, edit, type Workshop } from './workshop.ts';

const EVENT = 'workshop:progress';

let workshop: Workshop;
let stage: Stage;
/** What a page asks, what all pages are told, and the end of the server. */
let asked: EventEmitter;
let told: EventEmitter;
let httpServer: EventEmitter;
beforeEach(async () => {
  ({ workshop, stage } = await createStage('01-basic-pubsub'));
  [asked, told, httpServer] = [new EventEmitter(), new EventEmitter(), new EventEmitter()];
  const ws = { on: asked.on.bind(asked), send: told.emit.bind(told) };
  await progressPlugin(workshop.root).configureServer({ ws, httpServer });
});
afterEach(() => {
  httpServer.emit('close');
  workshop.remove();
});

/** What a page gets that asks. */
function ask(): Snapshot | undefined {
  let answer: Snapshot | undefined;
  asked.emit(EVENT, undefined, { send: (_event: string, now: Snapshot) => (answer = now) });
  return answer;
}

test('a page that asks gets the whole state at once, and every page gets it again after each change', async () => {
  const first = ask();
  expect(first?.stages['01']).toMatchObject({ name: '01-basic-pubsub', started: false, graded: false });
  expect(first?.stages['01']?.tasks[0]).toMatchObject({
    number: '1.1',
    state: 'unwritten',
    place: expect.stringMatching(/frames\.ts:\d+$/),
  });
  expect(first?.stages['01']?.checks[0]).toEqual({
    id: 'basic-hello',
    group: 'basics',
    title: expect.any(String),
    rules: expect.arrayContaining(['P2-3']),
    verdict: 'unknown',
    message: '',
    story: '',
  });

  edit(stage, 'pubsub', (text) => `${text}// begun\n`);
  writeHints(stage, {});
  const [next] = (await once(told, EVENT)) as [Snapshot];
  expect(next.stages['01']?.started).toBe(true);
  expect(next).toEqual(ask());
});

test('what changes nothing that a page shows is not told', async () => {
  const snapshots: Snapshot[] = [];
  told.on(EVENT, (now: Snapshot) => snapshots.push(now));
  writeHints(stage, {});
  await once(told, EVENT);
  writeHints(stage, { '1.1': 1 });
  writeResults(stage, { fingerprint: 'another', checks: [] });
  edit(stage, 'pubsub', (text) => `${text}// begun\n`);
  writeHints(stage, {});
  await once(told, EVENT);
  expect(snapshots.map((now) => now.stages['01']?.started)).toEqual([false, true]);
});
