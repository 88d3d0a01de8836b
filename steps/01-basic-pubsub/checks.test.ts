// The finished stage 01, judged by its suite.

import { gradeStage } from '@workshop/checks/vitest';

gradeStage(import.meta.dirname);
