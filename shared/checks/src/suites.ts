// All suites, in the order of their stages. A stage is graded by its own and by all before it: what worked must still work.

import type { Suite } from './check.ts';
import { suite as suite01 } from './suites/01-basic-pubsub/index.ts';
import { suite as suite02 } from './suites/02-persistence/index.ts';
import { suite as suite03 } from './suites/03-auth/index.ts';
import { suite as suite04 } from './suites/04-typing/index.ts';
import { suite as suite05 } from './suites/05-private/index.ts';
import { suite as suite06 } from './suites/06-federation/index.ts';

export const suites: readonly Suite[] = [suite01, suite02, suite03, suite04, suite05, suite06];

export function suitesUpTo(stage: number): readonly Suite[] {
  return suites.filter((suite) => Number.parseInt(suite.stage) <= stage);
}
