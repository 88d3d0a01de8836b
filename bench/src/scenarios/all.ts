// All scenarios, in the order of the table and of the site.

import { channels } from './channels.ts';
import { fanOut } from './fan-out.ts';
import { latency } from './latency.ts';
import type { Plan } from './scenario.ts';

export const PLANS: readonly Plan[] = [fanOut, channels, latency];
