// What the tasks in exercise/devices.ts must do, seen from inside.

import { TaggedPacket } from '02-persistence';
import { same, type TaskChecks } from '@workshop/cli/task-checks';
import { namesIn } from '@workshop/cli/task-checks/names';
import { Devices } from '#devices';
import { type Client, sessionOf, storeWith } from './set-up.ts';

/** A table that these sessions have joined, in this order. */
function joined(...sessions: readonly Client[]): Devices {
  const devices = new Devices(storeWith({}));
  for (const session of sessions) devices.join(session);
  return devices;
}

/** Delivers a message from Alice to Bob. @returns the frames that each session got, one for each */
function delivered(devices: Devices, sessions: readonly Client[], publisher: Client | undefined) {
  const copies = new Map([
    ['@alice', new TaggedPacket({ verb: 'MSG', target: '@bob', body: 'Hi', tags: new Map([['seq', '9']]) })],
    ['@bob', new TaggedPacket({ verb: 'MSG', target: '@alice', body: 'Hi', tags: new Map([['seq', '4']]) })],
  ]);
  devices.deliver(copies, publisher);
  return sessions.map((session) => session.take().join(', ') || 'nothing');
}

const TO_ALICE = 'MSG:@bob:Hi';
const TO_BOB = 'MSG:@alice:Hi';

export const checks: TaskChecks = {
  '5.1': {
    "the session is among its user's devices": () => {
      const [alice, bob] = [sessionOf('alice'), sessionOf('bob')];
      const cause = 'this.#devices has a Set of sessions for each inbox; inboxOf(session) is the name of this one';
      same(
        namesIn(joined(alice, bob).of('@alice'), { alice, bob }),
        ['alice'],
        "a session that joined is not among its user's devices",
        cause,
      );
    },
    'a second session does not replace the first': () => {
      const [laptop, phone] = [sessionOf('alice'), sessionOf('alice')];
      const devices = joined(laptop, phone, phone).of('@alice');
      const cause = 'make the Set only if the inbox has none: otherwise add to the one that is there';
      same(namesIn(devices, { laptop }), ['laptop'], "a user's second session replaced the first", cause);
      same(namesIn(devices, { phone }), ['phone'], "a user's second session is not among their devices", cause);
      same(devices.size, 2, "a session is among its user's devices more than once");
    },
    'inboxStart is the newest seq of its inbox': () => {
      const devices = new Devices(storeWith({ '@alice': 3, '@bob': 5 }));
      const [alice, bob, carol] = [sessionOf('alice'), sessionOf('bob'), sessionOf('carol')];
      for (const session of [alice, bob, carol]) devices.join(session);
      const cause = 'note this.#store.bounds(inbox).newest, with the inbox of this session, in session.inboxStart';
      same([alice.inboxStart, bob.inboxStart], [3, 5], 'session.inboxStart is not the newest seq of its inbox', cause);
      same(carol.inboxStart, 0, 'session.inboxStart is not 0 for an empty inbox', 'bounds gives 0 for an inbox that never had a message');
    },
    'inboxStart is that of the moment, for each session': () => {
      const store = storeWith({ '@alice': 1 });
      const devices = new Devices(store);
      const [laptop, phone] = [sessionOf('alice'), sessionOf('alice')];
      devices.join(laptop);
      store.append('@alice', { id: 'a', from: 'bob', target: '@bob', time: 1, body: 'Hi' });
      devices.join(phone);
      const cause = 'ask the store for each session: what came in between was live for the first one alone';
      same([laptop.inboxStart, phone.inboxStart], [1, 2], 'inboxStart is not the newest seq at the moment when the session joined', cause);
    },
  },
  '5.2': {
    'a session that left is no longer a device': () => {
      const [desk, tablet, phone] = [sessionOf('bob'), sessionOf('bob'), sessionOf('bob')];
      const devices = joined(desk, tablet, phone);
      devices.leave(tablet);
      const cause = 'take the session out of the Set that this.#devices has for inboxOf(session)';
      same(namesIn(devices.of('@bob'), { tablet }), [], "a session that left is still among its user's devices", cause);
      const others = "take out the session that left, and leave the user's other sessions there";
      same(
        namesIn(devices.of('@bob'), { desk, tablet, phone }),
        ['desk', 'phone'],
        "one session left, and the user's other sessions were forgotten too",
        others,
      );
      devices.leave(desk);
      const empty = 'forget the inbox only when its Set is empty';
      same(
        namesIn(devices.of('@bob'), { desk, tablet, phone }),
        ['phone'],
        'one of two sessions left, and the other one was forgotten too',
        empty,
      );
    },
    'other users stay': () => {
      const [bob, alice] = [sessionOf('bob'), sessionOf('alice')];
      const devices = joined(bob, alice);
      devices.leave(bob);
      const cause = 'take out only what belongs to inboxOf(session)';
      same(namesIn(devices.of('@alice'), { alice }), ['alice'], "one session left, and another user's session was forgotten too", cause);
    },
    'a user without sessions leaves nothing behind': () => {
      const sessions = [sessionOf('bob'), sessionOf('bob')];
      const devices = joined(...sessions);
      for (const session of sessions) devices.leave(session);
      const cause =
        'when the Set is empty after the delete, take the inbox out of this.#devices: otherwise it grows with every user who was ever here';
      const left = devices.of('@bob') === devices.of('@nobody') ? 'nothing' : 'an empty Set';
      same(left, 'nothing', "a user's last session left, and the table still has an empty Set", cause);
    },
    'a user may come back': () => {
      const bob = sessionOf('bob');
      const devices = joined(bob);
      devices.leave(bob);
      devices.leave(bob);
      devices.join(bob);
      same(namesIn(devices.of('@bob'), { bob }), ['bob'], "a session that left and came back is not among its user's devices");
    },
  },
  '5.4': {
    'every device of the receiver gets it': () => {
      const [alice, desk, tablet, carol] = [sessionOf('alice'), sessionOf('bob'), sessionOf('bob'), sessionOf('carol')];
      const devices = joined(alice, desk, tablet, carol);
      const cause = 'for each [inbox, packet] of copies: packet.sendTo(session) for each session of this.of(inbox)';
      const [first, second, other] = delivered(devices, [desk, tablet, carol], alice);
      same([first, second], [TO_BOB, TO_BOB], 'not every device of the receiver got the message as it is in their inbox', cause);
      same(other, 'nothing', "a third user's session got the private message", cause);
    },
    'the other devices of the publisher get it': () => {
      const [phone, laptop, tablet, bob] = [sessionOf('alice'), sessionOf('alice'), sessionOf('alice'), sessionOf('bob')];
      const devices = joined(phone, laptop, tablet, bob);
      const [first, own, second, receiver] = delivered(devices, [phone, laptop, tablet, bob], laptop);
      same(own, 'nothing', 'the session that published the message got it back', 'leave out the session that is the publisher');
      const cause = "leave out the one session that is the publisher, not its user's other devices, and go on after it";
      same([first, second], [TO_ALICE, TO_ALICE], 'not every other device of the publisher got the message as it is in their inbox', cause);
      same(receiver, TO_BOB, 'the receiver did not get the message', cause);
    },
    'without a publisher, every device gets it': () => {
      const [alice, bob] = [sessionOf('alice'), sessionOf('bob')];
      const cause = 'publisher is undefined for a message that no session published: then no session is left out';
      const got = delivered(joined(alice, bob), [alice, bob], undefined);
      same(got, [TO_ALICE, TO_BOB], 'a message that no session published did not reach every device', cause);
    },
    'a user who is not online is no obstacle': () => {
      const bob = sessionOf('bob');
      const message = "one user was away, and the other user's devices did not get the message";
      same(delivered(joined(bob), [bob], sessionOf('zoe')), [TO_BOB], message, 'this.of(inbox) is an empty Set then');
    },
    'a device that talks tagged gets tags': () => {
      const [tagged, plain] = [sessionOf('bob', { tagged: true }), sessionOf('bob')];
      const cause = 'packet.sendTo(session) sends the form that the session understands';
      const got = delivered(joined(tagged, plain), [tagged, plain], undefined);
      same(got, [`@seq=4 ${TO_BOB}`, TO_BOB], 'tagged and plain devices did not each get their form of the message', cause);
    },
  },
};
