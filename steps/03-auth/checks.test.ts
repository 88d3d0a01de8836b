// The finished stage 03, judged by the suites up to its own.

import { gradeInVitest } from '@workshop/checks/vitest';
import { folderOf, rightTarget } from '@workshop/checks/wrong';

gradeInVitest('03-auth', { stage: 3, target: rightTarget(folderOf(import.meta.url)) });
