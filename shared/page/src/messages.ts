// What the page and the worker of a stage say to each other.

import type { TaskMessage, TaskOrder } from '@workshop/cli/task-checks/protocol';

/** What a reader's loops call, with their place; a global of the worker. */
export const STILL_RUNNING = 'stillRunning';
/** A loop that has run for this long, in ms, counts as endless. */
export const LOOP_LIMIT_MS = 2000;

/** The close code of a connection that ended without a close frame (RFC 6455 §7.4.1). */
export const ABNORMAL = 1006;

/** A package's modules, without their types, and how its names lead to them. */
export interface PackageText {
  readonly name: string;
  /** From the root, such as `steps/03-auth`. */
  readonly folder: string;
  readonly imports: Readonly<Record<string, Target>>;
  readonly exports: Target | Readonly<Record<string, Target>>;
  /** JavaScript, by its path in the package, such as `src/auth.ts`. */
  readonly files: Readonly<Record<string, string>>;
}

/** A path in the package, or one for each condition; the first condition that holds wins. */
export type Target = string | Readonly<Record<string, string>>;

/** A broker in the worker is known by its port, a client's connection by a number. */
export type ToWorker =
  | { readonly kind: 'load'; readonly packages: readonly PackageText[]; readonly conditions: readonly string[] }
  | { readonly kind: 'start'; readonly id: number; readonly stage: string; readonly settings: Readonly<Record<string, string>> }
  | { readonly kind: 'kill'; readonly port: number }
  | { readonly kind: 'snapshot'; readonly id: number; readonly port: number }
  | { readonly kind: 'cut'; readonly ports: readonly [number, number] }
  | { readonly kind: 'heal' }
  /** Run the checks of tasks. @param sources the reader's files as they were written, by their paths */
  | {
      readonly kind: 'judge';
      readonly id: number;
      readonly stage: string;
      readonly files: TaskOrder['files'];
      readonly sources: Readonly<Record<string, string>>;
    }
  | { readonly kind: 'turn' }
  | { readonly kind: 'connect'; readonly connection: number; readonly port: number; readonly headers: Readonly<Record<string, string>> }
  | ({ readonly connection: number } & FromClient);

/** What a client does with its connection. */
export type FromClient =
  | { readonly kind: 'send'; readonly payloads: readonly (string | Uint8Array)[] }
  | { readonly kind: 'ping' | 'pong' | 'pause' | 'resume' | 'close' | 'vanish' };

export type FromWorker =
  | { readonly kind: 'started'; readonly id: number; readonly port: number }
  | { readonly kind: 'failed'; readonly id: number; readonly error: string }
  | { readonly kind: 'snapshot'; readonly id: number; readonly snapshot: Snapshot }
  | { readonly kind: 'judging'; readonly message: TaskMessage }
  | { readonly kind: 'judged'; readonly id: number }
  /** What a broker prints on standard error. */
  | { readonly kind: 'printed'; readonly text: string }
  /** An error that ends a process. */
  | { readonly kind: 'crashed'; readonly error: string }
  /** A loop runs without end: where. */
  | { readonly kind: 'stuck'; readonly place: string }
  | { readonly kind: 'turned' }
  | ({ readonly connection: number } & ToClient);

/** What comes to a client. */
export type ToClient =
  | { readonly kind: 'opened' }
  | { readonly kind: 'refused'; readonly status: number }
  | { readonly kind: 'messages'; readonly payloads: readonly (string | Uint8Array)[] }
  | { readonly kind: 'ping' }
  | { readonly kind: 'pong' }
  | { readonly kind: 'closed'; readonly code: number };

/** A broker's tables. */
export interface Snapshot {
  readonly sessions: readonly SessionRow[];
  /** Who reads each channel or pattern, by their connections. */
  readonly channels: Readonly<Record<string, readonly number[]>>;
  /** From stage 02 on: the messages of channels and inboxes, in the order in which they came. */
  readonly log: readonly LogRow[];
  /** From stage 06 on. */
  readonly peers: readonly PeerRow[];
}

export interface SessionRow {
  readonly connection: number;
  /** From stage 03 on, once it has logged in. */
  readonly user?: string | undefined;
  readonly channels: readonly string[];
  /** From stage 04 on: where it is typing. */
  readonly typing: readonly string[];
}

export interface LogRow {
  readonly key: string;
  readonly seq: number;
  readonly id: string;
  readonly body: string;
}

export interface PeerRow {
  readonly name: string;
  readonly isLinked: boolean;
  /** What its sessions want. */
  readonly interest: readonly string[];
  /** The messages in its outbox. */
  readonly waiting: number;
}
