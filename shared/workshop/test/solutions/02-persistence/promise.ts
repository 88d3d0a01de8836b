// Other people's solutions of task 2.9.

import type { Solution } from '../solution.ts';

/** The promise, with one part in another form. */
function promise({
  epoch = 'frame.tags?.get("epoch") ?? this.#store.epoch',
  recovered = 'epoch === this.#store.epoch && floor <= since && since <= newest',
  tags = "this.#placeOf(newest).set('recovered', recovered ? '1' : '0')",
  answer = 'this.#dialogue.answer(session, frame, tags);',
  kept = 'if (recovered) return this.#keepPromise(session, log, since, newest);',
  live = 'log.goLive(newest);',
}): string {
  return `
    const { floor, newest } = this.#store.bounds(log.key);
    const epoch = ${epoch};
    const recovered = ${recovered};
    const tags = ${tags};
    ${answer}
    ${kept}
    ${live}
    return undefined;`;
}

export const solutions: readonly Solution[] = [
  {
    task: '2.9',
    name: 'says no first',
    body: `
    const { floor, newest } = this.#store.bounds(log.key);
    const tags = this.#placeOf(newest);
    const epoch = frame.tags?.get('epoch');
    if ((epoch !== undefined && epoch !== this.#store.epoch) || since < floor || since > newest) {
      this.#dialogue.answer(session, frame, tags.set('recovered', '0'));
      log.goLive(newest);
      return;
    }
    this.#dialogue.answer(session, frame, new Map([...tags, ['recovered', '1']]));
    return this.#keepPromise(session, log, since, newest);`,
  },
  {
    task: '2.9',
    name: 'lists the reasons',
    body: `
    const bounds = this.#store.bounds(log.key);
    const isOurs = [undefined, this.#store.epoch].includes(frame.tags?.get('epoch'));
    const recovered = [isOurs, since >= bounds.floor, since < bounds.newest + 1].every(Boolean);
    this.#dialogue.answer(session, frame, new Map([['recovered', String(Number(recovered))], ...this.#placeOf(bounds.newest)]));
    if (!recovered) log.goLive(bounds.newest);
    return recovered ? this.#keepPromise(session, log, since, bounds.newest) : undefined;`,
  },
  { task: '2.9', name: 'forgets to answer', body: promise({ answer: '' }), message: 'the SUBSCRIBE is not answered first' },
  {
    task: '2.9',
    name: 'answers when the replay has begun',
    body: promise({
      answer: '',
      kept: 'const kept = recovered ? this.#keepPromise(session, log, since, newest) : undefined;\n    this.#dialogue.answer(session, frame, tags);\n    if (kept) return kept;',
    }),
    message: 'the SUBSCRIBE is not answered first',
  },
  {
    task: '2.9',
    name: 'forgets recovered',
    body: promise({ tags: 'this.#placeOf(newest)' }),
    message: 'the answer does not say recovered',
  },
  {
    task: '2.9',
    name: 'says recovered only where it is',
    body: promise({ tags: "recovered ? this.#placeOf(newest).set('recovered', '1') : this.#placeOf(newest)" }),
    message: 'the cursor is of another store, and is recovered',
  },
  {
    task: '2.9',
    name: 'says true',
    body: promise({ tags: "this.#placeOf(newest).set('recovered', String(recovered))" }),
    message: 'everything after the cursor is there, and it is not recovered',
  },
  {
    task: '2.9',
    name: 'answers with the cursor',
    body: promise({ tags: "this.#placeOf(since).set('recovered', recovered ? '1' : '0')" }),
    message: "the answer's seq is not the newest",
  },
  {
    task: '2.9',
    name: 'answers with recovered alone',
    body: promise({ tags: "new Map([['recovered', recovered ? '1' : '0']])" }),
    message: "the answer's seq is not the newest",
  },
  {
    task: '2.9',
    name: 'requires an epoch',
    body: promise({ epoch: "frame.tags?.get('epoch')" }),
    message: 'the client gave no epoch, and it is not recovered',
  },
  {
    task: '2.9',
    name: 'does not look at the epoch',
    body: promise({ recovered: 'floor <= since && since <= newest' }),
    message: 'the cursor is of another store, and is recovered',
  },
  {
    task: '2.9',
    name: 'does not look at newest',
    body: promise({ recovered: 'epoch === this.#store.epoch && floor <= since' }),
    message: 'the cursor is above the newest message, and is recovered',
  },
  {
    task: '2.9',
    name: 'wants something to be missing',
    body: promise({ recovered: 'epoch === this.#store.epoch && floor <= since && since < newest' }),
    message: 'a client that has missed nothing is not recovered',
  },
  {
    task: '2.9',
    name: 'does not look at the floor',
    body: promise({ recovered: 'epoch === this.#store.epoch && since <= newest' }),
    message: 'a message after the cursor is gone, and it is recovered',
  },
  {
    task: '2.9',
    name: 'wants a cursor above the floor',
    body: promise({ recovered: 'epoch === this.#store.epoch && floor < since && since <= newest' }),
    message: 'since=0 in a channel without messages is not recovered',
  },
  {
    task: '2.9',
    name: 'promises one message too many',
    body: promise({ recovered: 'epoch === this.#store.epoch && floor <= since + 1 && since <= newest' }),
    message: 'a message after the cursor is gone, and it is recovered',
  },
  {
    task: '2.9',
    name: 'takes since=0 for none',
    body: promise({ recovered: 'Boolean(since) && epoch === this.#store.epoch && floor <= since && since <= newest' }),
    message: 'since=0 in a channel without messages is not recovered',
  },
  {
    task: '2.9',
    name: 'replays in any case',
    body: promise({ kept: 'return this.#keepPromise(session, log, since, newest);' }),
    message: 'nothing was promised, and a replay begins',
  },
  {
    task: '2.9',
    name: 'does not go live',
    body: promise({ live: '' }),
    message: 'nothing was promised, and the live stream does not begin',
  },
  {
    task: '2.9',
    name: 'goes live at the cursor',
    body: promise({ live: 'log.goLive(since);' }),
    message: 'the live stream does not begin once, with the newest',
  },
  {
    task: '2.9',
    name: 'forgets to return the promise',
    body: promise({ kept: 'if (recovered) { void this.#keepPromise(session, log, since, newest); return undefined; }' }),
    message: 'a replay was promised, and its promise is not returned',
  },
  {
    task: '2.9',
    name: 'goes live first',
    body: promise({ kept: 'log.goLive(newest);\n    if (recovered) return this.#keepPromise(session, log, since, newest);', live: '' }),
    message: 'the live stream begins before the replay has ended',
  },
];
