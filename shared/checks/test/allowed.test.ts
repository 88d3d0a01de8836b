// What the protocol leaves open, and libraries do in many ways: a broker that does it in another way than ours passes too.

import { expect, test } from 'vitest';
import { grade } from '../src/index.ts';
import { type WrongBroker, wrongTarget } from './wrong-broker.ts';

const LIMIT_MS = 120_000;
const SERVER = '01-basic-pubsub/src/server.ts';
const OUTPUT = '01-basic-pubsub/src/output.ts';

interface OtherBroker extends Omit<WrongBroker, 'message'> {
  readonly does: string;
  /** The stage that it is another broker of; 01 if not given. */
  readonly stage?: '06-federation';
}

const others: readonly OtherBroker[] = [
  {
    check: 'utf-8',
    does: 'cuts off who sends invalid UTF-8, without a code',
    file: SERVER,
    from: "websocket.on('message', (payload, isBinary) => {",
    to: `websocket.on('message', (payload, isBinary) => {
      if (!isBinary && !process.getBuiltinModule('node:buffer').isUtf8(payload as Buffer)) return void websocket.terminate();`,
    also: [{ file: SERVER, from: 'const options = { noServer: true,', to: 'const options = { noServer: true, skipUTF8Validation: true,' }],
  },
  {
    check: 'slow-reader',
    does: 'sends a slow reader a close frame',
    file: OUTPUT,
    from: 'this.websocket.terminate();',
    to: "this.websocket.close(1008, 'too slow');",
  },
  {
    check: 'ping',
    does: 'says goodbye to who answers no ping, as the pings of many libraries do',
    file: SERVER,
    from: 'websocket.terminate();',
    to: "websocket.close(1011, 'no pong');",
  },
  {
    check: 'given-port',
    does: 'prints a name of this machine',
    file: '@workshop/program/src/run.ts',
    from: "return `ws://${family === 'IPv6' ? `[${address}]` : address}:${port}`;",
    to: 'return `ws://${address && family && "localhost"}:${port}`;',
  },
  {
    check: 'wrong-settings',
    does: 'prints a warning of its runtime at every start',
    file: '@workshop/program/src/run.ts',
    from: 'const [flag] = process.argv.slice(2);',
    to: `console.error(\`(node:\${process.pid}) ExperimentalWarning: this feature\\nmight change at any time\`);
  const [flag] = process.argv.slice(2);`,
  },
  ...['sigterm', 'sigint'].map((check) => ({
    check,
    does: 'opens a session a while after the handshake was answered, as a JVM may',
    file: SERVER,
    from: 'function attach(websocket: WebSocket, session: S): void {',
    to: `function attach(websocket: WebSocket, session: S): void {
      websocket.pause();
      setTimeout(() => {
        websocket.resume();
        open(websocket, session);
      }, 200);
    }
    function open(websocket: WebSocket, session: S): void {`,
  })),
  {
    check: 'link-storm',
    stage: '06-federation',
    does: 'writes the later to a session the more it has written, so that a new one of the same user is served sooner',
    file: OUTPUT,
    from: 'else this.socket.write(frames.length === 1 && frames[0] ? frames[0] : join(frames));',
    to: `else setTimeout(() => this.websocket.readyState === this.websocket.OPEN && this.socket.write(Buffer.concat(frames)),
        this.written = Math.min(500, this.written + frames.length));`,
    also: [{ file: OUTPUT, from: 'readonly #maxBacklog: number;', to: 'readonly #maxBacklog: number;\n  written = 0;' }],
  },
];

test.concurrent.for(others.map((other) => [`${other.check}: a broker that ${other.does}`, other] as const))(
  '%s',
  { timeout: LIMIT_MS },
  async ([, other]) => {
    const { stage = '01-basic-pubsub' } = other;
    const target = wrongTarget(stage, { ...other, message: '' });
    const { checks } = await grade({ stage: Number.parseInt(stage), target, only: [other.check] });
    expect(checks.map(({ verdict, story }) => story || verdict)).toEqual(['pass']);
  },
);
