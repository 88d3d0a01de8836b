// Named mistakes in stage 02, each with the check that must catch it and what that check says. They show that the checks can fail.

import type { WrongBroker } from '../wrong-broker.ts';

const recovered = 'const recovered = epoch === this.#store.epoch && floor <= since && since <= newest;';
const keepUnlessRepeat = 'if (message.id === undefined || !isRepeat(message, message.id)) keep(message, message.id ?? makeId());';
const retained = "const retained = 'key = @key AND seq > max(@after, (SELECT floor FROM logs WHERE key = @key))';";

/** The transaction stays open for a while, so that one commit serves many publishes: but they are answered at once. */
const commitsLater = {
  file: '02-persistence/src/store/sqlite-store.ts',
  from: 'this.#attempt(() => this.#statements.immediately(() => this.#rows.during(work)));',
  to: `this.#attempt(() => {
      if (!this.database.inTransaction) {
        this.database.exec('BEGIN IMMEDIATE');
        setTimeout(() => this.database.exec('COMMIT'), 3000);
      }
      this.#rows.during(work);
    });`,
};

export const wrong: readonly WrongBroker[] = [
  // Numbers.
  {
    check: 'stamps',
    message: 'a tagged publish was not answered with its seq and id',
    file: '02-persistence/src/log/journal.ts',
    from: "  return new Map([\n    ['seq', String(seq)],\n    ['id', id],\n  ]);",
    to: "  return new Map([['id', id]]);",
  },
  {
    check: 'stamps',
    message: 'a message did not carry the seq and id that its publisher was told',
    file: '02-persistence/src/log/publish.ts',
    from: 'message.tags = tagsOf({ ...stamped, seq });',
    to: 'message.tags = tagsOf({ ...stamped, seq, id: makeId() });',
  },
  {
    check: 'stamps',
    message: 'the time of a message is not now, in milliseconds since 1970',
    file: '02-persistence/src/log/publish.ts',
    from: 'message.time ?? Date.now()',
    to: 'Math.floor(Date.now() / 1000)',
  },
  {
    check: 'seq-rises',
    message: 'the seq of a channel did not strictly rise',
    file: '02-persistence/src/log/publish.ts',
    from: 'const seq = journal.append(message.channel, stamped);',
    to: 'journal.append(message.channel, stamped);\n    const seq = Date.now();',
  },
  {
    check: 'made-ids',
    message: 'two messages of a channel have the same id',
    file: '02-persistence/src/log/publish.ts',
    from: keepUnlessRepeat,
    to: `const id = message.id ?? String(Date.now());
    if (!isRepeat(message, id)) keep(message, id);`,
  },
  {
    check: 'stamps-everywhere',
    message: 'a message that came again later did not carry the tags that it had when it came live',
    file: '02-persistence/src/log/journal.ts',
    from: 'body: message.body, tags: tagsOf(message) }',
    to: 'body: message.body, tags: tagsOf({ ...message, time: Math.floor(message.time / 1000) }) }',
  },
  {
    check: 'numbers-after-restart',
    message: 'the seq of a channel did not strictly rise',
    file: '02-persistence/src/log/publish.ts',
    from: 'const seq = journal.append(message.channel, stamped);',
    to: `journal.append(message.channel, stamped);
    const counter = journal as unknown as { told?: number };
    const seq = (counter.told = (counter.told ?? 0) + 1);`,
  },
  {
    check: 'numbers-after-restart',
    message: 'a tagged publish was not answered with its seq and id',
    file: '02-persistence/src/store/store.ts',
    from: 'const here = uniqueName();',
    to: "const here = 'here';",
  },

  // Answers.
  {
    check: 'tagged-answers',
    message: 'a tagged command was not answered with OK and its label',
    file: '02-persistence/src/dialogue/dialogue.ts',
    from: "const labelled = new Map(label ? [['label', label]] : []);",
    to: 'const labelled = new Map<string, string>();',
  },
  {
    check: 'tagged-answers',
    message: 'a tagged command was answered more than once',
    file: '02-persistence/src/log/resume.ts',
    from: 'this.#placeOf(newest)); log.goLive(newest); return undefined;',
    to: 'this.#placeOf(newest));\n    log.goLive(newest);\n    return this.#placeOf(newest);',
  },
  {
    check: 'tagged-refusals',
    message: 'the refusal of a tagged command did not carry its code and label',
    file: '02-persistence/src/dialogue/dialogue.ts',
    from: 'body: outcome.message, tags: labelled }',
    to: 'body: outcome.message }',
  },
  {
    check: 'any-tag',
    message: 'a command with a tag but no label was not answered with an OK that has no label',
    file: '02-persistence/src/dialogue/dialogue.ts',
    from: 'else if (tags ||',
    to: 'else if (label ||',
  },
  {
    check: 'untagged-is-quiet',
    message: 'a command without tags was answered',
    file: '02-persistence/src/dialogue/dialogue.ts',
    from: 'else if (tags ||',
    to: 'else if ((session as TaggedSession).tagged ||',
  },
  {
    check: 'plain-stays-plain',
    message: 'a plain session got a message with tags',
    file: '02-persistence/src/dialogue/tags.ts',
    from: 'session.send(session.tagged ? this.#tagged : this.#plain);',
    to: 'session.send(this.#tagged);',
  },
  {
    check: 'plain-stays-plain',
    message: 'a plain session did not get plain history and an OK',
    file: '02-persistence/src/log/history.ts',
    from: "dialogue.alwaysAnswered.add('HISTORY');",
    to: '',
  },
  {
    check: 'tagged-from-then-on',
    message: 'a session that talks tagged got a message without seq, id or time',
    file: '02-persistence/src/log/publish.ts',
    from: "new TaggedPacket({ verb: 'MSG', target: channel, body, tags });",
    to: "new TaggedPacket({ verb: 'MSG', target: channel, body });",
  },

  // Tags.
  {
    check: 'bad-tags',
    message: 'tags that break the grammar were not refused with BAD_FRAME',
    file: '@workshop/protocol/src/frames.ts',
    from: 'if (!TAG_KEY.test(key))',
    to: "if (tag !== '' && !TAG_KEY.test(key))",
  },
  {
    check: 'bad-tags',
    message: 'tags that break the grammar were not refused with BAD_FRAME',
    file: '@workshop/protocol/src/frames.ts',
    from: 'const TAG_KEY = /^[a-z-]+$/;',
    to: 'const TAG_KEY = /^[\\w-]+$/;',
  },
  {
    check: 'bad-tag-values',
    message: 'a bad value of id, label or since was not refused with BAD_FRAME',
    file: '02-persistence/src/dialogue/tags.ts',
    from: "['id', [/^[A-Za-z0-9_.-]{1,64}$/",
    to: "['id', [/^[^; ]{1,64}$/",
  },
  {
    check: 'bad-tag-values',
    message: 'a bad value of id, label or since was not refused with BAD_FRAME',
    file: '02-persistence/src/dialogue/tags.ts',
    from: "['since', [/^[0-9]{1,15}$/",
    to: "['since', [/^[0-9]+$/",
  },
  {
    check: 'legal-tags',
    message: 'a legal list of tags was refused, or its label did not come back',
    file: '@workshop/protocol/src/frames.ts',
    from: "tags.set(key, equals < 0 ? '' : tag.slice(equals + 1));",
    to: "if (!tags.has(key)) tags.set(key, equals < 0 ? '' : tag.slice(equals + 1));",
  },
  {
    check: 'legal-tags',
    message: 'a legal list of tags was refused, or its label did not come back',
    file: '02-persistence/src/dialogue/tags.ts',
    from: 'CLIENT_TAGS.get(key) ?? [];',
    to: 'Object.fromEntries(CLIENT_TAGS)[key] ?? [];',
  },
  {
    check: 'brokers-tags',
    message: "a client could set a broker's tag",
    file: '02-persistence/src/dialogue/tags.ts',
    from: "'last', 'more'];",
    to: "'last'];",
  },

  // Repeats.
  {
    check: 'same-id-once',
    message: "a repeat was not answered with the first one's seq and dup=1",
    file: '02-persistence/src/log/publish.ts',
    from: keepUnlessRepeat,
    to: 'keep(message, message.id ?? makeId());',
  },
  {
    check: 'same-id-once',
    message: 'a repeat was delivered',
    file: '02-persistence/src/log/publish.ts',
    from: 'message.duplicate = true;',
    to: '',
  },
  {
    check: 'same-id-in-a-burst',
    message: 'a publish with an id was not answered with that id and a seq',
    file: '02-persistence/src/log/publish.ts',
    from: `turn.steps.store.push((message) => {
    if (!isChannel(message.channel)) return;
    ${keepUnlessRepeat}`,
    to: `turn.steps.stamp.push((message) => {
    if (message.id !== undefined) isRepeat(message, message.id);
  });
  turn.steps.store.push((message) => {
    if (isChannel(message.channel) && !message.duplicate) keep(message, message.id ?? makeId());`,
  },
  {
    check: 'same-id-other-channel',
    message: 'the first publish with this id on this channel was taken for a repeat',
    file: '02-persistence/src/store/sqlite-store.ts',
    from: 'SELECT seq FROM messages WHERE key = ? AND target',
    to: 'SELECT seq FROM messages WHERE ? IS NOT NULL AND target',
  },
  {
    check: 'same-id-other-session',
    message: "a repeat was not answered with the first one's seq and dup=1",
    file: '02-persistence/src/log/publish.ts',
    from: 'turn.publish({ ...message, session, id,',
    to: 'const from = ((session as { name?: string }).name ??= makeId());\n    turn.publish({ ...message, session, from, id,',
  },
  {
    check: 'same-id-after-restart',
    message: 'an id was forgotten in a restart',
    file: '02-persistence/src/log/publish.ts',
    from: `function isRepeat(message: Message, id: string): boolean {
    const seq = store.find(message.channel, { from: message.from, id });`,
    to: `const known = new Map<string, number>();
  function isRepeat(message: Message, id: string): boolean {
    const seq = known.get(\`\${message.channel} \${id}\`);`,
    also: [
      {
        file: '02-persistence/src/log/publish.ts',
        from: 'message.receipt = receiptOf({ seq, id });',
        to: 'message.receipt = receiptOf({ seq, id });\n    known.set(`${message.channel} ${id}`, seq);',
      },
    ],
  },
  {
    check: 'same-id-after-restart',
    message: 'an id was forgotten together with its message, within 2 minutes',
    file: '02-persistence/src/log/journal.ts',
    from: 'this.#store.purge(key, Date.now() - REMEMBER_MS, Date.now());',
    to: 'this.#store.purge(key, Date.now() + REMEMBER_MS, Date.now());',
  },

  // History.
  {
    check: 'history-last',
    message: 'HISTORY did not send the last messages in their order',
    file: '02-persistence/src/log/history.ts',
    from: 'since ?? this.#store.cursorBefore(key, count, target);',
    to: 'since ?? 0;',
  },
  {
    check: 'history-last',
    message: 'HISTORY did not send the last messages in their order',
    file: '02-persistence/src/log/history.ts',
    from: 'for (const message of page) {',
    to: 'for (const message of page.toReversed()) {',
  },
  {
    check: 'history-last',
    message: 'the OK of HISTORY did not say where it ended',
    file: '02-persistence/src/log/history.ts',
    from: "const tags = new Map([['last', String(last)]]);",
    to: "const tags = new Map([['last', String(since ?? 0)]]);",
  },
  {
    check: 'history-of-nothing',
    message: 'a channel has messages of another channel in its history',
    file: '02-persistence/src/store/sqlite-store.ts',
    from: retained,
    to: retained.replaceAll('key = @key', 'key LIKE @key'),
  },
  {
    check: 'history-verbatim',
    message: 'a body did not come out of the store as it went in',
    file: '02-persistence/src/store/sqlite-store.ts',
    from: 'this.#statements.append.run(key, seq, target, from, id, time, body);',
    to: "this.#statements.append.run(key, seq, target, from, id, time, body.split('\\0')[0] ?? '');",
  },
  {
    check: 'history-verbatim',
    message: 'a body did not come out of the store as it went in',
    file: '02-persistence/src/store/schema.ts',
    from: 'time INTEGER NOT NULL, body TEXT NOT NULL,\n    PRIMARY KEY (key, seq)\n  ) STRICT,',
    to: 'time INTEGER NOT NULL, body NUMERIC NOT NULL,\n    PRIMARY KEY (key, seq)\n  )',
  },
  {
    check: 'history-bad-count',
    message: 'HISTORY with a count that is not a positive whole number was not refused with BAD_FRAME',
    file: '02-persistence/src/log/history.ts',
    from: '/^\\d+$/.test(body) ? Number(body) : 0;',
    to: 'Number.parseInt(body) || 0;',
  },
  {
    check: 'history-bad-count',
    message: 'HISTORY with a count that is not a positive whole number was not refused with BAD_FRAME',
    file: '02-persistence/src/log/history.ts',
    from: 'if (body === undefined) return DEFAULT_COUNT;',
    to: 'if (!body) return DEFAULT_COUNT;',
  },
  {
    check: 'history-limit',
    message: 'HISTORY of more than 1000 did not send 1000',
    file: '02-persistence/src/log/history.ts',
    from: 'return Math.min(count, MAX_COUNT);',
    to: 'return count;',
  },
  {
    check: 'history-since',
    message: 'HISTORY with since did not send the first messages after it',
    file: '02-persistence/src/store/sqlite-store.ts',
    from: retained,
    to: retained.replace('seq >', 'seq >='),
  },
  {
    check: 'history-since',
    message: 'the OK of HISTORY with since did not say where it ended, or whether there is more',
    file: '02-persistence/src/log/history.ts',
    from: 'if (this.#store.read(part.key, last, 1, part.target).length > 0)',
    to: 'if (last - (since ?? 0) >= part.count)',
  },
  {
    check: 'history-paging',
    message: 'a reader that paged through the history missed a message or got one twice',
    file: '02-persistence/src/log/history.ts',
    from: "const tags = new Map([['last', String(last)]]);",
    to: "const tags = new Map([['last', String(this.#store.bounds(part.key).newest)]]);",
  },
  {
    check: 'history-does-not-subscribe',
    message: 'a session that had only asked for history got a live message',
    file: '02-persistence/src/log/history.ts',
    from: 'return reader.answer(',
    to: 'subscriptions.begin(session, key);\n    return reader.answer(',
  },

  // Resume.
  {
    check: 'subscribe-tells',
    message: 'a SUBSCRIBE was not answered with the newest seq',
    file: '02-persistence/src/log/resume.ts',
    from: "['seq', String(newest)],",
    to: "['seq', String(newest + 1)],",
  },
  {
    check: 'subscribe-tells',
    message: 'two sessions or channels were told different epochs',
    file: '02-persistence/src/log/resume.ts',
    from: "['epoch', this.#store.epoch],",
    to: "['epoch', crypto.randomUUID()],",
  },
  {
    check: 'subscribe-tells',
    message: 'a tagged SUBSCRIBE was not answered with seq and epoch',
    file: '02-persistence/src/log/resume.ts',
    from: 'this.#dialogue.answer(session, frame, this.#placeOf(newest));',
    to: 'this.#dialogue.answer(session, frame, NO_TAGS);',
  },
  {
    check: 'resume-missed',
    message: 'after a resume, a message was missing, came twice, or was not in its place',
    file: '02-persistence/src/log/resume.ts',
    from: 'await session.drained?.();\n    }\n    goLive(newest);',
    to: 'await session.drained?.();\n    }',
  },
  {
    check: 'resume-missed',
    message: 'after a resume, a message was missing, came twice, or was not in its place',
    file: '02-persistence/src/log/resume.ts',
    from: 'let cursor = since;',
    to: 'let cursor = since + 1;',
  },
  {
    check: 'resume-up-to-date',
    message: 'a resume sent the message whose seq is since itself',
    file: '02-persistence/src/log/resume.ts',
    from: 'let cursor = since;',
    to: 'let cursor = Math.max(0, since - 1);',
  },
  {
    check: 'resume-from-zero',
    message: 'a SUBSCRIBE with since=0 was not answered with recovered=1',
    file: '02-persistence/src/log/resume.ts',
    from: 'if (since !== undefined) return',
    to: 'if (since) return',
  },
  {
    check: 'resume-from-zero',
    message: 'a SUBSCRIBE with since=0 was not answered with recovered=1',
    file: '02-persistence/src/log/resume.ts',
    from: "frame.tags?.get('epoch') ?? this.#store.epoch;",
    to: "frame.tags?.get('epoch');",
  },
  {
    check: 'resume-impossible',
    message: 'a resume that cannot be promised was not answered with recovered=0',
    file: '02-persistence/src/log/resume.ts',
    from: recovered,
    to: recovered.replace('epoch === this.#store.epoch && ', ''),
  },
  {
    check: 'resume-impossible',
    message: 'a resume that cannot be promised was not answered with recovered=0',
    file: '02-persistence/src/log/resume.ts',
    from: recovered,
    to: recovered.replace(' && since <= newest', ''),
  },
  {
    check: 'resume-impossible',
    message: 'a resume with recovered=0 sent old messages',
    file: '02-persistence/src/log/resume.ts',
    from: 'if (recovered) return',
    to: 'return',
  },
  {
    check: 'resume-not-retained',
    message: 'the history does not have exactly the last RETAIN_MESSAGES messages',
    file: '02-persistence/src/log/journal.ts',
    from: 'this.#store.retire(key, newest - this.#retain);',
    to: '',
  },
  {
    check: 'resume-not-retained',
    message: 'the history does not have exactly the last RETAIN_MESSAGES messages',
    file: '02-persistence/src/log/journal.ts',
    from: 'newest - this.#retain);',
    to: 'newest - this.#retain - 1);',
  },
  {
    check: 'resume-not-retained',
    message: 'recovered is not 1 exactly where every message after since is retained',
    file: '02-persistence/src/log/resume.ts',
    from: recovered,
    to: recovered.replace('floor <= since && ', ''),
  },
  {
    check: 'resume-not-retained',
    message: 'recovered is not 1 exactly where every message after since is retained',
    file: '02-persistence/src/log/resume.ts',
    from: recovered,
    to: recovered.replace('floor <= since', 'floor < since'),
  },
  {
    check: 'resume-after-restart',
    message: 'after a restart, a resume was not answered with recovered=1 and the same epoch',
    file: '02-persistence/src/store/sqlite-store.ts',
    from: 'this.epoch = String(this.#statements.epoch.get());',
    to: 'this.epoch = uniqueName();',
  },
  {
    check: 'resume-after-restart',
    message: 'a new file has the epoch of the old one',
    file: '02-persistence/src/store/sqlite-store.ts',
    from: "prepare('INSERT INTO store VALUES (?)').run(uniqueName());",
    to: "prepare('INSERT INTO store VALUES (?)').run('1');",
  },
  {
    check: 'resume-while-subscribed',
    message: 'a subscribed session that resumed did not get what lies before its live stream',
    file: '02-persistence/src/log/resume.ts',
    from: 'if (recovered) return',
    to: 'if (recovered && log.start === undefined) return',
  },
  {
    check: 'resume-while-subscribed',
    message: 'a resume repeated what the session had got live',
    file: '02-persistence/src/log/resume.ts',
    from: 'start: session.starts?.get(key), goLive',
    to: 'goLive',
  },
  {
    check: 'resume-while-subscribed',
    message: 'after UNSUBSCRIBE, a resume did not send all that lies after since',
    file: '02-persistence/src/log/subscriptions.ts',
    from: 'session.starts?.delete(channel);',
    to: '',
  },
  {
    check: 'resume-in-a-burst',
    message: 'a command sent after a resume overtook it',
    file: '02-persistence/src/log/resume.ts',
    from: 'if (recovered) return this.#keepPromise(session, log, since, newest);',
    to: 'if (recovered) {\n      void this.#keepPromise(session, log, since, newest);\n      return undefined;\n    }',
  },
  {
    check: 'resume-in-storm',
    message: 'in a storm, a resume had a gap or a duplicate, or was out of order',
    file: '02-persistence/src/log/resume.ts',
    from: 'let cursor = since;',
    to: 'let cursor = since;\n    goLive(newest);',
  },
  {
    check: 'resume-in-storm',
    message: 'in a storm, a resume had a gap or a duplicate, or was out of order',
    file: '02-persistence/src/log/resume.ts',
    from: 'let cursor = since;',
    to: 'let cursor = since;\n    start ??= newest;',
  },
  {
    check: 'asleep-in-replay',
    message: 'a session that stopped reading during its replay, and answered no ping, was not dropped',
    file: '01-basic-pubsub/src/server.ts',
    from: 'websocket.isPaused && taken > before',
    to: 'websocket.isPaused',
  },
  {
    check: 'replay-waits',
    message: 'a reader was dropped as slow in its replay, or did not get all of it in order',
    file: '02-persistence/src/log/resume.ts',
    from: 'await session.drained?.();',
    to: '',
  },

  // Crashes.
  { check: 'answered-survives', message: 'an answered message was not in the history after SIGKILL', ...commitsLater },
  { check: 'delivered-survives', message: 'a message that a subscriber had got was not in the history after SIGKILL', ...commitsLater },
  { check: 'kill-storm', message: 'after SIGKILL an answered message was lost', ...commitsLater },
  {
    check: 'kill-storm',
    message: 'after SIGKILL a reader could not resume where it had been',
    file: '02-persistence/src/store/sqlite-store.ts',
    from: 'this.epoch = String(this.#statements.epoch.get());',
    to: 'this.epoch = uniqueName();',
  },

  // Faults.
  {
    check: 'locked-file',
    message: 'a publish that could not be stored was not refused with INTERNAL',
    file: '02-persistence/src/turn.ts',
    from: `const refusal = this.#broker.explain(error);
      for (const { done } of messages) done?.(refusal);
      return;`,
    to: 'this.#broker.explain(error);',
  },
  {
    check: 'locked-file',
    message: 'a publish that could not be stored was answered more than once',
    file: '02-persistence/src/turn.ts',
    from: 'for (const { done } of messages) done?.(refusal);',
    to: 'for (const { done } of [...messages, ...messages]) done?.(refusal);',
  },
  {
    check: 'locked-file',
    message: 'a message that was refused with INTERNAL was delivered',
    file: '02-persistence/src/turn.ts',
    from: 'try {\n      this.#store.transaction(',
    to: 'for (const message of messages) this.#handOn(message);\n    try {\n      this.#store.transaction(',
  },
  {
    check: 'locked-for-a-moment',
    message: 'a publish was refused because the file was locked for a moment',
    file: '02-persistence/src/store/sqlite-store.ts',
    from: 'new Database(file, { timeout: lockWait });',
    to: 'new Database(file, { timeout: 0 });',
  },
  {
    check: 'one-broker-a-file',
    message: 'a broker with a wrong setting did not end',
    file: '02-persistence/src/store/ownership.ts',
    from: "lock.exec('BEGIN EXCLUSIVE');",
    to: '',
  },
  {
    check: 'one-broker-a-file',
    message: 'the broker ended before it accepted connections',
    file: '02-persistence/src/store/ownership.ts',
    from: "lock.exec('BEGIN EXCLUSIVE');",
    to: "if (lock.prepare('SELECT count(*) FROM sqlite_schema').pluck().get() === 1) throw new SettingError(`DB_FILE=${file} is in use`);\n    lock.exec('CREATE TABLE taken (pid)');",
  },
  {
    check: 'retain-setting',
    message: 'a broker with a wrong setting did not end',
    file: '02-persistence/src/settings.ts',
    from: 'RETAIN_MESSAGES: integer(10_000, 1,',
    to: 'RETAIN_MESSAGES: integer(10_000, 0,',
  },

  // Found by walking through the rules.
  {
    check: 'history-of-own',
    message: 'HISTORY did not show what its session had published before it',
    file: '02-persistence/src/dialogue/dialogue.ts',
    from: "if (frame.verb !== 'PUBLISH') this.#turn.settle();",
    to: "if (frame.verb !== 'PUBLISH' && frame.verb !== 'HISTORY') this.#turn.settle();",
  },
  {
    check: 'same-id-other-channel',
    message: 'an id that differs only in case was taken for the same one',
    file: '02-persistence/src/log/publish.ts',
    from: "const id = frame.tags?.get('id');",
    to: "const id = frame.tags?.get('id')?.toLowerCase();",
  },
  {
    check: 'same-id-after-restart',
    message: 'an id was forgotten together with its message, within 2 minutes',
    file: '02-persistence/src/log/journal.ts',
    from: 'this.#store.purge(key, Date.now() - REMEMBER_MS, Date.now());',
    to: 'this.#store.purge(key, newest > 1000 ? Number.POSITIVE_INFINITY : Date.now() - REMEMBER_MS, Date.now());',
  },
  {
    check: 'resume-not-retained',
    message: 'a busy channel took away the messages of a quiet one',
    file: '02-persistence/src/log/journal.ts',
    from: 'const seq = this.#store.append(key, message);',
    to: `const seq = this.#store.append(key, message);
    const order = ((globalThis as { order?: [string, number][] }).order ??= []);
    if (order.push([key, seq]) > this.#retain) for (const [log, oldest] of order.splice(0, 1)) this.#store.retire(log, oldest);`,
  },
  {
    check: 'subscribe-tells',
    message: 'a second SUBSCRIBE was not answered with the newest seq',
    file: '02-persistence/src/log/resume.ts',
    from: 'this.#dialogue.answer(session, frame, this.#placeOf(newest));',
    to: 'this.#dialogue.answer(session, frame, this.#placeOf(log.start ?? newest));',
  },
  {
    check: 'bad-tag-values',
    message: 'a bad value of id, label or since was not refused with BAD_FRAME',
    file: '02-persistence/src/dialogue/tags.ts',
    from: "['label', [/^[A-Za-z0-9_.-]{1,64}$/,",
    to: "['label', [/^[A-Za-z0-9_.-]{1,64}\\n?$/,",
  },
  {
    check: 'bad-tag-values',
    message: 'a bad value of id, label or since was not refused with BAD_FRAME',
    file: '02-persistence/src/dialogue/tags.ts',
    from: "['since', [/^[0-9]{1,15}$/,",
    to: "['since', [/^\\p{Nd}{1,15}$/u,",
  },
  {
    check: 'history-bad-count',
    message: 'HISTORY with a count that is not a positive whole number was not refused with BAD_FRAME',
    file: '02-persistence/src/log/history.ts',
    from: 'const count = /^\\d+$/.test(body) ? Number(body) : 0;',
    to: 'const count = /^[ +]?\\d+$/.test(body) ? Number(body) : 0;',
  },
];
