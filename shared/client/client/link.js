// The connection: opens it, greets the broker, watches it, and opens a new one when it is lost.

/**
 * A connection, and what we know about the broker at its other end. Each new connection gets a new Link.
 * @typedef {object} Link
 * @property {WebSocket} socket
 * @property {'connecting' | 'greeting' | 'login' | 'ready'} state
 * @property {boolean} tagged whether the broker knows tags, and so keeps messages, as in every stage but the first
 * @property {boolean} talks whether the broker has shown that it answers when it is asked
 * @property {Map<string, (answer: Frame | undefined) => void>} answers by label
 * @property {((answer: Frame | undefined) => void)[]} questions untagged frames, whose answers come in the order in which they were sent
 * @property {string} [echo] what we have published without tags, and expect to get back ourselves
 * @property {boolean} awaitsEcho
 * @property {boolean} probing whether the last frame was sent only to get an answer
 * @property {number} silentBeats
 * @property {boolean} [knowsTyping]
 */

/** @type {Link | undefined} */
let link;
let attempts = 0;
let retry = 0;
let connectedTo = '';
/** Whether the broker keeps messages, as far as we know. */
let keepsMessages = false;

const BACK_OFF_MS = { base: 250, cap: 5000 };
const ABNORMAL_CLOSE = { tooLarge: 1009, unauthorized: 4401 };

const isReady = () => link?.state === 'ready';
const isTagged = () => isReady() && link?.tagged === true;

/**
 * Opens a new connection.
 * @param {string} [address] by default the last one, and not what somebody may just be typing
 */
function connect(address = connectedTo) {
  clearTimeout(retry);
  hangUp();
  connectedTo = address;
  let socket;
  try {
    socket = new WebSocket(connectedTo);
  } catch {
    refuse(`${connectedTo} is not an address: give one such as ws://localhost:8765`);
    return show('disconnected', 'Not connected');
  }
  /** @type {Link} */
  const opened = {
    socket,
    state: 'connecting',
    tagged: false,
    talks: false,
    answers: new Map(),
    questions: [],
    awaitsEcho: false,
    probing: false,
    silentBeats: 0,
  };
  link = opened;
  show('connecting', `Connecting to ${connectedTo}`);
  // By the time one of these listeners is called, the page may have another connection.
  socket.addEventListener('open', () => opened === link && greet(opened));
  socket.addEventListener('message', ({ data }) => opened === link && receive(opened, data));
  socket.addEventListener('close', (event) => opened === link && lost(opened, event));
}

function hangUp() {
  link?.socket.close();
  const waiting = [...(link?.answers.values() ?? []), ...(link?.questions ?? [])];
  link = undefined;
  for (const resolve of waiting) resolve(undefined);
  left.clear();
  typists.clear();
  typing = undefined;
  changed();
}

/**
 * @param {Link} here
 * @param {CloseEvent} event
 */
function lost(here, { code, reason }) {
  if (here.state !== 'connecting') log('note', `closed with ${code}${reason && `: ${reason}`}`);
  if (code === ABNORMAL_CLOSE.tooLarge) refuseLargest(here);
  hangUp();
  // A token that the broker could not check is worth another try: the broker may be an exercise.
  if (code !== ABNORMAL_CLOSE.unauthorized || (here.state === 'login' && offered !== undefined)) return connectLater();
  token = offered = undefined; // the broker would only refuse it again
  const why = `Your session has ended: ${reason || 'the broker closed it'}. The messages so far stay here.`;
  askForToken(here.state === 'login' ? (element('login-why').textContent ?? '') : why);
}

/** Back-off with jitter: when a broker restarts, its clients don't all come back at the same moment. */
function connectLater() {
  const longest = Math.min(BACK_OFF_MS.cap, BACK_OFF_MS.base * 2 ** attempts++);
  const wait = longest * (0.5 + Math.random() / 2);
  offered = token ?? offered; // but not a token that was refused
  show('reconnecting', `Disconnected. Trying again in ${(wait / 1000).toFixed(1)} s`);
  retry = setTimeout(connect, wait);
}
