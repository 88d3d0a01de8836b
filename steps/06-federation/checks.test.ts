// The finished stage 06, judged by the suites up to its own.

import { gradeInVitest } from '@workshop/checks/vitest';
import { folderOf, rightTarget } from '@workshop/checks/wrong';

gradeInVitest('06-federation', { stage: 6, target: rightTarget(folderOf(import.meta.url)) });
