// Made-up profiles: to which part of a broker's work each sample goes.

import { expect, test } from 'vitest';
import { type Profile, sharesOf } from '../src/profile/attribution.ts';

const NONE = { write: 0, ws: 0, encoding: 0, node: 0, own: 0, garbage: 0, outside: 0 };
const OWN = 'file:///workshop/steps/01-basic-pubsub/src/output.ts';
const WS = 'file:///workshop/node_modules/.pnpm/ws@8.23.0/node_modules/ws/lib/sender.js';

interface Call {
  readonly name: string;
  readonly url: string;
  /** Of the function alone. */
  readonly samples: number;
  readonly calls: readonly Call[];
}

function call(name: string, url: string, samples: number, ...calls: readonly Call[]): Call {
  return { name, url, samples, calls };
}

function profileOf(...calls: readonly Call[]): Profile {
  const nodes: Profile['nodes'][number][] = [];
  const add = (made: Call): number => {
    const id = nodes.length + 1;
    const children: number[] = [];
    nodes.push({ id, hitCount: made.samples, children, callFrame: { functionName: made.name, url: made.url } });
    children.push(...made.calls.map(add));
    return id;
  };
  add(call('(root)', '', 0, ...calls));
  return { nodes };
}

test.for<[part: keyof typeof NONE, name: string, url: string]>([
  ['write', 'writev', ''],
  ['write', 'writeBuffer', ''],
  ['write', 'writeUtf8String', ''],
  ['ws', 'sendFrame', WS],
  ['encoding', 'concat', 'node:buffer'],
  ['encoding', 'formatFrame', 'file:///workshop/shared/protocol/src/frames.ts'],
  ['encoding', 'encodeText', OWN],
  ['node', 'writeOrBuffer', 'node:internal/streams/writable'],
  ['node', 'processTimers', 'node:internal/timers'],
  ['own', 'flush', OWN],
  ['garbage', '(garbage collector)', ''],
  ['outside', '(program)', ''],
])('%s: %s %s', ([part, name, url]) => {
  expect(sharesOf(profileOf(call(name, url, 1)))).toEqual({ ...NONE, [part]: 1 });
});

test('what is built into V8 belongs to its caller, and a write to the system wherever it is called', () => {
  const stream = call('Writable.write', 'node:internal/streams/writable', 3, call('writev', '', 4));
  const profile = profileOf(call('send', WS, 1, call('push', '', 2), stream));
  expect(sharesOf(profile)).toEqual({ ...NONE, ws: 0.3, node: 0.3, write: 0.4 });
});

test('waiting is no work', () => {
  expect(sharesOf(profileOf(call('(idle)', '', 97), call('flush', OWN, 3)))).toEqual({ ...NONE, own: 1 });
  expect(() => sharesOf(profileOf(call('(idle)', '', 97)))).toThrow('was the broker busy?');
});
