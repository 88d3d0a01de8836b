// Keeps the messages of a conversation, each of them once and in its place.

/** How many rows a conversation keeps while it grows; older ones can be loaded again. */
const ROWS = 5000;

/**
 * Adds a message. If it is there already, the only news can be that it is now stored.
 * @param {Conversation} conversation
 * @param {Pick<Row, 'id' | 'from' | 'origin' | 'body' | 'seq' | 'time' | 'state'>} message
 * @returns {Row}
 */
function addMessage(conversation, message) {
  const key = keyOf(message);
  const known = conversation.known.get(key);
  if (known) {
    stored(known, message.seq, message.time);
    return known;
  }
  /** @type {Row} */
  const row = { conversation, own: isOwn(message), ...message };
  if (message.id !== undefined) conversation.known.set(key, row);
  place(row);
  if (conversation.rows.length > ROWS && conversation.rows.at(-1) === row) dropOldest(conversation);
  // A user who writes has read what came before, so an answer from another device marks the conversation as read here too.
  if (row.own && row.seq !== undefined) readUpTo(conversation, row.seq);
  return row;
}

/** @param {Pick<Row, 'from' | 'id'>} message */
const keyOf = ({ from, id }) => `${from ?? ''} ${id}`;

/**
 * If a broker has no users, this page recognises its own messages by their ids.
 * @param {Pick<Row, 'from' | 'id'>} message
 */
function isOwn({ from, id }) {
  return from === undefined ? id?.startsWith(PAGE_ID) === true : from === user;
}

/**
 * Drops the oldest rows, since a channel may bring thousands of messages a second for hours, but none while somebody is reading further up.
 * @param {Conversation} conversation
 */
function dropOldest(conversation) {
  if (conversation === selected && !atEnd.has(element('scroller'))) return;
  const dropped = conversation.rows.splice(0, ROWS / 5);
  for (const row of dropped) {
    conversation.known.delete(keyOf(row));
    row.element?.remove();
  }
  conversation.start = Math.max(0, conversation.start - dropped.length);
  conversation.complete = false;
}

/**
 * Puts a row where its number belongs. A message that is waiting for its number stands at the end; one that won't ever get one stays put.
 * @param {Row} row
 */
function place(row) {
  const { conversation } = row;
  const { rows } = conversation;
  const numberless = row.id === undefined && !row.isNotice ? conversation.newest + 1 : conversation.newest;
  const order = row.seq ?? (row.state === 'pending' ? Infinity : numberless);
  const before = rows.findLastIndex((other, at) => at < conversation.start || (other.order ?? -Infinity) <= order);
  rows.splice(before + 1, 0, Object.assign(row, { order, stale: true }));
  changed();
}

/** @param {Row} row */
function placeAgain(row) {
  const { rows } = row.conversation;
  rows.splice(rows.indexOf(row), 1);
  place(row);
}

/**
 * @param {Conversation} conversation
 * @param {string} body
 * @returns {Row}
 */
const noticeIn = (conversation, body) => ({ conversation, body, own: true, isNotice: true, time: Date.now(), stale: true });

/**
 * @param {Conversation} conversation
 * @param {string} text
 */
function addNotice(conversation, text) {
  place(noticeIn(conversation, text));
}

/**
 * Marks that something may be missing after the last message. What comes now has new numbers, and we can ask for the newest messages again.
 * @param {Conversation} conversation
 * @param {string} text
 */
function markGap(conversation, text) {
  const end = conversation.rows.findLastIndex((row) => row.state !== 'pending') + 1;
  Object.assign(conversation, { loaded: false, complete: false, read: 0 });
  if (end === conversation.start) return;
  conversation.rows.splice(end, 0, noticeIn(conversation, text));
  conversation.start = end + 1;
  changed();
}
