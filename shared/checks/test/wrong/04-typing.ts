// Named mistakes in stage 04, each with the check that must catch it and what that check says. They show that the checks can fail.

import type { WrongBroker } from '../wrong-broker.ts';

const tellAll = 'for (const listener of this.listeners(channel)) this.#tell(listener, typist);';
const channelTyped = 'const channel = channelOf(frame);';
const stop = 'typists.stop(userOf(session), channelOf(frame));';
const announce = 'turn.steps.announce.push(stopTyping);';
const greet = 'subscriptions.onBegin.push((session, channel) => typists.greet(session, channel));';
const leaveAll = 'for (const channel of session.typing ?? []) typists.leave(session, channel);';
const release = 'subscriptions.onEnd.push((session: UserSession, channel) => typists.release(session, channel));';

export const wrong: readonly WrongBroker[] = [
  // Who is told.
  {
    check: 'typing-told',
    message: 'a subscriber was not told that somebody is typing',
    file: '04-typing/src/typists.ts',
    from: tellAll,
    to: `const onePerUser = new Map(Array.from(this.listeners(channel), (each) => [each.user, each]));
      for (const listener of onePerUser.values()) this.#tell(listener, typist);`,
  },
  {
    check: 'typing-told',
    message: 'a plain USER_TYPING was answered, or came back to its sender',
    file: '04-typing/src/typists.ts',
    from: 'if (listener.user === typist.user || typist.told.has(listener)) return;',
    to: 'if (typist.told.has(listener)) return;',
  },
  {
    check: 'typing-own-sessions',
    message: "one of the typist's own sessions was told of the typing",
    file: '04-typing/src/typists.ts',
    from: tellAll,
    to: `for (const listener of this.listeners(channel)) {
        if (listener === session) continue;
        typist.told.add(listener);
        listener.send({ frame: { verb: 'USER_TYPING', target: shown, body: user } });
      }`,
  },
  {
    check: 'typing-subscribers-only',
    message: 'somebody who is not subscribed was told of typing',
    file: '04-typing/src/typists.ts',
    from: tellAll,
    to: 'for (const reader of this.#broker.sessions) this.#tell(reader, typist);',
  },
  {
    check: 'typing-subscribers-only',
    message: 'somebody who is not subscribed was told of typing',
    file: '04-typing/src/typists.ts',
    from: 'for (const listener of this.listeners(typist.channel)) if (typist.told.has(listener)) listener.send(packet);',
    to: 'for (const reader of this.#broker.sessions) if (!typist.sessions.has(reader)) reader.send(packet);',
  },
  {
    check: 'typing-repeats',
    message: 'a repeat of USER_TYPING was told to the subscribers',
    file: '04-typing/src/typists.ts',
    from: `    if (!typist) {
      typist = this.#add({ user, channel, shown, sessions: new Set(), told: new WeakSet() });
      ${tellAll}
    }`,
    to: `    typist ??= this.#add({ user, channel, shown, sessions: new Set(), told: new WeakSet() });
    for (const listener of this.listeners(channel)) {
      typist.told.delete(listener);
      this.#tell(listener, typist);
    }`,
  },
  {
    check: 'typing-repeats',
    message: 'when a user stopped and typed again, nobody was told',
    file: '04-typing/src/typists.ts',
    from: 'this.#remove(typist);',
    to: '',
  },
  {
    check: 'typing-new-subscriber',
    message: 'a new subscriber was not told who is typing',
    file: '04-typing/src/typing.ts',
    from: greet,
    to: '',
  },
  {
    check: 'typing-new-subscriber',
    message: 'a session that was already subscribed was told again who is typing',
    file: '04-typing/src/typists.ts',
    from: 'for (const typist of this.#typistsIn(channel)) this.#tell(listener, typist);',
    to: `for (const typist of this.#typistsIn(channel)) {
      typist.told.delete(listener);
      this.#tell(listener, typist);
    }`,
  },
  {
    check: 'typing-new-subscriber',
    message: 'a new subscriber was told of somebody who has stopped typing, or not told who is typing',
    file: '04-typing/src/typists.ts',
    from: 'this.#remove(typist);',
    to: '',
  },
  {
    check: 'typing-subscribe-anew',
    message: 'a session that subscribed again was not told who is typing',
    file: '04-typing/src/typists.ts',
    from: 'this.forget(session, channel);',
    to: '',
  },
  {
    check: 'typing-several',
    message: 'one typist was mixed up with another, or one channel with another',
    file: '04-typing/src/typists.ts',
    from: 'return this.#typists.get(channel)?.get(user);',
    to: 'return this.#typists.get(channel)?.values().next().value;',
  },
  {
    check: 'typing-several',
    message: 'one typist was mixed up with another, or one channel with another',
    file: '04-typing/src/typing.ts',
    from: stop,
    to: 'for (const channel of session.typing ?? []) typists.stop(userOf(session), channel);',
  },
  {
    check: 'typing-answers',
    message: 'a tagged command about typing was not answered with OK and its label',
    file: '04-typing/src/typing.ts',
    from: 'startTyping(session, frame);\n    return NO_TAGS;',
    to: 'startTyping(session, frame);',
  },
  {
    check: 'typing-answers',
    message: 'a tagged command about typing was not answered with OK and its label',
    file: '04-typing/src/typing.ts',
    from: stop,
    to: `if (!session.typing?.has(channelOf(frame))) throw new Refusal('FORBIDDEN', 'you are not typing');
    ${stop}`,
  },
  {
    check: 'typing-tagged-session',
    message: 'a tagged session was not told of typing, or told with a seq',
    file: '04-typing/src/typists.ts',
    from: "listener.send({ frame: { verb: 'USER_TYPING', target: typist.shown, body: typist.user } });",
    to: "listener.send({ frame: { verb: 'USER_TYPING', target: typist.shown, body: typist.user, tags: new Map([['seq', '1']]) } });",
  },
  {
    check: 'typing-tagged-session',
    message: 'a tagged session was not told of typing, or told with a seq',
    file: '04-typing/src/typists.ts',
    from: 'if (listener.user === typist.user || typist.told.has(listener)) return;',
    to: 'if (listener.user === typist.user || typist.told.has(listener) || listener.tagged) return;',
  },

  // How it ends.
  {
    check: 'typing-stopped',
    message: 'USER_STOPPED from somebody who is not typing had an effect',
    file: '04-typing/src/typists.ts',
    from: 'if (typist) this.#end(typist);',
    to: `if (typist) this.#end(typist);
    else {
      for (const listener of this.listeners(channel))
        if (listener.user !== user) listener.send({ frame: { verb: 'USER_STOPPED', target: channel, body: user } });
    }`,
  },
  {
    check: 'typing-stopped',
    message: 'USER_STOPPED was not told to the subscribers',
    file: '04-typing/src/typing.ts',
    from: stop,
    to: 'channelOf(frame);',
  },
  {
    check: 'typing-publish',
    message: 'a publish did not end typing just before its message',
    file: '04-typing/src/typing.ts',
    from: announce,
    to: '',
  },
  {
    check: 'typing-publish',
    message: 'a publish did not end typing just before its message',
    file: '04-typing/src/typing.ts',
    from: announce,
    to: 'turn.steps.deliver.push(stopTyping);',
  },
  {
    check: 'typing-publish',
    message: 'the message of somebody who is not typing did not come alone',
    file: '04-typing/src/typists.ts',
    from: 'this.#remove(typist);',
    to: '',
  },
  {
    check: 'typing-publish-elsewhere',
    message: 'a publish in another channel ended typing',
    file: '04-typing/src/typing.ts',
    from: 'if (from !== undefined) typists.stop(from, channel);',
    to: `for (const session of broker.sessions as Set<TypingSession>)
        if (from !== undefined && session.user === from) for (const each of session.typing ?? []) typists.stop(from, each);`,
  },
  {
    check: 'typing-publish-elsewhere',
    message: "another user's publish ended typing",
    file: '04-typing/src/typing.ts',
    from: 'if (from !== undefined) typists.stop(from, channel);',
    to: 'for (const { user } of channels.readers(channel) as Set<TypingSession>) if (user !== undefined) typists.stop(user, channel);',
  },
  {
    check: 'typing-publish-elsewhere',
    message: 'a publish that was refused ended typing',
    file: '04-typing/src/typing.ts',
    from: announce,
    to: `const publish = broker.commands.get('PUBLISH');
  broker.commands.set('PUBLISH', (session: UserSession, frame) => {
    if (session.user !== undefined && frame.target !== undefined) typists.stop(session.user, frame.target);
    return publish?.(session, frame);
  });`,
  },
  {
    check: 'typing-duplicate',
    message: 'the repeat of a publish ended typing',
    file: '04-typing/src/typing.ts',
    from: announce,
    to: 'turn.steps.stamp.push(stopTyping);',
  },
  {
    check: 'typing-unsubscribe',
    message: 'UNSUBSCRIBE did not end typing',
    file: '04-typing/src/typing.ts',
    from: release,
    to: 'subscriptions.onEnd.push((session, channel) => typists.forget(session, channel));',
  },
  {
    check: 'typing-unsubscribe',
    message: 'UNSUBSCRIBE of another channel ended typing',
    file: '04-typing/src/typing.ts',
    from: release,
    to: `subscriptions.onEnd.push((session: TypingSession & UserSession, channel) => {
    for (const each of session.typing ?? []) typists.leave(session, each);
    typists.forget(session, channel);
  });`,
  },
  {
    check: 'typing-leave-close',
    message: 'a typist who went away was still typing',
    file: '04-typing/src/typing.ts',
    from: leaveAll,
    to: '',
  },
  {
    check: 'typing-leave-close',
    message: 'a typist who went away was still typing',
    file: '04-typing/src/typing.ts',
    from: leaveAll,
    to: 'for (const channel of [...(session.typing ?? [])].slice(0, 1)) typists.leave(session, channel);',
  },
  {
    check: 'typing-leave-end',
    message: 'a typist who went away was still typing',
    file: '01-basic-pubsub/src/server.ts',
    from: "websocket.on('close', () => broker.disconnect(session));",
    to: "websocket.on('close', (code) => code === 1006 || broker.disconnect(session));",
  },
  {
    check: 'typing-leave-reset',
    message: 'a typist who went away was still typing',
    file: '01-basic-pubsub/src/server.ts',
    from: "websocket.on('close', () => broker.disconnect(session));",
    to: "websocket.on('close', (code) => code === 1006 || broker.disconnect(session));",
  },
  {
    check: 'typing-dropped',
    message: 'a typist whose session the broker closed was still typing',
    file: '01-basic-pubsub/src/server.ts',
    from: "websocket.on('error', () => {});",
    to: "websocket.on('error', () => websocket.removeAllListeners());",
  },

  // Several devices.
  {
    check: 'typing-devices-unsubscribe',
    message: 'typing ended although another device of the user was still typing',
    file: '04-typing/src/typists.ts',
    from: 'if (typist.sessions.size === 0) this.#end(typist);',
    to: 'this.#end(typist);',
  },
  {
    check: 'typing-devices-unsubscribe',
    message: 'a second device that typed was told as another start',
    file: '04-typing/src/typists.ts',
    from: 'let typist = this.#find(user, channel);',
    to: `let typist = this.#find(user, channel);
    if (typist && !typist.sessions.has(session)) typist = undefined;`,
  },
  {
    check: 'typing-devices-unsubscribe',
    message: 'typing did not end with the last of the devices that typed',
    file: '04-typing/src/typists.ts',
    from: 'if (typist?.sessions.has(session)) this.#withdraw(session, typist);',
    to: 'if (typist?.sessions.has(session) && !this.#broker.sessions.has(session)) this.#withdraw(session, typist);',
  },
  {
    check: 'typing-devices-leave',
    message: 'typing ended although another device of the user was still typing',
    file: '04-typing/src/typing.ts',
    from: leaveAll,
    to: 'for (const channel of session.typing ?? []) typists.stop(userOf(session), channel);',
  },
  {
    check: 'typing-devices-idle',
    message: 'a device that was not typing ended the typing of another by leaving',
    file: '04-typing/src/typing.ts',
    from: release,
    to: `subscriptions.onEnd.push((session: UserSession, channel) => {
    typists.stop(userOf(session), channel);
    typists.forget(session, channel);
  });`,
  },
  {
    check: 'typing-devices-idle',
    message: 'typing did not end with the last of the devices that typed',
    file: '04-typing/src/typists.ts',
    from: 'if (typist.sessions.size === 0) this.#end(typist);',
    to: `const listeners = [...this.listeners(typist.channel)];
    if (!listeners.some(({ user }) => user === typist.user)) this.#end(typist);`,
  },
  {
    check: 'typing-devices-stop',
    message: 'USER_STOPPED from one of two devices that were typing did not end it',
    file: '04-typing/src/typing.ts',
    from: stop,
    to: 'typists.leave(session, channelOf(frame));',
  },
  {
    check: 'typing-devices-publish',
    message: 'a publish from another device did not end typing just before its message',
    file: '04-typing/src/typing.ts',
    from: announce,
    to: 'turn.steps.announce.push(({ channel, session }) => session && typists.leave(session, channel));',
  },

  // Orders.
  {
    check: 'typing-burst',
    message: 'the starts and ends of typing in a burst were not told in the order of its commands',
    file: '02-persistence/src/dialogue/dialogue.ts',
    from: "if (frame.verb !== 'PUBLISH') this.#turn.settle();",
    to: "if (frame.verb !== 'PUBLISH' && !frame.verb.startsWith('USER_')) this.#turn.settle();",
  },
  {
    check: 'typing-walk',
    message: 'in a walk through all commands, the others were not told exactly the starts and stops',
    file: '04-typing/src/typists.ts',
    from: 'let typist = this.#find(user, channel);',
    to: 'this.stop(user, channel);\n    let typist = this.#find(user, channel);',
  },

  // Refusals.
  {
    check: 'typing-bad-frame',
    message: 'a frame about typing with a part missing, or one too many, was not refused with BAD_FRAME',
    file: '04-typing/src/typing.ts',
    from: channelTyped,
    to: 'const channel = channelOf({ ...frame, body: undefined });',
  },
  {
    check: 'typing-bad-frame',
    message: 'a frame about typing with a part missing, or one too many, was not refused with BAD_FRAME',
    file: '02-persistence/src/dialogue/dialogue.ts',
    from: 'if (tags) checkTags(tags);',
    to: "if (tags && frame.verb === 'PUBLISH') checkTags(tags);",
  },
  {
    check: 'typing-bad-channel',
    message: 'typing in something that is not a channel was not refused with BAD_CHANNEL',
    file: '04-typing/src/typing.ts',
    from: channelTyped,
    to: "const channel = frame.target ?? '';\n    channelOf({ ...frame, target: channel && 'general' });",
  },
  {
    check: 'typing-to-users',
    message: 'typing to a user was not refused with BAD_CHANNEL',
    file: '04-typing/src/typing.ts',
    from: channelTyped,
    to: "const channel = channelOf({ ...frame, target: frame.target?.replace(/^@/, '') });",
  },
  {
    check: 'typing-not-subscribed',
    message: 'typing in a channel that the session is not subscribed to was not FORBIDDEN',
    file: '04-typing/src/typing.ts',
    from: 'if (!typists.hears(session, channel))',
    to: 'if (typists.listeners(channel).size === 0)',
  },
  {
    check: 'typing-not-subscribed',
    message: 'typing that was refused was told all the same',
    file: '04-typing/src/typing.ts',
    from: channelTyped,
    to: `${channelTyped}\n    typists.start(session, userOf(session), channel);`,
  },
  {
    check: 'typing-no-right',
    message: 'typing without the right to publish was not FORBIDDEN',
    file: '04-typing/src/typing.ts',
    from: "auth.authorize(session, 'publish', channel);",
    to: "auth.authorize(session, 'subscribe', channel);",
  },
  {
    check: 'typing-before-auth',
    message: 'typing before AUTH was not refused with UNAUTHORIZED',
    file: '03-auth/src/auth.ts',
    from: "if (verb !== 'AUTH') userOf(session);",
    to: "if (verb !== 'AUTH' && !verb.startsWith('USER_')) userOf(session);",
  },

  // Of the moment.
  {
    check: 'typing-not-stored',
    message: 'the history of a channel was not exactly its messages',
    file: '04-typing/src/typing.ts',
    from: 'typists.start(session, userOf(session), channel);',
    to: 'typists.start(session, userOf(session), channel);\n    turn.publish({ channel, body: userOf(session), duplicate: true });',
  },
  {
    check: 'typing-and-resume',
    message: 'a resume while somebody is typing did not send each message and the start once',
    file: '04-typing/src/typing.ts',
    from: greet,
    to: 'subscriptions.onBegin.push((session, channel) => session.tagged || typists.greet(session, channel));',
  },
  {
    check: 'typing-restart',
    message: 'after a restart somebody was still said to be typing',
    file: '04-typing/src/typists.ts',
    from: 'readonly #typists = new Map<string, Map<string, Typist>>();',
    to: `readonly #typists = new (class extends Map<string, Map<string, Typist>> {
    #fs = process.getBuiltinModule('node:fs');
    #file = \`\${process.env['DB_FILE']}.typing\`;
    constructor() {
      super();
      if (!this.#fs.existsSync(this.#file)) return;
      const { channel, user } = JSON.parse(this.#fs.readFileSync(this.#file, 'utf8'));
      super.set(channel, new Map([[user, { user, channel, shown: channel, sessions: new Set(), told: new WeakSet() }]]));
    }
    override set(channel: string, users: Map<string, Typist>) {
      this.#fs.writeFileSync(this.#file, JSON.stringify({ channel, user: [...users.keys()].at(-1) }));
      return super.set(channel, users);
    }
  })();`,
  },

  // Time.
  {
    check: 'typing-expires',
    message: 'typing did not end by itself after TYPING_EXPIRY_MS',
    file: '04-typing/src/typists.ts',
    from: 'typist.timer = setTimeout(() => this.#broker.guard(() => this.stop(user, channel)), this.#expiry);',
    to: '',
  },
  {
    check: 'typing-expires',
    message: 'typing did not end by itself after TYPING_EXPIRY_MS',
    file: '04-typing/src/settings.ts',
    from: 'typingExpiry: settings.TYPING_EXPIRY_MS',
    to: 'typingExpiry: 6000',
  },
  {
    check: 'typing-extended',
    message: 'a user who went on typing stopped before one who had fallen silent',
    file: '04-typing/src/typists.ts',
    from: 'clearTimeout(typist.timer);\n    const { user, channel } = typist;',
    to: 'if (typist.timer) return;\n    const { user, channel } = typist;',
  },
  {
    check: 'typing-anew',
    message: 'a user who began to type again had less time than one who began before and fell silent',
    file: '04-typing/src/typists.ts',
    from: 'this.#remove(typist);\n    clearTimeout(typist.timer);',
    to: 'this.#remove(typist);',
  },
  {
    check: 'typing-token-ends',
    message: 'a typist whose token ran out was still typing',
    file: '03-auth/src/auth.ts',
    from: "session.callOff = setAlarm(expires, () => this.end(session, 'the token has expired'));",
    to: '',
  },
  {
    check: 'typing-wrong-setting',
    message: 'a broker with a wrong setting did not end',
    file: '04-typing/src/settings.ts',
    from: 'integer(6000, 1, MAX_TIMER_MS,',
    to: 'integer(6000, 0, MAX_TIMER_MS,',
  },

  // Found by walking through the rules.
  {
    check: 'typing-extended',
    message: 'a user who went on typing stopped before one who had fallen silent',
    file: '04-typing/src/typists.ts',
    from: 'this.#extend(this.begin(session, user, channel, shown));',
    to: `this.#extend(this.begin(session, user, channel, shown));
    for (const users of this.#typists.values()) for (const other of users.values()) if (other.user === user) this.#extend(other);`,
  },
];
