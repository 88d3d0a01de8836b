// Plays a scene: does each step, and goes on when the step has had its effect.

import type { Brokers } from './brokers.ts';
import { type ClaimsOf, isLike, type Scene, type Step } from './scene.ts';
import type { Wires } from './wires.ts';

/** The cast of a scene. */
export interface Cast {
  readonly wires: Wires;
  readonly brokers: Pick<Brokers, 'all' | 'kill' | 'start' | 'cut' | 'heal'>;
  connect(who: string): void;
  /** Sends a token. */
  logIn(who: string, claims: ClaimsOf): Promise<void>;
}

/**
 * @param tell is called with what the reader is told
 * @throws the signal's reason
 */
export async function playScene(scene: Scene, cast: Cast, tell: (text: string) => void, signal: AbortSignal): Promise<void> {
  for (const step of scene.steps) {
    if (step.says !== undefined) tell(step.says);
    await playStep(step, cast, signal);
    signal.throwIfAborted();
  }
}

async function playStep(step: Step, cast: Cast, signal: AbortSignal): Promise<void> {
  const { wires, brokers } = cast;
  if ('sends' in step) {
    wires.send(step.who, ...[step.sends].flat());
    if (!step.isAtOnce) await hasBeenSent(step.who, wires, signal);
  } else if ('logsIn' in step) await cast.logIn(step.who, step.logsIn);
  else if ('gets' in step) {
    await wires.until(() => wires.client(step.who).got.some(({ text }) => isLike(step.gets, text)), signal);
  } else if ('connects' in step) {
    cast.connect(step.who);
    await wires.until(() => wires.client(step.who).state === 'connected', signal);
  } else if ('leaves' in step) {
    wires.leave(step.who, step.leaves);
    await wires.until(() => wires.client(step.who).state === 'away', signal);
  } else if ('reads' in step) wires.read(step.who, step.reads);
  else if ('isClosed' in step) {
    await wires.until(() => wires.client(step.who).closeCode === step.isClosed, signal);
  } else if ('kills' in step) brokers.kill(step.kills);
  else if ('starts' in step) await brokers.start(step.starts);
  else if ('cuts' in step) brokers.cut(...step.cuts);
  else if ('heals' in step) brokers.heal();
  else if ('peer' in step) await wires.until(() => isSo(step, brokers), signal);
  else await passes(step.waits, signal);
}

function hasBeenSent(who: string, wires: Wires, signal: AbortSignal): Promise<void> {
  return wires.until(() => wires.client(who).wire.every(({ direction }) => direction === 'to-client'), signal);
}

function isSo({ broker, peer, isLinked, wants, waiting }: Extract<Step, { readonly peer: string }>, brokers: Cast['brokers']): boolean {
  const row = brokers.all.find(({ name }) => name === broker)?.tables?.peers.find(({ name }) => name === peer);
  if (!row) return false;
  if (isLinked !== undefined && row.isLinked !== isLinked) return false;
  if (waiting !== undefined && row.waiting !== waiting) return false;
  return wants === undefined || row.interest.includes(wants);
}

function passes(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener('abort', () => (clearTimeout(timer), resolve()), { once: true });
  });
}
