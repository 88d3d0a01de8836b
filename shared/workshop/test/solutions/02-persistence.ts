// Other people's solutions of stage 02, by the order of its tasks.

import type { Solution } from './solution.ts';
import { solutions as answer } from './02-persistence/answer.ts';
import { solutions as commit } from './02-persistence/commit.ts';
import { solutions as count } from './02-persistence/count.ts';
import { solutions as dialogue } from './02-persistence/dialogue.ts';
import { solutions as gather } from './02-persistence/gather.ts';
import { solutions as journal } from './02-persistence/journal.ts';
import { solutions as keep } from './02-persistence/keep.ts';
import { solutions as promise } from './02-persistence/promise.ts';
import { solutions as repeat } from './02-persistence/repeat.ts';
import { solutions as replay } from './02-persistence/replay.ts';
import { solutions as walk } from './02-persistence/walk.ts';

export const solutions: readonly Solution[] = [
  ...gather,
  ...commit,
  ...keep,
  ...repeat,
  ...dialogue,
  ...count,
  ...walk,
  ...answer,
  ...promise,
  ...replay,
  ...journal,
];
