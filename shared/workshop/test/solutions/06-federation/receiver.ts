import type { Solution } from '../solution.ts';

export const receiver: readonly Solution[] = [
  {
    task: '6.11',
    name: 'asks first what it is, and then for its number',
    body: `
    const { tags } = frame;
    const envelope = readEnvelope(frame);
    const number = readNumber(tags?.get('number'));
    if (number !== undefined && number - this.#received <= 1) {
      if (envelope !== undefined) {
        this.#take(number, envelope);
      } else {
        this.#pass(number);
        this.#host.log(\`dropped what \${this.#link.them.name} sent in the name of \${quote(tags?.get('from') ?? 'nobody')}\`);
      }
    } else {
      this.#link.hangUp();
    }`,
  },
  {
    task: '6.11',
    name: 'takes the next number for a gap',
    body: receive({ gap: 'number === undefined || number > this.#received' }),
    message: 'the link was ended at message 4, although messages 1 to 3 are here',
  },
  {
    task: '6.11',
    name: 'passes every message',
    body: receive({ take: '' }),
    message: 'the next message was not taken',
  },
  {
    task: '6.11',
    name: 'takes no gap for one',
    body: receive({ gap: 'number === undefined' }),
    message: 'message 5 came while 4 was missing, and the link was not ended without taking it',
  },
  {
    task: '6.11',
    name: 'takes a gap of one for none',
    body: receive({ gap: 'number === undefined || number > this.#received + 2' }),
    message: 'message 5 came while 4 was missing, and the link was not ended without taking it',
  },
  {
    task: '6.11',
    name: 'ends the link, and takes the message all the same',
    body: receive({ hangUp: 'this.#link.hangUp();' }),
    message: 'message 5 came while 4 was missing, and the link was not ended without taking it',
  },
  {
    task: '6.11',
    name: 'ignores what has no number',
    body: `
    const number = readNumber(frame.tags?.get('number'));
    if (number === undefined) return;
    if (number > this.#received + 1) return this.#link.hangUp();
    const envelope = readEnvelope(frame);
    if (envelope) return this.#take(number, envelope);
    this.#host.log(\`\${this.#link.them.name}: \${quote(frame.tags?.get('from') ?? '')}\`);
    this.#pass(number);`,
    message: 'a message without a number came, and the link was not ended without taking it',
  },
  {
    task: '6.11',
    name: 'ends the link at a repeat',
    body: receive({ gap: 'number !== this.#received + 1' }),
    message: 'a message that is here already ended the link',
  },
  {
    task: '6.11',
    name: 'ends the link at what it cannot read',
    body: receive({ drop: 'this.#link.hangUp();' }),
    message: 'a message in the name of alice@other ended the link',
  },
  {
    task: '6.11',
    name: 'makes an envelope of what is none',
    body: receive({
      take: `return this.#take(number, envelope ?? { target: frame.target ?? '', id: frame.tags?.get('id') ?? '', from: 'x', time: 0, body: frame.body ?? '' });`,
    }),
    message: 'a message in the name of alice@other was taken',
  },
  {
    task: '6.11',
    name: 'does not pass what it drops',
    body: receive({ drop: "this.#host.log(`${this.#link.them.name}: ${quote(frame.tags?.get('from') ?? '')}`);" }),
    message: 'what was dropped was not passed',
  },
  {
    task: '6.11',
    name: 'drops it without a word',
    body: receive({ drop: 'this.#pass(number);' }),
    message: 'what was dropped was not logged in one line',
  },
  {
    task: '6.11',
    name: 'logs the peer, and not the user',
    body: receive({ drop: 'this.#host.log(`${this.#link.them.name} sent nonsense`); this.#pass(number);' }),
    message: 'the line in the log does not name the peer and the user',
  },
  {
    task: '6.11',
    name: 'logs the text of a stranger as it is',
    body: receive({ drop: "this.#host.log(`${this.#link.them.name}: ${frame.tags?.get('from')}`); this.#pass(number);" }),
    message: 'what a peer sent came into the log as it is, with its line break',
  },
];

/** Our 6.11, with parts of it changed. */
function receive({
  gap = 'number === undefined || number > this.#received + 1',
  hangUp = 'return this.#link.hangUp();',
  take = 'if (envelope) return this.#take(number, envelope);',
  drop = "this.#host.log(`${this.#link.them.name}: ${quote(frame.tags?.get('from') ?? '')}`); this.#pass(number);",
}): string {
  return `
    const number = readNumber(frame.tags?.get('number'));
    if (${gap}) { ${hangUp} }
    const envelope = readEnvelope(frame);
    ${take}
    ${drop}`;
}
