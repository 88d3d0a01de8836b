// What the tasks in exercise/receiver.ts must do, seen from inside.

import { same, type TaskChecks } from '@workshop/cli/task-checks';
import { Refusal } from '@workshop/protocol';
import { messageOf, microtasks, setUp, STORED, TIME } from './receiving.ts';
import { idle } from './set-up.ts';

const ENDED = { ended: true, taken: false, acknowledged: false };

/** What happens with a message of this number, where messages 1 to 3 are stored. */
function whatCameOf(number: number | string | undefined): typeof ENDED {
  const { link, receive, isTaken, isAcknowledged } = setUp(3);
  receive(messageOf(number));
  return { ended: !link.isOpen, taken: isTaken(), acknowledged: isAcknowledged() };
}

export const checks: TaskChecks = {
  '6.11': {
    'the next message is taken': () => {
      const { link, receive, isTaken } = setUp(3);
      receive(messageOf(4));
      same(
        link.isOpen,
        true,
        'the link was ended at message 4, although messages 1 to 3 are here',
        'only a number above this.#received + 1 shows that one is missing',
      );
      same(
        isTaken(),
        true,
        'the next message was not taken',
        'give the envelope that readEnvelope(frame) returns to this.#take(number, envelope)',
      );
    },
    'a message after a gap ends the link, and is not taken': () => {
      same(
        whatCameOf(5),
        ENDED,
        'message 5 came while 4 was missing, and the link was not ended without taking it',
        'if number is above this.#received + 1: return this.#link.hangUp(). An ACK of 5 would say that 4 is here',
      );
    },
    'a message without a number ends the link, and is not taken': () => {
      for (const number of [undefined, 'x']) {
        same(
          whatCameOf(number),
          ENDED,
          'a message without a number came, and the link was not ended without taking it',
          "readNumber(frame.tags?.get('number')) returns undefined: return this.#link.hangUp()",
        );
      }
    },
    'a message that came before does not end the link': () => {
      for (const number of [1, 3]) {
        same(
          whatCameOf(number).ended,
          false,
          'a message that is here already ended the link',
          'a repeat is no gap: the peer did not get the acknowledgement, and 6.12 gives it once more',
        );
      }
    },
    'a message that is not from a user of the peer is dropped, and what comes after it is taken': () => {
      const { link, receive, isTaken, settled } = setUp();
      receive(messageOf(1, 'alice@other'));
      same(
        link.isOpen,
        true,
        'a message in the name of alice@other ended the link',
        'the peer would send it again on every link, and nothing after it would ever come: drop it',
      );
      same(isTaken(), false, 'a message in the name of alice@other was taken', 'readEnvelope(frame) returns undefined for it: drop it');
      same(
        settled() > 0,
        true,
        'what was dropped was not passed',
        'this.#pass(number) acknowledges it: otherwise the peer keeps it, and number 2 looks like a gap',
      );
      receive(messageOf(2));
      same(
        [link.isOpen, isTaken()],
        [true, true],
        'the message after the one that was dropped was not taken',
        'this.#pass(number) notes its number',
      );
    },
    'what is dropped is logged': () => {
      const { receive, lines } = setUp();
      receive(messageOf(1, 'alice@other'));
      same(lines.length, 1, 'what was dropped was not logged in one line', 'this.#host.log(line) tells the operator');
      const [line = ''] = lines;
      same(
        { peer: line.includes('there'), user: line.includes('alice@other') },
        { peer: true, user: true },
        'the line in the log does not name the peer and the user',
        "name this.#link.them.name and quote(frame.tags?.get('from') ?? '')",
      );
      const strange = setUp();
      strange.receive(messageOf(1, 'a\nb'));
      same(
        strange.lines.join('').includes('\n'),
        false,
        'what a peer sent came into the log as it is, with its line break',
        'quote(text) makes a text of strangers safe to print',
      );
    },
  },

  '6.12': {
    'a new message is published, with its channel, id, time and body': () => {
      const { take, published } = setUp();
      take(1);
      same(
        published.map(({ channel, id, time, body }) => ({ channel, id, time, body })),
        [{ channel: 'news', id: 'i1', time: TIME, body: 'Hi' }],
        'message 1 was not published exactly once, with what its envelope says',
        'this.#host.publish({ ...envelope, channel: target, … }), where envelope has id, time and body',
      );
    },
    'it comes from a user of the broker that has proved its name': () => {
      const { take, published } = setUp();
      take(1);
      same(
        published[0]?.from,
        'zoe@there',
        'a message of zoe on the broker there does not come from zoe@there',
        'from: `${from}@${them.name}`, with them = this.#link.them: it is the name that the peer has proved',
      );
    },
    'it says where it came from': () => {
      const { take, published, link } = setUp();
      take(1);
      same(
        published[0]?.arrival,
        { from: link.them, number: 1 },
        'arrival does not say where the message came from, and under which number',
        'arrival: { from: this.#link.them, number }: without it, the message goes over another link, and is not noted as received',
      );
    },
    'each number is noted': () => {
      const { take, published, link } = setUp();
      take(1, 2);
      same(
        { published: published.map(({ id }) => id), isOpen: link.isOpen },
        { published: ['i1', 'i2'], isOpen: true },
        'message 2 was not taken after message 1',
        'note the number: this.#received = number. Otherwise the next one looks like a gap',
      );
    },
    'what came before is not published again': () => {
      const { take, published } = setUp();
      take(1, 2, 1, 2);
      same(
        published.map(({ id }) => id),
        ['i1', 'i2'],
        'a message that came twice was published twice',
        'if number is not above this.#received, it is here already: return this.#pass(number)',
      );
    },
    'what came before is acknowledged once more, when it is stored': async () => {
      const { take, isAcknowledged, settled } = setUp();
      take(1, 1);
      await idle();
      same(
        settled() > 0 || isAcknowledged(),
        true,
        'a message that came twice was not acknowledged the second time',
        'this.#pass(number): the peer keeps what is not acknowledged',
      );
      same(
        settled() > 0,
        true,
        'a repeat was acknowledged while the message itself may not be stored yet',
        'this.#pass(number) has everything stored first; this.#acknowledge(number) has not',
      );
    },
    'nothing is acknowledged before it is stored': async () => {
      const { take, isAcknowledged } = setUp();
      take(1);
      await idle();
      same(isAcknowledged(), false, 'a message was acknowledged before it was stored', 'publish stores it later, and then calls done');
    },
    'what becomes of it is concluded': async () => {
      const stored = setUp();
      stored.take(1);
      stored.published[0]?.done?.(STORED);
      await idle();
      same(
        stored.isAcknowledged(),
        true,
        'a message was stored, and the peer was not told so',
        'done: (outcome) => this.#conclude(number, outcome)',
      );
      const refused = setUp();
      refused.take(1);
      const refusal = new Refusal('INTERNAL', 'the disk is full');
      refused.published[0]?.done?.(refusal);
      await idle();
      same(
        { acknowledged: refused.isAcknowledged(), failed: refused.failures.includes(refusal) },
        { acknowledged: false, failed: true },
        'a message could not be stored, and the link was not ended',
        'leave the outcome to this.#conclude(number, outcome): it tells a refusal from the tags of what is stored',
      );
    },
  },

  '6.13': {
    'what is stored is acknowledged, as soon as the code that runs now is done': async () => {
      const { take, published, link } = setUp();
      take(1);
      published[0]?.done?.(STORED);
      await microtasks();
      same(
        link.said,
        ['ACK:1'],
        'message 1 was stored, and ACK:1 was not said as soon as the code that runs now was done',
        "queueMicrotask(work), and in the work: this.#link.say({ verb: 'ACK', target: String(this.#acknowledged) })",
      );
    },
    'one ACK is said for a whole turn, and it has the last number': async () => {
      const { take, published, link } = setUp();
      take(1, 2, 3);
      for (const { done } of published) done?.(STORED);
      same(link.said, [], 'an ACK was said at once, before the rest of the turn could be stored', 'say it in queueMicrotask');
      await idle();
      same(link.said.length, 1, 'three messages of one turn were not acknowledged by one ACK', 'ask for the microtask only if none is due');
      same(
        link.said,
        ['ACK:3'],
        'the ACK for messages 1 to 3 does not have the last number',
        'note each number in this.#acknowledged, and read it only when the microtask runs',
      );
    },
    'the next turn is acknowledged too': async () => {
      const { take, published, link } = setUp();
      take(1, 2);
      published[0]?.done?.(STORED);
      await idle();
      published[1]?.done?.(STORED);
      await idle();
      same(
        link.said,
        ['ACK:1', 'ACK:2'],
        'after a first ACK, what was stored later was not acknowledged',
        'when the ACK is said, none is due any more: set this.#acknowledged back to undefined',
      );
    },
  },
};
