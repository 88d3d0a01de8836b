// Named mistakes in stage 01, each with the check that must catch it and what that check says. They show that the checks can fail.

import type { WrongBroker } from '@workshop/checks/wrong';

const pubsub = 'src/pubsub.ts';
const server = 'src/server.ts';
const output = 'src/output.ts';
const core = 'src/core.ts';
const run = 'src/run.ts';
const settings = 'src/settings.ts';
const frames = '../../shared/protocol/src/frames.ts';
const names = '../../shared/protocol/src/names.ts';

const loop = 'for (const session of subscribers.get(channel) ?? []) session.send(packet);';

export const wrong: readonly WrongBroker[] = [
  // The seed: subscribe, publish, fan-out.
  {
    check: 'seed-hello',
    message: 'a session did not get its own message on a channel of its own',
    file: pubsub,
    from: 'subscribers.set(channel, sessions.add(session));',
    to: 'sessions.add(session);',
  },
  {
    check: 'seed-hello',
    message: 'the subscriber did not get the message',
    file: pubsub,
    from: loop,
    to: "for (const session of subscribers.get(channel) ?? []) if (channel.startsWith('settle.')) session.send(packet);",
  },
  {
    check: 'seed-hello',
    message: 'the broker printed its address before it accepted connections',
    file: run,
    from: 'const broker = create(',
    to: "console.log('ws://127.0.0.1:9');\n    const broker = create(",
  },
  {
    check: 'seed-publisher-too',
    message: 'the publisher did not get its own message',
    file: pubsub,
    from: 'return broker.publish({ channel: requireChannel(target), body }, session, frame);',
    to: `const left = !target.startsWith('settle.') && subscribers.get(target)?.delete(session);
        const outcome = broker.publish({ channel: requireChannel(target), body }, session, frame);
        broker.settle();
        if (left) subscribe(session, target);
        return outcome;`,
  },
  {
    check: 'seed-fan-out',
    message: 'a subscriber did not get every message',
    file: pubsub,
    from: loop,
    to: 'for (const session of [...(subscribers.get(channel) ?? [])].slice(0, 1)) session.send(packet);',
  },
  {
    check: 'seed-fan-out',
    message: 'a subscriber got a message twice',
    file: pubsub,
    from: loop,
    to: `const sessions = subscribers.get(channel) ?? [];
    for (let times = channel.startsWith('settle.') ? 1 : 2; times > 0; times--) for (const session of sessions) session.send(packet);`,
  },
  {
    check: 'seed-subscribers-only',
    message: 'a publisher that is not subscribed got the message',
    file: pubsub,
    from: 'return broker.publish({ channel: requireChannel(target), body }, session, frame);',
    to: `subscribe(session, target);
        return broker.publish({ channel: requireChannel(target), body }, session, frame);`,
  },
  {
    check: 'seed-subscribers-only',
    message: 'a subscriber of another channel got the message',
    file: pubsub,
    from: loop,
    to: `for (const [name, sessions] of subscribers)
      if (name.startsWith(channel)) for (const session of sessions) session.send(packet);`,
  },
  {
    check: 'seed-subscribers-only',
    message: 'a publish to a channel that nobody is subscribed to was answered',
    file: pubsub,
    from: loop,
    to: 'for (const session of subscribers.get(channel)!) session.send(packet);',
  },
  {
    check: 'seed-channels',
    message: 'a subscriber of two channels did not get the messages of both',
    file: pubsub,
    from: 'session.channels = (session.channels ?? new Set()).add(channel);',
    to: `for (const other of session.channels ?? []) unsubscribe(session, other);
    session.channels = new Set([channel]);`,
  },
  {
    check: 'seed-now-only',
    message: 'a new subscriber got an old message',
    file: pubsub,
    from: 'session.channels = (session.channels ?? new Set()).add(channel);',
    to: `session.channels = (session.channels ?? new Set()).add(channel);
    if (channel.startsWith('news')) session.send(new Packet({ verb: 'MSG', target: channel, body: 'early' }));`,
  },

  // Channels.
  {
    check: 'subscribe-again',
    message: 'after a second SUBSCRIBE a message came not exactly once',
    file: pubsub,
    from: 'subscribers.set(channel, sessions.add(session));',
    to: 'subscribers.set(channel, sessions.add(sessions.has(session) ? Object.create(session) : session));',
  },
  {
    check: 'unsubscribe',
    message: 'a session got a message after UNSUBSCRIBE',
    file: pubsub,
    from: 'sessions?.delete(session);',
    to: '',
  },
  {
    check: 'unsubscribe',
    message: 'a subscriber got nothing any more after another one had unsubscribed',
    file: pubsub,
    from: 'if (sessions?.size === 0) subscribers.delete(channel);',
    to: 'subscribers.delete(channel);',
  },
  {
    check: 'unsubscribe-nothing',
    message: 'UNSUBSCRIBE of another channel was answered, or changed something',
    file: pubsub,
    from: 'const sessions = subscribers.get(channel);\n    sessions?.delete(session);',
    to: "const sessions = subscribers.get(channel);\n    if (!sessions?.delete(session)) throw new Error('not subscribed');",
  },
  {
    check: 'unsubscribe-nothing',
    message: 'UNSUBSCRIBE of another channel was answered, or changed something',
    file: pubsub,
    from: 'unsubscribe(session, channelOf(frame));',
    to: 'unsubscribe(session, channelOf(frame));\n        for (const channel of session.channels ?? []) unsubscribe(session, channel);',
  },
  {
    check: 'subscribe-anew',
    message: 'whoever subscribed anew did not get the message once',
    file: pubsub,
    from: 'if (sessions?.size === 0) subscribers.delete(channel);',
    to: 'if (sessions) sessions.add = () => sessions;',
  },
  {
    check: 'burst-in-order',
    message: 'the commands of a burst did not take effect in the order sent',
    file: core,
    from: "if (frame.verb !== 'PUBLISH') this.settle();",
    to: '',
  },
  {
    check: 'messages-in-order',
    message: 'a message was lost, came twice, or overtook another',
    file: core,
    from: 'for (const publication of turn) this.#deliver(publication);',
    to: 'for (const publication of turn.toReversed()) this.#deliver(publication);',
  },
  {
    check: 'leave-close',
    message: 'after others went away, a subscriber no longer got each message once',
    file: pubsub,
    from: 'for (const channel of session.channels ?? []) unsubscribe(session, channel);',
    to: "for (const channel of session.channels ?? []) if (!channel.startsWith('settle.')) subscribers.delete(channel);",
  },
  {
    check: 'leave-close',
    message: 'somebody who stayed was told that another session went away',
    file: pubsub,
    from: 'for (const channel of session.channels ?? []) unsubscribe(session, channel);',
    to: "throw new Error('who was that?');",
  },
  {
    check: 'leave-end',
    message: 'after others went away, a subscriber no longer got each message once',
    file: server,
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
    file: server,
    from: "websocket.on('error', () => {});",
    to: "socket.on('error', (error) => {\n    throw error;\n  });",
  },

  // Frames.
  {
    check: 'body-verbatim',
    message: 'a body did not come out as it went in',
    file: frames,
    from: 'return { verb, target: text.slice(first + 1, second), body: text.slice(second + 1) };',
    to: "return { verb, target: text.slice(first + 1, second), body: text.split(':', 3)[2] ?? '' };",
  },
  {
    check: 'body-verbatim',
    message: 'a body did not come out as it went in',
    file: frames,
    from: 'if (frame.body !== undefined) return frame.body;',
    to: 'if (frame.body) return frame.body;',
  },
  {
    check: 'body-sizes',
    message: 'a long body did not come out whole',
    file: server,
    from: 'const header = length < 126 ? 2 : length < 65536 ? 4 : 10;',
    to: 'const header = length <= 126 ? 2 : length < 65536 ? 4 : 10;',
  },
  {
    check: 'line-end',
    message: 'a line end was not treated as the protocol says',
    file: frames,
    from: "parseFrame(text.replace(/\\r?\\n$/, ''))",
    to: 'parseFrame(text)',
  },
  {
    check: 'line-end',
    message: 'a line end was not treated as the protocol says',
    file: frames,
    from: "parseFrame(text.replace(/\\r?\\n$/, ''))",
    to: 'parseFrame(text.trimEnd())',
  },
  {
    check: 'fragments',
    message: 'a message in fragments was not taken as one frame',
    file: server,
    from: "websocket.on('close', () => broker.disconnect(session));",
    to: "websocket.on('close', () => broker.disconnect(session));\n  websocket.on('ping', () => broker.refuse(session, new Refusal('BAD_FRAME', 'a ping in mid-message')));",
  },
  {
    check: 'channel-names',
    message: 'a legal channel name did not work',
    file: pubsub,
    from: 'subscribers.set(channel, sessions.add(session));',
    to: 'if (!(channel in {})) subscribers.set(channel, sessions.add(session));',
  },
  {
    check: 'plain-is-quiet',
    message: 'a plain SUBSCRIBE was answered',
    file: pubsub,
    from: 'subscribe(session, channel);\n      },',
    to: "subscribe(session, channel);\n        session.send(new Packet({ verb: 'OK', target: 'SUBSCRIBE', body: channel }));\n      },",
  },
  {
    check: 'plain-is-quiet',
    message: 'a plain PUBLISH was answered',
    file: pubsub,
    from: 'const body = requireBody(frame);',
    to: "const body = requireBody(frame);\n        if (!target.startsWith('settle.')) session.send(new Packet({ verb: 'OK', target: 'PUBLISH', body: target }));",
  },
  {
    check: 'plain-is-quiet',
    message: 'a plain session did not get a plain MSG',
    file: pubsub,
    from: "const packet = new Packet({ verb: 'MSG', target: channel, body, tags });",
    to: "const packet = new Packet({ verb: 'MSG', target: channel, body, tags: new Map([['seq', '1']]) });\n    for (const session of subscribers.get(channel) ?? []) session.tagged = !channel.startsWith('settle.');",
  },
  {
    check: 'plain-is-quiet',
    message: 'a plain UNSUBSCRIBE was answered',
    file: pubsub,
    from: 'unsubscribe(session, channelOf(frame));',
    to: "unsubscribe(session, channelOf(frame));\n        session.send(new Packet({ verb: 'OK', target: 'UNSUBSCRIBE', body: frame.target }));",
  },
  {
    check: 'binary',
    message: 'a binary message was not refused with BAD_FRAME',
    file: server,
    from: 'if (isBinary) broker',
    to: 'if (isBinary && payload.toString() === String()) broker',
  },
  {
    check: 'utf-8',
    message: 'invalid UTF-8 did not close the session with 1007',
    file: server,
    from: 'const options = { noServer: true,',
    to: 'const options = { noServer: true, skipUTF8Validation: true,',
  },
  {
    check: 'utf-8',
    message: 'another session noticed that one was closed',
    file: server,
    from: "websocket.on('error', () => {});",
    to: "websocket.on('error', () => broker.sessions.forEach((other) => broker.refuse(other, new Refusal('BAD_FRAME', 'somebody erred'))));",
  },

  // Refusals.
  {
    check: 'no-verb',
    message: 'what starts with no verb was not refused with BAD_FRAME',
    file: frames,
    from: 'const VERB = /^[A-Z_]+$/;',
    to: 'const VERB = /^[A-Za-z_]+$/;',
  },
  {
    check: 'no-verb',
    message: 'what starts with no verb was not refused with BAD_FRAME',
    file: frames,
    from: "parseFrame(text.replace(/\\r?\\n$/, ''))",
    to: "parseFrame(text.replace(/\\r?\\n$/, '').trimStart())",
  },
  {
    check: 'missing-parts',
    message: 'a frame with a part missing, or one too many, was not refused with BAD_FRAME',
    file: frames,
    from: 'if (frame.body === undefined) return;',
    to: 'if (!frame.body) return;',
  },
  {
    check: 'missing-parts',
    message: 'a frame with a part missing, or one too many, was not refused with BAD_FRAME',
    file: frames,
    from: 'if (frame.body !== undefined) return frame.body;',
    to: "return frame.body ?? '';",
  },
  {
    check: 'unknown-verb',
    message: 'an unknown verb was not refused with UNKNOWN_COMMAND',
    file: core,
    from: "throw new Refusal('UNKNOWN_COMMAND',",
    to: "throw new Refusal('BAD_FRAME',",
  },
  {
    check: 'bad-channel',
    message: 'a bad channel name was not refused with BAD_CHANNEL',
    file: names,
    from: 'return text.length <= MAX_CHANNEL_LENGTH && CHANNEL.test(text);',
    to: 'return CHANNEL.test(text);',
  },
  {
    check: 'bad-channel',
    message: 'a bad channel name was not refused with BAD_CHANNEL',
    file: names,
    from: 'const CHANNEL = new RegExp(`^${WORD}(?:\\\\.${WORD})*$`);',
    to: 'const CHANNEL = /^[\\w.-]+$/;',
  },
  {
    check: 'no-patterns',
    message: 'a pattern was not refused with BAD_CHANNEL',
    file: names,
    from: "const WORD = '[A-Za-z0-9_-]+';",
    to: "const WORD = '[A-Za-z0-9_#*-]+';",
  },
  {
    check: 'no-publish-to-patterns',
    message: 'a publish to a pattern was not refused with BAD_CHANNEL',
    file: names,
    from: "const WORD = '[A-Za-z0-9_-]+';",
    to: "const WORD = '[A-Za-z0-9_#*-]+';",
  },
  {
    check: 'first-refusal',
    message: 'of several refusals that applied, another than the first was answered',
    file: pubsub,
    from: 'const body = requireBody(frame);',
    to: 'requireChannel(target);\n        const body = requireBody(frame);',
  },
  {
    check: 'refused-without-effect',
    message: 'a refused SUBSCRIBE subscribed all the same',
    file: pubsub,
    from: "const channel = channelOf(frame);\n        broker.authorize(session, channel, 'subscribe');",
    to: "subscribe(session, frame.target ?? '');\n        const channel = channelOf(frame);",
  },
  {
    check: 'refused-without-effect',
    message: 'a refused UNSUBSCRIBE unsubscribed all the same',
    file: pubsub,
    from: 'unsubscribe(session, channelOf(frame));',
    to: "unsubscribe(session, frame.target ?? '');\n        channelOf(frame);",
  },

  // Limits.
  {
    check: 'frame-too-large',
    message: 'a payload one byte above MAX_FRAME_BYTES did not close the session with 1009',
    file: server,
    from: 'maxPayload: settings.MAX_FRAME_BYTES,',
    to: '',
  },
  {
    check: 'frame-too-large',
    message: 'a payload one byte above MAX_FRAME_BYTES did not close the session with 1009',
    file: server,
    from: 'maxPayload: settings.MAX_FRAME_BYTES,',
    to: 'maxPayload: settings.MAX_FRAME_BYTES + 2,',
  },
  {
    check: 'fragments-too-large',
    message: 'fragments above MAX_FRAME_BYTES in all did not close the session with 1009',
    file: server,
    from: 'maxPayload: settings.MAX_FRAME_BYTES,',
    to: 'maxPayload: 2 * settings.MAX_FRAME_BYTES,',
  },
  {
    check: 'max-frame-bytes',
    message: 'a payload above the MAX_FRAME_BYTES that was set did not close the session with 1009',
    file: server,
    from: 'maxPayload: settings.MAX_FRAME_BYTES,',
    to: 'maxPayload: 65_536,',
  },
  {
    check: 'slow-reader',
    message: 'a reader that does not read was not dropped',
    file: output,
    from: 'return backlog >= this.#maxBacklog;',
    to: 'return false;',
  },
  {
    check: 'slow-reader',
    message: 'a slow reader was sent a close frame',
    file: server,
    from: '      websocket.terminate();\n      broker.disconnect(session);',
    to: "      websocket.close(1008, 'too slow');\n      broker.disconnect(session);",
  },
  {
    check: 'burst-to-healthy-reader',
    message: 'a healthy reader did not get the whole of a burst',
    file: output,
    from: 'if (backlog > 0 && this.#isSlow(backlog)) this.#sink.cut();',
    to: 'if (frames.some(({ length }) => length > 60_000)) this.#sink.cut();',
  },
  {
    check: 'ping',
    message: 'a session that answered no ping was not cut off',
    file: server,
    from: 'unanswered.add(websocket);',
    to: '',
  },
  {
    check: 'ping',
    message: 'a session that answers pings was cut off',
    file: server,
    from: "watch: (websocket) => websocket.on('pong', () => unanswered.delete(websocket)),",
    to: 'watch: () => {},',
  },
  {
    check: 'strangers',
    message: 'the broker ended in the middle of this check',
    file: server,
    from: "websocket.on('error', () => {});",
    to: '',
  },

  // Running.
  {
    check: 'sigterm',
    message: 'the broker did not end on SIGTERM',
    file: run,
    from: "for (const signal of ['SIGTERM', 'SIGINT'])",
    to: "process.on('SIGTERM', () => {});\n    for (const signal of ['SIGINT'])",
  },
  {
    check: 'sigterm',
    message: 'on SIGTERM, a session was not closed with 1001',
    file: run,
    from: "for (const signal of ['SIGTERM', 'SIGINT'])",
    to: "for (const signal of ['SIGINT'])",
  },
  {
    check: 'sigterm',
    message: 'the broker did not end with exit code 0 on SIGTERM',
    file: run,
    from: 'process.once(signal, () => void close());',
    to: 'process.once(signal, () => void close().then(() => process.exit(1)));',
  },
  {
    check: 'sigint',
    message: 'the broker did not end on SIGINT',
    file: server,
    from: 'setTimeout(() => http.closeAllConnections(), CLOSE_TIMEOUT_MS).unref();',
    to: 'clearTimeout(setTimeout(() => {}, 0));\n      setInterval(() => {}, 1000);',
  },
  {
    check: 'any-port',
    message: 'the broker ended before it accepted connections',
    file: server,
    from: 'http.listen(settings.PORT, settings.HOST);',
    to: 'http.listen(settings.PORT || 47_653, settings.HOST);',
  },
  {
    check: 'given-port',
    message: 'the broker does not listen on the PORT that it was given',
    file: server,
    from: 'http.listen(settings.PORT, settings.HOST);',
    to: 'http.listen(0, settings.HOST);',
  },
  {
    check: 'given-port',
    message: 'the broker ended before it accepted connections',
    file: settings,
    from: 'environment[name] || undefined;',
    to: 'environment[name];',
  },
  {
    check: 'wrong-settings',
    message: 'a broker with a wrong setting did not end',
    file: settings,
    from: 'return value >= min && value <= max ? value : undefined;',
    to: 'return value >= min && value <= max ? value : max > 65_535 ? fallback : undefined;',
  },
  {
    check: 'wrong-settings',
    message: 'a broker with a wrong setting did not end with exit code 1',
    file: run,
    from: 'fail(1, explain(error));',
    to: 'fail(3, explain(error));',
  },
  {
    check: 'wrong-settings',
    message: 'a wrong setting was not explained in one line',
    file: run,
    from: 'if (error instanceof SettingError) return error.message;',
    to: 'if (error instanceof SettingError) return error.stack ?? error.message;',
  },
];
