import type { Solution } from '../solution.ts';

export const take: readonly Solution[] = [
  {
    task: '6.12',
    name: 'builds the message bit by bit',
    body: `
    if (number > this.#received) {
      const { id, time, body } = envelope;
      const arrival = { number, from: this.#link.them };
      const done = this.#conclude.bind(this, number);
      this.#host.publish({ channel: target, body, id, time, from: [from, arrival.from.name].join('@'), arrival, done });
      this.#received = number;
    } else {
      this.#pass(number);
    }`,
  },
  { task: '6.12', name: 'does nothing', body: '', message: 'message 1 was not published exactly once, with what its envelope says' },
  {
    task: '6.12',
    name: 'forgets the channel',
    body: publish({ channel: "channel: ''," }),
    message: 'message 1 was not published exactly once, with what its envelope says',
  },
  {
    task: '6.12',
    name: 'stamps a time of its own',
    body: publish({ channel: 'channel: target, time: Date.now(),' }),
    message: 'message 1 was not published exactly once, with what its envelope says',
  },
  {
    task: '6.12',
    name: 'acknowledges instead of publishing at the number that it waits for',
    body: publish({ repeat: 'if (number <= this.#received + 1) return this.#pass(number);' }),
    message: 'message 1 was not published exactly once, with what its envelope says',
  },
  {
    task: '6.12',
    name: 'gives the user without its broker',
    body: publish({ from: 'from,' }),
    message: 'a message of zoe on the broker there does not come from zoe@there',
  },
  {
    task: '6.12',
    name: 'forgets the arrival',
    body: publish({ arrival: '' }),
    message: 'arrival does not say where the message came from, and under which number',
  },
  {
    task: '6.12',
    name: 'gives the number before',
    body: publish({ arrival: 'arrival: { from: them, number: number - 1 },' }),
    message: 'arrival does not say where the message came from, and under which number',
  },
  { task: '6.12', name: 'does not note the number', body: publish({ note: '' }), message: 'message 2 was not taken after message 1' },
  {
    task: '6.12',
    name: 'publishes a repeat',
    body: publish({ repeat: '' }),
    message: 'a message that came twice was published twice',
  },
  {
    task: '6.12',
    name: 'takes the last number for new',
    body: publish({ repeat: 'if (number < this.#received) return this.#pass(number);' }),
    message: 'a message that came twice was published twice',
  },
  {
    task: '6.12',
    name: 'says nothing to a repeat',
    body: publish({ repeat: 'if (number <= this.#received) return;' }),
    message: 'a message that came twice was not acknowledged the second time',
  },
  {
    task: '6.12',
    name: 'acknowledges a repeat that is not stored',
    body: publish({ repeat: 'if (number <= this.#received) return this.#acknowledge(this.#received);' }),
    message: 'a repeat was acknowledged while the message itself may not be stored yet',
  },
  {
    task: '6.12',
    name: 'forgets done',
    body: publish({ done: '' }),
    message: 'a message was stored, and the peer was not told so',
  },
  {
    task: '6.12',
    name: 'acknowledges whatever became of it',
    body: publish({ done: 'done: () => this.#acknowledge(number),' }),
    message: 'a message could not be stored, and the link was not ended',
  },
  {
    task: '6.12',
    name: 'acknowledges at once',
    body: `${publish({})}
    this.#acknowledge(number);`,
    message: 'a message was acknowledged before it was stored',
  },
  {
    task: '6.13',
    name: 'a promise, and an early return',
    body: `
    const isDue = this.#acknowledged !== undefined;
    this.#acknowledged = number;
    if (isDue) return;
    void Promise.resolve().then(() => {
      const target = \`\${this.#acknowledged}\`;
      this.#acknowledged = undefined;
      this.#link.say({ verb: 'ACK', target });
    });`,
  },
  {
    task: '6.13',
    name: 'does nothing',
    body: '',
    message: 'message 1 was stored, and ACK:1 was not said as soon as the code that runs now was done',
  },
  {
    task: '6.13',
    name: 'notes the number too late',
    body: `
    if (this.#acknowledged !== undefined) this.#acknowledged = number;
    else queueMicrotask(() => this.#link.say({ verb: 'ACK', target: String(this.#acknowledged) }));`,
    message: 'message 1 was stored, and ACK:1 was not said as soon as the code that runs now was done',
  },
  {
    task: '6.13',
    name: 'forgets the number before it says it',
    body: acknowledge({ work: "this.#acknowledged = undefined; this.#link.say({ verb: 'ACK', target: String(this.#acknowledged) });" }),
    message: 'message 1 was stored, and ACK:1 was not said as soon as the code that runs now was done',
  },
  {
    task: '6.13',
    name: 'says the frame by a timer',
    body: acknowledge({ later: 'setTimeout' }),
    message: 'message 1 was stored, and ACK:1 was not said as soon as the code that runs now was done',
  },
  {
    task: '6.13',
    name: 'says it at once',
    body: "this.#link.say({ verb: 'ACK', target: String(number) });",
    message: 'an ACK was said at once, before the rest of the turn could be stored',
  },
  {
    task: '6.13',
    name: 'asks for a microtask at each call',
    body: acknowledge({ first: '' }),
    message: 'three messages of one turn were not acknowledged by one ACK',
  },
  {
    task: '6.13',
    name: 'says the number of the first call',
    body: acknowledge({ work: "this.#link.say({ verb: 'ACK', target: String(number) }); this.#acknowledged = undefined;" }),
    message: 'the ACK for messages 1 to 3 does not have the last number',
  },
  {
    task: '6.13',
    name: 'forgets that no ACK is due any more',
    body: acknowledge({ work: "this.#link.say({ verb: 'ACK', target: String(this.#acknowledged) });" }),
    message: 'after a first ACK, what was stored later was not acknowledged',
  },
];

/** Our 6.12, with parts of it changed. */
function publish({
  repeat = 'if (number <= this.#received) return this.#pass(number);',
  note = 'this.#received = number;',
  channel = 'channel: target,',
  from = 'from: `${from}@${them.name}`,',
  arrival = 'arrival: { from: them, number },',
  done = 'done: (outcome) => this.#conclude(number, outcome),',
}): string {
  return `
    ${repeat}
    ${note}
    const { them } = this.#link;
    this.#host.publish({ ...envelope, ${channel} ${from} ${arrival} ${done} });`;
}

/** Our 6.13, with parts of it changed. */
function acknowledge({
  first = 'if (this.#acknowledged === undefined)',
  later = 'queueMicrotask',
  work = "this.#link.say({ verb: 'ACK', target: String(this.#acknowledged) }); this.#acknowledged = undefined;",
}): string {
  return `
    ${first} ${later}(() => { ${work} });
    this.#acknowledged = number;`;
}
