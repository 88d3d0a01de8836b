import type { Solution } from '../solution.ts';

const OWN = "if (inbox !== inboxOf(session)) throw new Refusal('FORBIDDEN', `${inbox} is not ${inboxOf(session)}`);";
const RESUME = 'return resume.subscribe(session, frame, { key: inbox, start: session.inboxStart, goLive() {} });';
const HISTORY = 'return history.answer(session, frame, { key: inboxOf(session), count, target: user });';
const MAY = `auth.authorize(session, 'publish', user);`;
const START = 'typists.start(session, userOf(session), user, inboxOf(session));';

export const commands: readonly Solution[] = [
  {
    task: '5.6',
    name: 'has an if around it',
    body: `
    const own = inboxOf(session);
    if (inbox === own) {
      const { inboxStart: start } = session;
      const nothing = () => {};
      return resume.subscribe(session, frame, { key: own, start, goLive: nothing });
    }
    throw new Refusal('FORBIDDEN', \`\${own} is yours, and \${inbox} is not\`);`,
  },
  {
    task: '5.6',
    name: 'has the condition the wrong way round',
    body: `if (inbox !== inboxOf(session)) ${RESUME}`,
    message: "SUBSCRIBE to the session's own inbox did not resume it",
  },
  {
    task: '5.6',
    name: 'refuses the own inbox',
    body: `if (inbox === inboxOf(session)) throw new Refusal('FORBIDDEN', 'no'); ${RESUME}`,
    message: "SUBSCRIBE to the session's own inbox was refused",
  },
  {
    task: '5.6',
    name: 'forgets where the session became live',
    body: `${OWN} return resume.subscribe(session, frame, { key: inbox, goLive() {} });`,
    message: "the resume was not told where the session's live stream began",
  },
  {
    task: '5.6',
    name: 'begins at what the client has seen',
    body: `${OWN} return resume.subscribe(session, frame, { key: inbox, start: Number(frame.tags?.get('since') ?? 0), goLive() {} });`,
    message: "the resume was not told where the session's live stream began",
  },
  {
    task: '5.6',
    name: 'takes the user for the inbox',
    body: `${OWN} return resume.subscribe(session, frame, { key: userOf(session), start: session.inboxStart, goLive() {} });`,
    message: 'the resume got the wrong log, session or frame',
  },
  {
    task: '5.6',
    name: 'forgets to return',
    body: `${OWN} void ${RESUME.replace('return ', '')}`,
    message: 'the command does not return what resume.subscribe returns',
  },
  {
    task: '5.6',
    name: 'lets everybody resume every inbox',
    body: RESUME,
    message: "SUBSCRIBE to another user's inbox was not refused",
  },
  {
    task: '5.6',
    name: 'asks for a right',
    body: `if (inbox !== inboxOf(session)) auth.authorize(session, 'subscribe', inbox); ${RESUME}`,
    message: "SUBSCRIBE to another user's inbox was not refused",
  },
  {
    task: '5.6',
    name: 'does nothing for somebody else',
    body: `if (inbox !== inboxOf(session)) return undefined; ${RESUME}`,
    message: "SUBSCRIBE to another user's inbox was not refused",
  },
  {
    task: '5.6',
    name: 'resumes before it asks',
    body: `const outcome = ${RESUME.replace('return ', '')} ${OWN} return outcome;`,
    message: "SUBSCRIBE to another user's inbox was refused, but the inbox was resumed",
  },
  {
    task: '5.6',
    name: 'does not say which inbox is theirs',
    body: `if (inbox !== inboxOf(session)) throw new Refusal('FORBIDDEN', \`\${inbox} is not yours\`); ${RESUME}`,
    message: 'the refusal does not name both inboxes',
  },
  {
    task: '5.6',
    name: 'says whether there is such an inbox',
    body: `
    const kind = store.bounds(inbox).newest > 0 ? 'an inbox' : 'no inbox at all';
    if (inbox !== inboxOf(session)) throw new Refusal('FORBIDDEN', \`\${inbox} is \${kind}, and yours is \${inboxOf(session)}\`);
    ${RESUME}`,
    also: [['export function privateCommands({ broker, publish,', 'export function privateCommands({ broker, store, publish,']],
    message: 'the refusal tells whether a user exists',
  },

  {
    task: '5.7',
    name: 'takes what it needs into variables',
    body: `
    const part = { target: user, count, key: '@' + userOf(session) };
    const tags = history.answer(session, frame, part);
    return tags;`,
  },
  {
    task: '5.7',
    name: 'does nothing',
    body: 'return NO_TAGS;',
    message: 'HISTORY of a conversation read nothing',
  },
  {
    task: '5.7',
    name: "reads the other's inbox",
    body: 'return history.answer(session, frame, { key: user, count, target: inboxOf(session) });',
    message: "the history was not read from the session's own inbox",
  },
  {
    task: '5.7',
    name: 'reads the whole inbox',
    body: 'return history.answer(session, frame, { key: inboxOf(session), count });',
    message: 'the history was not limited to the conversation with that user',
  },
  {
    task: '5.7',
    name: 'looks for what stands under its own name',
    body: 'return history.answer(session, frame, { key: inboxOf(session), count, target: inboxOf(session) });',
    message: 'the history was not limited to the conversation with that user',
  },
  {
    task: '5.7',
    name: 'reads as many as it likes',
    body: HISTORY.replace('count', 'count: 50'),
    message: 'the history did not use the count from the frame',
  },
  {
    task: '5.7',
    name: 'forgets to return',
    body: `void ${HISTORY.replace('return ', '')} return NO_TAGS;`,
    message: 'the command does not return what history.answer returns',
  },
  {
    task: '5.7',
    name: 'asks for the right to read the other',
    body: `auth.authorize(session, 'subscribe', user); ${HISTORY}`,
    message: 'HISTORY of a conversation was refused for lack of a right',
  },

  {
    task: '5.8',
    name: 'makes the names itself',
    body: `
    const name = userOf(session);
    auth.authorize(session, 'publish', \`@\${user.slice(1)}\`);
    typists.start(session, name, user, '@' + name);
    return new Map();`,
  },
  {
    task: '5.8',
    name: 'starts nothing',
    body: `${MAY} return NO_TAGS;`,
    message: 'USER_TYPING to a user did not start any typing',
  },
  {
    task: '5.8',
    name: 'forgets under which name it is shown',
    body: `${MAY} typists.start(session, userOf(session), user); return NO_TAGS;`,
    message: 'the typing is not shown in the conversation with its typist',
  },
  {
    task: '5.8',
    name: 'mixes up the channel and what is shown',
    body: `${MAY} typists.start(session, userOf(session), inboxOf(session), user); return NO_TAGS;`,
    message: 'USER_TYPING to a user started the wrong typing',
  },
  {
    task: '5.8',
    name: 'types in the name of the other',
    body: `${MAY} typists.start(session, user.slice(1), user, inboxOf(session)); return NO_TAGS;`,
    message: 'USER_TYPING to a user started the wrong typing',
  },
  {
    task: '5.8',
    name: 'asks for no right',
    body: `${START} return NO_TAGS;`,
    message: 'USER_TYPING to a user that no pattern in the token covers was not refused',
  },
  {
    task: '5.8',
    name: 'asks for the wrong right',
    body: `auth.authorize(session, 'subscribe', user); ${START} return NO_TAGS;`,
    message: 'USER_TYPING to a user that no pattern in the token covers was not refused',
  },
  {
    task: '5.8',
    name: 'asks for the right to write to the name',
    body: `auth.authorize(session, 'publish', user.slice(1)); ${START} return NO_TAGS;`,
    message: 'USER_TYPING to a user that no pattern in the token covers was not refused',
  },
  {
    task: '5.8',
    name: 'starts before it asks',
    body: `${START} ${MAY} return NO_TAGS;`,
    message: 'USER_TYPING to a user was refused, but the typing had already started',
  },
  {
    task: '5.8',
    name: 'wants the session to hear of it, as in a channel',
    body: `if (!typists.hears(session, user)) throw new Refusal('FORBIDDEN', 'subscribe first'); ${MAY} ${START} return NO_TAGS;`,
    message: 'USER_TYPING was refused although the session may write to the user',
  },
  {
    task: '5.8',
    name: 'wants the other to be there',
    body: `if (typists.listeners(user).size === 0) throw new Refusal('FORBIDDEN', 'not online'); ${MAY} ${START} return NO_TAGS;`,
    message: 'USER_TYPING was refused although the session may write to the user',
  },
  {
    task: '5.8',
    name: 'returns nothing',
    body: `${MAY} ${START}`,
    message: 'the command did not return NO_TAGS',
  },
];
