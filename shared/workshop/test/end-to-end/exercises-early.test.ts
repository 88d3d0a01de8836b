// The exercises of stages 01 to 04, as they are judged.

import { describeExercises } from '../judged-exercises.ts';

describeExercises(({ number }) => number <= '04');
