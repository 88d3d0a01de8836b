// A complete broker in JavaScript: `node broker.mjs 03` runs what stage 03 of the protocol asks for.

import { createServer } from 'node:http';
import { WebSocketServer } from 'ws';
import { Connection } from './connection.mjs';
import { Line, PROTOCOL } from './line.mjs';
import { MAX_SENTENCE_BYTES } from './network.mjs';
import { readSettings, WrongSetting } from './settings.mjs';

const LAST_STAGE = 6;
const GOING_AWAY = 1001;

async function main() {
  const stage = readStage(process.argv.slice(2));
  const settings = readSettings(process.env, stage);
  const { Session } = await import(`./stage-0${stage}.mjs`);
  const world = await Session.createWorld(settings, stage);
  const sessions = new Set();

  const server = createServer((_request, response) => {
    response.writeHead(426, { 'content-type': 'text/plain' }).end('this is a message broker: speak WebSocket to it\n');
  });
  // Asked of brokers too: a page can ask for their subprotocol as well.
  const verifyClient = (/** @type {{ origin?: string }} */ { origin }, /** @type {(ok: boolean, status?: number) => void} */ answer) =>
    answer(!origin || (settings.ALLOWED_ORIGINS?.has(origin) ?? true), 403);
  const options = { noServer: true, perMessageDeflate: false, verifyClient };
  const sockets = new WebSocketServer({ ...options, maxPayload: settings.MAX_FRAME_BYTES });
  sockets.on('connection', (socket) => {
    const session = new Session(new Connection(socket, settings.MAX_BUFFER_BYTES), world);
    sessions.add(session);
    socket.on('message', (message, isBinary) => session.receive(message, isBinary));
    socket.on('close', () => {
      sessions.delete(session);
      session.hangUp();
    });
  });
  const lines = new WebSocketServer({ ...options, maxPayload: MAX_SENTENCE_BYTES });
  lines.on('connection', (socket) => world.network.take(new Line(socket, false)));
  server.on('upgrade', (request, socket, head) => {
    const isLine = settings.PEER_SECRET && request.headers['sec-websocket-protocol'] === PROTOCOL;
    const wanted = isLine ? lines : sockets;
    wanted.handleUpgrade(request, socket, head, (webSocket) => wanted.emit('connection', webSocket, request));
  });
  const pulse = setInterval(() => sessions.forEach(({ connection }) => connection.checkPulse()), settings.PING_INTERVAL_MS);

  server.once('error', ({ message }) => {
    stop(new WrongSetting(`PORT=${settings.PORT} on HOST=${settings.HOST} cannot be listened on (${message}): give another`));
  });
  server.listen(settings.PORT, settings.HOST, () => {
    const { address, port, family } = /** @type {import('node:net').AddressInfo} */ (server.address());
    world.network?.start();
    console.log(`listening at ws://${family === 'IPv6' ? `[${address}]` : address}:${port}`);
  });
  for (const signal of ['SIGTERM', 'SIGINT']) process.once(signal, end);

  async function end() {
    clearInterval(pulse);
    await Session.leaveNetwork(world);
    for (const line of lines.clients) line.terminate();
    const closed = new Promise((resolve) => server.close(resolve));
    server.closeAllConnections(); // those that have not become WebSockets
    for (const { connection } of sessions) connection.close(GOING_AWAY, 'the broker ends');
    await closed;
    await Session.endWorld(world);
    process.exit();
  }
}

/** @param {string[]} args */
function readStage([stage = '', ...rest]) {
  if (/^0?\d$/.test(stage) && Number(stage) >= 1 && Number(stage) <= LAST_STAGE && rest.length === 0) return Number(stage);
  throw new WrongSetting(`which stage? Say node broker.mjs 0N, with N from 1 to ${LAST_STAGE}`);
}

/**
 * It cannot start: one line says why.
 * @param {unknown} error
 */
function stop(error) {
  console.error(error instanceof WrongSetting ? error.message : String(error));
  process.exit(1);
}

main().catch(stop);
