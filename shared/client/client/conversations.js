// The conversations of this page, and the one that is shown.

/**
 * A message as it is shown, or a notice between two messages.
 * @typedef {object} Row
 * @property {Conversation} conversation
 * @property {boolean} own
 * @property {string} body
 * @property {number} time ms since 1970
 * @property {string | undefined} [id] the message's; absent if the broker gives none
 * @property {string | undefined} [from]
 * @property {string | undefined} [origin] the broker on which it was published, if that is another one
 * @property {number | undefined} [seq]
 * @property {number | undefined} [order] its place among the others
 * @property {'pending' | 'stored' | 'refused' | undefined} [state] only of a message that this page has published
 * @property {string | undefined} [reason] why it was refused
 * @property {Link | undefined} [sentOver]
 * @property {boolean | undefined} [isNotice]
 * @property {boolean | undefined} [stale] whether it must be drawn again
 * @property {HTMLElement | undefined} [element]
 */

/** A channel, a person (`@bob`, `@bob@broker2`), or the address of another broker's channel (`news@broker2`), only to publish to. */
class Conversation {
  name;
  /** @type {'channel' | 'person' | 'address'} */
  kind;
  cursor;
  /** @type {Row[]} */
  rows = [];
  /** The index of the first row after the last gap. */
  start = 0;
  /**
   * Messages by sender and id. Within a channel, the two together are unique (P3-4).
   * @type {Map<string, Row>}
   */
  known = new Map();
  /** The order of the last message that has been read. */
  read = 0;
  /** Whether we want to be subscribed. If not, messages may still come through a pattern. */
  wanted = false;
  asking = false;
  /** Whether we have asked for its newest messages, and whether there are none before the ones we have. */
  loaded = false;
  complete = false;
  draft = '';
  /** @type {HTMLButtonElement | undefined} */
  button;

  /** @param {string} name */
  constructor(name) {
    this.name = name;
    this.kind = name.startsWith('@') ? 'person' : name.includes('@') ? 'address' : 'channel';
    this.cursor = this.kind === 'person' ? inbox : new Cursor();
  }

  /** The rows since the last gap. */
  get current() {
    return this.rows.slice(this.start);
  }

  get oldest() {
    return this.current.find((row) => row.seq !== undefined)?.seq;
  }

  get newest() {
    return this.current.findLast(({ order = Infinity }) => order < Infinity)?.order ?? 0;
  }

  get unread() {
    return this.current.filter(({ own, order = 0 }) => !own && order > this.read).length;
  }
}

/** @type {Map<string, Conversation>} */
const conversations = new Map();
/** @type {Conversation | undefined} */
let selected;

/** @param {string} name */
function conversationWith(name) {
  let conversation = conversations.get(name);
  if (!conversation) {
    conversation = new Conversation(name);
    if (conversation.kind === 'person') conversation.read = readMarks[name] ?? 0;
    conversations.set(name, conversation);
  }
  changed();
  return conversation;
}

/**
 * Shows a conversation, and asks for its newest messages unless that has already been done.
 * @param {Conversation | undefined} conversation
 */
function openConversation(conversation) {
  if (selected !== conversation) {
    stopTyping();
    if (selected) selected.draft = field('body').value;
    selected = conversation;
    field('body').value = conversation?.draft ?? '';
  }
  // A channel's newest messages are asked for once its SUBSCRIBE has been answered.
  if (conversation && !conversation.loaded && !conversation.wanted && conversation.kind !== 'address' && isTagged())
    void loadNewest(conversation);
  changed();
}

/** @param {Conversation} conversation */
function closeConversation(conversation) {
  conversations.delete(conversation.name);
  conversation.button?.parentElement?.remove();
  if (selected === conversation) openConversation(conversations.values().next().value);
  changed();
}

/** Forgets which user was logged in, and everything that they have read. */
function forget() {
  user = token = offered = selected = undefined;
  field('body').value = '';
  for (const conversation of conversations.values()) closeConversation(conversation);
  patterns.clear();
  outbox.clear();
  inbox = new Cursor();
  readMarks = {};
  keepsMessages = false;
  changed();
}

// Read marks outlive the page, so that a reload doesn't make everything unread. They hold for one store only, and losing them does no harm.

/** @type {Record<string, number>} */
let readMarks = {};
const readMarksKey = () => `read by ${user} at ${connectedTo}`;

function restoreReadMarks() {
  readMarks = {};
  try {
    const { epoch, marks } = JSON.parse(localStorage.getItem(readMarksKey()) ?? '{}');
    if (epoch === inbox.epoch) Object.assign(readMarks, marks);
  } catch {
    // The read marks aren't JSON, or the browser is set to store nothing.
  }
}

/**
 * @param {Conversation} conversation
 * @param {number} order
 */
function readUpTo(conversation, order) {
  if (order <= conversation.read) return;
  conversation.read = order;
  if (conversation.kind !== 'person' || inbox.epoch === undefined) return;
  readMarks[conversation.name] = order;
  try {
    localStorage.setItem(readMarksKey(), JSON.stringify({ epoch: inbox.epoch, marks: readMarks }));
  } catch {
    // The storage is full, or the browser allows none.
  }
}
