// Lets the site show the learner's progress while `pnpm start` runs: events over the WebSocket of VitePress's development server.

import { mkdirSync } from 'node:fs';
import { type Snapshot, snapshot } from './progress.ts';
import { recordsIn } from './records.ts';
import { loadStages } from '../stages.ts';
import { ROOT } from '../tools.ts';
import { watchFolder } from '../watch/watched.ts';

export type { Snapshot, StageProgress } from './progress.ts';

const EVENT = 'workshop:progress';

/** The part of Vite that the plugin needs: the site has its own version of Vite. */
interface DevServer {
  readonly ws: {
    on(event: string, listener: (payload: unknown, client: { send(event: string, now: Snapshot): unknown }) => void): unknown;
    send(event: string, now: Snapshot): unknown;
  };
  readonly httpServer: { once(event: 'close', listener: () => void): unknown } | null;
}

/** A Vite plugin. Each event is a whole `Snapshot`: a page gets one when it asks, and every page gets one after each change. */
export function progressPlugin(root = ROOT) {
  return {
    name: 'workshop-progress',
    apply: 'serve' as const,
    async configureServer({ ws, httpServer }: DevServer): Promise<void> {
      const stages = await loadStages(root);
      let told = '';
      const tell = () => {
        const now = snapshot(stages);
        const text = JSON.stringify(now);
        if (text !== told) ws.send(EVENT, now);
        told = text;
      };
      mkdirSync(recordsIn(root), { recursive: true });
      httpServer?.once('close', watchFolder(recordsIn(root), tell));
      ws.on(EVENT, (_payload, client) => client.send(EVENT, snapshot(stages)));
    },
  };
}
