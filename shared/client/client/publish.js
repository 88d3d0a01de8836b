// Publishing. A broker that keeps messages answers, so a message can wait in the outbox for that (stage 02). Otherwise we can only send it.

/** Messages that have been published but not answered yet, by id and in order. @type {Map<string, Row>} */
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
 * Puts a message into the outbox, where it waits for `resume` if there is no connection.
 * @param {Row} row
 */
function dispatch(row) {
  outbox.set(row.id ?? '', row);
  if (isTagged()) void transmit(row);
}

/**
 * Sends a message from the outbox. After a lost connection we send it again, without having to know whether the broker had stored it:
 * the broker recognises the id, stores the message only once, and gives the same answer (P3-6).
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
 * Call this when a message of ours has been stored: either its answer has come, or the message itself has.
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
 * If the broker closed the connection because of a message (P0-6), we must not send that message over the next connection too.
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
