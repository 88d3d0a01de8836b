// Finds out what is at the other end: a broker that keeps messages, one that wants a token, or one of stage 01, which may not know tags.

/** How long a broker has to answer. A stage 01 broker in another language may never do so. */
const GREETING_MS = 2000;

/** The broker that serves this page; undefined if it comes from a disk. The path stays: behind a proxy, a prefix may lead to the broker. */
const home = location.protocol.startsWith('http') ? new URL('.', location.href).href : undefined;
const homeAddress = (home ?? 'http://localhost:8765').replace('http', 'ws');

/** @param {Link} here */
async function greet(here) {
  attempts = 0;
  here.state = 'greeting';
  if (offered !== undefined && (await logIn())?.target !== 'UNKNOWN_COMMAND') return;
  const commands = await commandsAtHome();
  if (here !== link || here.state !== 'greeting') return;
  if (commands?.includes('AUTH')) return askForToken('This broker talks only to users it knows.');
  user = undefined;
  if (commands) begin(here, commands.includes('HISTORY'));
  else await askWhoItIs(here);
}

/**
 * The broker that serves this page lists its commands, so the page doesn't have to try one that it may not have.
 * @returns {Promise<string[] | undefined>} undefined for any other broker
 */
async function commandsAtHome() {
  if (home === undefined || connectedTo !== homeAddress) return undefined;
  try {
    const response = await fetch(`${home}commands`, { cache: 'no-store', signal: AbortSignal.timeout(GREETING_MS) });
    return response.ok ? await response.json() : undefined;
  } catch {
    return undefined; // another broker may have replaced the one that served the page
  }
}

/**
 * Every broker that has HISTORY answers it, with or without tags (P3-9). One that wants a token says so, and any other refuses the command.
 * @param {Link} here
 */
async function askWhoItIs(here) {
  setTimeout(() => here.state === 'greeting' && begin(here, false), GREETING_MS);
  const answer = await ask('HISTORY:hello:1');
  if (!answer) return;
  if (answer.target === 'UNAUTHORIZED') return askForToken('This broker talks only to users it knows.');
  begin(here, answer.verb === 'OK' || ['TODO', 'INTERNAL'].includes(answer.target));
}

/**
 * Starts the work with a broker that is ready for commands.
 * @param {Link} here
 * @param {boolean} tagged whether the broker knows tags
 */
function begin(here, tagged) {
  if (here !== link || (here.state === 'ready' && !tagged)) return;
  Object.assign(here, { state: 'ready', tagged, talks: tagged });
  keepsMessages = tagged;
  show('connected', `Connected to ${here.socket.url}`);
  if (tagged) resume();
  else resumePlainly();
}
