// Which checks grade a stage.

import type { Check, Suite } from './check.ts';
import { stormsUpTo } from './storms/index.ts';
import { suitesUpTo } from './suites.ts';

export interface ChosenCheck {
  readonly check: Check;
  /** The stage that it comes from. */
  readonly chapter: string;
}

/** The checks that grade a stage on this machine. */
export function checksOf(stage: number): ChosenCheck[] {
  return fitting(suitesUpTo(stage), stage);
}

/** Checks that take minutes: they run only where `only` names them. */
export function stormsOf(stage: number): ChosenCheck[] {
  return fitting(stormsUpTo(stage), stage);
}

function fitting(chosen: readonly Suite[], stage: number): ChosenCheck[] {
  return chosen.flatMap((suite) =>
    suite.checks
      .filter(({ until, notOnWindows }) => stage <= (until ?? stage) && !(process.platform === 'win32' && notOnWindows))
      .map((check) => ({ check, chapter: suite.stage })),
  );
}
