// Loads older messages (stage 02). They arrive like any other messages, before the answer to their HISTORY (P3-9).

/** How many messages to load at a time: for a reader, and when catching up. */
const PAGE = { reading: 50, catchingUp: 1000 };

/**
 * @param {Conversation} conversation
 * @param {number} count
 * @param {number} [since]
 */
async function loadHistory({ name, cursor }, count, since) {
  cursor.histories++;
  const answer = await command('HISTORY', name, { body: count, since });
  cursor.histories--;
  return answer;
}

/** @param {Conversation} conversation */
async function loadNewest(conversation) {
  conversation.loaded = true;
  const answer = await loadHistory(conversation, PAGE.reading);
  if (accepts(answer)) return changed();
  conversation.loaded = false;
  if (REFUSED.includes(answer?.target ?? '') && conversation.rows.length === 0) closeConversation(conversation);
  changed();
}

/**
 * Loads a page of messages from before the oldest one here. HISTORY counts forward from a number, and the numbers may have holes (in an
 * inbox: everything that belongs to other conversations), so we look further and further back until we find something.
 * @param {Conversation} conversation
 */
async function loadOlder(conversation) {
  const { oldest = 0 } = conversation;
  for (let width = PAGE.reading; conversation.oldest === oldest && !conversation.complete; width *= 4) {
    const since = Math.max(0, oldest - 1 - width);
    if (!(await loadBetween(conversation, since, oldest))) return;
    conversation.complete = since === 0;
  }
  changed();
}

/**
 * Loads the messages between two numbers, page by page.
 * @param {Conversation} conversation
 * @param {number} since
 * @param {number} end
 * @returns {Promise<boolean>} whether all of them came
 */
async function loadBetween(conversation, since, end) {
  for (let last = since, more = true; more && last < end - 1;) {
    const answer = await loadHistory(conversation, Math.min(end - 1 - last, PAGE.catchingUp), last);
    if (!answer || !accepts(answer)) return false;
    last = numberIn(answer, 'last') ?? end;
    more = answer.tags.has('more');
  }
  return true;
}
