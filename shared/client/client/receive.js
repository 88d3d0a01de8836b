// Takes what the broker sends.

/** @type {Readonly<Record<string, (here: Link, frame: Frame) => void>>} */
const RECEIVED = {
  OK: answered,
  ERROR: answered,
  MSG(here, { target, body, tags }) {
    if (`${target}:${body}` === here.echo) here.talks = true;
    if (here.state !== 'ready' || left.has(target) || target === ECHO) return; // if not ready, it belongs to the greeting
    const conversation = conversationWith(target);
    const seq = tags.has('seq') ? Number(tags.get('seq')) : undefined;
    if (seq !== undefined) conversation.cursor.saw(seq);
    const [id, from, origin] = ['id', 'from', 'origin'].map((key) => tags.get(key));
    addMessage(conversation, { id, from, origin, body, seq, time: Number(tags.get('time')) || Date.now() });
  },
  USER_TYPING(_, { target, body: name }) {
    typistsOf(target).add(name);
    changed();
  },
  USER_STOPPED(_, { target, body: name }) {
    typistsOf(target).delete(name);
    changed();
  },
};

/**
 * @param {Link} here
 * @param {string} text
 */
function receive(here, text) {
  const frame = parseFrame(text);
  Object.assign(here, { silentBeats: 0, awaitsEcho: false });
  // During the greeting, and after a probe, a no is an answer like any other.
  log(frame.verb === 'ERROR' && here.state !== 'greeting' && !here.probing ? 'in error' : 'in', text);
  RECEIVED[frame.verb]?.(here, frame);
}
