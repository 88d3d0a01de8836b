// The exercise of stage 02: the regions that a learner writes, each with hints from concept to code.

import type { Task } from '@workshop/cli/tasks';

export const tasks: readonly Task[] = [
  {
    number: '2.1',
    title: 'gather what is published in a turn',
    file: 'turn',
    region: 'gather',
    checks: ['stamps', 'seq-rises', 'untagged-is-quiet'],
    hints: [
      'Waiting for the disk takes far longer than writing a message. So the broker stores everything that is published in one turn of the event loop in one go, and waits once. That is why publish only makes sure that the message may be published, and puts it with the others.',
      '`this.steps.check` and `this.steps.stamp` are lists of functions: call each function with the message, the checks first. A check that says no throws, and then nothing else must happen. Then push the message to `this.#messages`. For the first message of a turn, also arrange for the end of the turn: `this.#later` runs a function when the turn is over, and `this.#broker.guard` catches what that function throws.',
      `    for (const check of this.steps.check) check(message);
do the same for the stamps, and then, if this.#messages.push(message) returns 1:
    this.#later(() => this.#broker.guard(() => this.settle()));`,
    ],
  },
  {
    number: '2.2',
    title: 'store a turn in one transaction, then deliver and answer it',
    file: 'turn',
    region: 'commit',
    checks: ['stamps', 'answered-survives', 'delivered-survives', 'locked-file'],
    hints: [
      'A client that has seen a message must be able to find it again, and a publisher that got an OK must be able to rely on it. So the broker delivers nothing and answers nothing before the commit. If the commit fails, nothing was stored: nobody gets a message, and every publish is refused.',
      "`this.#store.transaction(work)` runs `work` and commits, or throws if it can't. In `work`, call each function of `this.steps.store` with each message. In a `catch`, turn the error into a refusal with `this.#broker.explain(error)` (once, since it also reports the error), call each message's `done` with it, and return. After the commit, go through the messages in order: `this.#handOn(message)` unless it is a duplicate, then `done` with its receipt.",
      `    try {
      this.#store.transaction(() => {
        for (const message of messages) for (const store of this.steps.store) store(message);
      });
    } catch (error) { … }
then, for each message: if (!message.duplicate) this.#handOn(message); message.done?.(message.receipt ?? NO_TAGS);`,
    ],
  },
  {
    number: '2.3',
    title: 'give a message its number, and its place in the log',
    file: 'publish',
    region: 'keep',
    checks: ['stamps', 'seq-rises', 'numbers-after-restart', 'same-id-after-restart'],
    hints: [
      'A counter in a variable would begin again at 1 after a restart. So a message gets its number from the store, within the transaction, and both frames that go out later carry it: the MSG for the subscribers, and the OK for the publisher.',
      '`journal.append` stores a message in the log of its channel and returns its seq. It needs `from`, `id`, `time` and `body`. The time is `message.time`, or now. Read the clock only once: the log and the MSG must have the same time. Take the id from the parameter, since `message.id` is absent when the publisher gave none. Then set `message.tags` with `tagsOf`, and `message.receipt` with `receiptOf`.',
      `    const stamped = { from: message.from, id, time: message.time ?? Date.now(), body: message.body };
    const seq = journal.append(message.channel, stamped);
then use these two for message.tags = tagsOf({ ...stamped, seq }), and for message.receipt.`,
    ],
  },
  {
    number: '2.4',
    title: 'recognise a repeat',
    file: 'publish',
    region: 'repeat',
    checks: ['same-id-once', 'same-id-in-a-burst', 'same-id-other-session', 'same-id-after-restart'],
    hints: [
      "A publisher whose connection broke before the OK came can't know whether its message was stored. All it can do is ask again, with the same id. Publishing twice must then have the same effect as publishing once: that is what idempotent means.",
      '`store.find` looks in the log of a channel for a message with this publisher and this id, and returns its seq, or `undefined`. If there is one, mark the message as a `duplicate`, so that nobody gets it again. Its publisher still gets an OK, with the seq of the first one and `dup=1`. Return whether the message was a repeat.',
      `    const seq = store.find(message.channel, { from: message.from, id });
    if (seq === undefined) return false;
    message.duplicate = true;
then set message.receipt to a Map of receiptOf({ seq, id }) and ['dup', '1'], and return true.`,
    ],
  },
  {
    number: '2.5',
    title: 'run what waited behind a command',
    file: 'dialogue',
    region: 'queue',
    checks: ['resume-in-a-burst'],
    hints: [
      "From this chapter on, a command may take time, and a session's commands must still take effect in the order sent. So while a command runs, everything that its session sends waits in a list. When the command is done, the broker goes through the list as if the client had sent it only now.",
      '`waiting` is that list, already detached from the session. If it has reached `MAX_WAITING`, the broker has stopped reading from the client: `session.resume()` starts it again. Do that first, since the messages in the list may fill a new list, and then the broker has to stop reading again. Then give each message to `this.receive`. If one of them starts a command that takes time, `receive` begins a new list, and the rest ends up there.',
      `    if (waiting.length >= MAX_WAITING) session.resume();
then call this.receive(session, message) for each message of the list.`,
    ],
  },
  {
    number: '2.6',
    title: 'read how many messages a client asks for',
    file: 'history',
    region: 'count',
    checks: ['history-bad-count', 'history-limit'],
    hints: [
      'A client may send anything. `Number` and `parseInt` are generous: they take an empty text for 0, "1e3" for 1000, or "12 apples" for 12. So first make sure that the body looks like a number, and only then convert it.',
      "There are three cases. For no body at all, return `DEFAULT_COUNT`. Refuse a body that isn't made of digits alone, or that is 0, with `BAD_FRAME`; an empty body is a body too. Return any other number, but never more than `MAX_COUNT`.",
      `    if (body === undefined) return DEFAULT_COUNT;
    const count = /^\\d+$/.test(body) ? Number(body) : 0;
then throw new Refusal('BAD_FRAME', …) if count is 0, and return the smaller of count and MAX_COUNT.`,
    ],
  },
  {
    number: '2.7',
    title: 'send a part of the history, page by page',
    file: 'history',
    region: 'history',
    checks: ['history-last', 'history-since', 'history-limit', 'history-paging'],
    hints: [
      'A cursor is the seq of the last message that a client has seen: the messages that come next have higher ones. So the last twenty and the first twenty after 41 are the same walk through the log. They differ only in where the walk begins.',
      '`this.#store.read(key, cursor, limit, target)` gives the next messages after a cursor: perhaps fewer than you asked for, and none only when there are no more. `cursorBefore(key, count, target)` is the cursor right before the last `count` messages. `since` may be 0, which is a cursor too, so use `??` and not `||`. Move the cursor with every message you send, and await `session.drained?.()` after each page: the messages for a slow reader must not fill our memory. Return the seq of the last one sent.',
      `    let cursor = since ?? this.#store.cursorBefore(key, count, target);
    let last: number | undefined;
    for (let left = count; left > 0 && this.#isThere(session);) {
      const page = this.#store.read(key, cursor, left, target);
      if (page.length === 0) break;
then call sendStored(session, key, message) for each message of the page, set last and cursor to its seq, subtract page.length from left, and wait until the session has drained.`,
    ],
  },
  {
    number: '2.8',
    title: 'say where a part of the history ends, and whether there is more',
    file: 'history',
    region: 'answer',
    checks: ['history-last', 'history-since', 'history-paging'],
    hints: [
      "A client that reads the history page by page must know where to go on, and when to stop. The number of messages doesn't say: even a full page may be the last one. So the answer says both.",
      "`await this.#send(session, part, since)` runs what you wrote in task 2.7: it returns the seq of the last message sent, or `undefined`. If none was sent, `last` is the cursor that the client gave, or 0. There is more if the store has at least one message after `last`. The session may have gone away meanwhile, and the store may be closed too: don't ask the store then.",
      `    const last = (await this.#send(session, part, since)) ?? since ?? 0;
    const tags = new Map([['last', String(last)]]);
if the session is still there, and this.#store.read(part.key, last, 1, part.target) finds something, set more to '1'; then return tags.`,
    ],
  },
  {
    number: '2.9',
    title: 'promise a resume only if it can be kept',
    file: 'resume',
    region: 'resume',
    checks: [
      'resume-from-zero',
      'resume-impossible',
      'resume-not-retained',
      'resume-after-restart',
      'resume-while-subscribed',
      'resume-in-a-burst',
    ],
    hints: [
      'recovered=1 tells the client that every message after its cursor will come. The broker can promise that only if the cursor comes from this store, if every message after it is still there, and if the log reaches that far at all. Otherwise it says recovered=0 and begins with live messages: a client that knows of its gap can act.',
      '`this.#store.bounds(key)` gives `floor` and `newest`: the messages after `floor`, up to `newest`, are there. If the client gave an `epoch` tag, it must be `this.#store.epoch`; if it gave none, take the cursor for one of this store. For a cursor right at `floor` or `newest`, the promise can still be kept. Answer first, with the tags of `this.#placeOf(newest)` and `recovered`. Then return `this.#keepPromise(…)`, or go live at once.',
      `    const { floor, newest } = this.#store.bounds(log.key);
    const epoch = frame.tags?.get('epoch') ?? this.#store.epoch;
    const recovered = epoch === this.#store.epoch && floor <= since && since <= newest;
then call this.#dialogue.answer(session, frame, tags); if recovered, return this.#keepPromise(session, log, since, newest); otherwise log.goLive(newest), and return undefined.`,
    ],
  },
  {
    number: '2.10',
    title: 'resume without a gap and without a duplicate',
    file: 'resume',
    region: 'replay',
    checks: ['resume-missed', 'resume-from-zero', 'resume-in-storm', 'replay-waits', 'kill-storm', 'resume-up-to-date'],
    hints: [
      'Others publish while you replay. If the live stream begins too early, messages overtake the replay or come twice. If it begins too late, some fall into the gap. When can you be sure that no message lies between the last page and the live stream?',
      '`this.#page(session, key, cursor, start)` is the next page after a cursor. Messages published while a page is on its way are in the store, and come with a later page. So go on until a page is empty, and call `goLive(newest)` at once, without an `await` in between: then nothing else can have run.',
      `    let cursor = since;
    for (let page = this.#page(session, key, cursor, start); page.length > 0; page = this.#page(session, key, cursor, start)) {
      for (const message of page) {
        sendStored(session, key, message);
        cursor = message.seq;
      }
      await session.drained?.();
    }
    goLive(newest);`,
    ],
  },
  {
    number: '2.11',
    title: 'keep no more messages than RETAIN_MESSAGES',
    file: 'journal',
    region: 'retention',
    checks: ['resume-not-retained', 'same-id-after-restart'],
    hints: [
      'A log that only grows fills the disk. But the broker must know that a message is gone, or a resume would send part of what the client missed and call it everything. And it must remember the id of a message for 2 minutes, or it would store a repeat as a new message. So a log has two limits: at the floor and below, messages are no longer read; further down, they are no longer there.',
      '`this.#store.retire(key, floor)` says that messages at the floor or below it are no longer read. Where is the floor, if `newest` is the newest seq and `this.#retain` messages are kept? `this.#store.purge(key, before, now)` removes retired messages from before a time, and needs the current time too; `REMEMBER_MS` says how long ids are remembered.',
      `    this.#store.retire(key, newest - this.#retain);
then purge what is older than Date.now() - REMEMBER_MS.`,
    ],
  },
];
