// The finished stage 02, judged by the suites up to its own.

import { gradeInVitest } from '@workshop/checks/vitest';
import { folderOf, rightTarget } from '@workshop/checks/wrong';

gradeInVitest('02-persistence', { stage: 2, target: rightTarget(folderOf(import.meta.url)) });
