// What task 2.5 must do: take up what a session sent while one of its commands ran.

import { same, type TaskChecks } from '@workshop/cli/task-checks';
import { idle, setUp } from './set-up.ts';

/** How many frames may wait before the broker stops reading (MAX_WAITING). */
const MAX_WAITING = 64;

/** A client whose WAIT command runs, and behind which these commands wait. NOTE writes down its target. */
function waiting(...commands: readonly string[]) {
  const parts = setUp();
  const noted: string[] = [];
  const releases: (() => void)[] = [];
  parts.broker.commands.set('NOTE', (_session, { target = '' }) => void noted.push(target));
  parts.broker.commands.set('WAIT', () => new Promise<void>((resolve) => void releases.push(resolve)));
  const alice = parts.join();
  alice.say('WAIT', ...commands);
  const release = async () => {
    for (const resolve of releases.splice(0)) resolve();
    await idle();
  };
  return { ...parts, alice, noted, release };
}

const notes = (count: number) => Array.from({ length: count }, (_, n) => `NOTE:${n}`);

export const checks: TaskChecks = {
  '2.5': {
    'what waited takes effect, all of it': async () => {
      const { noted, release, alice } = waiting('NOTE:1', 'NOTE:2', 'NOTE:3');
      await release();
      const todo = alice.frames.find((frame) => frame.includes('ERROR:TODO'));
      same(todo ?? '', '', 'it is not written');
      same(
        [...noted].toSorted(),
        ['1', '2', '3'],
        'not all that waited takes effect, once',
        'go through waiting, and hand each message to this.receive',
      );
    },
    'in the order sent': async () => {
      const { noted, release } = waiting('NOTE:1', 'NOTE:2', 'NOTE:3');
      await release();
      same(noted, ['1', '2', '3'], 'what waited takes effect in another order than it was sent', 'from the first to the last (P2-6)');
    },
    'behind one that has to wait again, the others wait': async () => {
      const { noted, release } = waiting('NOTE:1', 'WAIT', 'NOTE:2');
      await release();
      same(
        noted,
        ['1'],
        'a command overtakes the one before it, which still runs',
        'hand each to this.receive, which lets it wait behind a command that runs',
      );
      await release();
      same(noted, ['1', '2'], 'what waits behind a second command is lost', 'hand each to this.receive');
    },
    'the broker reads from the client again': async () => {
      const { alice, noted, release } = waiting(...notes(MAX_WAITING));
      same(alice.frames, ['(paused)'], 'the broker did not stop reading');
      await release();
      same(
        alice.frames.includes('(resumed)'),
        true,
        `after ${MAX_WAITING} frames that waited, the broker does not read from the client again`,
        'it stopped when MAX_WAITING frames were waiting: at that number and above, call session.resume()',
      );
      same(
        noted.length,
        MAX_WAITING,
        'not all that waited takes effect, once',
        'go through waiting, and hand each message to this.receive',
      );
    },
  },
};
