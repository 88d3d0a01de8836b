import type { Solution } from '../solution.ts';

export const sender: readonly Solution[] = [
  {
    task: '6.9',
    name: 'an endless loop that is left when the page is empty',
    body: `
    while (true) {
      const page = this.#next();
      const last = page.at(-1);
      if (last === undefined) return;
      page.map(formatEnvelope).forEach((frame) => this.#link.say(frame));
      this.#sent = last.number;
      await this.#link.drained();
    }`,
  },
  {
    task: '6.9',
    name: 'calls itself for the next page',
    body: `
    const page = this.#next();
    if (page.length === 0) return;
    for (const envelope of page) {
      this.#sent = envelope.number;
      this.#link.say(formatEnvelope(envelope));
    }
    await this.#link.drained();
    await this.#send();`,
  },
  { task: '6.9', name: 'does nothing', body: '', message: 'what waited in the outbox did not go out on the link' },
  {
    task: '6.9',
    name: 'waits for the kernel first',
    body: send({ before: 'await this.#link.drained();', drained: '' }),
    message: 'what waited in the outbox did not go out on the link',
  },
  {
    task: '6.9',
    name: 'waits after each message',
    body: send({ each: 'await this.#link.drained();', drained: '' }),
    message: 'what waited in the outbox did not go out on the link',
  },
  {
    task: '6.9',
    name: 'says the envelope without its tags',
    body: send({
      say: "this.#link.say({ verb: 'MSG', target: envelope.target, body: envelope.body, tags: new Map([['number', String(envelope.number)]]) });",
    }),
    message: 'what went out is not the frame of the envelope',
  },
  {
    task: '6.9',
    name: 'forgets how far it has come',
    body: send({ note: '' }),
    message: 'after everything had gone out, the same went out again',
  },
  {
    task: '6.9',
    name: 'notes the first number of the page',
    body: send({ note: 'this.#sent = page[0]?.number ?? 0;' }),
    message: 'after everything had gone out, the same went out again',
  },
  {
    task: '6.9',
    name: 'counts what it has sent',
    body: send({ note: 'this.#sent += 1;' }),
    message: 'messages 1 and 2 had been dropped, and what came after them did not go out once',
  },
  {
    task: '6.9',
    name: 'forgets await',
    body: send({ drained: 'void this.#link.drained();' }),
    message: 'the second page went out before the kernel had taken the first one',
  },
  {
    task: '6.9',
    name: 'forgets drained',
    body: send({ drained: '' }),
    message: 'the second page went out before the kernel had taken the first one',
  },
  {
    task: '6.9',
    name: 'sends one page',
    body: `
    const page = this.#next();
    for (const envelope of page) {
      this.#link.say(formatEnvelope(envelope));
      this.#sent = envelope.number;
    }
    await this.#link.drained();
    if (page.length < 100) this.#next();`,
    message: 'when the kernel had taken the first page, the second one did not go out',
  },
  {
    task: '6.10',
    name: 'early returns',
    body: `
    const envelopes = this.#outbox.after(this.#sent);
    if (envelopes.length === 0 || !this.#link.isOpen) {
      this.#isSending = false;
      return [];
    }
    const dropped = (envelopes[0]?.number ?? 0) - this.#sent - 1;
    if (dropped !== 0) this.#link.say({ verb: 'SKIP', target: \`\${this.#sent + dropped}\` });
    return envelopes;`,
  },
  {
    task: '6.10',
    name: 'returns nothing',
    body: 'return [];',
    message: 'the peer has stored two of four messages, and not exactly the other two went out',
  },
  {
    task: '6.10',
    name: 'begins after the first one',
    body: next({ after: 'this.#sent + 1' }),
    message: 'the peer has stored two of four messages, and not exactly the other two went out',
  },
  {
    task: '6.10',
    name: 'does not end',
    body: next({ end: 'if (!first) return page;' }),
    message: 'a message that came after everything had gone out was not sent',
  },
  {
    task: '6.10',
    name: 'ends with each page',
    body: next({ end: 'this.#isSending = false; if (!first) return page;' }),
    message: 'wake began to send while a page was still on its way into the kernel',
  },
  {
    task: '6.10',
    name: 'skips though nothing is missing',
    body: next({ gap: 'first.number > this.#sent' }),
    message: 'something besides the messages was said, although none was dropped',
  },
  {
    task: '6.10',
    name: 'never skips',
    body: next({ gap: 'false' }),
    message: 'the outbox had dropped messages 1 and 2, and the peer was not told so',
  },
  {
    task: '6.10',
    name: 'skips the first message too',
    body: next({ skip: 'first.number' }),
    message: 'the outbox had dropped messages 1 and 2, and the peer was not told so',
  },
  {
    task: '6.10',
    name: 'skips one message',
    body: next({ skip: 'this.#sent + 1' }),
    message: 'the outbox had dropped messages 1 and 2, and the peer was not told so',
  },
  {
    task: '6.10',
    name: 'skips at the beginning only',
    body: next({ gap: 'this.#sent === 0 && first.number > 1' }),
    message: 'message 5 was dropped while the link was open, and the peer was not told so',
  },
  {
    task: '6.10',
    name: 'forgets that the link may be gone',
    body: next({ isOpen: 'true' }),
    message: 'after the link was gone, the rest of the outbox was read page by page, for nobody',
  },
];

/** Our 6.9, with parts of it changed. */
function send({
  before = '',
  say = 'this.#link.say(formatEnvelope(envelope));',
  note = 'this.#sent = envelope.number;',
  each = '',
  drained = 'await this.#link.drained();',
}): string {
  return `
    for (let page = this.#next(); page.length > 0; page = this.#next()) {
      ${before}
      for (const envelope of page) {
        ${say}
        ${note}
        ${each}
      }
      ${drained}
    }`;
}

/** Our 6.10, with parts of it changed. */
function next({
  after = 'this.#sent',
  isOpen = 'this.#link.isOpen',
  end = 'if (!first) this.#isSending = false;',
  gap = 'first.number > this.#sent + 1',
  skip = 'first.number - 1',
}): string {
  return `
    const page = ${isOpen} ? this.#outbox.after(${after}) : [];
    const [first] = page;
    ${end}
    else if (${gap}) this.#link.say({ verb: 'SKIP', target: String(${skip}) });
    return page;`;
}
