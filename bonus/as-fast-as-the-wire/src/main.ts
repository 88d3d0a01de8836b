// Starts stage 01's broker with an output of this chapter: `node src/main.ts 3` takes the third, and without a number the exercise.

import { readdirSync } from 'node:fs';
import { argv } from 'node:process';
import { createBroker } from '01-basic-pubsub';
import type { Output as Finished } from '01-basic-pubsub/output';
import { listen } from '01-basic-pubsub/server';
import { settings } from '01-basic-pubsub/settings';
import { run } from '@workshop/program';

// The number goes out of `argv`, because the broker itself takes no arguments.
const { Output } = (await import(moduleNamed(argv.splice(2, 1)[0]))) as { Output: typeof Finished };

await run('as-fast-as-the-wire', settings, (values, report) => {
  const { broker } = createBroker({ report });
  return listen({ broker, door: broker, Output }, values);
});

/** @throws {Error} when no output has that number */
function moduleNamed(number: string | undefined): string {
  if (number === undefined) return '../exercise/output.ts';
  const files = readdirSync(new URL('./outputs/', import.meta.url)).toSorted();
  const file = files.find((name) => name.startsWith(`${number}-`));
  if (file === undefined)
    throw new Error(`${number} is not an output: give a number from 1 to ${files.length}, or nothing for the exercise`);
  return `./outputs/${file}`;
}
