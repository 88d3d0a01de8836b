import type { Solution } from '../solution.ts';

const HEARS = `if (!typists.hears(session, channel)) throw new Refusal('FORBIDDEN', 'subscribe first');`;
const MAY = `auth.authorize(session, 'publish', channel);`;
const START = 'typists.start(session, userOf(session), channel);';

export const commands: readonly Solution[] = [
  {
    task: '4.1',
    name: 'returns early',
    body: `
    if (!from) return;
    typists.stop(from, channel);`,
  },
  {
    task: '4.1',
    name: 'does nothing',
    body: '',
    message: "Alice's message did not end her typing",
  },
  {
    task: '4.1',
    name: 'mixes up user and channel',
    body: 'if (from !== undefined) typists.stop(channel, from);',
    message: "Alice's message ended the wrong typing",
  },
  {
    task: '4.1',
    name: 'ends it everywhere',
    body: `if (from !== undefined) for (const each of [...typists.channels, channel, 'sport']) typists.stop(from, each);`,
    message: "Alice's message ended the wrong typing",
  },
  {
    task: '4.1',
    name: 'has the condition the wrong way round',
    body: 'if (from === undefined) typists.stop(from!, channel);',
    message: "Alice's message did not end her typing",
  },
  {
    task: '4.1',
    name: 'wants a session that reads the channel',
    body: 'if (from !== undefined && session && channels.readers(channel).has(session)) typists.stop(from, channel);',
    also: [['function stopTyping({ from, channel }: Message)', 'function stopTyping({ from, channel, session }: Message)']],
    message: 'a message from a session that does not read the channel did not end the typing',
  },
  {
    task: '4.1',
    name: 'wants a session',
    body: 'if (from !== undefined && session) typists.stop(from, channel);',
    also: [['function stopTyping({ from, channel }: Message)', 'function stopTyping({ from, channel, session }: Message)']],
    message: 'a message that came without a session did not end the typing',
  },
  {
    task: '4.1',
    name: 'stops nobody, whoever that is',
    body: 'typists.stop(from!, channel);',
    message: 'a message without an author called typists.stop',
  },

  {
    task: '4.2',
    name: 'asks for the right first, and has the user in a variable',
    body: `
    const user = userOf(session);
    ${MAY}
    if (typists.hears(session, channel)) return typists.start(session, user, channel, channel);
    throw new Refusal('FORBIDDEN', \`SUBSCRIBE:\${channel} first\`);`,
  },
  {
    task: '4.2',
    name: 'has the condition the wrong way round',
    body: `if (typists.hears(session, channel)) throw new Refusal('FORBIDDEN', 'subscribe first'); ${MAY} ${START}`,
    message: 'USER_TYPING was refused although the session reads the channel and may publish there',
  },
  {
    task: '4.2',
    name: 'starts nothing',
    body: `${HEARS} ${MAY}`,
    message: 'USER_TYPING did not start any typing',
  },
  {
    task: '4.2',
    name: 'mixes up user and channel',
    body: `${HEARS} ${MAY} typists.start(session, channel, userOf(session));`,
    message: 'USER_TYPING started the wrong typing',
  },
  {
    task: '4.2',
    name: 'does nothing for a session that does not read the channel',
    body: `if (!typists.hears(session, channel)) return; ${MAY} ${START}`,
    message: 'USER_TYPING from a session that does not read the channel was not refused',
  },
  {
    task: '4.2',
    name: 'looks for a subscription to the channel itself',
    body: `if (!session.channels?.has(channel)) throw new Refusal('FORBIDDEN', 'subscribe first'); ${MAY} ${START}`,
    message: 'USER_TYPING was refused, although the session is in the audience of the channel',
  },
  {
    task: '4.2',
    name: 'lets everybody type who may publish',
    body: `${MAY} ${START}`,
    message: 'USER_TYPING from a session that does not read the channel was not refused',
  },
  {
    task: '4.2',
    name: 'is content with another session of the user',
    body: `
    const reads = [...typists.listeners(channel)].some(({ user }) => user === session.user);
    if (!reads) throw new Refusal('FORBIDDEN', 'subscribe first');
    ${MAY} ${START}`,
    message: 'USER_TYPING from a session that does not read the channel was not refused',
  },
  {
    task: '4.2',
    name: 'refuses with another code',
    body: `if (!typists.hears(session, channel)) throw new Refusal('BAD_CHANNEL', 'subscribe first'); ${MAY} ${START}`,
    message: 'USER_TYPING from a session that does not read the channel was refused as BAD_CHANNEL instead of FORBIDDEN',
  },
  {
    task: '4.2',
    name: 'starts before it asks',
    body: `${START} ${HEARS} ${MAY}`,
    message: 'USER_TYPING was refused, but the typing had already started',
  },
  {
    task: '4.2',
    name: 'starts before it asks for the right',
    body: `${HEARS} ${START} ${MAY}`,
    message: 'USER_TYPING was refused, but the typing had already started',
  },
  {
    task: '4.2',
    name: 'does not ask for the right',
    body: `${HEARS} ${START}`,
    message: 'USER_TYPING from a session that may not publish there was not refused',
  },
  {
    task: '4.2',
    name: 'asks for the wrong right',
    body: `${HEARS} auth.authorize(session, 'subscribe', channel); ${START}`,
    message: 'USER_TYPING from a session that may not publish there was not refused',
  },
  {
    task: '4.2',
    name: 'asks for both rights',
    body: `${HEARS} subscriptions.authorize(session, channel); ${MAY} ${START}`,
    message: 'USER_TYPING was refused for lack of a right other than publish',
  },
];
