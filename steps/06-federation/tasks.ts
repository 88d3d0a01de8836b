// The exercise of stage 06: the regions that a learner writes, each with hints from concept to code.

import type { Task } from '@workshop/cli/tasks';

export const tasks: readonly Task[] = [
  {
    number: '6.1',
    title: 'find who wants a channel, by a walk through a tree of words',
    file: 'trie',
    region: 'match',
    checks: ['topic-patterns', 'topic-any', 'topic-once', 'topic-unsubscribe', 'topic-typing', 'topic-live-and-resume'],
    hints: [
      'To compare a channel with every pattern costs what all patterns are. In the tree, patterns that begin alike share a branch, and a walk along the words of the channel leaves aside all that begin otherwise. At each word there are up to three ways on: the word itself, `*`, and `#`, which also may stay where it is. Where you follow one branch after the other, a pattern with many `#` is walked again and again. Follow all at once: keep the Set of places in which you are.',
      'Begin with a Set that has `this.#root`, put in by `enter(node, nodes)`: it adds a node, and those behind it that are reached by `#` without a word; for `undefined` it does nothing. For each word of the channel, make the next Set: a node that `repeats` stays, and `enter` its children of that word and of `*`. At the end, the members of all nodes that are left, each once.',
      `    let nodes = new Set<Node<Member>>();
    enter(this.#root, nodes);
    for (const word of channel.split('.')) {
      const next = new Set<Node<Member>>();
      for (const node of nodes) … stays, where it repeats; enter its children of word, and of '*'
      nodes = next;
    }
    return new Set([...nodes].flatMap((node) => [...node.members]));`,
    ],
  },
  {
    number: '6.2',
    title: 'queue a message for each peer that wants it, and let it cross one link only',
    file: 'forwarder',
    region: 'forward',
    checks: ['link-both-ways', 'mesh-once', 'no-interest', 'address-channel', 'cut-and-heal', 'sender-killed'],
    hints: [
      'Each broker is linked with every other, and so the one on which a message is published can send it to all who want it. What would the second copy do, that somebody passes on? And a peer that is away now will come back: that it is not linked is no reason to forget it.',
      '`message.arrival` is there when the message came from a peer, and `message.duplicate` when it is a repeat that is stored, and queued, already. Otherwise, for each peer of `this.recipients(message)`: `peer.outbox.add(toParcel(message))`, and put the peer into `this.#stirred`, so that it is woken after the commit. Send nothing here: the transaction may still fail.',
      `    if (message.arrival || message.duplicate) return;
    for (const peer of this.recipients(message)) …`,
    ],
  },
  {
    number: '6.3',
    title: 'take each message of a peer once, and acknowledge it when it is stored',
    file: 'forwarder',
    region: 'take',
    checks: ['link-both-ways', 'link-order', 'both-dial', 'address-user', 'acknowledgement-lost', 'silent-link', 'receiver-killed'],
    hints: [
      'The peer sends again what you have not acknowledged, and cannot know whether the message was lost or only your answer. Its numbers rise, and come in order. So one number tells you of each message whether you have it. Which answer stops a peer that sends you what you have?',
      "Where `number` is not above `link.received`, `this.#skip(link, number)` acknowledges it once more, and you are done. Otherwise note it in `link.received`, and publish the message by `this.#broker.publish(message, link, frame)`: the frame `{ verb: 'MSG', target: String(number) }` is what `conclude` gets back when the message is stored, and acknowledges. The channel is the `target`, `from` is the user with an `@` and `link.them.name`, and `arrival` says how it came.",
      `    if (number <= link.received) return this.#skip(link, number);
    link.received = number;
    const message: NetworkMessage = { channel: target, from: …, id, time, body, arrival: { link, number } };
    this.#broker.publish(message, link, { verb: 'MSG', target: String(number) });`,
    ],
  },
];
