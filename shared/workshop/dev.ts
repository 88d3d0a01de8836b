// `pnpm --filter 03-auth dev`: runs the stage whose folder this is, says whose code that is, and logs two users in where one must.

import { registerHooks } from 'node:module';
import { basename, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { clientUrl } from '@workshop/program';
import { DEVELOPMENT_SECRET, signToken } from './src/development.ts';
import { readChoices } from './src/progress/records.ts';
import { conditionOf, listed, loadStages, stageNamed } from './src/stages.ts';

const running = stageNamed(await loadStages(resolve('..', '..')), basename(process.cwd()));
const stage = running.name;
const asksForTokens = Number.parseInt(stage) >= 3;
const condition = conditionOf(running);
/** Where the exercise runs, the reader's own earlier stages run with it. Most have chosen none, and need not wait for what would find them. */
const below = readChoices(running.root).ownCode
  ? (await import('./src/exercises/own-code.ts')).ownStagesBelow(running).map(conditionOf)
  : [];
const isSet = Boolean(process.env['AUTH_SECRET']);
const secret = isSet || !asksForTokens ? process.env['AUTH_SECRET'] : (process.env['AUTH_SECRET'] = DEVELOPMENT_SECRET);

/** The stages whose exercises are loaded. Node is asked, not the command line: NODE_OPTIONS has conditions too, and they reach the stages below. */
const exercises = new Set<string>();
registerHooks({
  resolve(specifier, context, nextResolve) {
    const conditions = context.conditions.includes(condition) ? [...context.conditions, ...below] : context.conditions;
    const resolved = nextResolve(specifier, { ...context, conditions });
    const [, name] = /^file:.*\/steps\/([^/]+)\/exercise\//.exec(resolved.url) ?? [];
    if (name !== undefined) exercises.add(name);
    return resolved;
  },
});

const { url } = (await import(pathToFileURL(join('src', 'main.ts')).href)) as { url: string | undefined };
if (url !== undefined) {
  console.log(`  this is ${whoseCode()}`);
  if (asksForTokens && secret !== undefined) await showLinks(url, secret);
}

function whoseCode(): string {
  if (!exercises.has(stage)) {
    const foundation = exercises.size > 0 ? ` on your exercise of ${[...exercises].join(', ')}` : '';
    return `the finished stage${foundation}; your exercise: pnpm --filter ${stage} dev:exercise`;
  }
  const others = [...exercises].filter((name) => name !== stage).toSorted();
  const own = others.length > 0 ? `your exercise, on your own ${listed(others)}` : 'your exercise';
  return process.env['NODE_OPTIONS']?.includes(condition)
    ? `${own}, because NODE_OPTIONS has the condition ${condition}; take it out for the finished stage`
    : `${own}; the finished stage: pnpm --filter ${stage} dev`;
}

/** Links to the client that are logged in already. The token stands behind the `#`, which no browser sends (P4-14). */
async function showLinks(broker: string, key: string): Promise<void> {
  if (!isSet) console.log('  AUTH_SECRET is not set: this broker uses one that everybody knows, and is for development alone');
  for (const user of ['alice', 'bob']) {
    const token = await signToken(user, new TextEncoder().encode(key), '30 days');
    console.log(`  as ${user}: ${clientUrl(broker)}/#token=${token}`);
  }
}
