// What the tasks in exercise/devices.ts must do, seen from inside.

import { TaggedPacket } from '02-persistence';
import { same, type TaskChecks } from '@workshop/cli/task-checks';
import { Devices } from '#devices';
import { type Client, sessionOf, storeWith } from './set-up.ts';

/** These users' devices, which have joined in this order. */
function joined(...users: string[]) {
  const devices = new Devices(storeWith({}));
  const sessions = users.map((user) => sessionOf(user));
  for (const session of sessions) devices.join(session);
  return { devices, sessions };
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
    'the session is among the devices of its user': () => {
      const { devices, sessions } = joined('alice', 'bob');
      const cause = 'this.#devices has a Set of sessions for each inbox; inboxOf(session) is the name of this one';
      same([...devices.of('@alice')], sessions.slice(0, 1), "a session that joined is not among its user's devices", cause);
    },
    'a second session does not replace the first': () => {
      const { devices, sessions } = joined('alice', 'alice', 'alice');
      for (const session of sessions) devices.join(session);
      const got = sessions.map((session) => devices.of('@alice').has(session));
      const cause = 'make the Set only if the inbox has none: otherwise add to the one that is there';
      same(got, [true, true, true], 'a later session of a user replaced an earlier one', cause);
      same(devices.of('@alice').size, 3, 'a session is among the devices of its user more than once');
    },
    'inboxStart is the newest seq of its inbox': () => {
      const devices = new Devices(storeWith({ '@alice': 3, '@bob': 5 }));
      const [alice, bob, carol] = [sessionOf('alice'), sessionOf('bob'), sessionOf('carol')];
      for (const session of [alice, bob, carol]) devices.join(session);
      const cause = 'note this.#store.bounds(inbox).newest, with the inbox of this session, in session.inboxStart';
      same(alice.inboxStart, 3, 'session.inboxStart is not the newest seq of its inbox', cause);
      same(bob.inboxStart, 5, 'session.inboxStart is not the newest seq of its inbox', cause);
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
    'the session that left is no device any more': () => {
      const { devices, sessions } = joined('bob', 'bob', 'bob');
      const [desk, tablet, phone] = sessions as [Client, Client, Client];
      devices.leave(tablet);
      const cause = 'take the session out of the Set that this.#devices has for inboxOf(session)';
      same(devices.of('@bob').has(tablet), false, "a session that left is still among its user's devices", cause);
      const others = "take out the session that left, and leave the user's other sessions there";
      same([...devices.of('@bob')], [desk, phone], "one session left, and the user's other sessions were forgotten too", others);
      devices.leave(desk);
      same(
        [...devices.of('@bob')],
        [phone],
        'one of two sessions left, and the other one was forgotten too',
        'forget the inbox only when its Set is empty',
      );
    },
    'other users stay': () => {
      const { devices, sessions } = joined('bob', 'alice');
      const [bob, alice] = sessions as [Client, Client];
      devices.leave(bob);
      same(
        [...devices.of('@alice')],
        [alice],
        "one session left, and another user's session was forgotten too",
        'take out what belongs to inboxOf(session)',
      );
    },
    'a user without sessions leaves nothing behind': () => {
      const { devices, sessions } = joined('bob', 'bob');
      for (const session of sessions) devices.leave(session);
      same(devices.of('@bob').size, 0, 'all sessions of a user left, and one is still there');
      const cause = 'when the Set is empty, take the inbox out of this.#devices: else it grows with every user who was ever here';
      const left = devices.of('@bob') === devices.of('@nobody') ? 'nothing' : 'an empty Set';
      same(left, 'nothing', "a user's last session left, and the table still has an empty Set", cause);
    },
    'a user may come again': () => {
      const { devices, sessions } = joined('bob');
      const [bob] = sessions as [Client];
      devices.leave(bob);
      devices.leave(bob);
      devices.join(bob);
      same([...devices.of('@bob')], [bob], 'a session that left and came again is not among the devices of its user');
    },
  },
  '5.4': {
    'every device of the receiver gets it': () => {
      const { devices, sessions } = joined('alice', 'bob', 'bob', 'carol');
      const [alice] = sessions as [Client];
      const [, desk, tablet, carol] = delivered(devices, sessions, alice);
      const cause = 'for each [inbox, packet] of copies: packet.sendTo(session) for each session of this.of(inbox)';
      same([desk, tablet], [TO_BOB, TO_BOB], 'not every device of the receiver got the message as it is in their inbox', cause);
      same(carol, 'nothing', "a third user's session got the private message", cause);
    },
    'the other devices of the publisher get it': () => {
      const { devices, sessions } = joined('alice', 'alice', 'alice', 'bob');
      const [, laptop] = sessions as [Client, Client];
      const [phone, own, tablet, bob] = delivered(devices, sessions, laptop);
      same(own, 'nothing', 'the session that published the message got it back', 'leave out the session that is the publisher');
      const cause = "leave out the one session that is the publisher, not its user's other devices, and go on behind it";
      same([phone, tablet], [TO_ALICE, TO_ALICE], 'not every other device of the publisher got the message as it is in their inbox', cause);
      same(bob, TO_BOB, 'the receiver did not get the message once', cause);
    },
    'without a publisher, every device gets it': () => {
      const { devices, sessions } = joined('alice', 'bob');
      const cause = 'publisher is undefined for a message that no session sent: no session equals it';
      same(
        delivered(devices, sessions, undefined),
        [TO_ALICE, TO_BOB],
        'a message that no session published did not reach every device',
        cause,
      );
    },
    'a user who is not online is no obstacle': () => {
      const { devices, sessions } = joined('bob');
      same(
        delivered(devices, sessions, sessionOf('zoe')),
        [TO_BOB],
        "one user was away, and the other user's devices did not get the message",
      );
    },
    'a device that talks tagged gets tags': () => {
      const devices = new Devices(storeWith({}));
      const sessions = [sessionOf('bob', { tagged: true }), sessionOf('bob')];
      for (const session of sessions) devices.join(session);
      const cause = 'packet.sendTo(session) sends the form that the session understands';
      same(
        delivered(devices, sessions, undefined),
        [`@seq=4 ${TO_BOB}`, TO_BOB],
        'tagged and plain devices did not each get their form',
        cause,
      );
    },
  },
};
