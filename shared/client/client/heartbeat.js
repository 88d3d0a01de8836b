// Links that have gone silent. One may do so without closing, and a browser doesn't show its pings to a page. So whatever we ask must be
// answered, and when nothing has come for a while, we ask something.

/** An answer may take `answer` beats; after `quiet` beats without a frame, we ask for one. */
const BEATS = { ms: 5000, answer: 2, quiet: 3 };
/** The channel in which this page talks to itself. */
const ECHO = `echo.${PAGE_ID}`;

function beat() {
  if (!link || link.socket.readyState > WebSocket.OPEN || link.state === 'greeting') return;
  const isWaiting = link.state === 'connecting' || link.answers.size + link.questions.length > 0 || link.awaitsEcho;
  if (++link.silentBeats <= (isWaiting ? BEATS.answer : BEATS.quiet)) return;
  if (!isWaiting) probe(link);
  else if (link.talks || link.state === 'connecting') giveUp();
}

function giveUp() {
  log('note', 'no answer: this link is given up');
  hangUp();
  connectLater();
}

/**
 * Any answer will do. HISTORY is answered by all brokers that keep messages; there is none after the greatest number. Where there is no
 * HISTORY, we publish something to ourselves. A broker that never answers that either, such as a half-written one, is left alone.
 * @param {Link} here
 */
function probe(here) {
  if (isTagged()) void command('HISTORY', 'hello', { body: 1, since: 10 ** 15 - 1 });
  else if (here.state === 'login') void ask('HISTORY:hello:1');
  else if (send(`SUBSCRIBE:${ECHO}`)) here.awaitsEcho = publishPlainly(ECHO, '');
  Object.assign(here, { probing: true, silentBeats: 0 });
}
