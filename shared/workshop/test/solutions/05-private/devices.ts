import type { Solution } from '../solution.ts';

const NEWEST = 'session.inboxStart = this.#store.bounds(inbox).newest;';
const JOIN = 'this.#devices.set(inbox, (this.#devices.get(inbox) ?? new Set()).add(session));';

export const devices: readonly Solution[] = [
  {
    task: '5.1',
    name: 'makes the Set first, and asks the store before',
    body: `
    const inbox = inboxOf(session);
    const { newest } = this.#store.bounds(inbox);
    if (!this.#devices.has(inbox)) this.#devices.set(inbox, new Set());
    this.#devices.get(inbox)?.add(session);
    Object.assign(session, { inboxStart: newest });`,
  },
  {
    task: '5.1',
    name: 'makes a new Set of the old one',
    body: `
    const inbox = inboxOf(session);
    this.#devices.set(inbox, new Set([...this.of(inbox), session]));
    ${NEWEST}`,
  },
  {
    task: '5.1',
    name: 'forgets the Map',
    body: `const inbox = inboxOf(session); this.#devices.get(inbox)?.add(session); ${NEWEST}`,
    message: "a session that joined is not among its user's devices",
  },
  {
    task: '5.1',
    name: 'takes the user for the inbox',
    body: `const inbox = session.user ?? ''; ${JOIN} ${NEWEST}`,
    message: "a session that joined is not among its user's devices",
  },
  {
    task: '5.1',
    name: 'replaces the Set',
    body: `const inbox = inboxOf(session); this.#devices.set(inbox, new Set([session])); ${NEWEST}`,
    message: "a user's second session replaced the first",
  },
  {
    task: '5.1',
    name: 'keeps the first session only',
    body: `const inbox = inboxOf(session); if (!this.#devices.has(inbox)) this.#devices.set(inbox, new Set([session])); ${NEWEST}`,
    message: "a user's second session is not among their devices",
  },
  {
    task: '5.1',
    name: 'forgets inboxStart',
    body: `const inbox = inboxOf(session); ${JOIN}`,
    message: 'session.inboxStart is not the newest seq of its inbox',
  },
  {
    task: '5.1',
    name: 'begins at the oldest message',
    body: `const inbox = inboxOf(session); ${JOIN} session.inboxStart = this.#store.bounds(inbox).floor;`,
    message: 'session.inboxStart is not the newest seq of its inbox',
  },
  {
    task: '5.1',
    name: 'begins behind the newest message',
    body: `const inbox = inboxOf(session); ${JOIN} session.inboxStart = this.#store.bounds(inbox).newest + 1;`,
    message: 'session.inboxStart is not the newest seq of its inbox',
  },
  {
    task: '5.1',
    name: 'leaves inboxStart out for an empty inbox',
    body: `const inbox = inboxOf(session); ${JOIN} const { newest } = this.#store.bounds(inbox); if (newest > 0) session.inboxStart = newest;`,
    message: 'session.inboxStart is not 0 for an empty inbox',
  },
  {
    task: '5.1',
    name: 'asks the store for the first device alone',
    body: `
    const inbox = inboxOf(session);
    const [first] = this.of(inbox);
    ${JOIN}
    session.inboxStart = first?.inboxStart ?? this.#store.bounds(inbox).newest;`,
    message: 'inboxStart is not the newest seq at the moment when the session joined',
  },

  {
    task: '5.2',
    name: 'returns early, and makes a new Set of the others',
    body: `
    const inbox = inboxOf(session);
    const others = [...this.of(inbox)].filter((device) => device !== session);
    if (others.length === 0) {
      this.#devices.delete(inbox);
      return;
    }
    this.#devices.set(inbox, new Set(others));`,
  },
  {
    task: '5.2',
    name: 'does nothing',
    body: '',
    message: "a session that left is still among its user's devices",
  },
  {
    task: '5.2',
    name: 'takes the user for the inbox',
    body: `const devices = this.#devices.get(session.user); devices?.delete(session); if (devices?.size === 0) this.#devices.delete(session.user);`,
    message: "a session that left is still among its user's devices",
  },
  {
    task: '5.2',
    name: 'forgets the user',
    body: 'this.#devices.delete(inboxOf(session));',
    message: "one session left, and the user's other sessions were forgotten too",
  },
  {
    task: '5.2',
    name: 'forgets everybody',
    body: `
    const devices = this.#devices.get(inboxOf(session));
    devices?.delete(session);
    if (devices?.size === 0) this.#devices.clear();`,
    message: "one session left, and another user's session was forgotten too",
  },
  {
    task: '5.2',
    name: 'leaves the empty Set',
    body: 'this.#devices.get(inboxOf(session))?.delete(session);',
    message: "a user's last session left, and the table still has an empty Set",
  },
  {
    task: '5.2',
    name: 'looks for the empty Set before the session has left it',
    body: `
    const inbox = inboxOf(session);
    const devices = this.#devices.get(inbox);
    if (devices?.size === 0) this.#devices.delete(inbox);
    devices?.delete(session);`,
    message: "a user's last session left, and the table still has an empty Set",
  },
  {
    task: '5.2',
    name: 'takes one session for none',
    body: `
    const inbox = inboxOf(session);
    const devices = this.#devices.get(inbox);
    devices?.delete(session);
    if (devices && devices.size <= 1) this.#devices.delete(inbox);`,
    message: 'one of two sessions left, and the other one was forgotten too',
  },

  {
    task: '5.4',
    name: 'filters, and takes the keys',
    body: `
    for (const inbox of copies.keys()) {
      const others = [...this.of(inbox)].filter((session) => session !== publisher);
      others.forEach((session) => copies.get(inbox)?.sendTo(session));
    }`,
  },
  {
    task: '5.4',
    name: 'walks through the Map, and skips the publisher',
    body: `
    copies.forEach((packet, inbox) => {
      for (const session of this.#devices.get(inbox) ?? []) {
        if (session === publisher) continue;
        packet.sendTo(session);
      }
    });`,
  },
  {
    task: '5.4',
    name: 'sends to one device of each user',
    body: `
    for (const [inbox, packet] of copies) {
      const [session] = [...this.of(inbox)].filter((each) => each !== publisher);
      if (session) packet.sendTo(session);
    }`,
    message: 'not every device of the receiver got the message as it is in their inbox',
  },
  {
    task: '5.4',
    name: 'sends everybody everything',
    body: `
    for (const packet of copies.values())
      for (const devices of this.#devices.values()) for (const session of devices) if (session !== publisher) packet.sendTo(session);`,
    message: 'not every device of the receiver got the message as it is in their inbox',
  },
  {
    task: '5.4',
    name: "sends the receiver's packet to everybody",
    body: `
    const packet = [...copies.values()].at(-1);
    for (const devices of this.#devices.values()) for (const session of devices) if (session !== publisher) packet?.sendTo(session);`,
    message: "a third user's session got the private message",
  },
  {
    task: '5.4',
    name: 'stops at the publisher',
    body: `
    for (const [inbox, packet] of copies)
      for (const session of this.of(inbox)) {
        if (session === publisher) return;
        packet.sendTo(session);
      }`,
    message: 'not every device of the receiver got the message as it is in their inbox',
  },
  {
    task: '5.4',
    name: "stops among the publisher's devices at the publisher",
    body: `
    for (const [inbox, packet] of copies)
      for (const session of this.of(inbox)) {
        if (session === publisher) break;
        packet.sendTo(session);
      }`,
    message: 'not every other device of the publisher got the message as it is in their inbox',
  },
  {
    task: '5.4',
    name: 'sends the publisher its own message',
    body: 'for (const [inbox, packet] of copies) for (const session of this.of(inbox)) packet.sendTo(session);',
    message: 'the session that published the message got it back',
  },
  {
    task: '5.4',
    name: "leaves out all of the publisher's devices",
    body: `
    const user = publisher && 'user' in publisher ? publisher.user : undefined;
    for (const [inbox, packet] of copies) for (const session of this.of(inbox)) if (session.user !== user) packet.sendTo(session);`,
    message: 'not every other device of the publisher got the message as it is in their inbox',
  },
  {
    task: '5.4',
    name: 'wants a publisher',
    body: `
    if (!publisher) return;
    for (const [inbox, packet] of copies) for (const session of this.of(inbox)) if (session !== publisher) packet.sendTo(session);`,
    message: 'a message that no session published did not reach every device',
  },
  {
    task: '5.4',
    name: 'wants both users to be online',
    body: `
    if ([...copies.keys()].some((inbox) => this.of(inbox).size === 0)) return;
    for (const [inbox, packet] of copies) for (const session of this.of(inbox)) if (session !== publisher) packet.sendTo(session);`,
    message: "one user was away, and the other user's devices did not get the message",
  },
];
