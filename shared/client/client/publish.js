// Publishing. A broker that keeps messages answers, so a message can wait for that in the outbox (stage 02). Otherwise all we can do is send it.

/** Published and not answered yet, by id, in order. @type {Map<string, Row>} */
const outbox = new Map();
let published = 0;

/**
 * @param {Conversation} conversation
 * @param {string} body
 * @returns {boolean} whether it was sent, or will be
 */
function publish(conversation, body) {
  if (!keepsMessages && isReady()) return publishPlainly(conversation.name, body);
  if (!keepsMessages) refuse('Not connected: nothing was sent.');
  else dispatch(addMessage(conversation, { id: `${PAGE_ID}.${++published}`, from: user, body, time: Date.now(), state: 'pending' }));
  return keepsMessages;
}

/**
 * @param {string} channel
 * @param {string} body
 */
function publishPlainly(channel, body) {
  if (link) link.echo = `${channel}:${body}`;
  return send(`PUBLISH:${channel}:${body}`);
}

/**
 * While there is no connection, it waits for `resume`.
 * @param {Row} row
 */
function dispatch(row) {
  outbox.set(row.id ?? '', row);
  if (isTagged()) void transmit(row);
}

/**
 * Sends a message that waits for its answer. After a lost connection it is sent again: we can't know whether the broker had stored it,
 * and need not. The broker knows the id, stores it once, and gives the same answer (P3-6).
 * @param {Row} row
 */
async function transmit(row) {
  if (row.sentOver === link) return;
  row.sentOver = link;
  const answer = await command('PUBLISH', row.conversation.name, { id: row.id, body: row.body });
  if (!answer || answer.target === 'UNAUTHORIZED') return; // it stays in the outbox for the next session
  if (accepts(answer)) stored(row, numberIn(answer, 'seq'));
  else refused(row, `${answer.target}: ${answer.body}`);
}

/**
 * A message of ours is stored: its answer came, or the message itself did.
 * @param {Row} row
 * @param {number | undefined} seq
 */
function stored(row, seq, time = row.time) {
  if (row.state === undefined || row.seq !== undefined) return;
  outbox.delete(row.id ?? '');
  placeAgain(Object.assign(row, { seq, time, state: 'stored' }));
}

/**
 * @param {Row} row
 * @param {string} reason
 */
function refused(row, reason) {
  outbox.delete(row.id ?? '');
  placeAgain(Object.assign(row, { state: 'refused', reason }));
}

/**
 * If the broker closed the connection because of a message (P0-6), that one must not be sent over the next connection too.
 * @param {Link} here
 */
function refuseLargest(here) {
  const sent = [...outbox.values()].filter((row) => row.sentOver === here);
  const [largest] = sent.toSorted((a, b) => b.body.length - a.body.length);
  if (largest) refused(largest, '1009: too large for this broker');
}

/** @param {Row} row */
function sendAgain(row) {
  placeAgain(Object.assign(row, { state: 'pending', sentOver: undefined }));
  dispatch(row);
}
