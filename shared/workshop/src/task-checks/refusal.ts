// Whether the learner's code refuses something, and with which code.

import { type ErrorCode, Refusal } from '@workshop/protocol';
import { same } from './task-check.ts';

/** What `refusalOf` returns for work that is not refused. */
export const NO_REFUSAL = 'no refusal';

/**
 * Does something that may be refused.
 * @param later tasks whose code runs only after what is checked, so that it does not matter if they are not written yet
 * @returns the code of the refusal, or `no refusal`
 * @throws anything else that the work throws, and that another task is not written
 */
export async function refusalOf(work: () => unknown, later: readonly string[] = []): Promise<string> {
  return (await caught(work, later))?.code ?? NO_REFUSAL;
}

/** The text with which something is refused, or `no refusal`. */
export async function textOf(work: () => unknown): Promise<string> {
  return (await caught(work, []))?.message ?? NO_REFUSAL;
}

async function caught(work: () => unknown, later: readonly string[]): Promise<Refusal | undefined> {
  try {
    await work();
    return undefined;
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    if (error.code !== 'TODO') return error;
    if (later.some((task) => error.message.startsWith(`${task} `))) return undefined;
    throw error;
  }
}

/**
 * Throws unless something is refused, with this code.
 * @param the beginning of the message: "SUBSCRIBE to another user's inbox"
 * @param later as for `refusalOf`
 * @throws {Failure}
 */
export async function mustRefuse(
  work: () => unknown,
  code: ErrorCode,
  what: string,
  cause?: string,
  later: readonly string[] = [],
): Promise<void> {
  const got = await refusalOf(work, later);
  same(got, code, got === NO_REFUSAL ? `${what} was not refused` : `${what} was refused as ${got} instead of ${code}`, cause);
}
