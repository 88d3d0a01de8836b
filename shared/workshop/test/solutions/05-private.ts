import { commands } from './05-private/commands.ts';
import { devices } from './05-private/devices.ts';
import { inboxes } from './05-private/inboxes.ts';
import { repeats } from './05-private/repeats.ts';
import type { Solution } from './solution.ts';

export const solutions: readonly Solution[] = [...devices, ...inboxes, ...repeats, ...commands];
