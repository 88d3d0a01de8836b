import { beginning } from './04-typing/beginning.ts';
import { commands } from './04-typing/commands.ts';
import { ending } from './04-typing/ending.ts';
import { telling } from './04-typing/telling.ts';
import type { Solution } from './solution.ts';

export const solutions: readonly Solution[] = [...commands, ...beginning, ...telling, ...ending];
