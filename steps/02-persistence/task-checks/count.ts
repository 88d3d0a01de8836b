// What task 2.6 must do, seen from inside.

import { same, type TaskChecks, wrong } from '@workshop/cli/task-checks';
import { Refusal } from '@workshop/protocol';
import { countOf } from '#history';

const count = (body?: string) => countOf({ verb: 'HISTORY', target: 'news', body });

function refuse(body: string, cause: string): void {
  const shown = `HISTORY:news:${body}`;
  let got: unknown;
  try {
    got = count(body);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    if (error.code === 'TODO') throw error;
    return same(error.code, 'BAD_FRAME', `"${shown}" is refused with the wrong code`, "throw new Refusal('BAD_FRAME', …)");
  }
  throw wrong(`"${shown}" is not refused`, 'a Refusal with the code BAD_FRAME', String(got), cause);
}

/** @param cause why it may have been refused, or be another number */
function give(body: string | undefined, expected: number, cause: string): void {
  const shown = body === undefined ? 'HISTORY:news' : `HISTORY:news:${body}`;
  let got: unknown;
  try {
    got = count(body);
  } catch (error) {
    if (!(error instanceof Refusal) || error.code === 'TODO') throw error;
    throw wrong(`"${shown}" is refused`, String(expected), `Refusal ${error.code}: ${error.message}`, cause);
  }
  same(got, expected, `"${shown}" does not ask for ${expected} messages`, cause);
}

const DIGITS = 'ask first whether the body is made of digits alone, from its first character to its last: Number and parseInt are generous';

export const counting: TaskChecks = {
  '2.6': {
    'a number of messages is that number': () => give('20', 20, 'convert the body with Number, and return it'),
    'no body asks for the usual number': () => give(undefined, 50, 'where body is undefined, return DEFAULT_COUNT'),
    'no more than MAX_COUNT are sent': () => {
      give('5000', 1000, 'return the smaller of the number and MAX_COUNT');
      give('1000', 1000, 'MAX_COUNT itself may be asked for');
      give('99999999999999999999', 1000, 'a number that is too large is a number: it means MAX_COUNT');
    },
    'one is the least that can be asked for': () => {
      give('1', 1, '1 is a positive number');
      refuse('0', 'the number must be positive');
      refuse('00', 'look at the number, and not at the text: 00 is 0, too');
    },
    'an empty body is a body, and no number': () => refuse('', 'there is no body only where it is undefined: an empty text is falsy, too'),
    'what is not made of digits alone is no number': () => {
      refuse('x', DIGITS);
      refuse('12 apples', DIGITS);
      refuse('1e3', DIGITS);
      refuse('1.5', DIGITS);
      refuse('-1', DIGITS);
      refuse(' 1', DIGITS);
      refuse('a1', DIGITS);
    },
  },
};
