// Finds links that have gone silent. A link may do so without closing, and a browser doesn't show pings to a page. So whatever we ask
// must be answered in time, and when nothing has come for a while, we ask something.

/** An answer may take `answer` beats; after `quiet` beats without a frame, we ask for something. */
const BEATS = { ms: 5000, answer: 2, quiet: 3 };
/** The channel on which this page talks to itself. */
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
 * Asks for any answer at all. All brokers that keep messages answer HISTORY, and no message comes after the greatest number. Without
 * HISTORY, we publish something to ourselves. If a broker never answers that either, say because it is half-written, we leave it alone.
 * @param {Link} here
 */
function probe(here) {
  if (isTagged()) void command('HISTORY', 'hello', { body: 1, since: 10 ** 15 - 1 });
  else if (here.state === 'login') void ask('HISTORY:hello:1');
  else if (send(`SUBSCRIBE:${ECHO}`)) here.awaitsEcho = publishPlainly(ECHO, '');
  Object.assign(here, { probing: true, silentBeats: 0 });
}
