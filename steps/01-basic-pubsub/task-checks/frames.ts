// What task 1.1 must do: read every kind of frame, and refuse what is none.

import { type Frame, Refusal } from '@workshop/protocol';
import { same, type TaskChecks, wrong } from '@workshop/cli/task-checks';
import { parseFrame } from '#frames';

/** Reads a frame, and looks at its parts; an absent part may also be there as `undefined`. */
function reads(text: string, { verb, target, body }: Frame, message: string, cause?: string): void {
  const read = parseFrame(text);
  same({ verb: read.verb, target: read.target, body: read.body }, { verb, target, body }, message, cause);
}

function refuses(text: string, message: string, cause: string): void {
  const expected = 'a Refusal with the code BAD_FRAME';
  let read: Frame;
  try {
    read = parseFrame(text);
  } catch (error) {
    if (!(error instanceof Refusal) || error.code === 'TODO') throw error;
    same(error.code, 'BAD_FRAME', 'a frame without a verb is refused with another code', cause);
    return;
  }
  throw wrong(message, expected, JSON.stringify(read), cause);
}

export const checks: TaskChecks = {
  '1.1': {
    'a verb, a target and a body are told apart': () =>
      reads('PUBLISH:news:Hi', { verb: 'PUBLISH', target: 'news', body: 'Hi' }, 'PUBLISH:news:Hi is read wrong'),
    'the body is all that follows the second colon': () =>
      reads(
        'PUBLISH:news:a:b::c:',
        { verb: 'PUBLISH', target: 'news', body: 'a:b::c:' },
        'a body with colons in it is read wrong',
        'only the first two colons divide a frame; split cuts at all of them, and with a limit it throws the rest away',
      ),
    'a frame may have no body': () =>
      reads(
        'SUBSCRIBE:news',
        { verb: 'SUBSCRIBE', target: 'news' },
        'a frame without a body is read wrong',
        'without a second colon, body stays out of the result',
      ),
    'an empty body is a body': () =>
      reads(
        'PUBLISH:news:',
        { verb: 'PUBLISH', target: 'news', body: '' },
        'an empty body is read wrong',
        'a second colon with nothing behind it is an empty body: look for the colon (-1 if there is none), not for the text behind it',
      ),
    'a frame may be a verb alone': () =>
      reads(
        'STATUS',
        { verb: 'STATUS' },
        'a verb alone is read wrong',
        'indexOf gives -1 where there is no colon: then all of the line is the verb',
      ),
    'an empty target is a target': () => {
      reads(
        'SUBSCRIBE:',
        { verb: 'SUBSCRIBE', target: '' },
        'an empty target is read wrong',
        'the command that needs a channel there refuses it',
      );
      reads(
        'PUBLISH::Hi',
        { verb: 'PUBLISH', target: '', body: 'Hi' },
        'an empty target is read wrong',
        'two colons side by side have an empty target between them',
      );
    },
    'one line end behind the frame is dropped': () => {
      for (const end of ['\n', '\r\n'])
        reads(
          `PUBLISH:news:Hi${end}`,
          { verb: 'PUBLISH', target: 'news', body: 'Hi' },
          'a line end behind the frame is not dropped',
          'clients in a terminal send it too (P1-5): replace LINE_END by nothing, before anything else',
        );
      reads('STATUS\n', { verb: 'STATUS' }, 'a line end behind the frame is not dropped', 'drop it first, also from a verb alone');
    },
    'all other space is part of the body': () =>
      reads(
        'PUBLISH:news: two\nlines \n\n',
        { verb: 'PUBLISH', target: 'news', body: ' two\nlines \n' },
        'space or a newline within a body is lost',
        'only one line end, at the very end, is dropped: trim takes too much',
      ),
    'what begins with no verb is refused': () => {
      for (const text of ['hello', '', ':news', ' PUBLISH:news:Hi', 'publish:news:Hi', 'PUB-LISH:news', 'PUBLISH news'])
        refuses(
          text,
          `${JSON.stringify(text)} is no frame, and was read as one`,
          'test VERB on the verb alone, and throw a Refusal with the code BAD_FRAME where it does not match',
        );
    },
  },
};
