// Suite 02: tags and answers, and the protocol page's section on persistence, as far as a client can notice.

import type { Suite } from '../../check.ts';
import { answers } from './answers.ts';
import { crash } from './crash.ts';
import { faults } from './faults.ts';
import { history } from './history.ts';
import { numbers } from './numbers.ts';
import { repeats } from './repeats.ts';
import { replays } from './replay.ts';
import { resuming } from './resume.ts';
import { tags } from './tags.ts';

export const suite: Suite = {
  stage: '02-persistence',
  checks: [...numbers, ...answers, ...tags, ...repeats, ...history, ...resuming, ...replays, ...crash, ...faults],
};
