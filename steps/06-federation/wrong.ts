// Named mistakes in stage 06, each with the check that must catch it and what that check says. They show that the checks can fail.

import type { WrongBroker } from '@workshop/checks/wrong';

const trie = 'src/trie.ts';
const topics = 'src/topics.ts';
const forwarder = 'src/forwarder.ts';
const courier = 'src/courier.ts';
const outbox = 'src/outbox.ts';
const peers = 'src/peers.ts';
const interest = 'src/interest.ts';
const federation = 'src/federation.ts';
const addressing = 'src/addressing.ts';
const links = 'src/links.ts';
const link = 'src/link.ts';
const dialler = 'src/dialler.ts';
const handshake = 'src/handshake.ts';
const sockets = 'src/peer-sockets.ts';
const settings = 'src/settings.ts';

export const wrong: readonly WrongBroker[] = [
  // Topics.
  {
    check: 'topic-patterns',
    message: 'a pattern did not match just the channels that it should',
    file: trie,
    from: "for (let next = node; next; next = next.children.get('#')) nodes.add(next);",
    to: 'if (node) nodes.add(node);',
  },
  {
    check: 'topic-patterns',
    message: 'a pattern did not match just the channels that it should',
    file: trie,
    from: 'if (node.repeats) next.add(node);',
    to: '',
  },
  {
    check: 'topic-any',
    message: 'a subscriber of two patterns did not get just what they match, each message once',
    file: trie,
    from: "enter(node.children.get('*'), next);",
    to: "if (!node.children.has('#')) enter(node.children.get('*'), next);",
  },
  {
    check: 'topic-once',
    message: 'a session whose subscriptions overlap did not get one copy',
    file: topics,
    from: 'for (const session of sessions) if (!session.channels?.has(channel)) session.send(packet);',
    to: 'for (const session of sessions) session.send(packet);',
  },
  {
    check: 'topic-unsubscribe',
    message: 'a subscriber got nothing any more after another one had unsubscribed',
    file: trie,
    from: 'if (child && child.members.size + child.children.size > 0) return;',
    to: '',
  },
  {
    check: 'topic-unsubscribe',
    message: 'UNSUBSCRIBE of a pattern did not take away just this one',
    file: trie,
    from: 'node.members.delete(member);',
    to: '',
  },
  {
    check: 'topic-refusals',
    message: 'what cannot be done with a pattern was not refused with BAD_CHANNEL',
    file: topics,
    from: "if (frame.tags?.has('since'))",
    to: "if (frame.tags?.has('seq'))",
  },
  {
    check: 'topic-answer',
    message: 'a tagged SUBSCRIBE of a pattern was not answered without a seq',
    file: topics,
    from: 'broker.subscribe(session, pattern);',
    to: "broker.subscribe(session, pattern);\n        return new Map([['seq', '0']]);",
  },
  {
    check: 'topic-rights',
    message: 'a pattern that matches more than the token allows was not FORBIDDEN',
    file: topics,
    from: "broker.authorize(session, pattern, 'subscribe');",
    to: "broker.authorize(session, pattern.replaceAll(/[*#]/g, 'x'), 'subscribe');",
  },
  {
    check: 'topic-revoked',
    message: 'a pattern outlived the right to it, or one went that the token still covers',
    file: '../03-auth/src/auth.ts',
    from: "if (!may(session, 'subscribe', channel))",
    to: "if (!channel.includes('#') && !may(session, 'subscribe', channel))",
  },
  {
    check: 'topic-private',
    message: 'a subscriber of # got a private message',
    file: topics,
    from: 'return listeners.isEmpty || !isChannel(channel) ? undefined',
    to: 'return listeners.isEmpty ? undefined',
  },
  {
    check: 'topic-typing',
    message: 'a subscriber by a pattern was not told who types',
    file: topics,
    from: 'readers: matching,',
    to: '',
  },
  {
    check: 'topic-typing',
    message: 'a new subscriber by a pattern was not told who is typing',
    file: topics,
    from: 'for (const channel of typingIn(pattern)) typists.greet(session, channel);',
    to: '',
  },
  {
    check: 'topic-live-and-resume',
    message: 'a channel could not be resumed beside a pattern',
    file: topics,
    from: 'if (pattern === undefined) return subscribeToChannel?.(session, frame);',
    to: "if (pattern === undefined) return matching(frame.target ?? '')?.has(session) ? new Map() : subscribeToChannel?.(session, frame);",
  },

  // Links.
  {
    check: 'link-both-ways',
    message: 'a message from another broker did not come with its id, time, from and origin',
    file: forwarder,
    from: 'from: `${from}@${link.them.name}`',
    to: 'from',
  },
  {
    check: 'link-both-ways',
    message: 'a message from another broker did not come with its id, time, from and origin',
    file: forwarder,
    from: 'id, time, body, arrival: { link, number } };',
    to: 'id, time: Date.now() + 1, body, arrival: { link, number } };',
  },
  {
    check: 'link-order',
    message: 'on another broker a message was lost, came twice, or overtook another',
    file: courier,
    from: 'for (const parcel of page) {',
    to: 'for (const parcel of page.toReversed()) {',
  },
  {
    check: 'mesh-once',
    message: 'in a mesh, a subscriber did not get the next message once',
    file: forwarder,
    from: 'if (message.arrival || message.duplicate) return;',
    to: "if (message.duplicate) return;\n    message = { ...message, from: message.from?.split('@')[0] };",
  },
  {
    check: 'mesh-once',
    message: 'in a mesh, a broker passed on what had come over a link',
    file: forwarder,
    from: 'if (message.arrival || message.duplicate) return;',
    to: 'if (message.duplicate) return;',
  },
  {
    check: 'both-dial',
    message: 'a message did not reach a subscriber on another broker',
    file: federation,
    from: '(wire) => void links.accept(wire),',
    to: '(wire) => (options.addresses.length > 0 ? wire.hangUp() : void links.accept(wire)),',
  },
  {
    check: 'no-interest',
    message: 'messages were sent to a broker on which nobody is interested',
    file: peers,
    from: 'return this.#interested.isEmpty ? NOBODY : this.#interested.match(channel);',
    to: 'return new Set([...this.#interested.match(channel), ...this.#peers.values()]);',
  },
  {
    check: 'interest-ends',
    message: 'a channel was sent to another broker long after its last subscriber had gone',
    file: federation,
    from: 'disconnect: (session) => (session instanceof Link ? lose(session) : interest.leave(session)),',
    to: 'disconnect: (session) => (session instanceof Link ? lose(session) : undefined),',
  },
  {
    check: 'interest-ends',
    message: 'a subscriber got nothing any more after another one on its broker had unsubscribed',
    file: interest,
    from: 'if (sessions > 1) {',
    to: 'if (sessions > 2) {',
  },
  {
    check: 'peers-setting',
    message: 'a broker with a wrong setting for its network did not end with exit code 1',
    file: settings,
    from: "if (PEERS.length > 0 && PEER_SECRET === '')",
    to: "if (PEERS.length > 9 && PEER_SECRET === '')",
  },
  {
    check: 'typing-crosses',
    message: 'who types was not told to a subscriber on another broker, once for each start and stop',
    file: link,
    from: "['USER_TYPING', 'USER_STOPPED']",
    to: "['USER_TYPING']",
  },
  {
    check: 'typing-crosses',
    message: 'a typist of another broker went on typing after the link was lost',
    file: federation,
    from: 'typing.leave(link);',
    to: '',
  },
  {
    check: 'typing-private-crosses',
    message: 'a user was not told who types to them from another broker',
    file: 'src/remote-typing.ts',
    from: 'isUser(target) ? `@${user}` : target',
    to: 'target',
  },

  // Addresses.
  {
    check: 'address-channel',
    message: 'a message addressed to one broker reached another one',
    file: forwarder,
    from: 'if (isAddress(channel)) return [',
    to: "if (isAddress(channel)) return this.#peers.interestedIn(channel.split('@')[0] ?? '');\n    if (isAddress(channel)) return [",
  },
  {
    check: 'address-own',
    message: 'a publish to the broker’s own address was not answered with a seq',
    file: addressing,
    from: 'if (name === own) return broker.publish(local, session, frame);',
    to: 'void local;',
  },
  {
    check: 'address-user',
    message: 'a private message to a user of another broker did not come with the address of its sender',
    file: forwarder,
    from: 'from: `${from}@${link.them.name}`',
    to: 'from',
  },
  {
    check: 'address-unknown',
    message: 'what was addressed to an unknown broker was not UNREACHABLE',
    file: addressing,
    from: 'if (peer) return peer;',
    to: 'return peer ?? peers.meet(name);',
  },
  {
    check: 'address-away',
    message: 'what was addressed to a broker that is away was not accepted',
    file: peers,
    from: "for (const [key] of this.#store.notes(keys.peer(''))) this.#add(key.slice(keys.peer('').length));",
    to: '',
  },
  {
    check: 'address-limits',
    message: 'a malformed address was not refused with BAD_CHANNEL',
    file: 'src/addresses.ts',
    from: 'isName(broker) && ',
    to: '',
  },
  {
    check: 'address-rights',
    message: 'a right to a user of this broker was taken as one to a user of another',
    file: addressing,
    from: "if (name === own) return broker.publish(local, session, frame);\n      broker.authorize(session, address, 'publish');",
    to: "if (name === own) return broker.publish(local, session, frame);\n      broker.authorize(session, target, 'publish');",
    also: [
      {
        file: '../03-auth/src/auth.ts',
        from: 'patterns.some((pattern) => covers(pattern, channel))',
        to: "patterns.some((pattern) => covers(pattern, channel.replace(/(.)@.*/, '$1')))",
      },
    ],
  },

  // Outages.
  {
    check: 'cut-and-heal',
    message: 'what was published while the link was cut did not come when it healed, once and in order',
    file: courier,
    from: 'this.#sent = arrived;',
    to: 'this.#sent = outbox.newest;',
  },
  {
    check: 'cut-and-heal',
    message: 'what was published while the link was cut did not come when it healed, once and in order',
    file: forwarder,
    from: 'for (const peer of this.recipients(message)) {',
    to: 'for (const peer of [...this.recipients(message)].filter((each) => each.courier)) {',
  },
  {
    check: 'sender-killed',
    message: 'what was queued for a peer did not survive SIGKILL of the broker that queued it',
    file: outbox,
    from: 'this.#full = full;',
    to: 'this.#full = full;\n    this.#arrived = this.newest;',
  },
  {
    check: 'receiver-killed',
    message: 'a broker that was killed and came back did not get what it had missed, once and in order',
    file: federation,
    from: 'linked.delete(peer);',
    to: "linked.delete(peer);\n      peers.changeInterest(peer, { kind: 'all', patterns: [] });",
  },
  {
    check: 'acknowledgement-lost',
    message: 'with the acknowledgement lost, a message did not come once and in order',
    file: peers,
    from: 'return Number(number ?? 0);',
    to: 'return Math.min(0, Number(number ?? 0));',
    also: [
      {
        file: forwarder,
        from: 'id, time, body, arrival: { link, number } };',
        to: 'id: `${id}.${link.id}`.slice(0, 64), time, body, arrival: { link, number } };',
      },
    ],
  },
  {
    check: 'silent-link',
    message: 'with a link that had gone silent, messages did not come over a new one, once and in order',
    file: sockets,
    from: 'startHeartbeat({ clients: this.#sockets }, PING_INTERVAL_MS)',
    to: 'startHeartbeat({ clients: this.#sockets }, 1000 * PING_INTERVAL_MS)',
  },
  {
    check: 'silent-one-way',
    message: 'with a link that was silent in one direction, messages did not come over a new one, once and in order',
    file: sockets,
    from: 'startHeartbeat({ clients: this.#sockets }, PING_INTERVAL_MS)',
    to: 'startHeartbeat({ clients: this.#sockets }, 1000 * PING_INTERVAL_MS)',
  },
  {
    check: 'handshake-hangs',
    message: 'a message did not reach a subscriber on another broker',
    file: dialler,
    from: 'this.#dialIn(REDIAL_MS);',
    to: '',
  },
  {
    check: 'broker-late',
    message: 'a message did not reach a subscriber on another broker',
    file: dialler,
    from: 'if (!this.#isStopped) this.#timer = setTimeout(() => this.dial(), ms);',
    to: 'void ms;',
  },
  {
    check: 'slow-link',
    message: 'over a slow link a message was lost, came twice, or overtook another',
    file: courier,
    from: 'for (const parcel of page) {',
    to: 'for (const parcel of page.toReversed()) {',
  },

  // Doors.
  {
    check: 'wrong-secret',
    message: 'a broker with another PEER_SECRET was linked',
    file: handshake,
    from: "if (!isSame(target ?? '', expected))",
    to: "if (!isSame(target ?? '', expected) && name === '')",
  },
  {
    check: 'own-address',
    message: 'the broker did not accept a WebSocket connection',
    file: handshake,
    from: "throw new NoLink('it is the address of this broker itself: take it out');",
    to: 'process.exit(1);',
  },
  {
    check: 'name-in-use',
    message: 'a second broker of the same name took the place of the first, or was linked beside it',
    file: links,
    from: '(linked && linked.them.store !== store)',
    to: "(linked && store === '')",
  },
  {
    check: 'peer-verbs',
    message: 'a client could use a command of peers',
    file: federation,
    from: '      commands: {\n        USER_TYPING(session, frame) {',
    to: "      commands: {\n        ACK: (_session, { target }) => void [...peers.interestedIn(target ?? '')],\n        USER_TYPING(session, frame) {",
  },
  {
    check: 'origin-is-the-brokers',
    message: 'a client set from or origin',
    file: '../../shared/protocol/src/frames.ts',
    from: "'from', 'origin', 'dup'",
    to: "'from', 'dup'",
  },
  {
    check: 'link-storm',
    message: 'after a storm, a subscriber that had stayed connected had not every message once and in order',
    file: courier,
    from: 'this.#sent = arrived;',
    to: 'this.#sent = outbox.newest;',
  },
];
