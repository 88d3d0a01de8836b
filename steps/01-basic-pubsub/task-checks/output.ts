// What task 1.6 must do: say at which backlog a reader is slow.

import type { Duplex } from 'node:stream';
import { same, type TaskChecks } from '@workshop/cli/task-checks';
import { Output } from '#output';
import type { WebSocket } from 'ws';

const LIMIT = 1000;

/** What comes of a packet for a client with so many bytes of earlier writes before it. */
async function outcomeAt(backlog: number): Promise<'cut' | 'sent'> {
  let outcome: 'cut' | 'sent' | undefined;
  const websocket = { OPEN: 1, readyState: 1, terminate: () => (outcome = 'cut') };
  const socket = { writableLength: backlog, write: () => (outcome = 'sent') };
  const output = new Output(websocket as unknown as WebSocket, socket as unknown as Duplex, LIMIT, (error) => {
    throw error;
  });
  output.send({ frame: { verb: 'MSG', target: 'news', body: 'x'.repeat(10 * LIMIT) } });
  output.flush();
  if (outcome === undefined) throw new Error('a packet was neither written nor cut off');
  return outcome;
}

export const checks: TaskChecks = {
  '1.6': {
    'a reader that is a little behind is not cut': async () =>
      same(
        await outcomeAt(1),
        'sent',
        'a reader with 1 byte of backlog is cut off, at a limit of 1000',
        'compare the right way round: slow is a backlog that has reached this.#maxBacklog',
      ),
    'just below the limit is not slow': async () =>
      same(
        await outcomeAt(LIMIT - 1),
        'sent',
        'a reader one byte below the limit is cut off',
        'slow is a backlog that has reached this.#maxBacklog, not one below it',
      ),
    'far above the limit is slow': async () =>
      same(
        await outcomeAt(10 * LIMIT),
        'cut',
        'a reader far above the limit is not cut off',
        'return whether backlog has reached this.#maxBacklog',
      ),
    'at the limit is slow': async () =>
      same(
        await outcomeAt(LIMIT),
        'cut',
        'a reader exactly at the limit is not cut off',
        'a reader is dropped at the limit, not one byte above it (P2-11): >= and not >',
      ),
  },
};
