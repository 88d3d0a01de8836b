// Shows who is typing, and says when we are (stage 04).

/** Half the time after which the broker takes a silent typist to have stopped. IRCv3 throttles at the same rate. */
const TYPING_REPEAT_MS = 3000;

/**
 * The conversation in which the broker believes that we are typing, and when we last said so.
 * @type {{ name: string, since: number } | undefined}
 */
let typing;
/** The names of the users who are typing, by conversation. @type {Map<string, Set<string>>} */
const typists = new Map();

/** Says that we are typing, but not at every key, since the broker remembers it for a while (P5-1). */
async function keyTyped() {
  if (field('body').value === '') return stopTyping();
  if (!selected || user === undefined || !isTagged() || link?.knowsTyping === false) return;
  if (typing?.name === selected.name && performance.now() - typing.since < TYPING_REPEAT_MS) return;
  typing = { name: selected.name, since: performance.now() };
  const here = link;
  const answer = await command('USER_TYPING', typing.name);
  if (here && answer?.target === 'UNKNOWN_COMMAND') here.knowsTyping = false;
  if (answer?.target === 'TODO') accepts(answer);
}

function stopTyping() {
  if (typing && isTagged() && link?.knowsTyping !== false) void command('USER_STOPPED', typing.name);
  typing = undefined;
}

/** @param {string} name the conversation's */
function typistsOf(name) {
  const known = typists.get(name) ?? new Set();
  typists.set(name, known);
  return known;
}
