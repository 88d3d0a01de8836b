// Other people's solutions of stage 01, by the order of its tasks.

import type { Solution } from './solution.ts';
import { solutions as fanOut } from './01-basic-pubsub/fan-out.ts';
import { solutions as frames } from './01-basic-pubsub/frames.ts';
import { solutions as leave } from './01-basic-pubsub/leave.ts';
import { solutions as output } from './01-basic-pubsub/output.ts';
import { solutions as subscribe } from './01-basic-pubsub/subscribe.ts';

export const solutions: readonly Solution[] = [...frames, ...subscribe, ...fanOut, ...leave, ...output];
