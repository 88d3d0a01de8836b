// The finished stage 07, judged by the suites up to its own.

import { gradeStage } from '@workshop/checks/vitest';

gradeStage(import.meta.dirname);
