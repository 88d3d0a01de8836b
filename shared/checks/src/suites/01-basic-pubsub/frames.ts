// What comes in as a frame, and what comes out again.

import type { Check } from '../../check.ts';
import { error } from '../../expected.ts';
import { NOT_IN_PAGE } from '../../not-in-page.ts';

const group = 'frames';

const BODIES = [
  'a:b::c',
  ':',
  '',
  ' ',
  '  around  ',
  'e\u0301', // in two code points, as it came in
  'two\nlines',
  'tab\t',
  '<img src=x onerror=alert(1)>',
  '"é" ✓ 🙂',
  '\0',
  '@x=1 PUBLISH:y:z',
  '%s%n',
];
const LEGAL = ['__proto__', 'constructor', 'a.b-c_d.9', '0', '-', '_', 'UPPER.lower', 'x'.repeat(255)];

export const frames: readonly Check[] = [
  {
    id: 'body-verbatim',
    group,
    title: 'a body is all that follows the second colon, verbatim',
    rules: ['P1-3', 'P1-4'],
    async run({ join, random }) {
      const channel = random.word('news');
      const alice = await join('alice');
      alice.send(`SUBSCRIBE:${channel}`);
      for (const body of BODIES) {
        alice.send(`PUBLISH:${channel}:${body}`);
        await alice.gets(`MSG:${channel}:${body}`, {
          message: 'a body did not come out as it went in',
          cause: {
            any: 'split at the first two colons only, and keep the rest as it is; an empty body is a body',
            javascript: "split at the first two colons only: split(':', 3) throws the rest away; an empty body is a body",
            python: "split at the first two colons only: that is split(':', 2); an empty body is a body",
            go: 'split at the first two colons only: that is strings.SplitN(frame, ":", 3); an empty body is a body',
          },
        });
      }
    },
  },
  {
    id: 'body-sizes',
    group,
    title: 'bodies of every size come out whole, up to MAX_FRAME_BYTES',
    rules: ['P0-6', 'P1-3'],
    async run({ join, random }) {
      const channel = random.word('news');
      const alice = await join('alice');
      alice.send(`SUBSCRIBE:${channel}`);
      const overhead = `MSG:${channel}:`.length;
      const room = 65_536 - `PUBLISH:${channel}:`.length;
      // Where the length of a WebSocket frame changes its form (RFC 6455 §5.2), and the largest of all.
      for (const size of [1, 125 - overhead, 126 - overhead, 127 - overhead, 200, 65_000, room - 1, room]) {
        const body = random.text(size);
        alice.send(`PUBLISH:${channel}:${body}`);
        await alice.gets(`MSG:${channel}:${body}`, {
          message: 'a long body did not come out whole',
          cause:
            'a payload of exactly MAX_FRAME_BYTES is legal: some libraries refuse at their limit, not above it, or count the frame’s header too',
        });
      }
    },
  },
  {
    id: 'line-end',
    group,
    title: 'one line end at the end of a frame is dropped, and no more',
    rules: ['P1-5'],
    async run({ join, random }) {
      const channel = random.word('news');
      const alice = await join('alice');
      const why = {
        message: 'a line end was not treated as the protocol says',
        cause: 'drop one \\n or \\r\\n at the end, once, before the frame is parsed',
      };
      alice.send(`SUBSCRIBE:${channel}\n`);
      await alice.getsNothing(why);
      for (const [sent, got] of [
        ['line\n', 'line'],
        ['line\r\n', 'line'],
        ['two\n\n', 'two\n'],
        ['\n', ''],
        ['cr\r', 'cr\r'],
      ]) {
        alice.send(`PUBLISH:${channel}:${sent}`);
        await alice.gets(`MSG:${channel}:${got}`, why);
      }
    },
  },
  {
    id: 'fragments',
    group,
    title: 'a message in fragments is one frame, and a control frame may come between them',
    rules: ['P1-1'],
    notInPage: NOT_IN_PAGE.bytes,
    async run({ join, random }) {
      const channel = random.word('news');
      const alice = await join('alice');
      alice.send(`SUBSCRIBE:${channel}`);
      const letters = new TextEncoder().encode('né');
      alice.sendRaw('a message in three fragments', `PUBLISH:${channel}:o`, { fin: false });
      void alice.ping();
      alice.sendRaw('the second, which ends in the middle of a letter', letters.subarray(0, 2), { fin: false });
      alice.sendRaw('the last', letters.subarray(2), { fin: true });
      await alice.gets(`MSG:${channel}:oné`, {
        message: 'a message in fragments was not taken as one frame',
        cause:
          'put fragments together until the one with FIN; pings and pongs may come between them, and are not part of the message (RFC 6455 §5.4)',
      });
    },
  },
  {
    id: 'channel-names',
    group,
    title: 'every legal channel name is a channel like any other',
    rules: ['P1-6'],
    async run({ join, random }) {
      const word = random.word('w');
      const alice = await join('alice');
      for (const channel of [...LEGAL, `${word}.a`, `a.${word}`]) {
        alice.send(`SUBSCRIBE:${channel}`, `PUBLISH:${channel}:${word}`);
        await alice.gets(`MSG:${channel}:${word}`, {
          message: 'a legal channel name did not work',
          cause: {
            any: 'names are words of A-Z a-z 0-9 _ - joined by dots, at most 255 characters',
            javascript:
              'names are words of A-Z a-z 0-9 _ - joined by dots, at most 255 characters; a plain object as a map trips over __proto__',
          },
        });
      }
    },
  },
  {
    id: 'plain-is-quiet',
    group,
    title: 'a plain command that is not refused is not answered, and plain sessions get plain frames',
    rules: ['P1-13'],
    async run({ join, random }) {
      const channel = random.word('news');
      const [alice, bob] = [await join('alice'), await join('bob')];
      alice.send(`SUBSCRIBE:${channel}`);
      await alice.getsNothing('a plain SUBSCRIBE was answered');
      bob.send(`PUBLISH:${channel}:x`);
      await bob.getsNothing('a plain PUBLISH was answered');
      await alice.gets(`MSG:${channel}:x`, 'a plain session did not get a plain MSG');
      alice.send(`UNSUBSCRIBE:${channel}`);
      await alice.getsNothing('a plain UNSUBSCRIBE was answered');
    },
  },
  {
    id: 'binary',
    group,
    title: 'a binary message is refused, and the session lives on',
    rules: ['P1-8', 'P1-15'],
    async run({ join, random }) {
      const channel = random.word('news');
      const alice = await join('alice');
      alice.send(`SUBSCRIBE:${channel}`);
      await alice.settle();
      const why = {
        message: 'a binary message was not refused with BAD_FRAME',
        cause: {
          any: 'every WebSocket library tells a text message from a binary one, by its type or by a flag beside it',
          javascript: 'look at how your library tells text from binary: ws hands over a Buffer for both, and isBinary beside it',
          python: 'most libraries hand over str for text and bytes for binary: ask which one it is',
          go: 'the message type that comes with each message tells which: websocket.TextMessage or websocket.BinaryMessage',
        },
      };
      for (const [what, bytes] of [
        [`the bytes of PUBLISH:${channel}:x`, new TextEncoder().encode(`PUBLISH:${channel}:x`)],
        ['two bytes that are not text', Uint8Array.of(0xff, 0xfe)],
      ] as const) {
        alice.sendRaw(`${what} as a binary message`, bytes, { binary: true });
        await alice.gets(error('BAD_FRAME'), why);
        await alice.getsNothing(why);
      }
    },
  },
  {
    id: 'utf-8',
    group,
    title: 'invalid UTF-8 ends its session, and no other',
    rules: ['P1-9', 'P2-9'],
    notInPage: NOT_IN_PAGE.bytes,
    async run({ join }) {
      const [alice, bob] = [await join('alice'), await join('bob')];
      alice.sendRaw('a text message that is not UTF-8', Uint8Array.of(0xc3, 0x28), { binary: false });
      // With 1007, where the library sends a code: not every one does (RFC 6455 §7.1.7).
      await alice.closes(undefined, {
        message: 'invalid UTF-8 did not end the session',
        cause: 'nearly every library does it unasked; where yours leaves it to you, decode strictly, and close with 1007',
      });
      await bob.getsNothing('another session noticed that one was closed');
    },
  },
];
