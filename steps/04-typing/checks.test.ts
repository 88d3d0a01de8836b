// The finished stage 04, judged by the suites up to its own.

import { gradeInVitest } from '@workshop/checks/vitest';
import { folderOf, rightTarget } from '@workshop/checks/wrong';

gradeInVitest('04-typing', { stage: 4, target: rightTarget(folderOf(import.meta.url)) });
