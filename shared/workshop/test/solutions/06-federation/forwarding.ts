import type { Solution } from '../solution.ts';

export const forwarding: readonly Solution[] = [
  {
    task: '6.7',
    name: 'one envelope for all, in nested ifs',
    body: `
    const comesFromHere = message.arrival === undefined;
    if (comesFromHere && !message.duplicate) {
      const recipients = [...this.recipients(message)];
      const envelope = envelopeOf(message);
      recipients.forEach((peer) => this.#stirred.add(peer));
      recipients.forEach(({ outbox }) => outbox.add(envelope));
    }`,
  },
  { task: '6.7', name: 'does nothing', body: '', message: 'nothing was queued for a linked peer that wants the channel' },
  {
    task: '6.7',
    name: 'skips peers that are not linked',
    body: forward({ loop: 'for (const peer of this.recipients(message)) if (peer.sender)' }),
    message: 'of two peers that want the channel, the one that is not linked got nothing in its outbox',
  },
  {
    task: '6.7',
    name: 'ends after the first peer',
    body: forward({ loop: 'for (const peer of [...this.recipients(message)].slice(0, 1))' }),
    message: 'of two peers that want the channel, the one that is not linked got nothing in its outbox',
  },
  {
    task: '6.7',
    name: 'queues for everyone',
    body: forward({ loop: 'for (const peer of this.#peers.all)' }),
    message: 'a message was queued for a peer that does not want it',
  },
  {
    task: '6.7',
    name: 'asks who is interested, and not who it is for',
    body: forward({ loop: 'for (const peer of this.#peers.interestedIn(message.channel))' }),
    message: 'a message for sport@there was not queued for exactly this broker',
  },
  {
    task: '6.7',
    name: 'gives only the channel',
    body: forward({ loop: 'for (const peer of this.recipients({ channel: message.channel }))' }),
    message: 'a message for this broker alone was queued for a peer',
  },
  {
    task: '6.7',
    name: 'queues the message itself',
    body: forward({ add: 'peer.outbox.add(message as unknown as Parameters<typeof peer.outbox.add>[0]);' }),
    message: 'what was queued is not the envelope of the message',
  },
  {
    task: '6.7',
    name: 'passes on what came over a link',
    body: forward({ first: 'if (message.duplicate) return;' }),
    message: 'a message that came from a peer was queued for another peer',
  },
  {
    task: '6.7',
    name: 'passes it on, but not back',
    body: forward({
      first: 'if (message.duplicate) return;',
      loop: 'for (const peer of this.recipients(message)) if (peer.name !== message.arrival?.from.name)',
    }),
    message: 'a message that came from a peer was queued for another peer',
  },
  {
    task: '6.7',
    name: 'queues a repeat',
    body: forward({ first: 'if (message.arrival) return;' }),
    message: 'a repeated message was queued, although it was queued when it came first',
  },
  {
    task: '6.7',
    name: 'wakes the sender at once',
    body: forward({ stir: 'peer.sender?.wake();' }),
    message: 'a sender was woken before the commit',
  },
  {
    task: '6.7',
    name: 'wakes nobody',
    body: forward({ stir: '' }),
    message: 'after the commit, only the sender of the linked peer that gets the message should be woken, once',
  },
  {
    task: '6.7',
    name: 'stirs every recipient of every message',
    body: `
    for (const peer of this.recipients(message)) {
      this.#stirred.add(peer);
      if (!message.arrival && !message.duplicate) peer.outbox.add(envelopeOf(message));
    }`,
    message: 'a sender was woken although nothing was queued for its peer',
  },
];

/** Our 6.7, with parts of it changed. */
function forward({
  first = 'if (message.arrival || message.duplicate) return;',
  loop = 'for (const peer of this.recipients(message))',
  add = 'peer.outbox.add(envelopeOf(message));',
  stir = 'this.#stirred.add(peer);',
}): string {
  return `
    ${first}
    ${loop} {
      ${add}
      ${stir}
    }`;
}
