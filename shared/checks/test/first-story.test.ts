// What a broker with a mistake at its heart is told: one story, from what was seen, and the rest is not tried.

import { expect, test } from 'vitest';
import { grade, type Result } from '../src/index.ts';
import { type WrongBroker, wrongTarget } from './wrong-broker.ts';

const LIMIT_MS = 60_000;

/** Grades stage 01 whole, with one edit in it. */
async function gradeWith(edit: Pick<WrongBroker, 'file' | 'from' | 'to' | 'also'>, only?: readonly string[]): Promise<Result[]> {
  const target = wrongTarget('01-basic-pubsub', { ...edit, check: 'basic-hello', message: '' });
  const { checks } = await grade({ stage: 1, target, only, seed: 1 });
  return checks.filter(({ verdict }) => verdict !== 'pass');
}

const FAN_OUT = { file: '01-basic-pubsub/src/pubsub.ts', from: 'for (const session of this.readers(channel)) session.send(packet);' };

test('the wrong verb', { timeout: LIMIT_MS }, async () => {
  const [first, ...others] = await gradeWith({ file: FAN_OUT.file, from: "verb: 'MSG'", to: "verb: 'PUBLISH'" });
  expect(first).toMatchObject({ verdict: 'fail', message: 'a session did not get its own message on a channel of its own' });
  expect(first?.story).toMatch(/▶ alice ← PUBLISH:settle\.s/);
  expect(first?.story).toMatch(/^ {2}got {7}PUBLISH:settle\.s[-\w]+:, and nothing more$/m);
  expect(others.length).toBeGreaterThan(30);
  expect(new Set(others.map(({ verdict, message }) => `${verdict}: ${message}`))).toEqual(
    new Set(['untried: not tried, because a session did not get its own message on a channel of its own']),
  );
});

test('nothing at all', { timeout: LIMIT_MS }, async () => {
  const [first, ...others] = await gradeWith({ ...FAN_OUT, to: '' });
  expect(first).toMatchObject({ verdict: 'fail', message: 'a session did not get its own message on a channel of its own' });
  expect(new Set(others.map(({ verdict }) => verdict))).toEqual(new Set(['untried']));
});

test('everything twice', { timeout: LIMIT_MS }, async () => {
  const [first, ...others] = await gradeWith({
    ...FAN_OUT,
    to: 'for (const session of this.readers(channel)) { session.send(packet); session.send(packet); }',
  });
  expect(first).toMatchObject({ verdict: 'fail', seen: 'alice got the same frame twice' });
  expect(new Set(others.map(({ message }) => message))).toEqual(new Set(['not tried, because alice got the same frame twice']));
});

test('an exception, whose place and line come first', { timeout: LIMIT_MS }, async () => {
  const [first] = await gradeWith({ ...FAN_OUT, to: "throw new TypeError('no such thing');" });
  expect(first).toMatchObject({ verdict: 'fail', seen: 'something failed inside the broker: ERROR:INTERNAL' });
  expect(first?.story).toMatch(
    /^something failed inside the broker[^]*stderr {4}TypeError: no such thing\n {2}at {8}.*pubsub\.ts:\d+:\d+\n[^]*alice → SUBSCRIBE/,
  );
});

test('to somebody else', { timeout: LIMIT_MS }, async () => {
  const [first] = await gradeWith({ ...FAN_OUT, to: 'const [session] = this.readers(channel); session?.send(packet);' }, ['basic-fan-out']);
  expect(first?.seen).toMatch(/^it came to (alice|bob|carol|dave), and not to (?!\1$)(?:alice|bob|carol|dave)$/); // they subscribe at once: each may be first
});

test('too late', { timeout: LIMIT_MS }, async () => {
  const late = "if (body === 'once') setTimeout(() => { for (const session of this.readers(channel)) session.send(packet); }, 100); else";
  const [first] = await gradeWith({ ...FAN_OUT, to: `${late} ${FAN_OUT.from}` }, ['subscribe-again']);
  expect(first?.seen).toBe('it came late: the broker had answered what alice sent after it');
});

test(
  'what a witness who came after the check is told of an unwritten task is chance, and does not count',
  { timeout: LIMIT_MS },
  async () => {
    const target = {
      file: '01-basic-pubsub/src/pubsub.ts',
      from: 'broker.onDisconnect.push(',
      // The check's only client comes first, and the witness, when that has gone, second.
      to: "let come = 0; broker.onConnect.push((s) => { if (++come > 1) s.send({ frame: { verb: 'ERROR', target: 'TODO', body: '1.5' } }); }); broker.onDisconnect.push(",
    };
    expect(await gradeWith(target, ['fragments-too-large'])).toEqual([]);
  },
);

test('of an unwritten task that has cut one session off, another may be told a moment later', { timeout: LIMIT_MS }, async () => {
  const file = '01-basic-pubsub/src/output.ts';
  const [first] = await gradeWith(
    {
      file,
      from: 'const backlog = this.socket.writableLength;',
      to: "const backlog = this.socket.writableLength; if (Buffer.concat(frames).length > 10_000) throw new Refusal('TODO', '1.6');",
      also: [
        { file, from: 'import { type CloseCode,', to: 'import { Refusal, type CloseCode,' },
        // The broker stands still in between, as on a busy machine.
        {
          file,
          from: 'this.#fail(error);',
          to: 'setImmediate(() => { for (const late = Date.now() + 200; Date.now() < late;); this.#fail(error); });',
        },
      ],
    },
    ['burst-to-healthy-reader'],
  );
  expect(first).toMatchObject({ verdict: 'todo', message: '1.6' });
});
