// Judges a finished stage by the storms: SIGKILL after SIGKILL, thousands of messages, crowds that log in at once.

import { stormsOf } from '@workshop/checks';
import { judgeStage } from './judge.ts';
import { count } from './progress.ts';
import type { Stage } from './stages.ts';
import { lineOf, storiesOf } from './verdicts.ts';

/** In ms. In a storm, what is asked may stand behind much that was asked before. */
const PATIENCE_MS = 30_000;

/** Resolves to whether the stage stands all of them. Those of a stage that has none are over at once. */
export async function storm(stage: Stage): Promise<boolean> {
  const only = stormsOf(Number(stage.number)).map(({ check }) => check.id);
  if (only.length === 0) return true;
  const { checks, seed } = await judgeStage(stage, { only, patience: PATIENCE_MS, onResult: (result) => console.log(lineOf(result)) });
  for (const story of storiesOf(checks)) console.log(story);
  console.log(`${stage.name}, storms: ${count(checks)} (seed ${seed})\n`);
  return checks.every(({ verdict }) => verdict === 'pass');
}
