// A process of its own that judges one exercise, so that it can be ended at any moment with all that it has started.
// Its parent sends a request, and gets each result as it comes and then `done`; or just disconnects.

import { endCommandsOnSignals } from '@workshop/checks';
import type { GraderMessage, GraderRequest } from './grading.ts';
import { judgeExercise } from './judge.ts';
import { loadStages, stageNamed } from './stages.ts';

endCommandsOnSignals();
process.on('disconnect', () => process.exit());
process.once('message', (request: GraderRequest) => void judge(request));

async function judge({ root, stage, ...judging }: GraderRequest): Promise<void> {
  await judgeExercise(stageNamed(await loadStages(root), stage), { ...judging, onResult: tellParent });
  tellParent('done');
}

function tellParent(message: GraderMessage): void {
  process.send?.(message);
}
