// The exercises of stages 05 and later, as they are judged.

import { describeExercises } from '../judged-exercises.ts';

describeExercises(({ number }) => number > '04');
