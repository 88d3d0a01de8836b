// A process that is started before it is needed, so that nobody who needs it waits for it to load its code.

import type { ChildProcess } from 'node:child_process';

export class ReadyProcess {
  readonly #fork: () => ChildProcess;
  #ready: ChildProcess | undefined;

  /** @param fork starts a process that waits for a message, and ends when its channel closes */
  constructor(fork: () => ChildProcess) {
    this.#fork = fork;
  }

  /** Starts it, unless one is ready. */
  prepare(): void {
    if (this.#ready) return;
    const child = (this.#ready = this.#fork());
    const forget = () => void (this.#ready === child && (this.#ready = undefined));
    child.once('exit', forget);
    child.once('error', forget);
  }

  /** The process that is ready, or else a new one. It belongs to the caller from now on. */
  take(): ChildProcess {
    const child = this.#ready?.connected ? this.#ready : this.#fork();
    this.#ready = undefined;
    return child;
  }

  /** Ends the one that is ready. */
  end(): void {
    this.#ready?.kill('SIGKILL');
    this.#ready = undefined;
  }
}
