// What the keys of `pnpm start` do, each for the exercise that the learner is working on.

import { join } from 'node:path';
import { nextExercise, nextTask } from '../progress/board.ts';
import { compareExercise } from '../compare.ts';
import { openInEditor } from './editor.ts';
import { hintFor } from '../verdicts/hint.ts';
import type { Actions } from './keys.ts';
import { isDone, progressOf, type StageProgress } from '../progress/progress.ts';
import { type Stage, withExercise } from '../stages.ts';
import { judgeTasks } from '../task-checks/judge-tasks.ts';

const ALL_DONE = 'All exercises are done.';

export interface Desk {
  readonly stages: readonly Stage[];
  /** The stage whose exercise was saved last, since the start. */
  readonly saved: () => Stage | undefined;
  /** Judges all exercises that are started, and returns how many there are. */
  readonly judgeAll: () => number;
  /** Has an editor use the terminal. */
  readonly lend: (work: () => Promise<void>) => Promise<void>;
  readonly quit: () => void;
}

export function actionsAt({ stages, saved, judgeAll, lend, quit }: Desk): Actions {
  const next = () => {
    const progress = nextExercise(withExercise(stages).map(progressOf));
    return stages.find(({ name }) => name === progress?.name);
  };
  /** The place where there is something to do. */
  const open = () => {
    const stage = saved();
    return stage && !isDone(progressOf(stage)) ? stage : next();
  };
  return {
    h: {
      label: 'hint',
      async run() {
        const stage = open();
        console.log(stage ? `\n${hintFor(stage, await judgeTasks(stage))}` : ALL_DONE);
      },
    },
    a: {
      label: 'run all',
      run() {
        if (judgeAll() === 0) console.log('No exercise is started: there is nothing to run.');
      },
    },
    o: {
      label: 'open in the editor',
      async run() {
        const stage = open();
        const place = stage && placeToOpen(progressOf(stage));
        if (!stage || place === undefined) return console.log(ALL_DONE);
        const [, path = '', line] = /^(.*?):(\d+)(?::\d+)?$/.exec(place) ?? [];
        console.log(`Opening ${path}:${line}`);
        await lend(() => openInEditor(join(stage.root, path), Number(line)));
      },
    },
    d: {
      label: 'compare with the finished stage',
      run() {
        const stage = saved() ?? next();
        console.log(stage ? `\n${compareExercise(stage)}` : ALL_DONE);
      },
    },
    q: { label: 'quit', run: quit },
  };
}

/** The mistake that has to be mended before anything else or, if there is none, the next task. */
function placeToOpen(progress: StageProgress): string | undefined {
  return progress.broken?.place || (nextTask(progress) ?? progress.tasks[0])?.place;
}
