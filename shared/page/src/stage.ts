// A stage's code in a worker of the page. Brokers are started in it as `node src/main.ts` starts them, and clients connect without sockets.

import type { TaskMessage, TaskOrder } from '@workshop/cli/task-checks/protocol';
import packages from 'virtual:workshop-packages';
import {
  ABNORMAL,
  type FromClient,
  type FromWorker,
  LOOP_LIMIT_MS,
  type PackageText,
  type Snapshot,
  type ToClient,
  type ToWorker,
} from './messages.ts';
import { pathOf, sourcesOf } from './code/told.ts';

export type { LogRow, PeerRow, SessionRow, Snapshot } from './messages.ts';

/** The packages that only the checks of tasks need. */
const JUDGES = ['shared/checks', 'shared/workshop'];
/** The port of the first broker, where none is asked for. */
const FIRST_PORT = 8765;
/** How long the worker may take for one turn of its event loop by default, in ms: if it takes longer, it counts as an endless loop. */
const TURN_LIMIT_MS = 4000;

/** With which a stack begins. */
const ERROR_NAME = /^\w*Error(?: \[\w+\])?: /;

export interface StageOptions {
  /** Such as `03-auth`. */
  readonly stage: string;
  /** The reader's files in place of the finished ones: TypeScript, by name, such as `pubsub.ts`. Absent: the finished stage. */
  readonly own?: Readonly<Record<string, string>> | undefined;
  /** How long it may take for one turn of its event loop, in ms, if not the default. */
  readonly turnLimit?: number;
  /** What a broker prints on standard error. */
  readonly onPrint?: (text: string) => void;
  /** An error that ends a process: every connection closes, and nothing more comes. The text is a stack, with the reader's places. */
  readonly onCrash?: (error: string) => void;
}

export class StageWorker {
  readonly #options: StageOptions;
  readonly #worker: Worker;
  readonly #loaded: Promise<void>;
  readonly #listeners = new Map<number, ConnectionListener>();
  readonly #answers = new Map<number, { resolve(message: FromWorker): void; reject(error: Error): void }>();
  #hearTask: (message: TaskMessage) => void = () => {};
  #ids = 0;
  #ports = FIRST_PORT;
  /** Turns of its event loop that it was asked for and has not taken yet. */
  #turns = 0;
  /** Whether its own code is there: before that, it waits for the network. */
  #isUp = false;
  #hasEnded = false;
  #watchdog: ReturnType<typeof setTimeout> | undefined;

  constructor(options: StageOptions) {
    this.#options = options;
    this.#worker = new Worker(new URL('./worker/main.ts', import.meta.url), { type: 'module' });
    this.#worker.addEventListener('message', ({ data }: MessageEvent<FromWorker>) => this.#hear(data));
    this.#worker.addEventListener('error', ({ message }) => this.#crash(message));
    this.#loaded = this.#load();
    this.#loaded.catch(() => {});
  }

  /**
   * Starts a broker, by the stage's `main.ts`.
   * @param settings as a program has them in its environment; by default, `PORT` is the next free one
   * @throws {Error} why it did not start; its stack shows the place, if the code is wrong
   */
  async start(settings: Readonly<Record<string, string>> = {}): Promise<PageBroker> {
    await this.#loaded;
    const { PORT = '0' } = settings;
    const wanted = PORT === '0' ? String(this.#ports++) : PORT; // 0 is any free port; anything that is not a port is left for the broker to refuse
    const port = Number(wanted);
    const environment = { DB_FILE: `messages-${port}.db`, ...settings, PORT: wanted };
    await this.#ask((id) => ({ kind: 'start', id, stage: this.#options.stage, settings: environment }));
    return new PageBroker(port, environment, {
      connect: (listener, headers) => this.#connect(port, listener, headers),
      kill: () => this.#tell({ kind: 'kill', port }),
      snapshot: async () => {
        const answer = await this.#ask((id) => ({ kind: 'snapshot', id, port }));
        if (answer.kind !== 'snapshot') throw new Error('not a snapshot');
        return answer.snapshot;
      },
    });
  }

  /**
   * Runs the checks of tasks on the reader's files.
   * @param files the exercised files, each with the numbers of its tasks
   * @throws {Error} when a file cannot be loaded, or the worker has ended
   */
  async judge(files: TaskOrder['files'], hear: (message: TaskMessage) => void): Promise<void> {
    await this.#loaded;
    this.#hearTask = hear;
    const { stage, own = {} } = this.#options;
    await this.#ask((id) => ({ kind: 'judge', id, stage, files, sources: sourcesOf(stage, own) }));
  }

  /** Cuts two brokers off from each other until `heal`; both notice. */
  cut(a: PageBroker, b: PageBroker): void {
    this.#tell({ kind: 'cut', ports: [a.port, b.port] });
  }

  heal(): void {
    this.#tell({ kind: 'heal' });
  }

  /** Ends the worker at once, whatever it is doing. Every connection closes. */
  end(): void {
    if (this.#hasEnded) return;
    this.#hasEnded = true;
    clearTimeout(this.#watchdog);
    this.#worker.terminate();
    for (const { reject } of this.#answers.values()) reject(new Error('the worker was ended'));
    this.#answers.clear();
    for (const listener of this.#listeners.values()) listener.closed(ABNORMAL);
    this.#listeners.clear();
  }

  async #load(): Promise<void> {
    const { stage, own } = this.#options;
    const folders = foldersOf(stage, own !== undefined);
    const texts = await Promise.all(folders.map(async (folder) => (await packages[folder]?.())?.default));
    const known = texts.filter((text) => text !== undefined);
    const conditions = own ? [`exercise-${stage.slice(0, 2)}`] : [];
    this.#tell({ kind: 'load', packages: own ? await withOwn(known, stage, own) : known, conditions });
  }

  #connect(port: number, listener: ConnectionListener, headers: Readonly<Record<string, string>> = {}): Connection {
    const connection = (this.#ids += 1);
    this.#listeners.set(connection, listener);
    this.#tell({ kind: 'connect', connection, port, headers });
    return new Connection(connection, (message) => this.#tell({ connection, ...message }));
  }

  #tell(message: ToWorker): void {
    if (this.#hasEnded) return;
    this.#worker.postMessage(message);
    this.#worker.postMessage({ kind: 'turn' } satisfies ToWorker);
    this.#turns += 1;
    this.#watch();
  }

  #watch(): void {
    clearTimeout(this.#watchdog);
    const { turnLimit = TURN_LIMIT_MS } = this.#options;
    if (this.#isUp && this.#turns > 0) this.#watchdog = setTimeout(() => this.#crash(stuck(turnLimit)), turnLimit);
  }

  #ask(question: (id: number) => ToWorker): Promise<FromWorker> {
    if (this.#hasEnded) return Promise.reject(new Error('the worker was ended'));
    const id = (this.#ids += 1);
    return new Promise((resolve, reject) => {
      this.#answers.set(id, { resolve, reject });
      this.#tell(question(id));
    });
  }

  #hear(message: FromWorker): void {
    if (this.#hasEnded) return;
    if ('connection' in message) return this.#hearOf(message.connection, message);
    if (message.kind === 'turned') {
      this.#isUp = true;
      this.#turns -= 1;
      this.#watch();
    } else if (message.kind === 'printed') this.#options.onPrint?.(message.text);
    else if (message.kind === 'crashed') this.#crash(message.error);
    else if (message.kind === 'judging') this.#hearTask(message.message);
    else if (message.kind === 'stuck') this.#crash(stuck(LOOP_LIMIT_MS, message.place));
    else {
      const answer = this.#answers.get(message.id);
      this.#answers.delete(message.id);
      if (message.kind !== 'failed') return answer?.resolve(message);
      const [line = ''] = message.error.split('\n');
      answer?.reject(Object.assign(new Error(line.replace(ERROR_NAME, '')), { stack: message.error }));
    }
  }

  #hearOf(connection: number, message: ToClient): void {
    const listener = this.#listeners.get(connection);
    if (message.kind === 'opened') listener?.opened();
    else if (message.kind === 'messages') for (const payload of message.payloads) listener?.message(payload);
    else if (message.kind === 'ping') listener?.pinged?.();
    else if (message.kind === 'pong') listener?.ponged?.();
    else if (message.kind === 'refused') listener?.refused?.(message.status);
    else {
      this.#listeners.delete(connection);
      listener?.closed(message.code);
    }
  }

  #crash(error: string): void {
    if (this.#hasEnded) return;
    this.#options.onCrash?.(error);
    this.end();
  }
}

/** A broker in the worker, from its start until it is killed. */
export class PageBroker {
  readonly port: number;
  /** With which it was started. */
  readonly settings: Readonly<Record<string, string>>;
  readonly #ways: Ways;

  constructor(port: number, settings: Readonly<Record<string, string>>, ways: Ways) {
    this.port = port;
    this.settings = settings;
    this.#ways = ways;
  }

  get url(): string {
    return `ws://127.0.0.1:${this.port}`;
  }

  /** A client asks for a WebSocket. @param headers such as `origin` */
  connect(listener: ConnectionListener, headers?: Readonly<Record<string, string>>): Connection {
    return this.#ways.connect(listener, headers);
  }

  snapshot(): Promise<Snapshot> {
    return this.#ways.snapshot();
  }

  /** Kills it as SIGKILL does: it sends nothing more. Its messages stay for the next broker with the same `DB_FILE`. */
  kill(): void {
    this.#ways.kill();
  }
}

interface Ways {
  connect(listener: ConnectionListener, headers?: Readonly<Record<string, string>>): Connection;
  snapshot(): Promise<Snapshot>;
  kill(): void;
}

/** A client's end of a connection. Its listener hears nothing before `opened`; after `closed`, it does nothing. */
export class Connection {
  readonly id: number;
  readonly #tell: (message: FromClient) => void;

  constructor(id: number, tell: (message: FromClient) => void) {
    this.id = id;
    this.#tell = tell;
  }

  /** Sends WebSocket messages, all at once: texts, or binary ones. */
  send(...payloads: readonly (string | Uint8Array)[]): void {
    this.#tell({ kind: 'send', payloads });
  }

  ping(): void {
    this.#tell({ kind: 'ping' });
  }

  pong(): void {
    this.#tell({ kind: 'pong' });
  }

  /** Stops reading: what comes waits at the broker. */
  pause(): void {
    this.#tell({ kind: 'pause' });
  }

  resume(): void {
    this.#tell({ kind: 'resume' });
  }

  /** Closes the connection with a close frame. */
  close(): void {
    this.#tell({ kind: 'close' });
  }

  /** Goes away without a close frame. */
  vanish(): void {
    this.#tell({ kind: 'vanish' });
  }
}

export interface ConnectionListener {
  opened(): void;
  /** A text, or the bytes of a binary message. */
  message(payload: string | Uint8Array): void;
  /** A ping from the broker, which expects a pong. */
  pinged?(): void;
  ponged?(): void;
  /** The broker has answered with an HTTP status instead of a WebSocket. */
  refused?(status: number): void;
  closed(code: number): void;
}

/** The packages that a stage runs on. @param isJudged whether the checks of its tasks run too */
function foldersOf(stage: string, isJudged: boolean): string[] {
  const isWanted = (folder: string) => (folder.startsWith('steps/') ? folder <= `steps/${stage}` : isJudged || !JUDGES.includes(folder));
  return Object.keys(packages).filter(isWanted);
}

async function withOwn(texts: readonly PackageText[], stage: string, own: Readonly<Record<string, string>>): Promise<PackageText[]> {
  const { strip } = await import('./code/strip.ts'); // some megabytes, which only a reader's code needs
  const folder = `steps/${stage}`;
  const stripped = Object.entries(own).map(async ([file, source]): Promise<[string, string]> => {
    return [`exercise/${file}`, await strip(source, pathOf(stage, file))];
  });
  const files = Object.fromEntries(await Promise.all(stripped));
  return texts.map((text) => (text.folder === folder ? { ...text, files: { ...text.files, ...files } } : text));
}

/** In the words that the terminal has for it. */
function stuck(ms: number, place?: string): string {
  return `EndlessLoop: this ran for ${ms / 1000} s, and nothing else got its turn${place ? `\n    at ${place}` : ''}`;
}
