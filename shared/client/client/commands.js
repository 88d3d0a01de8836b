// Commands, and the answers to them.

let labels = 0;

/**
 * Sends a frame.
 * @param {string} frame
 * @returns {boolean} whether there was a connection to send it over
 */
function send(frame) {
  if (link?.socket.readyState !== WebSocket.OPEN) {
    refuse('Not connected: nothing was sent.');
    return false;
  }
  link.socket.send(frame);
  link.probing = false;
  log('out', frame);
  return true;
}

/**
 * Sends a tagged command. Its label comes back in the one answer that every tagged command gets (P1-14).
 * @param {string} verb
 * @param {string} target
 * @param {{ body?: string | number, [tag: string]: string | number | undefined }} [parts] the body and the tags
 * @returns {Promise<Frame | undefined>} the answer, OK or ERROR; undefined if the connection ends before it comes
 */
async function command(verb, target, { body, ...tags } = {}) {
  const label = `c${++labels}`; // plain numbers are left for frames that are typed by hand
  awaitAnswer();
  if (!send(formatFrame(verb, target, body, { ...tags, label }))) return undefined;
  return new Promise((resolve) => link?.answers.set(label, resolve));
}

/**
 * Sends a frame without a label, of a kind that is always answered. Without labels, the answers come in the order of the questions.
 * @param {string} frame
 * @returns {Promise<Frame | undefined>}
 */
async function ask(frame) {
  awaitAnswer();
  if (!send(frame)) return undefined;
  return new Promise((resolve) => link?.questions.push(resolve));
}

/** Starts to wait for an answer, unless another one is due already. */
function awaitAnswer() {
  if (link && link.answers.size + link.questions.length === 0) link.silentBeats = 0;
}

/**
 * @param {Link} here
 * @param {Frame} frame OK or ERROR
 */
function answered(here, frame) {
  const label = frame.tags.get('label');
  const resolve = label === undefined ? here.questions.shift() : here.answers.get(label);
  here.answers.delete(label ?? '');
  if (frame.verb === 'OK' && frame.target === 'AUTH') loggedIn(here, frame.body);
  if (resolve) return resolve(frame);
  if (here.probing) return void (here.talks = true);
  accepts(frame); // the answer to a frame that was typed by hand, or the refusal of one that needs no answer
  if (!here.tagged) closeRefused(frame);
}

/**
 * Tells whether an answer is a yes, and shows a no.
 * @param {Frame | undefined} answer
 */
function accepts(answer) {
  if (answer?.verb === 'ERROR') refuse(`${answer.target}: ${answer.body}`);
  return answer?.verb === 'OK';
}
