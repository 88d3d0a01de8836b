// What a broker of stage 01 says and hears, without the WebSocket: settings, frames, channels. The two brokers on Node share it.

const VERB = /^[A-Z_]+$/;
const CHANNEL = /^[A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]+)*$/;
const BODY = { SUBSCRIBE: false, UNSUBSCRIBE: false, PUBLISH: true };

function number(name, fallback, least = 1, most = 2 ** 40) {
  const text = process.env[name] || String(fallback);
  if (/^\d+$/.test(text) && Number(text) >= least && Number(text) <= most) return Number(text);
  console.error(`${name}=${text} makes no sense: give a whole number from ${least} to ${most}`);
  process.exit(1);
}

const HOST = process.env.HOST || '127.0.0.1';
const PORT = number('PORT', 8765, 0, 65535);
export const MAX_FRAME_BYTES = number('MAX_FRAME_BYTES', 65536);
export const MAX_BUFFER_BYTES = number('MAX_BUFFER_BYTES', 16 * 2 ** 20);
export const PING_INTERVAL_MS = number('PING_INTERVAL_MS', 25_000, 1, 2 ** 31 - 1);

const channels = new Map();

/**
 * Does what a frame says.
 * @param session has a `send(text)`
 * @param text `undefined` for a binary message
 */
export function receive(session, text) {
  const refuse = (code, why) => session.send(`ERROR:${code}:${why}`);
  if (text === undefined) return refuse('BAD_FRAME', 'this message is binary: send text');
  const [, verb, channel, body] = /^([^:]*)(?::([^:]*)(?::([^]*))?)?$/.exec(text.replace(/\r?\n$/, ''));
  if (!VERB.test(verb)) return refuse('BAD_FRAME', 'a frame begins with a verb, as in PUBLISH:news:Hello!');
  if (!Object.hasOwn(BODY, verb)) return refuse('UNKNOWN_COMMAND', `${verb.slice(0, 32)} is not known here`);
  if (!channel) return refuse('BAD_FRAME', `${verb} needs a channel, as in ${verb}:news`);
  if (BODY[verb] !== (body !== undefined)) return refuse('BAD_FRAME', `${verb} ${BODY[verb] ? 'needs a' : 'takes no'} body`);
  if (channel.length > 255 || !CHANNEL.test(channel))
    return refuse('BAD_CHANNEL', 'a channel is words of letters, digits, _ and - with dots between, 255 characters at most');
  const readers = channels.get(channel) ?? new Set();
  if (verb === 'SUBSCRIBE') channels.set(channel, readers.add(session));
  else if (verb === 'UNSUBSCRIBE') readers.delete(session);
  else for (const reader of readers) reader.send(`MSG:${channel}:${body}`);
}

/** Takes a session that has gone out of every channel. */
export function forget(session) {
  for (const [channel, readers] of channels) if (readers.delete(session) && readers.size === 0) channels.delete(channel);
}

/** Listens, says where, and on a signal says goodbye to all sessions and ends. */
export function run(server, sessions, goodbye) {
  server.listen(PORT, HOST, () => console.log(`ws://${server.address().address}:${server.address().port}`));
  const stop = () => {
    server.close();
    for (const session of sessions) goodbye(session);
    setTimeout(() => process.exit(), 500); // for the goodbyes to leave; who does not answer is not waited for
  };
  for (const signal of ['SIGTERM', 'SIGINT']) process.once(signal, stop);
}
