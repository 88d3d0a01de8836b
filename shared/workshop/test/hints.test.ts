// Each wrong broker of each stage, as an exercise that is solved but for this mistake: the learner gets hints that fit. No broker is run.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { checksOf, type Result } from '@workshop/checks';
import { applyEdit, wrongBrokers } from '@workshop/checks/wrong';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { exercisedFiles, fingerprintOf } from '../src/exercises/exercise.ts';
import { hintFor } from '../src/verdicts/hint.ts';
import { forget, writeResults } from '../src/progress/records.ts';
import { regionsOf } from '../src/exercises/regions.ts';
import { finishedFile, loadStages, type Stage, withExercise } from '../src/stages.ts';
import type { Task } from '../src/tasks.ts';
import { ROOT } from '../src/tools.ts';
import { createWorkshop, edit, finished, type Workshop } from './workshop.ts';

type WrongBroker = (typeof wrongBrokers)[string][number];
type Edit = Pick<WrongBroker, 'file' | 'from' | 'to'>;

describe.each(withExercise(await loadStages()))('$name', (stage) => {
  const rows = (wrongBrokers[stage.name] ?? []).map((row) => ({ row, own: tasksOf(stage, row) }));
  const inside = rows.filter(({ own }) => own.length > 0);
  const outside = rows.filter(({ own }) => own.length === 0);
  const tasks = stage.tasks.map(({ number }) => ({ task: number, verdict: 'pass', message: '', story: '' }) as const);
  let workshop: Workshop;
  let copy: Stage;
  beforeAll(async () => {
    workshop = await createWorkshop([stage.name]);
    const [first] = workshop.stages;
    if (!first) throw new Error(`${stage.name} was not copied`);
    copy = first;
  });
  afterAll(() => workshop.remove());

  /** Makes the mistake, and asks for hints until nothing new comes. */
  function hintsFor(row: WrongBroker): string[] {
    forget(copy);
    for (const file of exercisedFiles(stage)) {
      const edits = editsIn(row, finishedFile(stage, file));
      edit(copy, file, () => edits.reduce((source, each) => applyEdit(source, each, row.check), finished(stage, file)));
    }
    const checks = checksOf(Number(stage.number)).map(({ check: { id, group, title, rules } }): Result => {
      const [verdict, message] = id === row.check ? (['fail', row.message] as const) : (['pass', ''] as const);
      return { id, group, title, rules, verdict, message, story: message && `${message}\n\n  likely    the cause\n  rules     P`, ms: 1 };
    });
    writeResults(copy, { fingerprint: fingerprintOf(copy), checks });
    const hints = new Set<string>();
    const ask = () => stripVTControlCharacters(hintFor(copy, { tasks }));
    for (let text = ask(); !hints.has(text); text = ask()) hints.add(text);
    return [...hints];
  }

  test('the task in whose region a mistake lies names the check that catches it', () => {
    const missing = inside.flatMap(({ row: { check }, own }) =>
      own.filter(({ checks }) => !checks.includes(check)).map(({ number }) => `${number}: ${check}`),
    );
    expect([...new Set(missing)]).toEqual([]);
  });

  test.each(inside)('$row.check, in a region: $row.message', ({ row, own }) => {
    const texts = hintsFor(row);
    expect(texts[0]).toContain(row.message);
    expect(texts[0]).toMatch(/^ +likely {4}the cause\n +rules {5}P$/m);
    for (const { number, hints } of own) {
      expect(texts[0]).toMatch(new RegExp(`^(?:or )?${RegExp.escape(number)}[ :].*/exercise/`, 'm'));
      for (const hint of hints) expect(texts.filter((text) => text.includes(hint))).not.toEqual([]);
    }
  });

  test.each(outside)('$row.check, in given code: $row.message', ({ row }) => {
    const [text] = hintsFor(row);
    expect(text).toContain(row.message);
    expect(text).toMatch(/^ +likely {4}the cause\n +rules {5}P$/m);
    expect(text).toMatch(/outside the regions of the tasks/);
    for (const file of exercisedFiles(stage))
      if (editsIn(row, finishedFile(stage, file)).length > 0) expect(text).toMatch(new RegExp(`/exercise/${file}\\.ts:\\d+`));
  });
});

/** The tasks in whose regions a mistake lies. */
function tasksOf(stage: Stage, row: WrongBroker): Task[] {
  return stage.tasks.filter(({ file, region: name }) => {
    const path = finishedFile(stage, file);
    const source = readFileSync(path, 'utf8');
    const region = regionsOf(source).find((each) => each.name === name);
    return editsIn(row, path).some((each) => {
      const { first, last } = linesOf(source, each);
      return region !== undefined && first < region.end && last >= region.first;
    });
  });
}

function editsIn({ file, from, to, also = [] }: WrongBroker, path: string): Edit[] {
  return [{ file, from, to }, ...also].filter((each) => join(ROOT, 'steps', each.file) === path);
}

/** The lines that an edit replaces, as indexes. */
function linesOf(source: string, each: Edit): { first: number; last: number } {
  const mark = '\0'; // no source has it
  const [before = '', behind = ''] = applyEdit(source, { ...each, to: mark }, 'this test').split(mark);
  const lines = (length: number) => source.slice(0, length).split('\n').length - 1;
  return { first: lines(before.length), last: lines(source.length - behind.length - 1) };
}
