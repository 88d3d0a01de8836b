// All suites, in the order of their stages, and which checks grade a stage: those of its own suite and of all before it.

import type { Check, Suite } from './check.ts';
import { storms } from './storms/index.ts';
import { suite as suite01 } from './suites/01-basic-pubsub/index.ts';
import { suite as suite02 } from './suites/02-persistence/index.ts';
import { suite as suite03 } from './suites/03-auth/index.ts';
import { suite as suite04 } from './suites/04-typing/index.ts';
import { suite as suite05 } from './suites/05-private/index.ts';
import { suite as suite06 } from './suites/06-federation/index.ts';
import { suite as suite07 } from './suites/07-nats/index.ts';

export const suites: readonly Suite[] = [suite01, suite02, suite03, suite04, suite05, suite06, suite07];

export interface ChosenCheck {
  readonly check: Check;
  /** The stage that it comes from. */
  readonly chapter: string;
}

/** Where the judge runs. Not every check can be run everywhere. */
export type Place = 'page' | 'windows' | 'other system';

/** The checks that grade a stage in this place. What worked at earlier stages must still work. */
export function checksAt(place: Place, stage: number): ChosenCheck[] {
  return fitting(suites, place, stage);
}

/** Checks that take minutes: they run only where `only` names them. */
export function stormsAt(place: Place, stage: number): ChosenCheck[] {
  return fitting(storms, place, stage);
}

function fitting(all: readonly Suite[], place: Place, stage: number): ChosenCheck[] {
  return all
    .filter((suite) => Number.parseInt(suite.stage) <= stage)
    .flatMap((suite) => suite.checks.map((check) => ({ check, chapter: suite.stage })))
    .filter(({ check }) => stage <= (check.until ?? stage) && whyNot(check, place) === undefined);
}

/** Why a check cannot be run there; `undefined` where it can. */
function whyNot({ notInPage, notOnWindows }: Check, place: Place): string | undefined {
  if (place === 'page') return notInPage;
  return place === 'windows' ? notOnWindows : undefined;
}
