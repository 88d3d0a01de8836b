// An output that gathers, and forgets what it has gathered when its session is closed.

import { Output as Finished } from '01-basic-pubsub/output';
import type { CloseCode } from '@workshop/protocol';
import { expect, test } from 'vitest';
import { keepsLastWords } from '../src/last-words.ts';

test("stage 01's output writes what waits before it closes", async () => {
  expect(await keepsLastWords(Finished)).toBe(true);
});

test('one that closes at once loses it', async () => {
  class Forgetful extends Finished {
    override close(code: CloseCode, reason: string): void {
      this.websocket.close(code, reason);
    }
  }
  expect(await keepsLastWords(Forgetful)).toBe(false);
});
