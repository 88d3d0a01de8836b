// `pnpm start` and `pnpm checkup` on machines that cannot do everything: they say so in a line, with what would mend it.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, onTestFinished, test } from 'vitest';
import { writeExercise } from './commands.ts';
import { copyWorkshop } from './workshop-copy.ts';

const LIMIT = { timeout: 90_000 };

/** Runs a command of a copy of the workshop. @param onPrinted is given all that it has printed, and how to stop it */
async function run(folder: string, words: readonly string[], env = {}, onPrinted = (_printed: string, _stop: () => void) => {}) {
  const child = spawn(process.execPath, [join(folder, 'shared/workshop/run.mjs'), ...words], {
    cwd: folder,
    env: { ...process.env, NO_COLOR: '1', CI: 'true', npm_config_user_agent: 'pnpm/12.0.0', CHOKIDAR_USEPOLLING: '', ...env },
  });
  onTestFinished(() => void child.kill());
  let printed = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (chunk: string) => {
      printed += chunk;
      onPrinted(printed, () => child.kill());
    });
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, printed };
}

test.each(['c#-', '50% off-'])(
  'in a folder named %s, what Vite cannot do is refused in one line, and the rest works',
  LIMIT,
  async (name) => {
    const { folder, remove } = copyWorkshop(name);
    onTestFinished(remove);
    const sign = /[#%]/.exec(name)?.[0];
    const line = `${folder} has a ${sign} in it, and the site and pnpm test cannot work with that: rename that folder, or move the workshop`;
    for (const command of ['start', 'test']) expect(await run(folder, [command])).toEqual({ code: 2, printed: `${line}\n` });
    expect((await run(folder, ['checkup'])).printed).toContain(`look  ${line}\n`);
    expect((await run(folder, ['test', '01', '--only', 'basic-fan-out'])).code).toBe(0);
  },
);

describe.each([
  [
    'that has no watches left',
    "throw Object.assign(new Error('no more'), { code: 'EMFILE' })",
    'the system watches no more files (EMFILE)',
  ],
  ['that tells of no changes', 'return new EventEmitter()', 'this file system does not tell when a file changes'],
])('on a machine %s', (_title, body, reason) => {
  test('the site is live, saves are judged, and checkup says what would mend it', LIMIT, async () => {
    const { folder, remove } = copyWorkshop();
    onTestFinished(remove);
    const preload = join(folder, 'machine.mjs');
    writeFileSync(
      preload,
      `import { EventEmitter } from 'node:events';
       import fs from 'node:fs';
       import { syncBuiltinESMExports } from 'node:module';
       EventEmitter.prototype.close ??= () => {};
       fs.watch = () => { ${body} };
       syncBuiltinESMExports();`,
    );
    const machine = { NODE_OPTIONS: `--import=${pathToFileURL(preload).href}` };
    let isWritten = false;
    const { printed } = await run(folder, ['start'], machine, (soFar, stop) => {
      if (/Local: +http/.test(soFar) && !isWritten) {
        isWritten = true;
        void writeExercise(folder, '01-basic-pubsub', ['all']);
      }
      if (/01-basic-pubsub was saved[^]*01-basic-pubsub: \d+ of 6 tasks right; \d+ pass/.test(soFar)) stop();
    });
    expect(printed).toContain(`A verdict may take a second longer than elsewhere: ${reason}.`);
    expect(printed).not.toMatch(/^ +at /m);
    expect((await run(folder, ['checkup'], machine)).printed).toContain(`look  ${reason}: `);
  });
});
