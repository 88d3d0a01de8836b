// Messages from before (stage 02). They come as all messages do, and before the answer to their HISTORY (P3-9).

/** How many messages are loaded at a time: for a reader, and when catching up. */
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
 * Loads a page of what lies before the oldest message. HISTORY counts forward from a number, and there may be holes in the numbers (in an
 * inbox: everything that belongs to other conversations), so we look further and further back until something is found.
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
 * Loads what lies between two numbers, page by page.
 * @param {Conversation} conversation
 * @param {number} since
 * @param {number} end
 * @returns {Promise<boolean>} whether all of it came
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
