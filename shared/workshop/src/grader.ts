// A process of its own that judges one exercise: `pnpm start` can end it at any moment, with all that it has started.
// Its parent sends the stage and the checks, gets `judged` when the verdicts are in the records, and may just disconnect.

import { endCommandsOnSignals } from '@workshop/checks';
import { judgeExercise } from './judge.ts';
import { loadStages, stageNamed } from './stages.ts';

export interface GraderRequest {
  /** The workshop's folder. */
  readonly root: string;
  readonly stage: string;
  /** Check ids; absent: all. */
  readonly only?: readonly string[];
}

endCommandsOnSignals();
process.on('disconnect', () => process.exit());
process.once('message', (request: GraderRequest) => void judge(request));

async function judge({ root, stage, only }: GraderRequest): Promise<void> {
  await judgeExercise(stageNamed(await loadStages(root), stage), { only });
  process.send?.('judged');
}
