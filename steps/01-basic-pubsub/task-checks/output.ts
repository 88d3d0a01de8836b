// What the tasks in exercise/output.ts must do, seen from inside.

import type { Duplex } from 'node:stream';
import { same, type TaskChecks, wrong } from '@workshop/cli/task-checks';
import type { WebSocket } from 'ws';
import { Output } from '#output';

/** Sends a message to a client that has not taken `backlog` bytes, where the limit is `limit`. @returns whether it was cut off */
function isCut({ backlog, limit, burst = 1 }: { backlog: number; limit: number; burst?: number }): boolean {
  let cut = false;
  const websocket = { OPEN: 1, readyState: 1, terminate: () => (cut = true) };
  const socket = { writableLength: backlog, write: () => false };
  const fail = (error: unknown) => {
    throw error;
  };
  const output = new Output(websocket as unknown as WebSocket, socket as unknown as Duplex, limit, fail);
  output.send({ frame: { verb: 'MSG', target: 'news', body: 'x'.repeat(burst) } });
  output.flush();
  return cut;
}

const LIMIT = 10_000;

function mustStay(reader: Parameters<typeof isCut>[0], message: string, cause: string): void {
  if (isCut(reader))
    throw wrong(message, `no: ${reader.backlog} bytes wait, and the limit is ${reader.limit}`, 'yes: it was cut off', cause);
}

function mustGo(reader: Parameters<typeof isCut>[0], message: string, cause: string): void {
  if (isCut(reader)) return;
  throw wrong(message, `yes: ${reader.backlog} bytes wait, and the limit is ${reader.limit}`, 'no: it was sent still more', cause);
}

export const checks: TaskChecks = {
  '1.6': {
    'a reader that is a little behind is not slow': () => {
      const cause = 'is the comparison the wrong way round? A reader is slow when its backlog has reached the limit';
      mustStay({ backlog: 1, limit: LIMIT }, 'a reader with a backlog of 1 byte is cut off', cause);
    },
    'a reader that is far behind is slow': () => {
      const cause = 'return whether backlog has reached this.#maxBacklog; without a `return`, no reader is ever slow';
      mustGo({ backlog: 50 * LIMIT, limit: LIMIT }, 'a reader that is far behind is not cut off', cause);
    },
    'the limit is the setting': () => {
      const cause = 'the limit is this.#maxBacklog, in bytes, as the setting MAX_BUFFER_BYTES has it';
      mustGo({ backlog: 60, limit: 50 }, 'with a limit of 50 bytes, a reader with a backlog of 60 is not cut off', cause);
      mustStay({ backlog: 2_000_000, limit: 4_000_000 }, 'with a limit of 4 MB, a reader with a backlog of 2 MB is cut off', cause);
    },
    'a reader is slow at the limit, not only one byte above it': () => {
      mustGo({ backlog: LIMIT, limit: LIMIT }, 'a reader exactly at the limit is not cut off', 'at the limit means >=, and not >');
    },
    'a reader one byte below the limit is not slow': () => {
      mustStay({ backlog: LIMIT - 1, limit: LIMIT }, 'a reader one byte below the limit is cut off', 'compare with the limit itself');
    },
    'what is sent now does not count': () => {
      const cause = 'compare `backlog` alone: it is what the client has not taken of earlier writes';
      mustStay({ backlog: 1, limit: LIMIT, burst: 2 * LIMIT }, 'a burst counts as backlog before it is written', cause);
      same(isCut({ backlog: 0, limit: LIMIT, burst: 2 * LIMIT }), false, 'a burst to a reader without a backlog cuts it off', cause);
    },
  },
};
