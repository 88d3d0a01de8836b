import type { Solution } from './solution.ts';

export const solutions: readonly Solution[] = [];
