// Finds whose mistake it is when several tasks fail: the checks of one task run through the code of others. A task that passes once the
// others are finished has no mistake of its own, and waits for one that has.

import type { TaskResult } from './protocol.ts';

/**
 * @param failed the numbers of the tasks that fail, in their order
 * @param passesBeside whether a task passes when some others are finished
 * @returns a result for each task that fails only because of the others: it waits for one of them
 */
export async function whoWaits(
  failed: readonly string[],
  passesBeside: (task: string, others: readonly string[]) => Promise<boolean>,
): Promise<TaskResult[]> {
  if (failed.length < 2) return [];
  const innocent: string[] = [];
  for (const task of failed) {
    const others = failed.filter((other) => other !== task);
    if (await passesBeside(task, others)) innocent.push(task);
  }
  const culprit = failed.find((number) => !innocent.includes(number));
  if (culprit === undefined) return []; // each passes without the others: they do not fit together, and that is a mistake
  return innocent.map((task) => ({ task, verdict: 'todo', waitsFor: culprit, message: '', story: '' }));
}
