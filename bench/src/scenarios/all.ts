// All scenarios, in the order of the table and of the site.

import { channels } from './channels.ts';
import { durable } from './durable.ts';
import { fanOut } from './fan-out.ts';
import { history } from './history.ts';
import { latency } from './latency.ts';
import { links } from './links.ts';
import { memory } from './memory.ts';
import { resume } from './resume.ts';
import type { Plan } from './scenario.ts';
import { subscriptions } from './subscriptions.ts';
import { tagged } from './tagged.ts';

export const PLANS: readonly Plan[] = [fanOut, channels, latency, memory, subscriptions, durable, tagged, resume, history, links];
