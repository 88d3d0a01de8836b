// Lets the site show the learner's progress while `pnpm start` runs: an event stream at /@progress of VitePress's development server.

import { mkdirSync, watch } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { snapshot } from './progress.ts';
import { recordsIn } from './records.ts';
import { loadStages } from './stages.ts';
import { ROOT } from './tools.ts';

export type { Snapshot, StageProgress } from './progress.ts';

const PATH = '/@progress';
/** While verdicts come, one event in so many ms is enough for a person. */
const SETTLE_MS = 50;

/** As much of Vite as the plugin needs: the site has its own version of it. */
interface DevServer {
  readonly middlewares: { use(path: string, handle: (request: IncomingMessage, response: ServerResponse) => void): unknown };
  readonly httpServer: { once(event: 'close', listener: () => void): unknown } | null;
}

/** A Vite plugin. Each event of the stream is a whole `Snapshot`: the first at once, another after each change. */
export function progressPlugin(root = ROOT) {
  return {
    name: 'workshop-progress',
    apply: 'serve' as const,
    async configureServer({ middlewares, httpServer }: DevServer): Promise<void> {
      const stages = await loadStages(root);
      const readers = new Set<ServerResponse>();
      const event = () => `data: ${JSON.stringify(snapshot(stages))}\n\n`;
      let timer: NodeJS.Timeout | undefined;
      mkdirSync(recordsIn(root), { recursive: true });
      const watcher = watch(recordsIn(root), { recursive: true }, () => {
        timer ??= setTimeout(() => {
          timer = undefined;
          const text = event();
          for (const reader of readers) reader.write(text);
        }, SETTLE_MS);
      });
      httpServer?.once('close', () => {
        clearTimeout(timer);
        watcher.close();
        for (const reader of readers) reader.end();
      });
      middlewares.use(PATH, (_request, response) => {
        response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' }).write(event());
        readers.add(response);
        response.on('close', () => readers.delete(response));
      });
    },
  };
}
