// Subscribing, and resuming after a lost connection (stage 02; stage 05 adds the inbox, stage 06 the patterns).

/** @type {Set<string>} */
const patterns = new Set();
/** Channels that we have left: we don't show their messages that were still on their way. @type {Set<string>} */
const left = new Set();

/** How many private messages back a new page asks for; it takes the first number that the broker can promise. */
const INBOX_REACHES = [1000, 100, 10];

const GONE = 'The connection was lost. What was published meanwhile is missing here: the broker did not keep it.';
const LOST = 'Messages may be missing here: the broker no longer has all that came meanwhile (recovered=0).';

/** Refusals that we would get over another connection too. */
const REFUSED = ['BAD_FRAME', 'BAD_CHANNEL', 'FORBIDDEN'];

/** Brings this page up to date over a new connection to a broker that keeps messages. */
function resume() {
  markWhatIsGone();
  if (user !== undefined) void resumeInbox(user);
  for (const pattern of patterns) void subscribePattern(pattern);
  for (const conversation of conversations.values()) {
    if (conversation.wanted) void subscribeChannel(conversation);
    else if (conversation.kind === 'channel') void catchUp(conversation);
  }
  openConversation(selected);
  for (const row of outbox.values()) void transmit(row);
}

/** Does the same with a broker that keeps no messages. */
function resumePlainly() {
  markWhatIsGone();
  for (const row of outbox.values()) refused(row, 'not resumed: this broker keeps no messages');
  for (const { name, cursor, wanted } of conversations.values()) {
    cursor.reset();
    if (wanted) send(`SUBSCRIBE:${name}`);
  }
}

/** Marks a gap after messages without a number: the broker kept neither those nor what has followed them until now (P2-5). */
function markWhatIsGone() {
  for (const conversation of conversations.values())
    if (conversation.current.some(({ id, isNotice }) => id === undefined && !isNotice)) markGap(conversation, GONE);
}

/**
 * Subscribes to a channel, from now on or from where this page has got to (P3-15).
 * @param {Conversation} conversation
 */
async function subscribeChannel(conversation) {
  if (conversation.asking) return;
  conversation.asking = true;
  const { known, resumed, answer } = await subscribe(conversation.name, conversation.cursor);
  conversation.asking = false;
  if (!answer) return;
  if (!accepts(answer)) return subscriptionRefused(conversation, answer);
  if (known && !resumed) markGap(conversation, LOST);
  if (!known) conversation.read = conversation.cursor.seq;
  if (!conversation.loaded) void loadNewest(conversation);
}

/**
 * Sends SUBSCRIBE for a channel or the inbox, with the cursor if it has a position.
 * @param {string} name
 * @param {Cursor} cursor
 */
async function subscribe(name, cursor) {
  const known = cursor.epoch !== undefined;
  cursor.asked();
  const answer = await command('SUBSCRIBE', name, known ? { since: cursor.seq, epoch: cursor.epoch } : {});
  const resumed = answer?.tags.get('recovered') === '1';
  if (answer?.verb === 'OK') cursor.answered(numberIn(answer, 'seq') ?? 0, answer.tags.get('epoch'), resumed);
  return { known, resumed, answer };
}

/**
 * @param {Conversation} conversation
 * @param {Frame} answer
 */
function subscriptionRefused(conversation, { target: code, body }) {
  if (!REFUSED.includes(code)) return;
  conversation.wanted = false;
  if (conversation.rows.length === 0) closeConversation(conversation);
  else addNotice(conversation, `No longer subscribed. ${code}: ${body}`);
}

/**
 * Without tags, a refusal doesn't say what it refuses. But if it is about a name that breaks the grammar (P1-6), we can tell which one.
 * @param {Frame} answer
 */
function closeRefused({ target: code }) {
  const refused = [...conversations.values()].find(({ name }) => !/^(?=.{1,255}$)[\w-]+(?:\.[\w-]+)*$/.test(name));
  if (refused && REFUSED.includes(code)) closeConversation(refused);
}

/** @param {string} pattern */
async function subscribePattern(pattern) {
  const answer = await command('SUBSCRIBE', pattern);
  if (!answer || accepts(answer)) return;
  patterns.delete(pattern);
  changed();
}

/**
 * The inbox needs no SUBSCRIBE, except to get what came while this page was away (P6-4). A broker without one refuses `@` as a bad name.
 * @param {string} name the user's
 */
async function resumeInbox(name) {
  const { known, resumed, answer } = await subscribe(`@${name}`, inbox);
  if (answer?.target === 'BAD_CHANNEL') return log('note', 'no inbox here: this broker has no private messages');
  if (!accepts(answer)) return;
  field('channel').placeholder = 'news or @bob';
  if (resumed) return lookBack(name);
  for (const conversation of conversations.values()) if (known && conversation.kind === 'person') markGap(conversation, LOST);
  openConversation(selected);
  restoreReadMarks();
  inbox.unseen = inbox.seq;
  await lookBack(name);
}

/**
 * Asks for the inbox's messages from before this page was there. It doesn't know how far back the broker keeps them, so it tries.
 * @param {string} name
 */
async function lookBack(name) {
  for (const reach of INBOX_REACHES) {
    if (inbox.unseen === 0) return;
    inbox.seq = Math.max(0, inbox.unseen - reach);
    const { resumed, answer } = await subscribe(`@${name}`, inbox);
    if (!answer) return void (inbox.seq = inbox.unseen); // the connection was lost: the next one tries again
    if (resumed) break;
  }
  inbox.unseen = 0;
}

/**
 * A subscription through a pattern can't be resumed (P7-4). But we can load what this broker has stored of the channel in the meantime.
 * @param {Conversation} conversation
 */
async function catchUp(conversation) {
  const { seq } = conversation.cursor;
  if (seq > 0) await loadBetween(conversation, seq, Infinity);
}

/**
 * Opens a conversation, and subscribes to it if it is a channel.
 * @param {string} name
 */
function join(name) {
  if (/[*#]/.test(name)) return joinPattern(name);
  const conversation = conversationWith(name);
  left.delete(name);
  conversation.wanted = conversation.kind === 'channel';
  if (conversation.wanted && isTagged()) void subscribeChannel(conversation);
  else if (conversation.wanted && isReady()) send(`SUBSCRIBE:${name}`);
  openConversation(conversation);
}

/**
 * A pattern is not a conversation: the messages that it matches belong to their channels (P7-1).
 * @param {string} pattern
 */
function joinPattern(pattern) {
  if (isReady() && !isTagged()) return void send(`SUBSCRIBE:${pattern}`); // the broker will refuse it
  patterns.add(pattern);
  if (isTagged()) void subscribePattern(pattern);
  changed();
}

/** @param {Conversation} conversation */
function leave(conversation) {
  closeConversation(conversation);
  typists.delete(conversation.name);
  if (conversation.wanted) void unsubscribe(conversation.name);
}

/** @param {string} name */
async function unsubscribe(name) {
  if (!isReady()) return;
  left.add(name);
  if (!isTagged()) return void send(`UNSUBSCRIBE:${name}`);
  if (accepts(await command('UNSUBSCRIBE', name))) left.delete(name);
}

/** @param {string} pattern */
async function leavePattern(pattern) {
  patterns.delete(pattern);
  changed();
  if (isTagged()) accepts(await command('UNSUBSCRIBE', pattern));
}
