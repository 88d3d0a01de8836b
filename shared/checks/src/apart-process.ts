// The process that `gradeApart` starts: gets one grading, tells each result as it comes, and ends when nobody listens any more.

import type { ApartGrading, ApartMessage } from './apart.ts';
import { grade } from './grade.ts';
import { endCommandsOnSignals } from './processes.ts';

endCommandsOnSignals();
process.once('disconnect', () => process.exit()); // which kills all that was started
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
  process.send?.(message, () => {}); // whoever asked may be gone, and then this process is about to end
}
