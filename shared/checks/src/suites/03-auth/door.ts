// The door: who may knock, for how long a stranger may stand there, and that there is a lock at all.

import type { Broker } from '../../broker.ts';
import { type Check, wrong } from '../../check.ts';
import { after, withinLimit } from '../../time.ts';
import { error, ok } from '../../expected.ts';
import { refusesSetting } from '../../settings.ts';

const group = 'door';

const PATIENCE_MS = 10_000;
/** A third of the AUTH_TIMEOUT_MS that the check sets: when a stranger comes late. */
const LATE_MS = 1000;
/** How much after that stranger the last bad token comes: so much later a broker that gives more time for it closes its session. */
const BAD_TOKEN_MS = 500;
/** How often a client that never stops talking says something, in ms. */
const TALK_MS = 250;

/** The HTTP status that answers a handshake: 101 when the client is let in. */
async function knock(broker: Broker, origin: string): Promise<number | undefined> {
  const { promise, resolve } = Promise.withResolvers<number | undefined>();
  const ignore = () => {};
  const listener = { opened: () => resolve(101), refused: resolve, closed: () => resolve(undefined) };
  const wire = broker.dial({ ...listener, message: ignore, pinged: ignore, ponged: ignore }, { headers: { Origin: origin } });
  const answer = await withinLimit(promise);
  wire.leave('reset');
  return answer;
}

export const door: readonly Check[] = [
  {
    id: 'auth-timeout',
    group,
    title: 'a session that has no user after AUTH_TIMEOUT_MS is closed with 4401, whatever else it sends; one that has stays',
    rules: ['P4-5'],
    settings: { AUTH_TIMEOUT_MS: '3000' },
    async run(context) {
      const { connect, join, token, random } = context;
      const alice = await join('alice');
      const [silent, chatty, failing] = [await connect('silent'), await connect('chatty'), await connect('failing')];
      chatty.send('PUBLISH:news:x');
      await chatty.gets(error('UNAUTHORIZED'), 'a command before AUTH was not refused with UNAUTHORIZED');
      failing.send(`AUTH:${token(random.word('bob'))}x`);
      await failing.gets(error('UNAUTHORIZED'), 'a bad token was not refused with UNAUTHORIZED');
      const gone: string[] = [];
      for (const client of [silent, chatty, failing]) void client.closed.then(() => gone.push(client.who));
      // A session that never stops talking: its time runs out all the same.
      const talk = setInterval(() => chatty.send('PUBLISH:news:x'), TALK_MS);
      context.atEnd(async () => clearInterval(talk));
      await after(LATE_MS);
      const late = await connect('late');
      void late.closed.then(() => gone.push(late.who));
      // One more bad token, after a stranger has come late: whose time runs out first?
      await after(BAD_TOKEN_MS);
      failing.send(`AUTH:${token(random.word('bob'))}y`);
      await failing.frameWithin(failing.patience);
      for (const client of [silent, chatty, failing, late]) {
        await withinLimit(client.closed, PATIENCE_MS);
        await client.closes(4401, {
          message: 'a session without a user was not closed with 4401 after AUTH_TIMEOUT_MS',
          cause: 'the time runs from the moment of connection, and no frame but a good token stops it: idle strangers cost memory for ever',
        });
      }
      if (gone.indexOf('late') < gone.indexOf('failing'))
        throw wrong(
          'a bad token gave a session more time to authenticate',
          'it is closed before one that came later',
          `closed in this order: ${gone.join(', ')}`,
          'the time runs from the moment of connection: only a good token stops it',
        );
      // Alice came first: her time would have run out before theirs.
      if (!alice.isOpen) throw wrong('a session with a user was closed after AUTH_TIMEOUT_MS', 'it stays open', 'it was closed');
      await alice.getsNothing('a session with a user got something');
    },
  },
  {
    id: 'origins',
    group,
    title: 'with ALLOWED_ORIGINS, another Origin is refused with 403; a client that sends none is admitted',
    rules: ['P4-15'],
    settings: { ALLOWED_ORIGINS: 'https://chat.example,http://localhost:8765' },
    async run({ broker, join, transcript }) {
      for (const [origin, status] of [
        ['https://chat.example', 101],
        ['http://localhost:8765', 101],
        ['https://evil.example', 403],
        ['https://chat.example.evil.example', 403],
        ['https://chat.exampl', 403],
        ['http://chat.example', 403],
        ['https://chat.example:8443', 403],
        ['http://localhost:87650', 403],
        ['null', 403],
      ] as const) {
        transcript.add('grader', '·', `asks for a WebSocket with Origin: ${origin}`);
        const got = await knock(broker, origin);
        if (got === status) continue;
        throw wrong(
          status === 101 ? 'an allowed Origin was not admitted' : 'another Origin was not refused with HTTP 403',
          `HTTP ${status}`,
          got === undefined ? 'no answer' : `HTTP ${got}`,
          'compare the whole origin, scheme and port too: the same beginning or the same end is not enough',
        );
      }
      const alice = await join('alice');
      await alice.getsNothing('a client without an Origin was not served');
    },
  },
  {
    id: 'any-origin',
    group,
    title: 'without ALLOWED_ORIGINS any Origin is admitted',
    rules: ['P4-15'],
    async run({ join, random }) {
      const user = random.word('alice');
      const alice = await join('alice', { user, headers: { Origin: 'https://anywhere.example' } });
      alice.send('@label=1 SUBSCRIBE:news');
      await alice.gets(ok('SUBSCRIBE', 'news', { label: '1' }), 'a client with an Origin was not served');
    },
  },
  {
    id: 'no-secret',
    group,
    title: 'without AUTH_SECRET, or with an AUTH_TIMEOUT_MS that makes no sense, the broker does not start, and says why in one line',
    rules: ['P4-16', 'P0-5'],
    startsItself: true,
    async run(context) {
      await Promise.all([
        refusesSetting(context, 'AUTH_SECRET', ''),
        refusesSetting(context, 'AUTH_TIMEOUT_MS', '0'),
        refusesSetting(context, 'AUTH_TIMEOUT_MS', 'soon'),
      ]);
    },
  },
];
