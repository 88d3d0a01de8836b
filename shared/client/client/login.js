// Logging in (stage 03). The token stays in this page's memory, because any script of the same origin can read what a page stores.

/**
 * The token of this session.
 * @type {string | undefined}
 */
let token;
/**
 * The token that was last offered.
 * @type {string | undefined}
 */
let offered;
/**
 * Who we are, as the broker has told us. It outlives the session, so that the messages can stay.
 * @type {string | undefined}
 */
let user;

/**
 * Takes the token out of the fragment of the page's address, where the links that `dev` prints carry it. A browser sends the fragment
 * to nobody (P4-14), but the token would stay in the address bar, in copies of the address, and in the browser's history.
 */
function takeTokenFromAddress() {
  if (!location.hash.includes('token=')) return false;
  offered = readToken(location.hash);
  history.replaceState(null, '', location.pathname + location.search);
  return true;
}

/**
 * Finds the token in a link or in an AUTH frame; any other text is the token itself.
 * @param {string} text
 */
function readToken(text) {
  return /token=([^&\s]+)/.exec(text)?.[1] ?? text.replace(/^(@\S+ )?AUTH:/, '').trim();
}

/** Logs in with the token that was offered, in this session if there is one and otherwise in a new one. */
function offerToken() {
  if (link?.socket.readyState === WebSocket.OPEN) void logIn();
  else connect();
}

/**
 * Proves who we are. In a session that is logged in, this extends it (P4-10); another user needs a session of their own (P4-11).
 * Private messages may come right after it, and need their ids, or we would take the same ones from HISTORY for others. So it has a tag
 * (P1-14): one that nobody knows, because a broker of stage 01 may not give a label back.
 */
async function logIn() {
  const answer = await (isTagged() ? command('AUTH', offered ?? '') : ask(`@hello AUTH:${offered}`));
  if (answer?.target === 'FORBIDDEN') connect();
  else if (answer?.verb === 'ERROR' && answer.target !== 'UNKNOWN_COMMAND') notLoggedIn(answer);
  return answer;
}

/**
 * @param {Link} here
 * @param {string} name
 */
function loggedIn(here, name) {
  if (user !== undefined && user !== name) forget(); // Bob must not see what Alice has read
  user = name;
  token = offered;
  field('token').value = '';
  refuse('');
  begin(here, true);
}

function logOut() {
  forget();
  connect();
}

/**
 * A session that is logged in stays logged in, even if the broker refuses another token.
 * @param {Frame} answer
 */
function notLoggedIn(answer) {
  if (answer.target === 'UNAUTHORIZED') {
    if (!isReady()) token = undefined;
    offered = token;
  }
  accepts(answer);
  askForToken('The broker did not accept this token.');
}

/** @param {string} why */
function askForToken(why) {
  if (!isReady()) {
    if (link) Object.assign(link, { state: 'login', talks: true });
    show('login', link ? `Connected to ${connectedTo}` : 'Disconnected. Log in to connect again');
  }
  element('login-why').textContent = why;
  element('login').hidden = false;
}

/**
 * When a token expires, in ms since 1970. This is only for display: the page can't check a token, and doesn't need to.
 * @param {string} jwt
 * @returns {number | undefined}
 */
function expiryOf(jwt) {
  try {
    const { exp } = JSON.parse(atob((jwt.split('.')[1] ?? '').replaceAll('-', '+').replaceAll('_', '/')));
    return typeof exp === 'number' ? exp * 1000 : undefined;
  } catch {
    return undefined;
  }
}
