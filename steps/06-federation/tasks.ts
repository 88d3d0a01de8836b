// The exercise of stage 06: the regions that a learner writes, each with hints from concept to code.

import type { Task } from '@workshop/cli/tasks';

export const tasks: readonly Task[] = [
  {
    number: '6.1',
    title: 'put a pattern into the tree of words',
    file: 'trie',
    region: 'add',
    checks: ['topic-patterns', 'topic-answer', 'topic-once'],
    hints: [
      'Patterns that begin with the same words share the start of their way through the tree. The way of `news.sport.*` has three steps from the root, and everyone who wants this pattern is a member of the place where it ends. `*` and `#` are words like any other here.',
      "Start at `this.#root`, and take the words of `pattern.split('.')` one after the other. `node.children` has the next place for a word if somebody has been there before. If not, `createNode(repeats)` makes one; it repeats if the word is `#`.",
      `    let node = this.#root;
    for (const word of pattern.split('.')) {
      const child = node.children.get(word) ?? createNode(word === '#');
Then put the child into node.children, and go on from it. After the loop, add the member to node.members.`,
    ],
  },
  {
    number: '6.2',
    title: 'find who wants a channel by walking through the tree',
    file: 'trie',
    region: 'match',
    checks: ['topic-patterns', 'topic-any', 'topic-once', 'topic-typing', 'topic-live-and-resume'],
    hints: [
      'The more patterns there are, the longer it takes to compare a channel with every one of them. A walk along the words of the channel never sees the patterns that begin with other words. At each word there are up to three ways on: the word itself, `*`, and `#`, where you may also stay. If you follow one branch after the other, a pattern with many `#` is walked again and again. So follow all of them at once: keep the Set of places where you are.',
      'Begin with a Set that holds `this.#root`, put there by `enter(node, nodes)`: it adds a node, and the nodes that a `#` leads to from there when it takes no word; for `undefined` it does nothing. For each word of the channel, make the next Set: a node that `repeats` stays, and its children of that word and of `*` enter. At the end, return the members of all nodes that are left, each once.',
      `    let nodes = new Set<Node<Member>>();
    enter(this.#root, nodes);
    for (const word of channel.split('.')) {
      const next = new Set<Node<Member>>();
      for (const node of nodes) … it stays if it repeats; enter its children of word and of '*' into next
      nodes = next;
    }
    return new Set([...nodes].flatMap((node) => [...node.members]));`,
    ],
  },
  {
    number: '6.3',
    title: 'take a pattern out of the tree, and the branches that nobody wants any more',
    file: 'trie',
    region: 'delete',
    checks: ['topic-unsubscribe', 'topic-revoked'],
    hints: [
      'Deleting the member is the smaller half. If the places that led to it stayed, the tree would grow with every pattern that anybody ever wanted. But a place that has other members, or other ways on, is still needed, and so are all the places before it.',
      'Walk down as in `add`, but create nothing: if a child is missing, the pattern was never added, and you are done. Note each step as a pair of the parent and the word. Then go back along these steps from the end. Take the child out of its parent as long as the child has neither members nor children.',
      `    const way: [parent: Node<Member>, word: string][] = [];
After the walk down, and node.members.delete(member):
    for (const [parent, word] of way.toReversed()) {
      const child = parent.children.get(word);
      if (child && child.members.size + child.children.size > 0) return;
      parent.children.delete(word);
    }`,
    ],
  },
  {
    number: '6.4',
    title: 'count who wants what, and note what the peers must be told',
    file: 'interest',
    region: 'count',
    checks: ['link-both-ways', 'no-interest', 'interest-ends'],
    hints: [
      'The peers need not know how many sessions want `news`. They need to know when the first one comes and when the last one goes. And they need not know at once: a page that has just opened subscribes to twenty channels in one burst, and one frame can tell the peers about all of them.',
      'Count the sessions of each pattern in `this.#sessions`, and take out a pattern that nobody wants any more. If nobody wanted it before, note `more` for the pattern in `this.#changed`; if nobody wants it now, note `less`. The new note replaces the old one, and the two never cancel out: a peer that was linked in between was told the first one. Then let `this.#tell()` run once, GATHER_MS later: `this.#timer` is set while it is due. No command is running when a timer fires, so wrap the work in `this.#broker.guard(() => …)`.',
      `    const before = this.#sessions.get(pattern) ?? 0;
    const after = before + more;
Set or delete it in this.#sessions, and return if both numbers are above 0. Otherwise:
    this.#changed.set(pattern, after > 0 ? 'more' : 'less');
    this.#timer ??= setTimeout(() => this.#broker.guard(() => this.#tell()), GATHER_MS);`,
    ],
  },
  {
    number: '6.5',
    title: 'tell the peers what has changed',
    file: 'interest',
    region: 'tell',
    checks: ['link-both-ways', 'no-interest', 'interest-ends'],
    hints: [
      'What you noted in 6.4 goes out now: one frame for everything that is wanted from now on, and one for everything that is not wanted any longer. What must be true afterwards, so that the next change is told as well, and this one is not told twice?',
      "`this.#changed` is a Map from each pattern to 'more' or 'less'. Copy its entries, and clear it. The timer has fired: set `this.#timer` back to `undefined`, or no timer is ever started again. Then call `this.#announce({ kind, patterns })` for each of the two kinds that has patterns.",
      `    this.#timer = undefined;
    const changed = [...this.#changed];
    this.#changed.clear();
    for (const kind of ['more', 'less'] as const) {
      const patterns = changed.filter(([, how]) => how === kind).map(([pattern]) => pattern);
Then announce them, unless there are none.`,
    ],
  },
  {
    number: '6.6',
    title: 'keep what a peer is interested in',
    file: 'peers',
    region: 'interest',
    checks: ['link-both-ways', 'no-interest', 'interest-ends', 'sender-killed', 'pattern-interest'],
    hints: [
      'This is the other end of 6.5. The peer says `all`, `more` or `less`, and some patterns. From that, and from what the peer wanted before, you can work out what it wants now. This must survive a restart, so it goes into the store. It is needed at every publish, so it goes into memory too. Which of the two comes first, if the store may fail?',
      'Work out the Set of patterns that the peer wants now: with `all` exactly the named ones, with `more` the union with the old ones, with `less` the difference. Its difference from `peer.interest` is what was added, and the difference the other way round is what was removed; if both are empty, return. In one `this.#store.transaction(() => …)`, call `this.#store.note(keys.interest(peer.name, pattern), pattern)` for what was added, and the same with `undefined` in place of the last `pattern` for what was removed. After that, change `peer.interest` and the trie `this.#indexed()`.',
      `    const { name, interest } = peer;
    const named = new Set(patterns);
    const wanted = kind === 'all' ? named : kind === 'more' ? interest.union(named) : interest.difference(named);
    const added = wanted.difference(interest);
    const removed = interest.difference(wanted);
Return if there are none. Note them in a transaction. Then, for each added pattern, interest.add(pattern) and this.#indexed().add(pattern, peer); for each removed one, the two deletes.`,
    ],
  },
  {
    number: '6.7',
    title: 'queue a message for each peer that wants it, and let it cross one link only',
    file: 'forwarding',
    region: 'forward',
    checks: ['link-both-ways', 'mesh-once', 'no-interest', 'address-channel', 'cut-and-heal', 'sender-killed'],
    hints: [
      'Every broker is linked with every other one, so the broker on which a message is published can send it to all that want it. What would happen if a broker that got it passed it on? And a peer that is away now will come back, so its messages must be queued even while it is not linked.',
      '`message.arrival` is set if the message came from a peer, and `message.duplicate` if it is a repeat, which was stored and queued before. Otherwise, for each peer of `this.recipients(message)`: call `peer.outbox.add(envelopeOf(message))`, and put the peer into `this.#stirred`, so that its sender is woken after the commit. Send nothing here: the transaction may still fail.',
      `    if (message.arrival || message.duplicate) return;
    for (const peer of this.recipients(message)) …`,
    ],
  },
  {
    number: '6.8',
    title: 'put an envelope into the outbox, and drop the oldest one if it is full',
    file: 'outbox',
    region: 'add',
    checks: ['link-both-ways', 'address-channel', 'cut-and-heal', 'sender-killed'],
    hints: [
      'An outbox is a log with one reader. If that reader stays away for a week, the log must not fill the disk: there is a limit, and at the limit the oldest message makes way for the newest. What the reader has acknowledged goes too. And a message that is in there already is not put in again.',
      'The messages that wait have the numbers after `floor`, up to `newest`: `this.#bounds()` gives both. The new envelope will have the number newest + 1, and at most `this.#limit` may wait, including the new one. So which number is the last one that is gone? If that drops a message that has not arrived, call `this.#overflow()`. Tell the store with `retire(key, number)`, even if nothing is dropped: `floor` also says how far everything has arrived. Then call its `purge(key, before, now)`, where both are times as `Date.now()` gives them, and `before` is REMEMBER_MS ago. Then `append(key, envelope)`.',
      `    if (this.has(envelope)) return;
    const { floor, newest } = this.#bounds();
    const lastGone = Math.max(floor, newest - this.#limit + 1);
    if (lastGone > floor) this.#overflow();
Then retire, purge and append, each a method of this.#store and each with this.#key.`,
    ],
  },
  {
    number: '6.9',
    title: 'send what waits, page by page',
    file: 'sender',
    region: 'send',
    checks: ['link-both-ways', 'link-order', 'cut-and-heal', 'slow-link'],
    hints: [
      "A hundred thousand messages may wait. You can't read them all into memory, and you shouldn't wait for an answer to each: over a line with a round trip of 50 ms, that would be twenty a second. So send a page, wait until the kernel has taken it, and send the next one. If the link breaks meanwhile, the messages that the peer has not stored are sent again on the next link.",
      '`this.#next()` gives the next page. It is empty if nothing waits any more, or if the link is gone. Say each envelope of the page with `this.#link.say(formatEnvelope(envelope))`, note its number in `this.#sent`, and after the page await `this.#link.drained()`.',
      `    for (let page = this.#next(); page.length > 0; page = this.#next()) {
      for (const envelope of page) … say it, and note its number
      await this.#link.drained();
    }`,
    ],
  },
  {
    number: '6.10',
    title: 'find the page to send next, and say what was dropped before it',
    file: 'sender',
    region: 'next',
    checks: ['link-both-ways', 'link-order', 'cut-and-heal', 'slow-link'],
    hints: [
      'The outbox knows what waits, and you know what went out on this link. If the link is gone, nothing is to be sent. And a full outbox drops its oldest messages: then the page does not begin where the last one ended. The peer takes a gap for a loss, so it must be told that there is nothing to wait for.',
      '`this.#outbox.after(this.#sent)` returns the first envelopes after the last one that went out. If the page is empty, sending ends: set `this.#isSending` to false, so that `wake` begins it again. If its first envelope does not follow `this.#sent` directly, say `SKIP` with the number before it.',
      `    const page = this.#link.isOpen ? this.#outbox.after(this.#sent) : [];
    const [first] = page;
    if (!first) this.#isSending = false;
    else if (first.number > this.#sent + 1) … say { verb: 'SKIP', target: String(first.number - 1) }
    return page;`,
    ],
  },
  {
    number: '6.11',
    title: 'check what a peer sends before you take it',
    file: 'receiver',
    region: 'receive',
    checks: ['link-both-ways', 'link-order', 'both-dial', 'cut-and-heal', 'receiver-killed'],
    hints: [
      "The numbers come in order. If 17 is stored here and 19 comes next, then 18 is missing, and an acknowledgement of 19 would say that 18 is here too. It is safer to end the link: on the next one, the peer goes on after 17. And if the message can't be read, or names a user who is not the peer's own? Then the peer would send the same again on every link. Such a message must not get in, and it must not hold up what is behind it.",
      "`readNumber(frame.tags?.get('number'))` gives the number, or `undefined`. If it is missing, or is above `this.#received + 1`, return `this.#link.hangUp()`. `readEnvelope(frame)` gives the envelope, or `undefined` if something is wrong with it. An envelope goes to `this.#take(number, envelope)`. If there is none, tell the operator with `this.#host.log(line)`, and call `this.#pass(number)`, which acknowledges the number and stores nothing for it.",
      `    if (number === undefined || number > this.#received + 1) return this.#link.hangUp();
    const envelope = readEnvelope(frame);
    if (envelope) return this.#take(number, envelope);
Then log a line that names this.#link.them.name and quote(frame.tags?.get('from') ?? ''), and pass the number.`,
    ],
  },
  {
    number: '6.12',
    title: 'take each message of a peer once',
    file: 'receiver',
    region: 'take',
    checks: ['link-both-ways', 'link-order', 'both-dial', 'address-user', 'acknowledgement-lost', 'silent-link', 'receiver-killed'],
    hints: [
      "The peer sends again what you have not acknowledged. It can't know whether the message was lost, or only your answer. Its numbers rise, and come in order, so one number tells you, for every message, whether you have it. What do you answer a peer that sends you a message you already have?",
      'If `number` is not above `this.#received`, `this.#pass(number)` acknowledges it once more, and you are done. (It first makes sure that the first copy is stored; `this.#acknowledge` would not wait for that.) Otherwise note it in `this.#received`, and publish the message with `this.#host.publish(message)`. Its channel is the `target`. Its publisher is the user, an `@`, and the name that the broker has proved, `this.#link.them.name`. `arrival` says where it came from. `done` is called when it is stored or refused: leave that to `this.#conclude(number, outcome)`.',
      `    if (number <= this.#received) return this.#pass(number);
    this.#received = number;
    const { them } = this.#link;
    this.#host.publish({
      ...envelope,
      channel: target,
      from: …,
      arrival: { from: them, number },
      done: (outcome) => this.#conclude(number, outcome),
    });`,
    ],
  },
  {
    number: '6.13',
    title: 'acknowledge what is stored, once for a whole turn',
    file: 'receiver',
    region: 'acknowledge',
    checks: ['link-both-ways', 'link-order', 'acknowledgement-lost', 'receiver-killed', 'slow-link'],
    hints: [
      'A turn stores a hundred messages in one transaction, and then this is called a hundred times, with a rising number. `ACK:100` means everything up to 100, so the first 99 frames would add nothing. How do you send only the last one, without knowing which call is the last?',
      '`queueMicrotask(work)` runs `work` as soon as the current code is done: after all these calls, and before anything else comes in. So the first call schedules it, and every call notes its number in `this.#acknowledged`. The work reads the number only when it runs. Which value of `this.#acknowledged` says that no ACK is due?',
      `    if (this.#acknowledged === undefined)
      queueMicrotask(() => {
        this.#link.say({ verb: 'ACK', target: … });
        … and no ACK is due any more
      });
    this.#acknowledged = number;`,
    ],
  },
];
