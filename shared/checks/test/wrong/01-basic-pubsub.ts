// Named mistakes in stage 01, each with the check that must catch it and what that check says. They show that the checks can fail.

import type { WrongBroker } from '../wrong-broker.ts';

const loop = 'for (const session of this.readers(channel)) session.send(packet);';
const subscribe = '(session, frame) => channels.subscribe(session, channelOf(frame))';
const unsubscribe = '(session, frame) => channels.unsubscribe(session, channelOf(frame))';
const publish = '(_session, frame) => { const { channel, body } = messageOf(frame);';

export const wrong: readonly WrongBroker[] = [
  // The basics: subscribe, publish, fan-out.
  {
    check: 'basic-hello',
    message: 'a session did not get its own message on a channel of its own',
    file: '01-basic-pubsub/src/pubsub.ts',
    from: 'this.#subscribers.set(channel, sessions.add(session));',
    to: 'sessions.add(session);',
  },
  {
    check: 'basic-hello',
    message: 'the subscriber did not get the message',
    file: '01-basic-pubsub/src/pubsub.ts',
    from: loop,
    to: "for (const session of this.readers(channel)) if (channel.startsWith('settle.')) session.send(packet);",
  },
  {
    check: 'basic-hello',
    message: 'the broker printed its address before it accepted connections',
    file: '01-basic-pubsub/src/server.ts',
    from: 'url: formatUrl(http.address() as AddressInfo),',
    to: 'url: formatUrl({ ...(http.address() as AddressInfo), port: PORT }),',
  },
  {
    check: 'basic-publisher-too',
    message: 'the publisher did not get its own message',
    file: '01-basic-pubsub/src/pubsub.ts',
    from: `${publish} channels.fanOut(channel, body);`,
    to: `(publisher, frame) => {
    const { channel, body } = messageOf(frame);
    for (const session of channels.readers(channel))
      if (session !== publisher || channel.startsWith('settle.')) session.send({ frame: { verb: 'MSG', target: channel, body } });`,
  },
  {
    check: 'basic-fan-out',
    message: 'a subscriber did not get every message',
    file: '01-basic-pubsub/src/pubsub.ts',
    from: loop,
    to: 'for (const session of [...this.readers(channel)].slice(0, 1)) session.send(packet);',
  },
  {
    check: 'basic-fan-out',
    message: 'a subscriber got a message twice',
    file: '01-basic-pubsub/src/pubsub.ts',
    from: loop,
    to: `for (let times = channel.startsWith('settle.') ? 1 : 2; times > 0; times--)
      for (const session of this.readers(channel)) session.send(packet);`,
  },
  {
    check: 'basic-subscribers-only',
    message: 'a publisher that is not subscribed got the message',
    file: '01-basic-pubsub/src/pubsub.ts',
    from: publish,
    to: '(session, frame) => {\n    const { channel, body } = messageOf(frame);\n    channels.subscribe(session, channel);',
  },
  {
    check: 'basic-subscribers-only',
    message: 'a subscriber of another channel got the message',
    file: '01-basic-pubsub/src/pubsub.ts',
    from: loop,
    to: `for (const [name, sessions] of this.#subscribers)
      if (name.startsWith(channel)) for (const session of sessions) session.send(packet);`,
  },
  {
    check: 'basic-subscribers-only',
    message: 'a publish to a channel that nobody is subscribed to was answered',
    file: '01-basic-pubsub/src/pubsub.ts',
    from: loop,
    to: 'for (const session of this.#subscribers.get(channel)!) session.send(packet);',
  },
  {
    check: 'basic-subscribers-only',
    message: 'of messages for two channels that came at once, a subscriber did not get its own, and only its own',
    file: '01-basic-pubsub/src/output.ts',
    from: 'frames.every((frame, at) => frame === joined.frames[at])',
    to: 'frames.length > 0',
  },
  {
    check: 'basic-channels',
    message: 'a subscriber of two channels did not get the messages of both',
    file: '01-basic-pubsub/src/pubsub.ts',
    from: 'session.channels = (session.channels ?? new Set()).add(channel);',
    to: `for (const other of session.channels ?? []) this.unsubscribe(session, other);
    session.channels = new Set([channel]);`,
  },
  {
    check: 'basic-now-only',
    message: 'a new subscriber got an old message',
    file: '01-basic-pubsub/src/pubsub.ts',
    from: 'session.channels = (session.channels ?? new Set()).add(channel);',
    to: `session.channels = (session.channels ?? new Set()).add(channel);
    if (channel.startsWith('news')) session.send({ frame: { verb: 'MSG', target: channel, body: 'early' } });`,
  },

  // Channels.
  {
    check: 'subscribe-again',
    message: 'after subscribing twice, a session did not get a message exactly once',
    file: '01-basic-pubsub/src/pubsub.ts',
    from: 'this.#subscribers.set(channel, sessions.add(session));',
    to: `const again = sessions.has(session) && ({ send: (packet) => session.send(packet) } as Subscriber);
    this.#subscribers.set(channel, sessions.add(again || session));`,
  },
  {
    check: 'unsubscribe',
    message: 'a session got a message after UNSUBSCRIBE',
    file: '01-basic-pubsub/src/pubsub.ts',
    from: 'sessions?.delete(session);',
    to: '',
  },
  {
    check: 'unsubscribe',
    message: 'a subscriber got nothing more after another one had unsubscribed',
    file: '01-basic-pubsub/src/pubsub.ts',
    from: 'if (sessions?.size === 0) this.#subscribers.delete(channel);',
    to: 'this.#subscribers.delete(channel);',
  },
  {
    check: 'unsubscribe-nothing',
    message: 'UNSUBSCRIBE of another channel was answered, or changed something',
    file: '01-basic-pubsub/src/pubsub.ts',
    from: 'sessions?.delete(session);',
    to: "if (!sessions?.delete(session)) throw new Error('not subscribed');",
  },
  {
    check: 'unsubscribe-nothing',
    message: 'UNSUBSCRIBE of another channel was answered, or changed something',
    file: '01-basic-pubsub/src/pubsub.ts',
    from: unsubscribe,
    to: '(session, frame) => {\n    channelOf(frame);\n    channels.leave(session);\n  }',
  },
  {
    check: 'subscribe-anew',
    message: 'a session that subscribed again did not get exactly what was published from then on',
    file: '01-basic-pubsub/src/pubsub.ts',
    from: 'const sessions = this.#subscribers.get(channel) ?? new Set();',
    to: 'if (session.channels?.has(channel)) return;\n    const sessions = this.#subscribers.get(channel) ?? new Set();',
    also: [{ file: '01-basic-pubsub/src/pubsub.ts', from: 'session.channels?.delete(channel);', to: '' }],
  },
  {
    check: 'burst-in-order',
    message: 'the commands of a burst did not take effect in the order sent',
    file: '01-basic-pubsub/src/pubsub.ts',
    from: 'channels.fanOut(channel, body);',
    to: 'setImmediate(() => channels.fanOut(channel, body));',
  },
  {
    check: 'messages-in-order',
    message: 'a message was lost, came twice, or overtook another',
    file: '01-basic-pubsub/src/output.ts',
    from: 'Buffer.concat(frames)',
    to: 'Buffer.concat(frames.toReversed())',
  },
  {
    check: 'leave-close',
    message: 'after others went away, a subscriber no longer got each message once',
    file: '01-basic-pubsub/src/pubsub.ts',
    from: 'for (const channel of session.channels ?? []) this.unsubscribe(session, channel);',
    to: "for (const channel of session.channels ?? []) if (!channel.startsWith('settle.')) this.#subscribers.delete(channel);",
  },
  {
    check: 'leave-close',
    message: 'somebody who stayed was told that another session went away',
    file: '01-basic-pubsub/src/pubsub.ts',
    from: 'for (const channel of session.channels ?? []) this.unsubscribe(session, channel);',
    to: "throw new Error('who was that?');",
  },
  {
    check: 'leave-end',
    message: 'after others went away, a subscriber no longer got each message once',
    file: '01-basic-pubsub/src/server.ts',
    from: "websocket.on('close', () => broker.disconnect(session));",
    to: `websocket.on('close', (code) => {
    const { channels } = session as unknown as { channels?: Set<string> };
    const gone = code === 1006 && [...(channels ?? [])].filter((channel) => !channel.startsWith('settle.'));
    if (gone) for (const other of broker.sessions) for (const channel of gone) broker.receive(other, \`UNSUBSCRIBE:\${channel}\`);
    broker.disconnect(session);
  });`,
  },
  {
    check: 'leave-reset',
    message: 'the broker ended in the middle of this check',
    file: '01-basic-pubsub/src/server.ts',
    from: 'heartbeat.watch(websocket, request.socket);',
    to: "heartbeat.watch(websocket, request.socket);\n      socket.on('error', (error) => {\n        throw error;\n      });",
  },

  // Frames.
  {
    check: 'body-verbatim',
    message: 'a body did not come out as it went in',
    file: '01-basic-pubsub/src/frames.ts',
    from: 'return { verb, target: line.slice(first + 1, second), body: line.slice(second + 1) };',
    to: "return { verb, target: line.slice(first + 1, second), body: line.split(':', 3)[2] ?? '' };",
  },
  {
    check: 'body-verbatim',
    message: 'a body did not come out as it went in',
    file: '@workshop/protocol/src/commands.ts',
    from: 'if (frame.body !== undefined) return frame.body;',
    to: 'if (frame.body) return frame.body;',
  },
  {
    check: 'body-sizes',
    message: 'a long body did not come out whole',
    file: '01-basic-pubsub/src/websocket-frame.ts',
    from: 'const header = length < 126 ? 2 : length < 65536 ? 4 : 10;',
    to: 'const header = length <= 126 ? 2 : length < 65536 ? 4 : 10;',
  },
  {
    check: 'line-end',
    message: 'a line end was not treated as the protocol says',
    file: '01-basic-pubsub/src/frames.ts',
    from: "const line = text.replace(LINE_END, '');",
    to: 'const line = text;',
  },
  {
    check: 'line-end',
    message: 'a line end was not treated as the protocol says',
    file: '01-basic-pubsub/src/frames.ts',
    from: "const line = text.replace(LINE_END, '');",
    to: 'const line = text.trimEnd();',
  },
  {
    check: 'fragments',
    message: 'a message in fragments was not taken as one frame',
    file: '01-basic-pubsub/src/server.ts',
    from: "websocket.on('close', () => broker.disconnect(session));",
    to: "websocket.on('close', () => broker.disconnect(session));\n  websocket.on('ping', () => broker.refuse(session, new Refusal('BAD_FRAME', 'a ping in mid-message')));",
  },
  {
    check: 'channel-names',
    message: 'a legal channel name did not work',
    file: '01-basic-pubsub/src/pubsub.ts',
    from: 'this.#subscribers.set(channel, sessions.add(session));',
    to: 'if (!(channel in {})) this.#subscribers.set(channel, sessions.add(session));',
  },
  {
    check: 'plain-is-quiet',
    message: 'a plain SUBSCRIBE was answered',
    file: '01-basic-pubsub/src/pubsub.ts',
    from: subscribe,
    to: `(session, frame) => {
    channels.subscribe(session, channelOf(frame));
    session.send({ frame: { verb: 'OK', target: 'SUBSCRIBE', body: frame.target } });
  }`,
  },
  {
    check: 'plain-is-quiet',
    message: 'a plain PUBLISH was answered',
    file: '01-basic-pubsub/src/pubsub.ts',
    from: publish,
    to: `(session, frame) => {
    const { channel, body } = messageOf(frame);
    if (!channel.startsWith('settle.')) session.send({ frame: { verb: 'OK', target: 'PUBLISH', body: channel } });`,
  },
  {
    check: 'plain-is-quiet',
    message: 'a plain session did not get a plain MSG',
    file: '01-basic-pubsub/src/pubsub.ts',
    from: "frame: { verb: 'MSG', target: channel, body }",
    to: "frame: { verb: 'MSG', target: channel, body, tags: channel.startsWith('settle.') ? undefined : new Map([['seq', '1']]) }",
  },
  {
    check: 'plain-is-quiet',
    message: 'a plain UNSUBSCRIBE was answered',
    file: '01-basic-pubsub/src/pubsub.ts',
    from: unsubscribe,
    to: `(session, frame) => {
    channels.unsubscribe(session, channelOf(frame));
    session.send({ frame: { verb: 'OK', target: 'UNSUBSCRIBE', body: frame.target } });
  }`,
  },
  {
    check: 'binary',
    message: 'a binary message was not refused with BAD_FRAME',
    file: '01-basic-pubsub/src/server.ts',
    from: "isBinary ? new Refusal('BAD_FRAME', 'this message is binary: send text') : payload.toString()",
    to: 'payload.toString()',
  },
  {
    check: 'utf-8',
    message: 'invalid UTF-8 did not end the session',
    file: '01-basic-pubsub/src/server.ts',
    from: 'const options = { noServer: true,',
    to: 'const options = { noServer: true, skipUTF8Validation: true,',
  },
  {
    check: 'utf-8',
    message: 'another session noticed that one was closed',
    file: '01-basic-pubsub/src/server.ts',
    from: "websocket.on('error', () => {});",
    to: "websocket.on('error', () => broker.sessions.forEach((other) => broker.refuse(other, new Refusal('BAD_FRAME', 'somebody erred'))));",
  },

  // Refusals.
  {
    check: 'no-verb',
    message: 'a frame that does not start with a verb was not refused with BAD_FRAME',
    file: '01-basic-pubsub/src/frames.ts',
    from: 'const VERB = /^[A-Z_]+$/;',
    to: 'const VERB = /^[A-Za-z_]+$/;',
  },
  {
    check: 'no-verb',
    message: 'a frame that does not start with a verb was not refused with BAD_FRAME',
    file: '01-basic-pubsub/src/frames.ts',
    from: "const line = text.replace(LINE_END, '');",
    to: "const line = text.replace(LINE_END, '').trimStart();",
  },
  {
    check: 'missing-parts',
    message: 'a frame with a part missing, or one too many, was not refused with BAD_FRAME',
    file: '@workshop/protocol/src/commands.ts',
    from: 'if (frame.body === undefined) return;',
    to: 'if (!frame.body) return;',
  },
  {
    check: 'missing-parts',
    message: 'a frame with a part missing, or one too many, was not refused with BAD_FRAME',
    file: '@workshop/protocol/src/commands.ts',
    from: 'if (frame.body !== undefined) return frame.body;',
    to: "return frame.body ?? '';",
  },
  {
    check: 'unknown-verb',
    message: 'an unknown verb was not refused with UNKNOWN_COMMAND',
    file: '01-basic-pubsub/src/core.ts',
    from: "throw new Refusal('UNKNOWN_COMMAND',",
    to: "throw new Refusal('BAD_FRAME',",
  },
  {
    check: 'bad-channel',
    message: 'a bad channel name was not refused with BAD_CHANNEL',
    file: '@workshop/protocol/src/names.ts',
    from: 'return text.length <= MAX_CHANNEL_LENGTH && CHANNEL.test(text);',
    to: 'return CHANNEL.test(text);',
  },
  {
    check: 'bad-channel',
    message: 'a bad channel name was not refused with BAD_CHANNEL',
    file: '@workshop/protocol/src/names.ts',
    from: 'const CHANNEL = new RegExp(`^${WORD}(?:\\\\.${WORD})*$`);',
    to: 'const CHANNEL = /^[\\w.-]+$/;',
  },
  {
    check: 'no-patterns',
    message: 'a pattern was not refused with BAD_CHANNEL',
    file: '@workshop/protocol/src/names.ts',
    from: "const WORD = '[A-Za-z0-9_-]+';",
    to: "const WORD = '[A-Za-z0-9_#*-]+';",
  },
  {
    check: 'no-publish-to-patterns',
    message: 'a publish to a pattern was not refused with BAD_CHANNEL',
    file: '@workshop/protocol/src/names.ts',
    from: "const WORD = '[A-Za-z0-9_-]+';",
    to: "const WORD = '[A-Za-z0-9_#*-]+';",
  },
  {
    check: 'first-refusal',
    message: 'where several refusals applied, the answer was not the first of them',
    file: '@workshop/protocol/src/commands.ts',
    from: 'const body = requireBody(frame);',
    to: 'requireChannel(target);\n  const body = requireBody(frame);',
  },
  {
    check: 'refused-without-effect',
    message: 'a refused SUBSCRIBE subscribed all the same',
    file: '01-basic-pubsub/src/pubsub.ts',
    from: subscribe,
    to: "(session, frame) => {\n    channels.subscribe(session, frame.target ?? '');\n    channelOf(frame);\n  }",
  },
  {
    check: 'refused-without-effect',
    message: 'a refused UNSUBSCRIBE unsubscribed all the same',
    file: '01-basic-pubsub/src/pubsub.ts',
    from: unsubscribe,
    to: "(session, frame) => {\n    channels.unsubscribe(session, frame.target ?? '');\n    channelOf(frame);\n  }",
  },

  // Limits.
  {
    check: 'frame-too-large',
    message: 'a payload one byte above MAX_FRAME_BYTES did not close the session with 1009',
    file: '01-basic-pubsub/src/server.ts',
    from: 'maxPayload: MAX_FRAME_BYTES,',
    to: '',
  },
  {
    check: 'frame-too-large',
    message: 'a payload one byte above MAX_FRAME_BYTES did not close the session with 1009',
    file: '01-basic-pubsub/src/server.ts',
    from: 'maxPayload: MAX_FRAME_BYTES,',
    to: 'maxPayload: MAX_FRAME_BYTES + 2,',
  },
  {
    check: 'fragments-too-large',
    message: 'fragments above MAX_FRAME_BYTES in all did not close the session with 1009',
    file: '01-basic-pubsub/src/server.ts',
    from: 'maxPayload: MAX_FRAME_BYTES,',
    to: 'maxPayload: 2 * MAX_FRAME_BYTES,',
  },
  {
    check: 'max-frame-bytes',
    message: 'a payload above the MAX_FRAME_BYTES that was set did not close the session with 1009',
    file: '01-basic-pubsub/src/server.ts',
    from: 'maxPayload: MAX_FRAME_BYTES,',
    to: 'maxPayload: 65_536,',
  },
  {
    check: 'slow-reader',
    message: 'a reader that does not read was not dropped',
    file: '01-basic-pubsub/src/output.ts',
    from: 'return backlog >= this.#maxBacklog;',
    to: 'return false;',
  },
  {
    check: 'slow-reader',
    message: 'a reader that does not read was kept until it read again',
    file: '01-basic-pubsub/src/output.ts',
    from: 'if (backlog > 0 && this.#isSlow(backlog)) this.cut(); else this.socket.write(',
    to: "if (backlog > 0 && this.#isSlow(backlog)) this.socket.once('drain', () => this.cut());\n      this.socket.write(",
  },
  {
    check: 'burst-to-healthy-reader',
    message: 'a healthy reader did not get the whole of a burst',
    file: '01-basic-pubsub/src/output.ts',
    from: 'if (backlog > 0 && this.#isSlow(backlog)) this.cut();',
    to: 'if (frames.some(({ length }) => length > 60_000)) this.cut();',
  },
  {
    check: 'ping',
    message: 'a session that answered no ping was not cut off',
    file: '01-basic-pubsub/src/server.ts',
    from: 'unanswered.set(websocket, taken);',
    to: '',
  },
  {
    check: 'ping',
    message: 'a session that answers pings was cut off',
    file: '01-basic-pubsub/src/server.ts',
    from: "websocket.on('pong', () => unanswered.delete(websocket));",
    to: '',
  },
  {
    check: 'strangers',
    message: 'the broker ended in the middle of this check',
    file: '01-basic-pubsub/src/server.ts',
    from: "websocket.on('error', () => {});",
    to: '',
  },

  // Running.
  {
    check: 'sigterm',
    message: 'the broker did not end on SIGTERM',
    file: '@workshop/program/src/run.ts',
    from: "for (const signal of ['SIGTERM', 'SIGINT'])",
    to: "process.on('SIGTERM', () => {});\n    for (const signal of ['SIGINT'])",
  },
  {
    check: 'sigterm',
    message: 'on SIGTERM, a session was not closed with 1001',
    file: '@workshop/program/src/run.ts',
    from: 'process.once(signal, () => void close().catch(giveUp));',
    to: 'process.once(signal, () => process.exit(0));',
  },
  {
    check: 'sigterm',
    message: 'the broker did not end with exit code 0 on SIGTERM',
    file: '@workshop/program/src/run.ts',
    from: 'process.once(signal, () => void close().catch(giveUp));',
    to: 'process.once(signal, () => void close().then(() => process.exit(1)));',
  },
  {
    check: 'sigint',
    message: 'the broker did not end on SIGINT',
    file: '01-basic-pubsub/src/server.ts',
    from: 'heartbeat.stop();',
    to: 'setInterval(() => {}, 1000);',
  },
  {
    check: 'any-port',
    message: 'the broker ended before it accepted connections',
    file: '01-basic-pubsub/src/server.ts',
    from: 'http.listen(PORT, HOST);',
    to: 'http.listen(PORT || 47_653, HOST);',
  },
  {
    check: 'given-port',
    message: 'the broker does not listen on the PORT that it was given',
    file: '01-basic-pubsub/src/server.ts',
    from: 'http.listen(PORT, HOST);',
    to: 'http.listen(0, HOST);',
  },
  {
    check: 'given-port',
    message: 'the broker ended before it accepted connections',
    file: '@workshop/program/src/settings.ts',
    from: 'environment[name] || undefined;',
    to: 'environment[name];',
  },
  {
    check: 'wrong-settings',
    message: 'a broker with a wrong setting did not end',
    file: '@workshop/program/src/settings.ts',
    from: 'return value >= min && value <= max ? value : undefined;',
    to: 'return value >= min && value <= max ? value : max > 65_535 ? fallback : undefined;',
  },
  {
    check: 'wrong-settings',
    message: 'a broker with a wrong setting did not end with exit code 1',
    file: '@workshop/program/src/run.ts',
    from: 'fail(1, explain(error));',
    to: 'fail(3, explain(error));',
  },
  {
    check: 'wrong-settings',
    message: 'a wrong setting was not explained in one line',
    file: '@workshop/program/src/run.ts',
    from: 'if (error instanceof SettingError) return error.message;',
    to: 'if (error instanceof SettingError) return error.stack ?? error.message;',
  },

  // Found by walking through the rules.
  {
    check: 'basic-hello',
    message: 'the broker sent a binary message',
    file: '01-basic-pubsub/src/websocket-frame.ts',
    from: 'frame[0] = 0x81;',
    to: 'frame[0] = 0x82;',
  },
  {
    check: 'basic-subscribers-only',
    message: 'a subscriber of another channel got the message',
    file: '01-basic-pubsub/src/pubsub.ts',
    from: loop,
    to: `for (const [name, sessions] of this.#subscribers)
      if (name.toLowerCase() === channel.toLowerCase()) for (const session of sessions) session.send(packet);`,
  },
  {
    check: 'subscribe-again',
    message: 'after subscribing twice, one UNSUBSCRIBE did not end the subscription',
    file: '01-basic-pubsub/src/pubsub.ts',
    from: subscribe,
    to: `(session, frame) => {
    const counts = ((session as unknown as { counts?: Map<string, number> }).counts ??= new Map());
    counts.set(channelOf(frame), (counts.get(channelOf(frame)) ?? 0) + 1);
    channels.subscribe(session, channelOf(frame));
  }`,
    also: [
      {
        file: '01-basic-pubsub/src/pubsub.ts',
        from: unsubscribe,
        to: `(session, frame) => {
    const counts = (session as unknown as { counts?: Map<string, number> }).counts;
    const left = (counts?.get(channelOf(frame)) ?? 1) - 1;
    counts?.set(channelOf(frame), left);
    if (left <= 0) channels.unsubscribe(session, channelOf(frame));
  }`,
      },
    ],
  },
  {
    check: 'unsubscribe-nothing',
    message: 'after one UNSUBSCRIBE too many, SUBSCRIBE did not subscribe',
    file: '01-basic-pubsub/src/pubsub.ts',
    from: subscribe,
    to: `(session, frame) => {
    const counts = ((session as unknown as { counts?: Map<string, number> }).counts ??= new Map());
    counts.set(channelOf(frame), (counts.get(channelOf(frame)) ?? 0) + 1);
    if ((counts.get(channelOf(frame)) ?? 0) > 0) channels.subscribe(session, channelOf(frame));
  }`,
    also: [
      {
        file: '01-basic-pubsub/src/pubsub.ts',
        from: unsubscribe,
        to: `(session, frame) => {
    const counts = ((session as unknown as { counts?: Map<string, number> }).counts ??= new Map());
    counts.set(channelOf(frame), (counts.get(channelOf(frame)) ?? 0) - 1);
    channels.unsubscribe(session, channelOf(frame));
  }`,
      },
    ],
  },
  {
    check: 'burst-in-order',
    message: 'the commands of a burst did not take effect in the order sent',
    file: '01-basic-pubsub/src/pubsub.ts',
    from: 'channels.fanOut(channel, body);',
    to: 'if (body.length > 10_000) setImmediate(() => channels.fanOut(channel, body));\n    else channels.fanOut(channel, body);',
  },
  {
    check: 'messages-in-order',
    message: 'a message was lost, came twice, or overtook another',
    file: '01-basic-pubsub/src/output.ts',
    from: 'Buffer.concat(frames)',
    to: 'Buffer.concat(frames.toSorted((a, b) => Number(a.length > 10_000) - Number(b.length > 10_000)))',
  },
  {
    check: 'body-verbatim',
    message: 'a body did not come out as it went in',
    file: '01-basic-pubsub/src/pubsub.ts',
    from: 'channels.fanOut(channel, body);',
    to: 'channels.fanOut(channel, body.normalize());',
  },
  {
    check: 'body-verbatim',
    message: 'a body did not come out as it went in',
    file: '01-basic-pubsub/src/pubsub.ts',
    from: 'channels.fanOut(channel, body);',
    to: "channels.fanOut(channel, body.trim() === '' ? body : body.replace(/^ +| +$/g, ''));",
  },
  {
    check: 'binary',
    message: 'a binary message was not refused with BAD_FRAME',
    file: '01-basic-pubsub/src/server.ts',
    from: "websocket.on('message', (payload, isBinary) => {",
    to: `websocket.on('message', (payload, isBinary) => {
      if (!process.getBuiltinModule('node:buffer').isUtf8(payload as Buffer)) return void websocket.close(1007);`,
  },
  {
    check: 'no-verb',
    message: 'a frame that does not start with a verb was not refused with BAD_FRAME',
    file: '01-basic-pubsub/src/frames.ts',
    from: 'const VERB = /^[A-Z_]+$/;',
    to: 'const VERB = /^[A-Z_]+\\n?$/;',
  },
  {
    check: 'bad-channel',
    message: 'a bad channel name was not refused with BAD_CHANNEL',
    file: '@workshop/protocol/src/names.ts',
    from: 'const CHANNEL = new RegExp(`^${WORD}(?:\\\\.${WORD})*$`);',
    to: 'const CHANNEL = new RegExp(`^${WORD}(?:\\\\.${WORD})*\\n?$`);',
  },
  {
    check: 'bad-channel',
    message: 'a bad channel name was not refused with BAD_CHANNEL',
    file: '@workshop/protocol/src/names.ts',
    from: 'return text.length <= MAX_CHANNEL_LENGTH && CHANNEL.test(text);',
    to: "return text.length <= MAX_CHANNEL_LENGTH && CHANNEL.test(text.replace(/\\p{Nd}/gu, '0'));",
  },
  {
    check: 'max-frame-bytes',
    message: 'a payload above the MAX_FRAME_BYTES that was set did not close the session with 1009',
    file: '01-basic-pubsub/src/server.ts',
    from: "websocket.on('message', (payload, isBinary) => {",
    to: `websocket.on('message', (payload, isBinary) => {
      if (String(payload).length > 1000) return void websocket.close(1009);`,
    also: [{ file: '01-basic-pubsub/src/server.ts', from: 'maxPayload: MAX_FRAME_BYTES,', to: 'maxPayload: 2 * MAX_FRAME_BYTES,' }],
  },
  {
    check: 'sigterm',
    message: 'the broker did not end on SIGTERM',
    file: '01-basic-pubsub/src/server.ts',
    from: 'const CLOSE_TIMEOUT_MS = 1000;',
    to: 'const CLOSE_TIMEOUT_MS = 8000;',
  },
  {
    check: 'sigterm',
    message: 'the broker did not end on SIGTERM',
    file: '01-basic-pubsub/src/server.ts',
    from: 'http.closeAllConnections();',
    to: 'setTimeout(() => http.closeAllConnections(), CLOSE_TIMEOUT_MS).unref();',
  },
  {
    check: 'sigint',
    message: 'the broker did not end on SIGINT',
    file: '01-basic-pubsub/src/server.ts',
    from: 'http.closeAllConnections();',
    to: '',
  },
  {
    check: 'given-port',
    message: 'with HOST unset, the broker can be reached from outside',
    file: '01-basic-pubsub/src/server.ts',
    from: 'http.listen(PORT, HOST);',
    to: "http.listen(PORT, HOST && '0.0.0.0');",
  },
  {
    check: 'given-host',
    message: 'the broker does not listen at the HOST that it was given',
    file: '01-basic-pubsub/src/server.ts',
    from: 'http.listen(PORT, HOST);',
    to: "http.listen(PORT, HOST && '127.0.0.1');",
  },
  {
    check: 'given-host',
    message: 'the broker also listens at an address that is not its HOST',
    file: '01-basic-pubsub/src/server.ts',
    from: 'http.listen(PORT, HOST);',
    to: "http.listen(PORT, HOST && '0.0.0.0');",
    also: [
      {
        file: '01-basic-pubsub/src/server.ts',
        from: 'url: formatUrl(http.address() as AddressInfo),',
        to: 'url: formatUrl({ ...(http.address() as AddressInfo), address: HOST }),',
      },
    ],
  },
  {
    check: 'wrong-settings',
    message: 'a broker with a wrong setting did not end',
    file: '@workshop/program/src/settings.ts',
    from: '/^\\d+$/.test(text) ? Number(text) : Number.NaN',
    to: 'Number.parseInt(text)',
  },
  {
    check: 'last-words',
    message: 'what a session had sent before its goodbye did not take effect',
    file: '01-basic-pubsub/src/server.ts',
    from: "door.receive(session, isBinary ? new Refusal('BAD_FRAME', 'this message is binary: send text') : payload.toString());",
    to: `const message = isBinary ? new Refusal('BAD_FRAME', 'this message is binary: send text') : payload.toString();
      setTimeout(() => websocket.readyState === websocket.OPEN && door.receive(session, message), 20);`,
  },
  {
    check: 'many-channels',
    message: 'a session with hundreds of subscriptions did not get every message',
    file: '01-basic-pubsub/src/pubsub.ts',
    from: subscribe,
    to: '(session: Subscriber, frame) => (session.channels?.size ?? 0) < 128 && channels.subscribe(session, channelOf(frame))',
  },
];
