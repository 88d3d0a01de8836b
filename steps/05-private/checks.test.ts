// The finished stage 05, judged by the suites up to its own.

import { gradeInVitest } from '@workshop/checks/vitest';
import { folderOf, rightTarget } from '@workshop/checks/wrong';

gradeInVitest('05-private', { stage: 5, target: rightTarget(folderOf(import.meta.url)) });
