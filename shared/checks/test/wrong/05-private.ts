// Named mistakes in stage 05, each with the check that must catch it and what that check says. They show that the checks can fail.

import type { WrongBroker } from '../wrong-broker.ts';

const rememberStart = 'session.inboxStart = journal.newest(inbox);';
const ownInboxOnly =
  "if (inbox !== inboxOf(session)) throw new Refusal('FORBIDDEN', `${inbox} is not your inbox: yours is ${inboxOf(session)}`);";
const eachInbox = 'for (const [inbox, target] of partiesOf(from, channel)) {';
const replay = 'return journal.subscribe(session, frame, { key: inbox, start: session.inboxStart, goLive() {} });';
const ownConversation = 'return journal.history(session, frame, { key: inboxOf(session), count, target: user });';
const append = 'const seq = journal.append(inbox, { ...stamped, target });';
const noUnsubscribe = "throw new Refusal('FORBIDDEN', `${userAlone(frame)} is an inbox, and nobody unsubscribes from one`);";
const accept = 'return broker.publish({ channel: requireUser(target), body }, session, frame);';
const startTyping = 'typists.start(session, user, inboxOf(session));';

export const wrong: readonly WrongBroker[] = [
  // Who gets it.
  {
    check: 'private-every-device',
    message: 'a session of the user did not get the private message',
    file: '05-private/src/private.ts',
    from: 'devices.set(inbox, (devices.get(inbox) ?? new Set()).add(session));',
    to: 'devices.set(inbox, new Set([session]));',
  },
  {
    check: 'private-other-devices',
    message: "a session of the sender's did not get what she sent from another",
    file: '05-private/src/private.ts',
    from: 'for (const [inbox, packet] of copies ?? [])',
    to: 'for (const [inbox, packet] of [...(copies ?? [])].slice(-1))',
  },
  {
    check: 'private-other-devices',
    message: 'the session that sent a private message got it back',
    file: '05-private/src/private.ts',
    from: 'if (session !== publisher) session.send(packet);',
    to: 'session.send(packet);',
  },
  {
    check: 'private-from',
    message: 'a private message did not say who sent it, or lacked its tags',
    file: '05-private/src/private.ts',
    from: "new Packet({ verb: 'MSG', target, body, tags: tagsOf({ ...stamped, seq }) })",
    to: "new Packet({ verb: 'MSG', target, body, tags: tagsOf({ ...stamped, from: target.slice(1), seq }) })",
  },
  {
    check: 'private-no-right-needed',
    message: 'a user without rights did not get what was sent to them',
    file: '05-private/src/private.ts',
    from: 'login: join,',
    to: 'login: (session) => session.rights?.subscribe || join(session),',
  },
  {
    check: 'private-no-right-needed',
    message: "SUBSCRIBE of one's own inbox was refused, or answered",
    file: '05-private/src/private.ts',
    from: ownInboxOnly,
    to: `broker.authorize(session, inbox, 'subscribe');\n      ${ownInboxOnly}`,
  },
  {
    check: 'private-subscribe-own',
    message: 'after SUBSCRIBE of the own inbox a private message came twice',
    file: '05-private/src/private.ts',
    from: replay,
    to: replay.replace('goLive() {}', 'goLive: () => broker.subscribe(session, inbox)'),
  },
  {
    check: 'private-device-leaves',
    message: 'after one device went away, another got nothing any more',
    file: '05-private/src/private.ts',
    from: `devices.get(inbox)?.delete(session);
      if (devices.get(inbox)?.size === 0) devices.delete(inbox);`,
    to: 'devices.delete(inbox);',
  },
  {
    check: 'private-in-order',
    message: 'a private message was lost, came twice, or overtook another',
    file: '01-basic-pubsub/src/core.ts',
    from: 'for (const publication of turn) this.#deliver(publication);',
    to: 'for (const publication of turn.toReversed()) this.#deliver(publication);',
  },
  {
    check: 'private-burst-with-auth',
    message: 'what followed AUTH in one burst was not taken as sent by its user',
    file: '01-basic-pubsub/src/core.ts',
    from: 'if (session.waiting) return this.#postpone(session, session.waiting, text);',
    to: '',
  },
  {
    check: 'private-odd-names',
    message: 'a user with a legal name did not get a private message',
    file: '05-private/src/private.ts',
    from: "return target.startsWith('@') && isName(target.slice(1));",
    to: 'return /^@[A-Za-z]\\w*$/.test(target);',
  },
  {
    check: 'private-odd-names',
    message: 'a private message came out on the channel of that name',
    file: '05-private/src/private.ts',
    from: 'deliver(message);\n      },',
    to: `deliver(message);
        const packet = message.copies.get(message.channel);
        for (const reader of broker.readers(message.channel.slice(1))) if (packet) reader.send(packet);
      },`,
  },
  {
    check: 'private-to-oneself',
    message: 'a message to oneself was not kept just once',
    file: '05-private/src/private.ts',
    from: append,
    to: `${append}\n        if (inbox === target) journal.append(inbox, { ...stamped, target, id: makeId() });`,
  },
  {
    check: 'private-to-oneself',
    message: 'a message to oneself did not come once to the other sessions',
    file: '05-private/src/private.ts',
    from: 'if (session !== publisher) session.send(packet);',
    to: 'if (session !== publisher && (copies?.size !== 1 || !publisher)) session.send(packet);',
  },

  // One id, one message.
  {
    check: 'private-repeat',
    message: 'the repeat of a private publish was not answered with dup=1 and the first seq',
    file: '05-private/src/private.ts',
    from: 'if (id !== undefined && isRepeat(message, from, id)) return;',
    to: '',
  },
  {
    check: 'private-same-id',
    message: 'the same id to or from somebody else was taken for a repeat',
    file: '02-persistence/src/sqlite-store.ts',
    from: "'SELECT seq FROM messages WHERE key = ? AND target = ? AND sender = ? AND id = ?'",
    to: "'SELECT seq FROM messages WHERE key = ? AND ? <> sender AND ? <> target AND id = ?'",
  },

  // The inbox.
  {
    check: 'inbox-offline',
    message: 'what was sent to a user who was away did not come in the resume of the inbox',
    file: '05-private/src/private.ts',
    from: eachInbox,
    to: `${eachInbox}\n        if (inbox !== \`@\${from}\` && !devices.has(inbox)) continue;`,
  },
  {
    check: 'inbox-offline',
    message: 'an inbox came without being asked for',
    file: '05-private/src/private.ts',
    from: 'login: join,',
    to: `login(session) {
        join(session);
        const send = (body: string, target = '') => session.send(new Packet({ verb: 'MSG', target, body }));
        setImmediate(() => store.read(inboxOf(session), 0, 100).forEach(({ body, target }) => send(body, target)));
      },`,
  },
  {
    check: 'inbox-devices',
    message: 'a device did not get just what lies behind its own cursor',
    file: '05-private/src/private.ts',
    from: replay,
    to: `const marks = ((devices as { marks?: Map<string, string> }).marks ??= new Map());
      const tags = frame.tags?.has('since') && marks.has(inbox) ? new Map([...frame.tags, ['since', marks.get(inbox) ?? '']]) : frame.tags;
      if (frame.tags?.has('since')) marks.set(inbox, String(journal.newest(inbox)));
      return journal.subscribe(session, { ...frame, tags }, { key: inbox, start: session.inboxStart, goLive() {} });`,
  },
  {
    check: 'inbox-sent',
    message: 'an inbox did not have both what was sent and what came, in order',
    file: '05-private/src/private.ts',
    from: append,
    to: 'const seq = journal.append(inbox, { ...stamped, target: `@${from}` });',
  },
  {
    check: 'inbox-seq',
    message: "the seq in the OK of a private publish was not that of the sender's inbox",
    file: '05-private/src/private.ts',
    from: 'if (inbox === `@${from}`) message.receipt = receiptOf({ seq, id });',
    to: 'message.receipt = receiptOf({ seq, id });',
  },
  {
    check: 'inbox-live-once',
    message: 'a resume after AUTH did not give each message just once',
    file: '05-private/src/private.ts',
    from: rememberStart,
    to: '',
  },
  {
    check: 'inbox-not-recovered',
    message: 'a resume of the inbox that cannot be complete was not answered with recovered=0, or replayed something',
    file: '02-persistence/src/journal.ts',
    from: 'epoch === this.#store.epoch && floor <= since && since <= newest;',
    to: 'floor <= since && since <= newest;',
  },
  {
    check: 'inbox-not-recovered',
    message: 'a resume of the inbox that cannot be complete was not answered with recovered=0, or replayed something',
    file: '02-persistence/src/journal.ts',
    from: 'epoch === this.#store.epoch && floor <= since && since <= newest;',
    to: 'epoch === this.#store.epoch && floor <= since;',
  },

  // In the thick of it.
  {
    check: 'inbox-while-publishing',
    message: 'a device that came back while messages flowed did not get each of them once',
    file: '05-private/src/private.ts',
    from: rememberStart,
    to: 'session.inboxStart = 0;',
  },
  {
    check: 'inbox-mid-flush',
    message: 'a device did not have every message once after it, or another, was cut off in mid-flow',
    file: '05-private/src/private.ts',
    from: `devices.get(inbox)?.delete(session);
      if (devices.get(inbox)?.size === 0) devices.delete(inbox);`,
    to: 'devices.delete(inbox);',
  },
  {
    check: 'inbox-retention',
    message: 'an inbox did not keep just its newest RETAIN_MESSAGES messages',
    file: '05-private/src/private.ts',
    from: 'const journal = new Journal(broker, store, retain);',
    to: 'const journal = new Journal(broker, store, 10_000);',
  },
  {
    check: 'inbox-restart',
    message: 'an answered private message was not there after SIGKILL',
    file: '02-persistence/src/options.ts',
    from: 'openSqliteStore(DB_FILE)',
    to: 'openSqliteStore(`${DB_FILE}.${process.pid}`)',
  },
  {
    check: 'inbox-restart',
    message: 'after a restart a repeat was not known',
    file: '05-private/src/private.ts',
    from: 'const find = ([inbox, target]: readonly [string, string]) => journal.find(inbox, { id, from, target });',
    to: `const known = ((devices as { known?: Map<string, number> }).known ??= new Map());
      if (!known.has(id)) return void known.set(id, journal.newest(\`@\${from}\`) + 1) as never;
      const find = () => known.get(id);`,
  },

  // Conversations.
  {
    check: 'conversation-both-ways',
    message: 'the history of a conversation was not what both said, in order',
    file: '05-private/src/private.ts',
    from: ownConversation,
    to: 'return journal.history(session, frame, { key: user, count, target: inboxOf(session) });',
  },
  {
    check: 'conversation-alone',
    message: 'the history of a conversation had something of another, or lacked something',
    file: '05-private/src/private.ts',
    from: ownConversation,
    to: 'return journal.history(session, frame, { key: inboxOf(session), count });',
  },
  {
    check: 'conversation-paging',
    message: 'a page of a conversation was not the one asked for',
    file: '02-persistence/src/journal.ts',
    from: 'this.#store.cursorBefore(key, count, target)',
    to: 'this.#store.cursorBefore(key, count)',
  },
  {
    check: 'conversation-paging',
    message: 'HISTORY of a conversation took a count that is none',
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
    to: 'return journal.history(session, frame, { key: user, count });',
  },
  {
    check: 'private-outsider',
    message: 'somebody else saw a private message, or that it was being typed',
    file: '05-private/src/private.ts',
    from: 'readers: (channel) => devices.get(channel),',
    to: "readers: (channel) => (channel.startsWith('@') ? broker.sessions : undefined),",
  },
  {
    check: 'inbox-of-another',
    message: "SUBSCRIBE of another's inbox, or UNSUBSCRIBE of one, was not FORBIDDEN",
    file: '05-private/src/private.ts',
    from: ownInboxOnly,
    to: '',
  },
  {
    check: 'inbox-of-another',
    message: "SUBSCRIBE of another's inbox, or UNSUBSCRIBE of one, was not FORBIDDEN",
    file: '05-private/src/private.ts',
    from: noUnsubscribe,
    to: `if (userAlone(frame) !== inboxOf(_session)) ${noUnsubscribe}`,
  },
  {
    check: 'inbox-of-another',
    message: 'an UNSUBSCRIBE that was refused took the inbox away',
    file: '05-private/src/private.ts',
    from: noUnsubscribe,
    to: `leave(_session);\n          ${noUnsubscribe}`,
  },
  {
    check: 'inbox-of-another',
    message: "a SUBSCRIBE of another's inbox that was refused subscribed all the same",
    file: '05-private/src/private.ts',
    from: ownInboxOnly,
    to: `devices.get(inbox)?.add(session);\n      ${ownInboxOnly}`,
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
    message: 'an answer tells whether a user exists or is there',
    file: '05-private/src/private.ts',
    from: accept,
    to: `if (!devices.has(target)) throw new Refusal('FORBIDDEN', 'nobody of that name is there');\n          ${accept}`,
  },
  {
    check: 'private-alike',
    message: 'an answer tells whether a user exists or is there',
    file: '05-private/src/private.ts',
    from: startTyping,
    to: `if (!devices.has(user)) throw new Refusal('FORBIDDEN', 'nobody of that name is there');\n          ${startTyping}`,
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
    from: "broker.authorize(session, user, 'publish');",
    to: '',
  },
  {
    check: 'private-bad-names',
    message: 'what is no name of a user was not refused with BAD_CHANNEL',
    file: '05-private/src/private.ts',
    from: "return target.startsWith('@') && isName(target.slice(1));",
    to: 'return /^@[\\w.-]+$/.test(target);',
  },
  {
    check: 'private-bad-names',
    message: 'a private frame with a part missing, or one too many, was not refused with BAD_FRAME',
    file: '05-private/src/private.ts',
    from: 'requireNoBody(frame);',
    to: '',
  },

  // Typing to a user.
  {
    check: 'private-typing',
    message: 'a user was not told that somebody types to them',
    file: '05-private/src/private.ts',
    from: startTyping,
    to: 'typists.start(session, user);',
  },
  {
    check: 'private-typing',
    message: 'somebody else was told of typing to a user',
    file: '05-private/src/private.ts',
    from: 'readers: (channel) => devices.get(channel),',
    to: "readers: (channel) => (channel.startsWith('@') ? broker.sessions : undefined),",
  },
  {
    check: 'private-typing-late',
    message: 'a session that came later was told of typing that had begun before',
    file: '05-private/src/private.ts',
    from: rememberStart,
    to: `${rememberStart}\n      typists.greet(session, inbox);`,
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
    from: 'if (typist.told.has(reader)) reader.send(packet);',
    to: 'reader.send(packet);',
  },
  {
    check: 'private-typing-publish',
    message: 'a private publish did not end typing just before its message',
    file: '05-private/src/private.ts',
    from: 'if (message.from !== undefined) typists.stop(message.from, message.channel);',
    to: '',
  },
  {
    check: 'private-typing-publish',
    message: 'typing to a user was ended by what does not end it',
    file: '05-private/src/private.ts',
    from: 'publish: (message, session) => void (message.publisher = session),',
    to: `publish(message, session) {
        message.publisher = session;
        if (message.from !== undefined) typists.stop(message.from, message.channel);
      },`,
  },
  {
    check: 'private-typing-leave',
    message: 'typing to a user did not end just when the last session that typed had gone',
    file: '04-typing/src/typing.ts',
    from: 'for (const channel of session.typing ?? []) typists.leave(session, channel);',
    to: '',
  },
  {
    check: 'private-typing-expires',
    message: 'typing to a user did not end by itself after TYPING_EXPIRY_MS',
    file: '04-typing/src/typists.ts',
    from: 'clearTimeout(typist.timer);\n    const { user, channel } = typist;',
    to: "clearTimeout(typist.timer);\n    const { user, channel } = typist;\n    if (channel.startsWith('@')) return;",
  },
];
