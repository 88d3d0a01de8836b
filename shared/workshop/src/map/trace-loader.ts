// Loaded into a stage that is traced: instruments our sources as they are loaded, and records when it is told to.
// The message that tells it to record is a text. The record ends, and is sent back, when a socket is given bytes that contain this text.

import { readFileSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { Socket } from 'node:net';
import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { instrument } from './instrument.ts';
import { Recorder } from './recorder.ts';

const OURS = /^(?:steps|shared\/protocol)\/(?!.*\bnode_modules\/).*\.ts$/;

const root = process.env['TRACE_ROOT'] ?? '';
const recorder = new Recorder();
Object.assign(globalThis, { __recorder: recorder });

registerHooks({
  load(url, context, nextLoad) {
    const file = url.startsWith('file:') ? relative(root, fileURLToPath(url)).replaceAll('\\', '/') : '';
    if (!OURS.test(file)) return nextLoad(url, context);
    return { format: 'module', source: instrument(readFileSync(fileURLToPath(url), 'utf8'), file), shortCircuit: true };
  },
});

let awaited: string | undefined;
process.on('message', (text) => {
  awaited = String(text);
  recorder.start();
  process.send?.('recording');
});
process.once('disconnect', () => process.exit());

const write = Socket.prototype.write;
Socket.prototype.write = function (this: Socket, chunk: string | Uint8Array, ...rest: unknown[]) {
  if (awaited !== undefined && Buffer.from(chunk).includes(awaited)) {
    awaited = undefined;
    recorder.leap();
    process.send?.(recorder.stop());
  }
  return Reflect.apply(write, this, [chunk, ...rest]) as boolean;
};
