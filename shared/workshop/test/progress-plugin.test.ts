import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { progressPlugin, type Snapshot } from '../src/progress-plugin.ts';
import { writeHints } from '../src/records.ts';
import type { Stage } from '../src/stages.ts';
import { createWorkshop, edit, type Workshop } from './workshop.ts';

let workshop: Workshop;
let stage: Stage;
let server: Server;
beforeEach(async () => {
  workshop = await createWorkshop(['01-basic-pubsub']);
  const [first] = workshop.stages;
  if (!first) throw new Error('stage 01 was not copied');
  stage = first;
  const handlers = new Map<string, RequestListener>();
  server = createServer((request, response) => handlers.get(request.url ?? '')?.(request, response));
  await progressPlugin(workshop.root).configureServer({ middlewares: handlersOf(handlers), httpServer: server });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
});
afterEach(async () => {
  const closed = once(server, 'close');
  server.close();
  server.closeAllConnections();
  await closed;
  workshop.remove();
});

const handlersOf = (handlers: Map<string, RequestListener>) => ({
  use: (path: string, handle: RequestListener) => handlers.set(path, handle),
});

/** The events of a reader, one after the other. */
async function* read(): AsyncGenerator<Snapshot> {
  const { port } = server.address() as AddressInfo;
  const { body, headers } = await fetch(`http://127.0.0.1:${port}/@progress`);
  expect(headers.get('content-type')).toBe('text/event-stream');
  let text = '';
  for await (const chunk of (body ?? new ReadableStream<Uint8Array>()).pipeThrough(new TextDecoderStream())) {
    text += chunk;
    for (let end = text.indexOf('\n\n'); end >= 0; end = text.indexOf('\n\n')) {
      yield JSON.parse(text.slice('data: '.length, end)) as Snapshot;
      text = text.slice(end + 2);
    }
  }
}

test('a reader gets the whole state at once, and again after each change', async () => {
  const reader = read();
  const { value: first } = (await reader.next()) as { value: Snapshot };
  expect(first.stages['01']).toMatchObject({ name: '01-basic-pubsub', started: false, graded: false });
  expect(first.stages['01']?.tasks[0]).toMatchObject({ number: '1.1', verdict: 'todo', place: expect.stringMatching(/frames\.ts:\d+$/) });
  expect(first.stages['01']?.checks[0]).toEqual({
    id: 'seed-hello',
    group: 'seed',
    title: expect.any(String),
    verdict: 'unknown',
    message: '',
  });

  edit(stage, 'pubsub', (text) => `${text}// begun\n`);
  writeHints(stage, {});
  let { value: next } = (await reader.next()) as { value: Snapshot };
  while (!next.stages['01']?.started) ({ value: next } = (await reader.next()) as { value: Snapshot });
  await reader.return(undefined);
});

test('two readers get the same, and one that goes away takes nothing with it', async () => {
  const [gone, stays] = [read(), read()];
  await gone.next();
  const { value: first } = await stays.next();
  expect(first).toBeDefined();
  await gone.return(undefined);
  writeHints(stage, { '1.1': 1 });
  const { value: next } = await stays.next();
  expect(next).toEqual(first);
  await stays.return(undefined);
});
