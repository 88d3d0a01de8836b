// The process that `gradeApart` starts: it takes one grading, reports each result as it comes, and ends when nobody listens any more.

import type { ApartGrading, ApartMessage } from './apart.ts';
import { grade } from './grade.ts';
import { endCommandsOnSignals } from './processes.ts';

endCommandsOnSignals();
process.once('disconnect', () => process.exit()); // which kills everything that was started
process.once('message', (grading: ApartGrading) => void judge(grading));

async function judge({ again, ...grading }: ApartGrading): Promise<void> {
  const [before, after] = again ?? ['', ''];
  try {
    const report = await grade({
      ...grading,
      again: (id, seed) => `${before} --seed ${seed} --only ${id} ${after}`.trim(),
      onResult: (result) => tell({ result }),
    });
    tell({ report });
  } catch (error) {
    tell({ broke: String((error as Error).stack) });
  }
}

function tell(message: ApartMessage): void {
  process.send?.(message, () => {}); // the process that asked may be gone, and then this one is about to end
}
