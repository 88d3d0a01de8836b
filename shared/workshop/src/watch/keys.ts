// Single keys in a person's terminal. Ctrl-C and Ctrl-Z then arrive as keys too, and are no signals until this code raises them.

import { spawnSync } from 'node:child_process';
import { emitKeypressEvents, type Key } from 'node:readline';
import type { ReadStream } from 'node:tty';
import { styleText } from 'node:util';

/** By the key. */
export type Actions = Readonly<Record<string, { readonly label: string; readonly run: () => unknown }>>;

export interface Keys {
  /** Prints what each key does. */
  show(): void;
  /** Leaves the terminal to somebody else, until `take`. */
  release(): void;
  take(): void;
}

interface Surroundings {
  readonly input?: ReadStream;
  readonly print?: (text: string) => void;
  readonly raise?: (signal: 'SIGINT' | 'SIGTSTP') => void;
  readonly isInForeground?: () => boolean;
}

/**
 * Takes the keys of the terminal, if there is one and it doesn't belong to another job. Node gives the terminal back when it ends,
 * however it ends.
 */
export function takeKeys(actions: Actions, surroundings: Surroundings = {}): Keys {
  const { input = process.stdin, print = console.log, raise = raiseInGroup, isInForeground = isJobInForeground } = surroundings;
  const running = new Set<string>();
  let isTaken = false;

  async function run(key: string): Promise<void> {
    const action = actions[key];
    if (!action || running.has(key)) return;
    running.add(key);
    try {
      await action.run();
    } catch (error) {
      print(`${action.label} did not work. ${String(error)}`);
    }
    running.delete(key);
  }

  function press(_text: string | undefined, { name = '', ctrl }: Key): void {
    if (ctrl && name === 'c') raise('SIGINT');
    else if (ctrl && name === 'z' && process.platform !== 'win32') {
      keys.release();
      process.once('SIGCONT', keys.take);
      raise('SIGTSTP');
    } else if (name === 'return') print(''); // as in any terminal: a blank line to separate new output from old
    else if (!ctrl && Object.hasOwn(actions, name)) void run(name);
    else keys.show();
  }

  const keys: Keys = {
    show() {
      const labels = Object.entries(actions).map(([key, { label }]) => `${styleText('bold', key)} ${label}`);
      if (isTaken) print(labels.join(styleText('dim', ' · ')));
    },
    release() {
      if (!isTaken) return;
      isTaken = false;
      input.off('keypress', press).pause();
      input.setRawMode(false);
    },
    take() {
      if (isTaken || !input.isTTY || !isInForeground()) return;
      isTaken = true;
      emitKeypressEvents(input);
      input.setRawMode(true);
      input.on('keypress', press).resume();
    },
  };
  keys.take();
  return keys;
}

/** Raises a signal as a terminal does: for this process, for those that it has started, and for the one that started it. */
function raiseInGroup(signal: 'SIGINT' | 'SIGTSTP'): void {
  if (process.platform === 'win32') process.emit(signal); // on Windows, a real signal would end this process before its commands
  else process.kill(0, signal);
}

/** A job in the background is stopped by the system if it changes the terminal. */
function isJobInForeground(): boolean {
  if (process.platform === 'win32') return true;
  const { stdout } = spawnSync('ps', ['-o', 'stat=', '-p', String(process.pid)], { encoding: 'utf8' });
  return !stdout || stdout.includes('+'); // without such a ps, the job counts as being in the foreground
}
