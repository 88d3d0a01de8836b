// `pnpm checkup`: what is wrong with this machine, and what would mend it.

import { createServer } from 'node:net';
import { once } from 'node:events';
import { HOW_TO_INSTALL, natsServerVersion } from '@workshop/checks/nats-server';
import { findChromium } from '@workshop/client/chromium';
import { recordsIn } from './progress/records.ts';
import { ROOT, whyNoVite } from './tools.ts';
import { takesNothing } from './usage.ts';
import { whyUntold } from './watch/watched.ts';

interface Finding {
  readonly well: boolean;
  readonly line: string;
}

export async function checkup(args: readonly string[]): Promise<number> {
  takesNothing('checkup', args);
  const findings = [node(), folder(), await changes(), await port(8765), chromium(), natsServer()];
  for (const { well, line } of findings) console.log(`${well ? 'ok  ' : 'look'}  ${line}`);
  return findings.every(({ well }) => well) ? 0 : 1;
}

function node(): Finding {
  const well = Number.parseInt(process.versions.node) >= 24;
  return {
    well,
    line: `Node ${process.versions.node} on ${process.platform} ${process.arch}${well ? '' : ': the workshop needs 24 or later, type npx -y pnpm@12 install'}`,
  };
}

function folder(): Finding {
  const reason = whyNoVite();
  return { well: reason === undefined, line: reason ?? 'the name of this folder is one for every tool' };
}

async function changes(): Promise<Finding> {
  const untold = await whyUntold(recordsIn(ROOT));
  if (!untold) return { well: true, line: 'saved files are noticed' };
  const { reason, remedy } = untold;
  return { well: false, line: `${reason}: pnpm start looks once a second, dev does not start again by itself; to mend it, ${remedy}` };
}

async function port(number: number): Promise<Finding> {
  const server = createServer().listen(number, '127.0.0.1');
  try {
    await once(server, 'listening');
    server.close();
    return { well: true, line: `port ${number} is free` };
  } catch (error) {
    return {
      well: false,
      line: `port ${number} cannot be used (${(error as NodeJS.ErrnoException).code}): stop what listens there, or give a stage another with PORT=0`,
    };
  }
}

function chromium(): Finding {
  const path = findChromium();
  return {
    well: true,
    line: path
      ? `Chromium for the browser tests: ${path}`
      : 'no Chromium: the browser tests are skipped (on Debian: apt-get install chromium)',
  };
}

function natsServer(): Finding {
  const version = natsServerVersion();
  return { well: true, line: version ? `nats-server ${version} for stage 07` : `stage 07 is not judged: ${HOW_TO_INSTALL}` };
}
