// Scenes: what a chapter says, played step by step on the stage's own code. A scene is a list of steps, and of what everyone has got at the
// end.

import type { Claims } from './tokens.ts';

/** A login with a token of the client's own, or of another user. */
export interface Login {
  readonly title: string;
  readonly logsIn: ClaimsOf;
}

export type ClaimsOf = Omit<Claims, 'user'> & { readonly user?: string };

/** `who` is the name of the client that acts. The reader is told `says` when the step begins. */
export type Step = { readonly says?: string } &
  /** Goes on when the broker has the frame, or at once. */
  (
    | { readonly who: string; readonly sends: string | readonly string[]; readonly isAtOnce?: boolean }
    /** Waits until it has got a frame like this one; `…` stands for anything. */
    | { readonly who: string; readonly gets: string }
    | { readonly who: string; readonly logsIn: ClaimsOf }
    | { readonly who: string; readonly connects: true }
    | { readonly who: string; readonly leaves: 'close' | 'vanish' }
    | { readonly who: string; readonly reads: boolean }
    /** Waits until the broker has closed its connection, with this code. */
    | { readonly who: string; readonly isClosed: number }
    | { readonly kills: string }
    | { readonly starts: string }
    | { readonly cuts: readonly [string, string] }
    | { readonly heals: true }
    /** Waits until a broker's peer is linked or not, or knows that interest. */
    | { readonly broker: string; readonly peer: string; readonly isLinked?: boolean; readonly wants?: string; readonly waiting?: number }
    | { readonly waits: number }
  );

export interface Scene {
  /** The name by which a prediction asks for it. */
  readonly id: string;
  readonly title: string;
  readonly settings?: Readonly<Record<string, string>>;
  /** The clients that aren't connected when it begins. */
  readonly away?: readonly string[];
  readonly steps: readonly Step[];
  /** What the reader has seen. */
  readonly shown: string;
  /** The frames that each has got, in order, without the answers to logins. */
  readonly ends: Readonly<Record<string, readonly string[]>>;
}

export interface ClientSpec {
  readonly name: string;
  /** From stage 03 on, the user that it logs in as. By default, its own name. */
  readonly user?: string;
  /** Its broker in a network. By default, the first one. */
  readonly broker?: string;
  /** Sent with one click: a frame, or a token. */
  readonly ready: readonly (string | Login)[];
}

export interface StageScenes {
  readonly clients: readonly ClientSpec[];
  /** By default, one. */
  readonly brokers?: readonly string[];
  readonly scenes: readonly Scene[];
}

/** Whether a frame is like the wanted one, in which `…` stands for anything. */
export function isLike(wanted: string, frame: string): boolean {
  const [start = '', ...others] = wanted.split('…');
  if (others.length === 0) return frame === wanted;
  const end = others.pop() ?? '';
  let at = start.length;
  for (const part of others) {
    const found = frame.indexOf(part, at);
    if (found < 0) return false;
    at = found + part.length;
  }
  return frame.startsWith(start) && frame.endsWith(end) && at + end.length <= frame.length;
}
