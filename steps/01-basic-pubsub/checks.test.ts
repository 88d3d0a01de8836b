// The finished stage 01, judged by its suite.

import { gradeInVitest } from '@workshop/checks/vitest';
import { folderOf, rightTarget } from '@workshop/checks/wrong';

gradeInVitest('01-basic-pubsub', { stage: 1, target: rightTarget(folderOf(import.meta.url)) });
