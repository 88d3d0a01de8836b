// The scenes of each stage, loaded together with its playground.

import type { StageScenes } from './scene.ts';

const PLANS: Readonly<Record<string, () => Promise<{ readonly scenes: StageScenes }>>> = {
  '01-basic-pubsub': () => import('./scenes/01-basic-pubsub.ts'),
  '02-persistence': () => import('./scenes/02-persistence.ts'),
  '03-auth': () => import('./scenes/03-auth.ts'),
  '04-typing': () => import('./scenes/04-typing.ts'),
  '05-private': () => import('./scenes/05-private.ts'),
  '06-federation': () => import('./scenes/06-federation.ts'),
};

/** @throws {RangeError} for a stage without a playground */
export async function loadPlan(stage: string): Promise<StageScenes> {
  const load = PLANS[stage];
  if (!load) throw new RangeError(`there is no playground for ${stage}: there are ${Object.keys(PLANS).join(', ')}`);
  return (await load()).scenes;
}
