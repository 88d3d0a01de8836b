// Records who calls whom. Instrumented functions tell it when they are entered and left: see instrument.ts.

export interface Place {
  /** From the root of the workshop: `steps/01-basic-pubsub/src/pubsub.ts`. */
  readonly file: string;
  /** The function's. */
  readonly name: string;
}

/** `from` is absent where Node calls, such as for a timer or a socket; `to` is absent where Node is called. */
export interface Call {
  readonly from?: Place | undefined;
  readonly to?: Place | undefined;
}

/** Whether it leads from one of our files to another. */
export function isBetweenFiles({ from, to }: Call): boolean {
  return from !== undefined && to !== undefined && from.file !== to.file;
}

export interface Frame extends Place {
  /** Whether the function tells when it is suspended: otherwise its calls count as its caller's, or Node's. */
  readonly tracked: boolean;
}

export class Recorder {
  readonly #stack: Frame[] = [];
  #calls: Call[] | undefined;

  /** Records from now on, with an empty record. */
  start(): void {
    this.#calls = [];
  }

  /** Stops, and returns the calls in their order. */
  stop(): Call[] {
    const calls = this.#calls ?? [];
    this.#calls = undefined;
    return calls;
  }

  /** The running function calls into Node. */
  leap(): void {
    this.#calls?.push({ from: this.#stack.at(-1) });
  }

  enter(file: string, name: string, tracked: boolean): Frame {
    const frame = { file, name, tracked };
    this.#calls?.push({ from: this.#stack.at(-1), to: frame });
    if (tracked) this.#stack.push(frame);
    return frame;
  }

  leave(frame: Frame): void {
    const at = this.#stack.lastIndexOf(frame);
    if (at >= 0) this.#stack.length = at;
  }

  /** An async function is about to await this value. */
  pause<T>(frame: Frame, value: T): T {
    this.leave(frame);
    return value;
  }

  /** The function goes on, with what it awaited. Does nothing if it was not paused. */
  resume<T>(frame: Frame, value?: T): T | undefined {
    if (frame.tracked && !this.#stack.includes(frame)) {
      this.#calls?.push({ to: { ...frame, name: `${frame.name}, after an await` } });
      this.#stack.push(frame);
    }
    return value;
  }
}
