// `pnpm --filter 03-auth dev`: runs the stage whose folder this is, says whose code that is, and logs two users in where one must.

import { basename, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { DEVELOPMENT_SECRET, signToken } from './src/development.ts';

const stage = basename(process.cwd());
const asksForTokens = Number.parseInt(stage) >= 3;
const isSet = Boolean(process.env['AUTH_SECRET']);
const secret = isSet || !asksForTokens ? process.env['AUTH_SECRET'] : (process.env['AUTH_SECRET'] = DEVELOPMENT_SECRET);

const { url } = (await import(pathToFileURL(join('src', 'main.ts')).href)) as { url: string | undefined };
if (url !== undefined) {
  const isExercise = process.execArgv.includes(`--conditions=exercise-${stage.slice(0, 2)}`);
  console.log(
    isExercise
      ? `  this is your exercise; the finished stage: pnpm --filter ${stage} dev`
      : `  this is the finished stage; your exercise: pnpm --filter ${stage} dev:exercise`,
  );
  if (asksForTokens && secret !== undefined) await showLinks(url, secret);
}

/** Links to the client that are logged in already. The token stands behind the `#`, which no browser sends (P4-14). */
async function showLinks(broker: string, key: string): Promise<void> {
  if (!isSet) console.log('  AUTH_SECRET is not set: this broker uses one that everybody knows, and is for development alone');
  for (const user of ['alice', 'bob']) {
    const token = await signToken(user, new TextEncoder().encode(key), '30 days');
    console.log(`  as ${user}: ${broker.replace('ws:', 'http:')}/#token=${token}`);
  }
}
