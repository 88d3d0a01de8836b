// Suite 04: the protocol page's section on typing, as far as a client can notice.

import type { Suite } from '../../check.ts';
import { devices } from './devices.ts';
import { expiry } from './expiry.ts';
import { orders } from './orders.ts';
import { refusals } from './refusals.ts';
import { starting } from './starting.ts';
import { stopping } from './stopping.ts';
import { transient } from './transient.ts';

export const suite: Suite = {
  stage: '04-typing',
  checks: [...starting, ...stopping, ...devices, ...orders, ...refusals, ...transient, ...expiry],
};
