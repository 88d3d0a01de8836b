// Named mistakes in stage 05, each with the check that must catch it and what that check says. They show that the checks can fail.

import type { WrongBroker } from '../wrong-broker.ts';

const join = 'auth.onLogin.push((session) => devices.join(session));';
const rememberStart = 'session.inboxStart = this.#store.bounds(inbox).newest;';
const leave = 'devices?.delete(session); if (devices?.size === 0) this.#devices.delete(inbox);';
const sendToOthers = 'if (session !== publisher) packet.sendTo(session);';
const audience = 'typists.audience.push((channel) => devices.of(channel));';
const eachInbox = 'for (const [inbox, target] of partiesOf(from, channel)) {';
const append = 'const seq = this.#journal.append(inbox, { ...stamped, target });';
const commands = 'privateCommands(parts);';
const accept = 'return publish(session, frame, { channel: requireUser(target), body });';
const ownInboxOnly =
  "if (inbox !== inboxOf(session)) throw new Refusal('FORBIDDEN', `${inbox} is not your inbox: yours is ${inboxOf(session)}`);";
const replay = 'return resume.subscribe(session, frame, { key: inbox, start: session.inboxStart, goLive() {} });';
const ownConversation = 'return history.answer(session, frame, { key: inboxOf(session), count, target: user });';
const noUnsubscribe = "throw new Refusal('FORBIDDEN', `${userAlone(frame)} is an inbox, and nobody unsubscribes from one`);";
const startTyping = 'typists.start(session, userOf(session), user, inboxOf(session));';

export const wrong: readonly WrongBroker[] = [
  // Who gets it.
  {
    check: 'private-every-device',
    message: 'a session of the user did not get the private message',
    file: '05-private/src/devices.ts',
    from: 'this.#devices.set(inbox, (this.#devices.get(inbox) ?? new Set()).add(session));',
    to: 'this.#devices.set(inbox, new Set([session]));',
  },
  {
    check: 'private-other-devices',
    message: 'a session of the sender did not get what was sent from another',
    file: '05-private/src/devices.ts',
    from: 'for (const [inbox, packet] of copies) {',
    to: 'for (const [inbox, packet] of [...copies].slice(-1)) {',
  },
  {
    check: 'private-other-devices',
    message: 'the session that sent a private message got it back',
    file: '05-private/src/devices.ts',
    from: sendToOthers,
    to: 'packet.sendTo(session);',
  },
  {
    check: 'private-from',
    message: 'a private message did not say who sent it, or lacked its tags',
    file: '05-private/src/inboxes.ts',
    from: 'tags: tagsOf({ ...stamped, seq })',
    to: 'tags: tagsOf({ ...stamped, from: target.slice(1), seq })',
  },
  {
    check: 'private-no-right-needed',
    message: 'a user without rights did not get what was sent to them',
    file: '05-private/src/private.ts',
    from: join,
    to: 'auth.onLogin.push((session) => session.rights?.subscribe || devices.join(session));',
  },
  {
    check: 'private-no-right-needed',
    message: "SUBSCRIBE of one's own inbox was refused, or answered",
    file: '05-private/src/private.ts',
    from: ownInboxOnly,
    to: `auth.authorize(session, 'subscribe', inbox);\n    ${ownInboxOnly}`,
  },
  {
    check: 'private-subscribe-own',
    message: 'after SUBSCRIBE of one’s own inbox, a private message came twice',
    file: '05-private/src/private.ts',
    from: replay,
    to: replay.replace(
      'goLive() {}',
      'goLive: () => turn.steps.deliver.push(({ copies }: PrivateMessage) => copies?.get(inbox)?.sendTo(session))',
    ),
    also: [
      {
        file: '05-private/src/private.ts',
        from: 'export function privateCommands({ broker, publish,',
        to: 'export function privateCommands({ broker, turn, publish,',
      },
    ],
  },
  {
    check: 'private-device-leaves',
    message: 'after one device went away, another got nothing more',
    file: '05-private/src/devices.ts',
    from: leave,
    to: 'this.#devices.delete(inbox);',
  },
  {
    check: 'private-in-order',
    message: 'a private message was lost, came twice, or overtook another',
    file: '02-persistence/src/turn.ts',
    from: 'for (const message of messages) { if (!message.duplicate)',
    to: 'for (const message of messages.toReversed()) { if (!message.duplicate)',
  },
  {
    check: 'private-burst-with-auth',
    message: 'what followed AUTH in one burst was not taken as sent by its user',
    file: '02-persistence/src/dialogue/dialogue.ts',
    from: 'if (session.waiting) return this.#postpone(session, session.waiting, message);',
    to: '',
  },
  {
    check: 'private-odd-names',
    message: 'a user with a legal name did not get a private message',
    file: '05-private/src/users.ts',
    from: "return target.startsWith('@') && isName(target.slice(1));",
    to: 'return /^@[A-Za-z]\\w*$/.test(target);',
  },
  {
    check: 'private-odd-names',
    message: 'a private message came out on the channel of that name',
    file: '02-persistence/src/log/publish.ts',
    from: 'for (const session of channels.readers(channel)) packet.sendTo(session);',
    to: "for (const session of channels.readers(channel.replace('@', ''))) packet.sendTo(session);",
  },
  {
    check: 'private-to-oneself',
    message: 'a message to oneself was not kept exactly once',
    file: '05-private/src/inboxes.ts',
    from: append,
    to: `${append}\n      if (inbox === target) this.#journal.append(inbox, { ...stamped, target, id: makeId() });`,
  },
  {
    check: 'private-to-oneself',
    message: 'a message to oneself did not come once to the other sessions',
    file: '05-private/src/devices.ts',
    from: sendToOthers,
    to: 'if (session !== publisher && (copies.size !== 1 || !publisher)) packet.sendTo(session);',
  },

  // One id, one message.
  {
    check: 'private-repeat',
    message: 'the repeat of a private publish was not answered with dup=1 and the first seq',
    file: '05-private/src/inboxes.ts',
    from: 'if (id === undefined || !this.#isRepeat(message, from, id)) this.#keep(message, from, id ?? makeId());',
    to: 'this.#keep(message, from, id ?? makeId());',
  },
  {
    check: 'private-same-id',
    message: 'the same id to or from somebody else was taken for a repeat',
    file: '02-persistence/src/store/sqlite-store.ts',
    from: "'SELECT seq FROM messages WHERE key = ? AND target = ? AND sender = ? AND id = ?'",
    to: "'SELECT seq FROM messages WHERE key = ? AND ? <> sender AND ? <> target AND id = ?'",
  },

  // The inbox.
  {
    check: 'inbox-offline',
    message: 'messages sent to a user who was away did not come in the resume of the inbox',
    file: '05-private/src/inboxes.ts',
    from: eachInbox,
    to: `${eachInbox}\n      if (inbox !== \`@\${from}\` && this.#store.bounds(inbox).newest === 0) continue;`,
  },
  {
    check: 'inbox-offline',
    message: 'an inbox came without being asked for',
    file: '05-private/src/private.ts',
    from: join,
    to: `${join}
  auth.onLogin.push((session) => {
    const send = (body: string, target = '') => session.send({ frame: { verb: 'MSG', target, body } });
    setImmediate(() => store.read(inboxOf(session), 0, 100).forEach(({ body, target }) => send(body, target)));
  });`,
  },
  {
    check: 'inbox-devices',
    message: 'a device did not get exactly what lies after its own cursor',
    file: '05-private/src/private.ts',
    from: replay,
    to: `const marks = ((broker as { marks?: Map<string, number> }).marks ??= new Map());
    marks.set(inbox, Math.max(marks.get(inbox) ?? 0, Number(frame.tags?.get('since') ?? 0)));
    const tags = frame.tags?.has('since') ? new Map([...frame.tags, ['since', String(marks.get(inbox))]]) : frame.tags;
    ${replay.replace('frame', '{ ...frame, tags }')}`,
  },
  {
    check: 'inbox-sent',
    message: 'an inbox did not have both what was sent and what came, in order',
    file: '05-private/src/inboxes.ts',
    from: append,
    to: 'const seq = this.#journal.append(inbox, { ...stamped, target: `@${from}` });',
  },
  {
    check: 'inbox-seq',
    message: "the seq in the OK of a private publish was not that of the sender's inbox",
    file: '05-private/src/inboxes.ts',
    from: 'if (inbox === `@${from}`) message.receipt = receiptOf({ seq, id });',
    to: 'message.receipt = receiptOf({ seq, id });',
  },
  {
    check: 'inbox-live-once',
    message: 'a resume after AUTH did not send each message exactly once',
    file: '05-private/src/devices.ts',
    from: rememberStart,
    to: '',
  },
  {
    check: 'inbox-not-recovered',
    message: 'a resume of the inbox that cannot be complete was not answered with recovered=0, or replayed something',
    file: '02-persistence/src/log/resume.ts',
    from: 'epoch === this.#store.epoch && floor <= since && since <= newest',
    to: 'floor <= since && since <= newest',
  },
  {
    check: 'inbox-not-recovered',
    message: 'a resume of the inbox that cannot be complete was not answered with recovered=0, or replayed something',
    file: '02-persistence/src/log/resume.ts',
    from: 'floor <= since && since <= newest',
    to: 'floor <= since',
  },

  // In the thick of it.
  {
    check: 'inbox-while-publishing',
    message: 'a device that came back while messages flowed did not get each of them once',
    file: '05-private/src/devices.ts',
    from: rememberStart,
    to: 'session.inboxStart = 0;',
  },
  {
    check: 'inbox-mid-flush',
    message: 'a device did not get every message once after it, or another one, was cut off in mid-flow',
    file: '05-private/src/devices.ts',
    from: leave,
    to: 'this.#devices.delete(inbox);',
  },
  {
    check: 'inbox-retention',
    message: 'an inbox did not keep exactly its newest RETAIN_MESSAGES messages',
    file: '05-private/src/inboxes.ts',
    from: append,
    to: 'const seq = this.#store.append(inbox, { ...stamped, target });',
  },
  {
    check: 'inbox-restart',
    message: 'an answered private message was not there after SIGKILL',
    file: '02-persistence/src/settings.ts',
    from: 'openSqliteStore(DB_FILE)',
    to: 'openSqliteStore(`${DB_FILE}.${process.pid}`)',
  },
  {
    check: 'inbox-restart',
    message: 'after a restart a repeat was not found',
    file: '05-private/src/inboxes.ts',
    from: 'const seq = this.#store.find(inbox, { id, from, target });',
    to: `const known = ((this as { known?: Map<string, number> }).known ??= new Map());
      if (!known.has(id)) return void known.set(id, this.#store.bounds(inbox).newest + 1) as never;
      const seq = known.get(id);`,
  },

  // Conversations.
  {
    check: 'conversation-both-ways',
    message: 'the history of a conversation was not what both said, in order',
    file: '05-private/src/private.ts',
    from: ownConversation,
    to: 'return history.answer(session, frame, { key: user, count, target: inboxOf(session) });',
  },
  {
    check: 'conversation-alone',
    message: 'the history of a conversation had something of another, or lacked something',
    file: '05-private/src/private.ts',
    from: ownConversation,
    to: 'return history.answer(session, frame, { key: inboxOf(session), count });',
  },
  {
    check: 'conversation-paging',
    message: 'a page of a conversation was not the one asked for',
    file: '02-persistence/src/log/history.ts',
    from: 'this.#store.cursorBefore(key, count, target)',
    to: 'this.#store.cursorBefore(key, count)',
  },
  {
    check: 'conversation-paging',
    message: 'HISTORY of a conversation accepted a count that is not a positive whole number',
    file: '05-private/src/private.ts',
    from: 'const count = countOf(frame);',
    to: 'const count = Number(frame.body ?? countOf(frame));',
  },

  // Secrecy.
  {
    check: 'private-outsider',
    message: 'somebody else saw a private message, or that it was being typed',
    file: '05-private/src/private.ts',
    from: ownInboxOnly,
    to: '',
  },
  {
    check: 'private-outsider',
    message: 'somebody else saw a private message, or that it was being typed',
    file: '05-private/src/private.ts',
    from: ownConversation,
    to: 'return history.answer(session, frame, { key: user, count });',
  },
  {
    check: 'private-outsider',
    message: 'somebody else saw a private message, or that it was being typed',
    file: '05-private/src/private.ts',
    from: audience,
    to: "typists.audience.push((channel) => (channel.startsWith('@') ? broker.sessions : devices.of(channel)));",
  },
  {
    check: 'inbox-of-another',
    message: "SUBSCRIBE of another user's inbox, or UNSUBSCRIBE of any, was not FORBIDDEN",
    file: '05-private/src/private.ts',
    from: ownInboxOnly,
    to: '',
  },
  {
    check: 'inbox-of-another',
    message: "SUBSCRIBE of another user's inbox, or UNSUBSCRIBE of any, was not FORBIDDEN",
    file: '05-private/src/private.ts',
    from: noUnsubscribe,
    to: `if (userAlone(frame) !== inboxOf(_session)) ${noUnsubscribe}\n    return NO_TAGS;`,
  },
  {
    check: 'inbox-of-another',
    message: 'an UNSUBSCRIBE that was refused took the inbox away',
    file: '05-private/src/private.ts',
    from: commands,
    to: `${commands}
  const unsubscribe = broker.commands.get('UNSUBSCRIBE');
  broker.commands.set('UNSUBSCRIBE', (session, frame) => {
    devices.leave(session);
    return unsubscribe?.(session, frame);
  });`,
  },
  {
    check: 'inbox-of-another',
    message: "a SUBSCRIBE of another user's inbox that was refused subscribed all the same",
    file: '05-private/src/private.ts',
    from: commands,
    to: `${commands}
  const subscribe = broker.commands.get('SUBSCRIBE');
  broker.commands.set('SUBSCRIBE', (session, frame) => {
    const sessions = devices.of(frame.target ?? '') as Set<Device>;
    if (sessions.size > 0) sessions.add(session);
    return subscribe?.(session, frame);
  });`,
  },
  {
    check: 'private-before-auth',
    message: 'a private command before AUTH was not refused with UNAUTHORIZED',
    file: '03-auth/src/auth.ts',
    from: "if (verb !== 'AUTH') userOf(session);",
    to: "if (verb !== 'AUTH' && verb !== 'PUBLISH') userOf(session);",
  },
  {
    check: 'private-alike',
    message: 'an answer gives away whether a user exists or is there',
    file: '05-private/src/private.ts',
    from: accept,
    to: `if (typists.listeners(target).size === 0) throw new Refusal('FORBIDDEN', 'nobody of that name is there');\n    ${accept}`,
  },
  {
    check: 'private-alike',
    message: 'an answer gives away whether a user exists or is there',
    file: '05-private/src/private.ts',
    from: startTyping,
    to: `if (typists.listeners(user).size === 0) throw new Refusal('FORBIDDEN', 'nobody of that name is there');\n    ${startTyping}`,
  },
  {
    check: 'private-rights',
    message: 'the right to write to a user was not as the token says',
    file: '@workshop/protocol/src/patterns.ts',
    from: "return outer === inner || (outer === '@*' && inner.startsWith('@'));",
    to: "return outer === inner || outer === '#' || (outer === '@*' && inner.startsWith('@'));",
  },
  {
    check: 'private-rights',
    message: 'the right to write to a user was not as the token says',
    file: '05-private/src/private.ts',
    from: "auth.authorize(session, 'publish', user);",
    to: '',
  },
  {
    check: 'private-bad-names',
    message: 'a name that no user can have was not refused with BAD_CHANNEL',
    file: '05-private/src/users.ts',
    from: "return target.startsWith('@') && isName(target.slice(1));",
    to: 'return /^@[\\w.-]+$/.test(target);',
  },
  {
    check: 'private-bad-names',
    message: 'a private frame with a part missing, or one too many, was not refused with BAD_FRAME',
    file: '05-private/src/users.ts',
    from: 'requireNoBody(frame);',
    to: '',
  },

  // Typing to a user.
  {
    check: 'private-typing',
    message: 'a user was not told that somebody is typing to them',
    file: '05-private/src/private.ts',
    from: startTyping,
    to: 'typists.start(session, userOf(session), user);',
  },
  {
    check: 'private-typing',
    message: 'somebody else was told of typing to a user',
    file: '05-private/src/private.ts',
    from: audience,
    to: "typists.audience.push((channel) => (channel.startsWith('@') ? broker.sessions : devices.of(channel)));",
  },
  {
    check: 'private-typing-late',
    message: 'a session that came later was told of typing that had begun before',
    file: '05-private/src/private.ts',
    from: join,
    to: `${join}\n  auth.onLogin.push((session) => typists.greet(session, inboxOf(session)));`,
  },
  {
    check: 'private-typing-late',
    message: 'a session that came later was told of typing that had begun before',
    file: '05-private/src/private.ts',
    from: replay,
    to: replay.replace('goLive() {}', 'goLive: () => typists.greet(session, inbox)'),
  },
  {
    check: 'private-typing-late',
    message: 'a session that came later was told of typing that had begun before',
    file: '04-typing/src/typists.ts',
    from: 'if (typist.told.has(listener)) listener.send(packet);',
    to: 'listener.send(packet);',
  },
  {
    check: 'private-typing-publish',
    message: 'a private publish did not end typing just before its message',
    file: '04-typing/src/typing.ts',
    from: 'if (from !== undefined) typists.stop(from, channel);',
    to: "if (from !== undefined && !channel.startsWith('@')) typists.stop(from, channel);",
  },
  {
    check: 'private-typing-publish',
    message: 'typing to a user was ended by something that does not end it',
    file: '05-private/src/private.ts',
    from: accept,
    to: `typists.stop(userOf(session), requireUser(target));\n    ${accept}`,
  },
  {
    check: 'private-typing-leave',
    message: 'typing to a user did not end exactly when the last session that typed had gone',
    file: '04-typing/src/typing.ts',
    from: 'for (const channel of session.typing ?? []) typists.leave(session, channel);',
    to: '',
  },
  {
    check: 'private-typing-expires',
    message: 'typing to a user did not end by itself after TYPING_EXPIRY_MS',
    file: '04-typing/src/typists.ts',
    from: 'clearTimeout(typist.timer); const { user, channel } = typist;',
    to: "clearTimeout(typist.timer); const { user, channel } = typist; if (channel.startsWith('@')) return;",
  },

  // Found by walking through the rules.
  {
    check: 'private-every-device',
    message: 'a private message came to another user, whose name differs only in case',
    file: '05-private/src/devices.ts',
    from: 'return this.#devices.get(inbox) ?? NOBODY;',
    to: `const alike = [...this.#devices].filter(([name]) => name.toLowerCase() === inbox.toLowerCase());
    return alike.length > 0 ? new Set(alike.flatMap(([, devices]) => [...devices])) : NOBODY;`,
  },
  {
    check: 'private-every-device',
    message: 'a session of the user did not get the private message',
    file: '05-private/src/private.ts',
    from: 'auth.onLogin.push((session) => devices.join(session));',
    to: 'auth.onLogin.push((session) => devices.of(`@${session.user}`).size < 4 && devices.join(session));',
  },
];
