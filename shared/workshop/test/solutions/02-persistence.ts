import type { Solution } from './solution.ts';

const ASK = 'for (const check of this.steps.check) check(message);';
const STAMP = 'for (const stamp of this.steps.stamp) stamp(message);';
const GATHER = 'if (this.#messages.push(message) === 1) this.#later(() => this.#broker.guard(() => this.settle()));';

const STORE = `
    try {
      this.#store.transaction(() => {
        for (const message of messages) for (const store of this.steps.store) store(message);
      });
    } catch (error) {
      const refusal = this.#broker.explain(error);
      for (const { done } of messages) done?.(refusal);
      return;
    }`;
const HAND_ON = `
    for (const message of messages) {
      if (!message.duplicate) this.#handOn(message);
      message.done?.(message.receipt ?? NO_TAGS);
    }`;

const KEEP = `
    const stamped = { from: message.from, id, time: message.time ?? Date.now(), body: message.body };
    const seq = journal.append(message.channel, stamped);`;

const REPEAT = `
    const seq = store.find(message.channel, { from: message.from, id });
    if (seq === undefined) return false;`;
const DUP = "message.receipt = new Map([...receiptOf({ seq, id }), ['dup', '1']]);";

const SEND_PAGE = `
      for (const message of page) {
        sendStored(session, key, message);
        last = cursor = message.seq;
      }`;

const BOUNDS = 'const { floor, newest } = this.#store.bounds(log.key);';
const PROMISE = `
    const tags = this.#placeOf(newest).set('recovered', recovered ? '1' : '0');
    this.#dialogue.answer(session, frame, tags);
    if (recovered) return this.#keepPromise(session, log, since, newest);
    log.goLive(newest);
    return undefined;`;
const OF_THIS_STORE = "(frame.tags?.get('epoch') ?? this.#store.epoch) === this.#store.epoch";

const PAGES = `
    let cursor = since;
    for (let page = this.#page(session, key, cursor, start); page.length > 0; page = this.#page(session, key, cursor, start)) {
      for (const message of page) {
        sendStored(session, key, message);
        cursor = message.seq;
      }`;

export const solutions: readonly Solution[] = [
  {
    task: '2.1',
    name: 'forEach, and looks first whether it is the first',
    body: `
    this.steps.check.forEach((check) => check(message));
    this.steps.stamp.forEach((stamp) => stamp(message));
    const isFirst = this.#messages.length === 0;
    this.#messages = [...this.#messages, message];
    if (isFirst) this.#later(() => { this.#broker.guard(() => { this.settle(); }); });`,
  },
  {
    task: '2.1',
    name: 'stamps before it asks',
    body: `${STAMP} ${ASK} ${GATHER}`,
    message: 'publish does not take the message through all checks, and then through all stamps',
  },
  {
    task: '2.1',
    name: 'forgets the stamps',
    body: `${ASK} ${GATHER}`,
    message: 'publish does not take the message through all checks, and then through all stamps',
  },
  {
    task: '2.1',
    name: 'asks for no end',
    body: `${ASK} ${STAMP} this.#messages.push(message);`,
    message: 'after a message, nobody ends the turn',
  },
  {
    task: '2.1',
    name: 'asks for an end each time',
    body: `${ASK} ${STAMP} this.#messages.push(message); this.#later(() => this.#broker.guard(() => this.settle()));`,
    message: 'each message asks for an end of the turn of its own',
  },
  {
    task: '2.1',
    name: 'settles at once',
    body: `${ASK} ${STAMP} this.#messages.push(message); this.#later(() => {}); this.settle();`,
    message: 'publish does not take the message through all checks, and then through all stamps',
  },
  {
    task: '2.1',
    name: 'settles without a guard',
    body: `${ASK} ${STAMP} if (this.#messages.push(message) === 1) this.#later(() => this.settle());`,
    message: 'nobody catches what the end of the turn throws',
  },
  {
    task: '2.1',
    name: 'names settle and does not call it',
    body: `${ASK} ${STAMP} if (this.#messages.push(message) === 1) this.#later(() => this.#broker.guard(() => void this.settle));`,
    message: 'at the end of the turn, nothing is settled',
  },
  {
    task: '2.1',
    name: 'gathers before it asks',
    body: `${GATHER} ${ASK} ${STAMP}`,
    message: 'a message that a check has refused goes on',
  },

  {
    task: '2.2',
    name: 'hands all on, and answers all then',
    body: `${STORE}
    messages.filter(({ duplicate }) => !duplicate).forEach((message) => this.#handOn(message));
    for (const { done, receipt = NO_TAGS } of messages) if (done) done(receipt);`,
  },
  {
    task: '2.2',
    name: 'without a transaction',
    body: `for (const message of messages) for (const store of this.steps.store) store(message);${HAND_ON}`,
    message: 'the messages are not stored in a transaction',
  },
  {
    task: '2.2',
    name: 'a transaction for each message',
    body: `for (const message of messages) this.#store.transaction(() => { for (const store of this.steps.store) store(message); });${HAND_ON}`,
    message: 'each message is stored in a transaction of its own',
  },
  {
    task: '2.2',
    name: 'hands on within the transaction',
    body:
      STORE.replace('store(message);', '{ store(message); this.#handOn(message); }') +
      HAND_ON.replace('if (!message.duplicate) this.#handOn(message);', ''),
    message: 'not every message is stored, in order, within the transaction',
  },
  {
    task: '2.2',
    name: 'hands on, then stores',
    body: HAND_ON + STORE,
    message: 'not every message is stored, in order, within the transaction',
  },
  {
    task: '2.2',
    name: 'answers before it hands on',
    body: `${STORE}
    for (const message of messages) {
      message.done?.(message.receipt ?? NO_TAGS);
      if (!message.duplicate) this.#handOn(message);
    }`,
    message: 'a publisher is answered before its message is handed on',
  },
  {
    task: '2.2',
    name: 'hands on a repeat',
    body: STORE + HAND_ON.replace('if (!message.duplicate) ', ''),
    message: 'a repeat is delivered once more',
  },
  {
    task: '2.2',
    name: 'does not answer a repeat',
    body: `${STORE}
    for (const message of messages) {
      if (message.duplicate) continue;
      this.#handOn(message);
      message.done?.(message.receipt ?? NO_TAGS);
    }`,
    message: 'a repeat is not answered',
  },
  {
    task: '2.2',
    name: 'always answers NO_TAGS',
    body: STORE + HAND_ON.replace('message.receipt ?? NO_TAGS', 'NO_TAGS'),
    message: 'a publisher is not given the receipt of its message',
  },
  {
    task: '2.2',
    name: 'expects done',
    body: STORE + HAND_ON.replace('done?.', 'done!'),
    message: 'it threw TypeError: message.done is not a function',
  },
  {
    task: '2.2',
    name: 'catches nothing',
    body: `this.#store.transaction(() => { for (const message of messages) for (const store of this.steps.store) store(message); });${HAND_ON}`,
    message: 'what the transaction throws is not caught',
  },
  {
    task: '2.2',
    name: 'goes on after a failure',
    body: STORE.replace('return;', '') + HAND_ON,
    message: 'when the transaction fails, not just every publisher is refused',
  },

  {
    task: '2.3',
    name: 'takes the message apart',
    body: `
    const { channel, from, body, time = Date.now() } = message;
    const seq = journal.append(channel, { id, from, time, body });
    Object.assign(message, { tags: tagsOf({ seq, id, time, from }), receipt: receiptOf({ seq, id }) });`,
  },
  {
    task: '2.3',
    name: 'forgets from',
    body: `${KEEP.replace('from: message.from, ', '')} message.tags = tagsOf({ ...stamped, seq, from: message.from }); message.receipt = receiptOf({ seq, id });`,
    message: 'the stored message has not its from',
  },
  {
    task: '2.3',
    name: 'always takes the time of now',
    body: `${KEEP.replace('message.time ?? ', '')} message.tags = tagsOf({ ...stamped, seq }); message.receipt = receiptOf({ seq, id });`,
    message: 'a message that has a time is given another one',
  },
  {
    task: '2.3',
    name: 'forgets the tags',
    body: `${KEEP} message.receipt = receiptOf({ seq, id });`,
    message: 'the tags of the message have not its seq',
  },
  {
    task: '2.3',
    name: 'forgets the receipt',
    body: `${KEEP} message.tags = tagsOf({ ...stamped, seq });`,
    message: 'the receipt is not the seq and the id',
  },
  {
    task: '2.3',
    name: 'another log for all',
    body: `${KEEP.replace('message.channel', "'news'")} message.tags = tagsOf({ ...stamped, seq }); message.receipt = receiptOf({ seq, id });`,
    message: 'the message is not in the log of its channel, once',
  },
  {
    task: '2.3',
    name: 'from is lost in the tags',
    body: `${KEEP} message.tags = tagsOf({ seq, id, time: stamped.time }); message.receipt = receiptOf({ seq, id });`,
    message: 'the tags of the message have not its from',
  },

  {
    task: '2.4',
    name: 'an if around it all',
    body: `
    const seq = store.find(message.channel, { id, from: message.from });
    if (seq) {
      message.duplicate = true;
      message.receipt = new Map(receiptOf({ seq, id })).set('dup', '1');
    }
    return seq !== undefined;`,
  },
  {
    task: '2.4',
    name: 'forgets from',
    body: `${REPEAT.replace('from: message.from, ', '')} message.duplicate = true; ${DUP} return true;`,
    message: 'a repeat is stored a second time',
  },
  { task: '2.4', name: 'never finds one', body: 'return false;', message: 'a repeat is stored a second time' },
  { task: '2.4', name: 'forgets to mark it', body: `${REPEAT} ${DUP} return true;`, message: 'a repeat is not marked as a duplicate' },
  {
    task: '2.4',
    name: 'forgets dup',
    body: `${REPEAT} message.duplicate = true; message.receipt = receiptOf({ seq, id }); return true;`,
    message: 'the receipt of a repeat is not that of the first, with dup=1',
  },
  {
    task: '2.4',
    name: 'forgets the receipt',
    body: `${REPEAT} message.duplicate = true; return true;`,
    message: 'the receipt of a repeat is not that of the first, with dup=1',
  },
  {
    task: '2.4',
    name: 'forgets to say so',
    body: `${REPEAT} message.duplicate = true; ${DUP} return false;`,
    message: 'a repeat is stored a second time',
  },
  {
    task: '2.4',
    name: 'marks every message',
    body: `message.duplicate = true; ${REPEAT} ${DUP} return true;`,
    message: "another user's message with the same id is taken for a repeat",
  },

  {
    task: '2.5',
    name: 'forEach, and resumes at the end',
    body: `
    waiting.forEach((message) => this.receive(session, message));
    if (waiting.length > MAX_WAITING - 1) session.resume();`,
  },
  {
    task: '2.5',
    name: 'forgets to resume',
    body: 'for (const message of waiting) this.receive(session, message);',
    message: 'after 64 frames that waited, the broker does not read from the client again',
  },
  {
    task: '2.5',
    name: '> for >=',
    body: 'if (waiting.length > MAX_WAITING) session.resume(); for (const message of waiting) this.receive(session, message);',
    message: 'after 64 frames that waited, the broker does not read from the client again',
  },
  {
    task: '2.5',
    name: 'the first only',
    body: 'const [message] = waiting; if (message !== undefined) this.receive(session, message); session.resume();',
    message: 'not all that waited takes effect, once',
  },
  {
    task: '2.5',
    name: 'backwards',
    body: 'session.resume(); for (const message of waiting.toReversed()) this.receive(session, message);',
    message: 'what waited takes effect in another order than it was sent',
  },
  { task: '2.5', name: 'drops what waited', body: 'session.resume();', message: 'not all that waited takes effect, once' },

  {
    task: '2.6',
    name: 'tests the number',
    body: `
    if (body === undefined) return DEFAULT_COUNT;
    if (!/^0*[1-9][0-9]*$/.test(body)) throw new Refusal('BAD_FRAME', 'no count');
    const count = Number(body);
    return count > MAX_COUNT ? MAX_COUNT : count;`,
  },
  {
    task: '2.6',
    name: 'Number of anything',
    body: "const count = body === undefined ? DEFAULT_COUNT : Number(body); if (!(count > 0)) throw new Refusal('BAD_FRAME', 'no'); return Math.min(count, MAX_COUNT);",
    message: '"1.5" is no count, and was not refused',
  },
  {
    task: '2.6',
    name: 'whole numbers of any form',
    body: "const count = body === undefined ? DEFAULT_COUNT : Number(body); if (!Number.isInteger(count) || count < 1) throw new Refusal('BAD_FRAME', 'no'); return Math.min(count, MAX_COUNT);",
    message: '" 5" is no count, and was not refused',
  },
  {
    task: '2.6',
    name: 'takes 0',
    body: "if (body === undefined) return DEFAULT_COUNT; if (!/^\\d+$/.test(body)) throw new Refusal('BAD_FRAME', 'no'); return Math.min(Number(body), MAX_COUNT);",
    message: '"0" is no count, and was not refused',
  },
  {
    task: '2.6',
    name: 'no limit',
    body: "if (body === undefined) return DEFAULT_COUNT; if (!/^\\d+$/.test(body) || Number(body) === 0) throw new Refusal('BAD_FRAME', 'no'); return Number(body);",
    message: 'a count above 1000 is not cut to 1000',
  },
  {
    task: '2.6',
    name: 'refuses above the limit',
    body: "if (body === undefined) return DEFAULT_COUNT; const count = Number(body); if (!/^\\d+$/.test(body) || count === 0 || count > MAX_COUNT) throw new Refusal('BAD_FRAME', 'no'); return count;",
    message: 'it threw Refusal: no',
  },
  {
    task: '2.6',
    name: 'an empty body is the default',
    body: "if (!body) return DEFAULT_COUNT; if (!/^\\d+$/.test(body) || Number(body) === 0) throw new Refusal('BAD_FRAME', 'no'); return Math.min(Number(body), MAX_COUNT);",
    message: '"" is no count, and was not refused',
  },

  {
    task: '2.7',
    name: 'counts what was sent',
    body: `
    let after = since === undefined ? this.#store.cursorBefore(key, count, target) : since;
    let sent = 0;
    let last: number | undefined;
    while (sent < count && this.#isThere(session)) {
      const page = this.#store.read(key, after, count - sent, target);
      for (const message of page) {
        sendStored(session, key, message);
        sent += 1;
        last = after = message.seq;
      }
      if (page.length === 0) return last;
      if (session.drained) await session.drained();
    }
    return last;`,
  },
  {
    task: '2.7',
    name: 'one page only',
    body: `let cursor = since ?? this.#store.cursorBefore(key, count, target); let last: number | undefined; const page = this.#store.read(key, cursor, count, target);${SEND_PAGE} await session.drained?.(); return last;`,
    message: '150 messages, more than a page, are not sent once and in order',
  },
  {
    task: '2.7',
    name: 'since || …',
    body: `let cursor = since || this.#store.cursorBefore(key, count, target); let last: number | undefined; for (let left = count; left > 0 && this.#isThere(session);) { const page = this.#store.read(key, cursor, left, target); if (page.length === 0) break;${SEND_PAGE} left -= page.length; await session.drained?.(); } return last;`,
    message: 'with since=0, the first 2 messages are not sent',
  },
  {
    task: '2.7',
    name: 'begins at 0',
    body: `let cursor = since ?? 0; let last: number | undefined; for (let left = count; left > 0 && this.#isThere(session);) { const page = this.#store.read(key, cursor, left, target); if (page.length === 0) break;${SEND_PAGE} left -= page.length; await session.drained?.(); } return last;`,
    message: 'without since, the last 3 of 10 messages are not sent, in order',
  },
  {
    task: '2.7',
    name: 'forgets to await drained',
    body: `let cursor = since ?? this.#store.cursorBefore(key, count, target); let last: number | undefined; for (let left = count; left > 0 && this.#isThere(session);) { const page = this.#store.read(key, cursor, left, target); if (page.length === 0) break;${SEND_PAGE} left -= page.length; void session.drained?.(); } return last;`,
    message: 'the next page is sent before the reader has taken the one before',
  },
  {
    task: '2.7',
    name: 'forgets drained',
    body: `let cursor = since ?? this.#store.cursorBefore(key, count, target); let last: number | undefined; for (let left = count; left > 0 && this.#isThere(session);) { const page = this.#store.read(key, cursor, left, target); if (page.length === 0) break;${SEND_PAGE} left -= page.length; } return last;`,
    message: 'the next page is sent before the reader has taken the one before',
  },
  {
    task: '2.7',
    name: 'goes on for one that has gone',
    body: `let cursor = since ?? this.#store.cursorBefore(key, count, target); let last: number | undefined; for (let left = count; left > 0;) { const page = this.#store.read(key, cursor, left, target); if (page.length === 0) break;${SEND_PAGE} left -= page.length; await session.drained?.(); } return last;`,
    message: 'a reader that has gone is sent more',
  },
  {
    task: '2.7',
    name: 'counts nothing off',
    body: `let cursor = since ?? this.#store.cursorBefore(key, count, target); let last: number | undefined; for (let left = count; left > 0 && this.#isThere(session);) { const page = this.#store.read(key, cursor, left, target); if (page.length === 0) break;${SEND_PAGE} await session.drained?.(); } return last;`,
    message: 'with since=4, the 3 messages after it are not sent, in order',
  },

  {
    task: '2.8',
    name: 'an entry for more, or none',
    body: `
    const sent = await this.#send(session, part, since);
    const last = sent ?? since ?? 0;
    const isMore = this.#isThere(session) && this.#store.read(part.key, last, 1, part.target).length === 1;
    return new Map(Object.entries({ last: \`\${last}\`, ...(isMore ? { more: '1' } : {}) }));`,
  },
  {
    task: '2.8',
    name: 'forgets since',
    body: "const last = (await this.#send(session, part, since)) ?? 0; const tags = new Map([['last', String(last)]]); if (this.#isThere(session) && this.#store.read(part.key, last, 1, part.target).length > 0) tags.set('more', '1'); return tags;",
    message: 'where nothing was sent, last is not since',
  },
  {
    task: '2.8',
    name: 'more is 0',
    body: "const last = (await this.#send(session, part, since)) ?? since ?? 0; return new Map([['last', String(last)], ['more', this.#isThere(session) && this.#store.read(part.key, last, 1, part.target).length > 0 ? '1' : '0']]);",
    message: 'more is there where no message lies behind the last one sent',
  },
  {
    task: '2.8',
    name: 'forgets more',
    body: "return new Map([['last', String((await this.#send(session, part, since)) ?? since ?? 0)]]);",
    message: 'more is not 1 where messages lie behind the last one sent',
  },
  {
    task: '2.8',
    name: 'forgets the target',
    body: "const last = (await this.#send(session, part, since)) ?? since ?? 0; const tags = new Map([['last', String(last)]]); if (this.#isThere(session) && this.#store.read(part.key, last, 1).length > 0) tags.set('more', '1'); return tags;",
    message: 'more tells of messages of another conversation',
  },
  {
    task: '2.8',
    name: 'asks the store for one that has gone',
    body: "const last = (await this.#send(session, part, since)) ?? since ?? 0; const tags = new Map([['last', String(last)]]); if (this.#store.read(part.key, last, 1, part.target).length > 0) tags.set('more', '1'); return tags;",
    message: 'it threw Error: the store is closed',
  },

  {
    task: '2.9',
    name: 'says no step by step',
    body: `
    ${BOUNDS}
    const epoch = frame.tags?.get('epoch');
    let recovered = true;
    if (epoch !== undefined && epoch !== this.#store.epoch) recovered = false;
    if (since < floor || since > newest) recovered = false;
    this.#dialogue.answer(session, frame, new Map([...this.#placeOf(newest), ['recovered', String(Number(recovered))]]));
    if (!recovered) log.goLive(newest);
    return recovered ? this.#keepPromise(session, log, since, newest) : undefined;`,
  },
  {
    task: '2.9',
    name: 'floor < since',
    body: `${BOUNDS} const recovered = ${OF_THIS_STORE} && floor < since && since <= newest;${PROMISE}`,
    message: 'a cursor at the floor is not recovered',
  },
  {
    task: '2.9',
    name: 'since < newest',
    body: `${BOUNDS} const recovered = ${OF_THIS_STORE} && floor <= since && since < newest;${PROMISE}`,
    message: 'a cursor at the newest message is not recovered',
  },
  {
    task: '2.9',
    name: 'forgets the floor',
    body: `${BOUNDS} const recovered = ${OF_THIS_STORE} && floor >= 0 && since <= newest;${PROMISE}`,
    message: 'a cursor below the floor is recovered',
  },
  {
    task: '2.9',
    name: 'forgets the future',
    body: `${BOUNDS} const recovered = ${OF_THIS_STORE} && floor <= since;${PROMISE}`,
    message: 'a cursor above the newest message is recovered',
  },
  {
    task: '2.9',
    name: 'forgets the epoch',
    body: `${BOUNDS} const recovered = floor <= since && since <= newest;${PROMISE}`,
    message: 'a cursor from another store is recovered',
  },
  {
    task: '2.9',
    name: 'asks for an epoch',
    body: `${BOUNDS} const recovered = frame.tags?.get('epoch') === this.#store.epoch && floor <= since && since <= newest;${PROMISE}`,
    message: 'a resume that misses nothing is not promised',
  },
  {
    task: '2.9',
    name: 'does not wait for the replay',
    body: `${BOUNDS} const recovered = ${OF_THIS_STORE} && floor <= since && since <= newest;${PROMISE.replace('return this.#keepPromise(session, log, since, newest);', '{ void this.#keepPromise(session, log, since, newest); return undefined; }')}`,
    message: 'the commands behind a resume do not wait for it',
  },
  {
    task: '2.9',
    name: 'goes live in any case',
    body: `${BOUNDS} const recovered = ${OF_THIS_STORE} && floor <= since && since <= newest;${PROMISE.replace('if (recovered)', 'log.goLive(newest); if (recovered)')}`,
    message: 'without a promise, the live stream does not begin at once',
  },
  {
    task: '2.9',
    name: 'goes live before the replay',
    body: `${BOUNDS} const recovered = ${OF_THIS_STORE} && floor <= since && since <= newest;${PROMISE.replace('if (recovered) return', 'if (recovered) log.goLive(newest); if (recovered) return')}`,
    message: 'the live stream begins before the replay',
  },
  {
    task: '2.9',
    name: 'forgets to go live',
    body: `${BOUNDS} const recovered = ${OF_THIS_STORE} && floor <= since && since <= newest;${PROMISE.replace('log.goLive(newest);', '')}`,
    message: 'without a promise, the live stream does not begin at once',
  },

  {
    task: '2.10',
    name: 'an endless loop that returns',
    body: `
    let cursor = since;
    for (;;) {
      const page = this.#page(session, key, cursor, start);
      if (page.length === 0) return goLive(newest);
      page.forEach((message) => sendStored(session, key, message));
      cursor = page.at(-1)?.seq ?? cursor;
      await session.drained?.();
    }`,
  },
  {
    task: '2.10',
    name: 'one page only',
    body: 'for (const message of this.#page(session, key, since, start)) sendStored(session, key, message); await session.drained?.(); goLive(newest);',
    message: 'of 245 missed messages, more than a page, not all are sent once and in order',
  },
  {
    task: '2.10',
    name: 'forgets to go live',
    body: `${PAGES} await session.drained?.(); }`,
    message: 'after the replay, the live stream does not begin, once',
  },
  {
    task: '2.10',
    name: 'goes live with the cursor before',
    body: `${PAGES} await session.drained?.(); } goLive(since);`,
    message: 'the live stream does not begin with the number that the answer gave',
  },
  {
    task: '2.10',
    name: 'forgets drained',
    body: `${PAGES} } goLive(newest);`,
    message: 'the next page is sent before the reader has taken the one before',
  },
  {
    task: '2.10',
    name: 'does not await it',
    body: `${PAGES} void session.drained?.(); } goLive(newest);`,
    message: 'the next page is sent before the reader has taken the one before',
  },
  {
    task: '2.10',
    name: 'goes live first',
    body: `goLive(newest); ${PAGES} await session.drained?.(); }`,
    message: 'the live stream begins before the replay has come to its end',
  },
  {
    task: '2.10',
    name: 'waits once more at the end',
    body: `${PAGES} await session.drained?.(); } await session.drained?.(); goLive(newest);`,
    message: 'what is published during the replay is lost',
  },
  {
    task: '2.10',
    name: 'stops at what was newest',
    body: `let cursor = since; while (cursor < newest) { const page = this.#page(session, key, cursor, start).filter(({ seq }) => seq <= newest); if (page.length === 0) break; for (const message of page) { sendStored(session, key, message); cursor = message.seq; } await session.drained?.(); } goLive(newest);`,
    message: 'what is published during the replay is lost',
  },
  {
    task: '2.10',
    name: 'forgets the start',
    body: PAGES.replaceAll(', start)', ')') + ' await session.drained?.(); } goLive(newest);',
    message: 'a session that is live already gets messages twice',
  },

  {
    task: '2.11',
    name: 'purges first',
    body: 'const now = Date.now(); this.#store.purge(key, now - REMEMBER_MS, now); const floor = newest - this.#retain; this.#store.retire(key, floor); this.#store.purge(key, now - REMEMBER_MS, now);',
  },
  {
    task: '2.11',
    name: 'forgets to retire',
    body: 'this.#store.purge(key, Date.now() - REMEMBER_MS, Date.now());',
    message: 'more than the newest 3 messages can be read',
  },
  {
    task: '2.11',
    name: 'retires one too many',
    body: 'this.#store.retire(key, newest - this.#retain + 1); this.#store.purge(key, Date.now() - REMEMBER_MS, Date.now());',
    message: 'fewer than the newest 3 messages can be read',
  },
  {
    task: '2.11',
    name: 'retires one too few',
    body: 'this.#store.retire(key, newest - this.#retain - 1); this.#store.purge(key, Date.now() - REMEMBER_MS, Date.now());',
    message: 'more than the newest 3 messages can be read',
  },
  {
    task: '2.11',
    name: 'retires all but the newest number',
    body: 'this.#store.retire(key, newest); this.#store.purge(key, Date.now() - REMEMBER_MS, Date.now());',
    message: 'fewer than the newest 3 messages can be read',
  },
  {
    task: '2.11',
    name: 'forgets to purge',
    body: 'this.#store.retire(key, newest - this.#retain);',
    message: 'retired messages that are older than two minutes are never removed',
  },
  {
    task: '2.11',
    name: 'purges by a time in 1970',
    body: 'this.#store.retire(key, newest - this.#retain); this.#store.purge(key, REMEMBER_MS, Date.now());',
    message: 'retired messages that are older than two minutes are never removed',
  },
  {
    task: '2.11',
    name: 'purges at once',
    body: 'this.#store.retire(key, newest - this.#retain); this.#store.purge(key, Date.now(), Date.now());',
    message: 'the id of a message is forgotten within two minutes',
  },
  {
    task: '2.11',
    name: 'purges at once, and by now',
    body: 'this.#store.retire(key, newest - this.#retain); this.#store.purge(key, Date.now() + 1, Date.now());',
    message: 'the id of a message is forgotten within two minutes',
  },
];
