// What the tasks in exercise/frames.ts must do, seen from inside.

import { same, type TaskChecks, wrong } from '@workshop/cli/task-checks';
import { type Frame, Refusal } from '@workshop/protocol';
import { parseFrame } from '#frames';

/** A frame that must be readable; a part that is absent or `undefined` is left out. */
function read(text: string): Partial<Frame> {
  const shown = JSON.stringify(text);
  let frame: Frame | undefined;
  try {
    frame = parseFrame(text);
  } catch (error) {
    if (!(error instanceof Refusal) || error.code === 'TODO') throw error;
    throw wrong(
      `${shown} is refused, although it is a frame`,
      'a frame',
      `Refusal ${error.code}: ${error.message}`,
      text.endsWith('\n') ? 'drop the newline first, before you look for colons and test the verb' : 'only the verb can be wrong',
    );
  }
  if (frame === undefined)
    throw wrong(`${shown} makes no frame`, 'a frame', 'undefined', 'a `return` is missing: give back { verb }, or { verb, target, body }');
  return Object.fromEntries(Object.entries(frame).filter(([, part]) => part !== undefined));
}

/** A text that must be refused. */
function refuse(text: string, cause: string): void {
  const shown = JSON.stringify(text);
  let got: string;
  try {
    got = JSON.stringify(parseFrame(text)) ?? 'undefined';
  } catch (error) {
    if (!(error instanceof Refusal))
      throw wrong(`${shown} is refused by an error that is not a Refusal`, 'a Refusal', String(error), REFUSE);
    if (error.code === 'TODO') throw error;
    return same(error.code, 'BAD_FRAME', `${shown} is refused with the wrong code`, REFUSE);
  }
  throw wrong(`${shown} passes for a frame, although it has no verb`, 'a Refusal with the code BAD_FRAME', got, cause);
}

const REFUSE = "throw new Refusal('BAD_FRAME', …), which the core answers as ERROR:BAD_FRAME";
const ABSENT = 'a part whose colon is missing stays out of the frame: commands tell a missing part from an empty one';
const SECOND = "look for the second colon after the first one: indexOf(':', first + 1)";
const FIRST_TWO = 'only the first two colons count: find them with indexOf, since split cuts at every one';
const ONE_NEWLINE = "drop one newline at the end with LINE_END, and nothing else: trim() takes the body's own spaces, too";

export const checks: TaskChecks = {
  '1.1': {
    'a frame without a colon is its verb': () =>
      same(read('STATUS'), { verb: 'STATUS' }, '"STATUS" is not read as the verb STATUS alone', ABSENT),
    'what follows the first colon is the target': () => {
      const message = '"SUBSCRIBE:news" is not read as a verb and a target';
      const frame = read('SUBSCRIBE:news');
      const foundTwice = frame.target === '' && frame.body === 'news';
      same(frame, { verb: 'SUBSCRIBE', target: 'news' }, message, foundTwice ? SECOND : ABSENT);
    },
    'what follows the second colon is the body': () => {
      const message = '"PUBLISH:news:Hi" is not read as verb, target and body';
      same(read('PUBLISH:news:Hi'), { verb: 'PUBLISH', target: 'news', body: 'Hi' }, message, FIRST_TWO);
    },
    'a body may have colons of its own': () => {
      const message = 'the body of "PUBLISH:news:a:b::c" does not keep its colons';
      same(read('PUBLISH:news:a:b::c').body, 'a:b::c', message, FIRST_TWO);
    },
    'an empty part is an empty text': () => {
      const cause = 'an empty text is falsy: ask whether the colon was found (-1 if not), and not whether there is text after it';
      same(read('PUBLISH:news:').body, '', 'the empty body of "PUBLISH:news:" is lost', cause);
      same(read('SUBSCRIBE:').target, '', 'the empty target of "SUBSCRIBE:" is lost', cause);
      same(read('PUBLISH::Hi'), { verb: 'PUBLISH', target: '', body: 'Hi' }, '"PUBLISH::Hi" is not read with an empty target', cause);
    },
    'one newline at the end is dropped': () => {
      same(read('PUBLISH:news:Hi\n').body, 'Hi', 'the newline at the end of "PUBLISH:news:Hi\\n" is still in the body', ONE_NEWLINE);
      same(read('PUBLISH:news:Hi\r\n').body, 'Hi', 'the newline at the end of "PUBLISH:news:Hi\\r\\n" is still in the body', ONE_NEWLINE);
      same(read('STATUS\n'), { verb: 'STATUS' }, '"STATUS\\n" is not read as the verb STATUS alone', ONE_NEWLINE);
    },
    'the rest of a body is kept': () => {
      same(read('PUBLISH:news: a\nb ').body, ' a\nb ', 'the body of "PUBLISH:news: a\\nb " is not kept as it is', ONE_NEWLINE);
      same(read('PUBLISH:news:Hi\n\n').body, 'Hi\n', 'more than one newline at the end is dropped', ONE_NEWLINE);
    },
    'a verb is made of capitals and underscores': () => {
      refuse('hello', 'test the verb with VERB');
      refuse('', 'test the verb with VERB: an empty text is no verb');
      refuse(':news', 'test the verb with VERB: before the first colon there is none');
      refuse('publish:news:Hi', 'test the verb with VERB in every case, whether a colon follows or not');
      refuse('say PUBLISH:news:Hi', 'the whole verb must match, not a part of it: VERB does that');
    },
    'a verb that no command has is a verb': () => {
      const cause = 'the parser need not know which verbs there are: the core looks them up, and answers UNKNOWN_COMMAND';
      same(read('DANCE_ON:x').verb, 'DANCE_ON', 'the verb of "DANCE_ON:x" is not read', cause);
    },
  },
};
