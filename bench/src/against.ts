// Two checkouts of the workshop take turns: what a change to the brokers costs, or gains.

import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { LOADS, measureDurable } from './scenarios/durable.ts';
import { frames } from './dialects/frames.ts';
import { formatRatios, median, printFigure } from './figures.ts';
import { startStage } from './peers/stages.ts';
import { inFlight, measureFanOut, UNIT } from './scenarios/fan-out.ts';
import { THOROUGH } from './scenarios/scenario.ts';

const SUBSCRIBERS = 100;

interface Scenario {
  readonly title: string;
  readonly stage: string;
  readonly unit: string;
  run(main: URL): Promise<number>;
}

const scenarios: readonly Scenario[] = [
  ...[32, 1].map((window) => ({
    title: `fan-out to ${SUBSCRIBERS} subscribers, ${inFlight(window)}`,
    stage: '01-basic-pubsub',
    unit: `${UNIT}: less is better`,
    run: async (main: URL) =>
      (await measureFanOut({ dialect: frames, start: () => startStage(main) }, SUBSCRIBERS, window, THOROUGH)).value,
  })),
  ...LOADS.map(({ window, publishes }) => ({
    title: `durable publishes, ${window} in flight`,
    stage: '02-persistence',
    unit: 'answered publishes a second: more is better',
    run: async (main: URL) => (await measureDurable(() => startStage(main), window, publishes)).value,
  })),
];

/** @throws {Error} when there is no checkout */
export async function against(folder: string, rounds: number): Promise<void> {
  const other = resolve(process.env['INIT_CWD'] ?? process.cwd(), folder); // from where it was typed
  if (!existsSync(join(other, 'steps'))) throw new Error(`--against ${folder} is no checkout of the workshop: it has no folder steps`);
  for (const { title, stage, unit, run } of scenarios) {
    const mains = [new URL('./main.ts', import.meta.resolve(stage)), pathToFileURL(join(other, 'steps', stage, 'src', 'main.ts'))] as const;
    const here: number[] = [];
    const there: number[] = [];
    for (let round = 0; round < rounds; round++) {
      there.push(await run(mains[1]));
      here.push(await run(mains[0]));
    }
    console.log(`${title} (${unit})`);
    printFigure('this checkout', median(here).toPrecision(3));
    printFigure('the other', median(there).toPrecision(3));
    printFigure('this / the other', `${formatRatios(here, there)}\n`);
  }
}
