// What the tasks in exercise/sender.ts must do, seen from inside.

import { MemoryStore } from '02-persistence';
import { same, type TaskChecks } from '@workshop/cli/task-checks';
import { watchCalls } from '@workshop/cli/task-checks/watch-calls';
import { formatFrame } from '@workshop/protocol';
import { formatEnvelope } from '#envelope';
import { Outbox } from '#outbox';
import { Sender } from '#sender';
import { FakeLink, idle } from './set-up.ts';

/** So many messages are three pages. */
const THREE_PAGES = 250;

/** A sender whose outbox has messages 1 to `waiting`, on a link with a peer that has stored everything up to `arrived`. */
function setUp({ waiting = 0, arrived = 0, limit = 1000 }) {
  const store = new MemoryStore();
  const outbox = new Outbox(store, 'there', limit, () => {});
  const link = new FakeLink();
  const failures: unknown[] = [];
  let added = 0;
  const add = (count: number) => {
    for (; count > 0; count -= 1) {
      const body = String((added += 1));
      store.transaction(() => outbox.add({ target: 'news', id: `i${body}`, from: 'alice', time: 1_800_000_000_000, body }));
    }
  };
  add(waiting);
  const sender = new Sender(link, outbox, arrived, (error) => void failures.push(error));
  /** What is said from now on, once nothing is on its way any more: the numbers of messages, and other frames as text. */
  const said = async () => {
    await idle();
    if (failures.length > 0) throw failures[0];
    return link.said.splice(0).map((text) => Number(/^@number=(\d+)\S* MSG:/.exec(text)?.[1]) || text);
  };
  /** The kernel takes everything. */
  const drain = () => link.undrained.splice(0).forEach((resolve) => resolve());
  return { outbox, link, sender, add, said, drain };
}

const isMessage = (said: unknown): boolean => typeof said === 'number';
const upTo = (last: number) => Array.from({ length: last }, (_, index) => index + 1);

export const checks: TaskChecks = {
  '6.9': {
    'what waits goes out, in its order': async () => {
      const { said } = setUp({ waiting: 3 });
      same(
        (await said()).filter(isMessage),
        [1, 2, 3],
        'what waited in the outbox did not go out on the link',
        'for each envelope of the page that this.#next() returns: this.#link.say(formatEnvelope(envelope)); only then await drained()',
      );
    },
    'each goes out as the frame of its envelope': async () => {
      const { link, outbox } = setUp({ waiting: 1 });
      await idle();
      same(
        link.said.filter((text) => text.includes('MSG:')),
        outbox.after(0).map((envelope) => formatFrame(formatEnvelope(envelope))),
        'what went out is not the frame of the envelope',
        'formatEnvelope(envelope) makes the frame',
      );
    },
    'nothing goes out twice': async () => {
      const { said, drain } = setUp({ waiting: 3 });
      await said();
      drain();
      same(
        (await said()).filter(isMessage),
        [],
        'after everything had gone out, the same went out again',
        "note each envelope's number in this.#sent: this.#next() (6.10) goes on after it",
      );
    },
    'nothing goes out twice where numbers are missing': async () => {
      const { said, drain } = setUp({ waiting: 4, limit: 2 });
      const first = (await said()).filter(isMessage);
      drain();
      same(
        [...first, ...(await said()).filter(isMessage)],
        [3, 4],
        'messages 1 and 2 had been dropped, and what came after them did not go out once',
        'this.#sent = envelope.number: the numbers may have gaps, so do not count them yourself',
      );
    },
    'a page goes out when the kernel has taken the one before, and not sooner': async () => {
      const { said, drain, outbox, link } = setUp({ waiting: THREE_PAGES });
      const page = outbox.after(0).length;
      const first = (await said()).filter(isMessage);
      same(
        first.length >= page,
        true,
        'the first page did not go out as a whole',
        'await this.#link.drained() once after each page, and not after each message',
      );
      same(
        { sent: first.length, waitsForDrained: link.undrained.length },
        { sent: page, waitsForDrained: 1 },
        'the second page went out before the kernel had taken the first one',
        'await this.#link.drained() after each page: otherwise everything waits in the memory of the socket',
      );
      drain();
      const second = (await said()).filter(isMessage);
      same(
        second[0],
        page + 1,
        'when the kernel had taken the first page, the second one did not go out',
        'ask this.#next() for another page until it is empty',
      );
      drain();
      same(
        [...first, ...second, ...(await said()).filter(isMessage)],
        upTo(THREE_PAGES),
        'three pages did not go out one after the other, each message once',
        'ask this.#next() for another page until it is empty',
      );
    },
  },

  '6.10': {
    'sending goes on after what the peer has': async () => {
      const { said } = setUp({ waiting: 4, arrived: 2 });
      same(
        (await said()).filter(isMessage),
        [3, 4],
        'the peer has stored two of four messages, and not exactly the other two went out',
        'this.#outbox.after(this.#sent) returns the first ones that have not gone out on this link',
      );
    },
    'when nothing waits any more, wake begins again': async () => {
      const { said, drain, add, sender } = setUp({ waiting: 2 });
      await said();
      drain();
      await said();
      add(1);
      sender.wake();
      same(
        (await said()).filter(isMessage),
        [3],
        'a message that came after everything had gone out was not sent',
        'if the page is empty, sending ends: set this.#isSending to false, or wake does nothing',
      );
    },
    'while something waits, wake does not begin a second time': async () => {
      const { said, add, sender } = setUp({ waiting: THREE_PAGES });
      await said();
      add(1);
      sender.wake();
      same(
        (await said()).filter(isMessage),
        [],
        'wake began to send while a page was still on its way into the kernel',
        'set this.#isSending to false only if the page is empty',
      );
    },
    'where nothing is missing, nothing is skipped': async () => {
      const { said, drain, add, sender } = setUp({ waiting: 4, arrived: 2 });
      const frames = await said();
      drain();
      frames.push(...(await said()));
      add(1);
      sender.wake();
      frames.push(...(await said()));
      same(
        frames,
        [3, 4, 5],
        'something besides the messages was said, although none was dropped',
        'say SKIP only if the first number of the page is above this.#sent + 1',
      );
    },
    'what was dropped is skipped': async () => {
      const { said, drain, add, sender } = setUp({ waiting: 4, limit: 2 });
      const frames = await said();
      same(
        frames.find((frame) => !isMessage(frame)) ?? 'no SKIP',
        'SKIP:2',
        'the outbox had dropped messages 1 and 2, and the peer was not told so',
        "if the first number of the page is above this.#sent + 1: say { verb: 'SKIP', target: String(first.number - 1) }",
      );
      same(
        frames,
        ['SKIP:2', 3, 4],
        'SKIP did not come once, and before the first message',
        'the peer takes a gap for a loss, and hangs up',
      );
      drain();
      await said();
      add(3);
      sender.wake();
      same(
        await said(),
        ['SKIP:5', 6, 7],
        'message 5 was dropped while the link was open, and the peer was not told so',
        'compare with this.#sent for each page, and not only for the first one',
      );
    },
    'when the link is gone, nothing more is read': async () => {
      const { said, drain, link, outbox } = setUp({ waiting: THREE_PAGES });
      await said();
      const after = watchCalls(outbox, 'after');
      link.hangUp();
      for (let pages = 0; pages < 3; pages += 1) {
        drain();
        await said();
      }
      same(
        after.calls.length <= 1,
        true,
        'after the link was gone, the rest of the outbox was read page by page, for nobody',
        'if this.#link.isOpen is false, return an empty page',
      );
    },
  },
};
