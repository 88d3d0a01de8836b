// Suite 01: the protocol page's sections 0 to 2, as far as a client can notice.

import type { Suite } from '../../check.ts';
import { basics } from './basics.ts';
import { channels } from './channels.ts';
import { frames } from './frames.ts';
import { limits } from './limits.ts';
import { refusals } from './refusals.ts';
import { running } from './running.ts';

export const suite: Suite = { stage: '01-basic-pubsub', checks: [...basics, ...channels, ...frames, ...refusals, ...limits, ...running] };
