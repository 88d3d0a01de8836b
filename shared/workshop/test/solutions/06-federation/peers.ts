import type { Solution } from '../solution.ts';

export const peers: readonly Solution[] = [
  {
    task: '6.6',
    name: 'array filters, and the memory once more from the Set that is wanted',
    body: `
    const before = [...peer.interest];
    let wanted = [...new Set(patterns)];
    if (kind === 'more') wanted = [...new Set([...before, ...patterns])];
    if (kind === 'less') wanted = before.filter((pattern) => !patterns.includes(pattern));
    const added = wanted.filter((pattern) => !before.includes(pattern));
    const removed = before.filter((pattern) => !wanted.includes(pattern));
    if (!added.length && !removed.length) return;
    this.#store.transaction(() => {
      added.forEach((pattern) => this.#store.note(keys.interest(peer.name, pattern), pattern));
      removed.forEach((pattern) => this.#store.note(keys.interest(peer.name, pattern), undefined));
    });
    peer.interest.clear();
    wanted.forEach((pattern) => peer.interest.add(pattern));
    const trie = this.#indexed();
    removed.forEach((pattern) => trie.delete(pattern, peer));
    added.forEach((pattern) => trie.add(pattern, peer));`,
  },
  {
    task: '6.6',
    name: 'makes the trie anew when it is next asked for',
    body: `
    const { interest } = peer;
    const named = new Set(patterns);
    const added = kind === 'less' ? new Set<string>() : named.difference(interest);
    const removed = kind === 'more' ? new Set<string>() : kind === 'all' ? interest.difference(named) : interest.intersection(named);
    if (added.size === 0 && removed.size === 0) return;
    this.#store.transaction(() => {
      for (const pattern of added.union(removed))
        this.#store.note(keys.interest(peer.name, pattern), added.has(pattern) ? pattern : undefined);
    });
    for (const pattern of added) interest.add(pattern);
    for (const pattern of removed) interest.delete(pattern);
    this.#interested = undefined;`,
  },
  {
    task: '6.6',
    name: 'changes no memory',
    body: keep({ memory: '' }),
    message: 'what a peer has named with more is not in peer.interest',
  },
  {
    task: '6.6',
    name: 'takes more for all',
    body: keep({ wanted: "kind === 'less' ? interest.difference(named) : named" }),
    message: 'with more, the peer did not keep what it wanted before',
  },
  {
    task: '6.6',
    name: 'takes less for all',
    body: keep({ wanted: "kind === 'more' ? interest.union(named) : named" }),
    message: 'with less, only the named patterns should have left peer.interest',
  },
  {
    task: '6.6',
    name: 'takes the difference the wrong way round',
    body: keep({ wanted: "kind === 'all' ? named : kind === 'more' ? interest.union(named) : named.difference(interest)" }),
    message: 'with less, only the named patterns should have left peer.interest',
  },
  {
    task: '6.6',
    name: 'takes all for more',
    body: keep({ wanted: "kind === 'less' ? interest.difference(named) : interest.union(named)" }),
    message: 'with all, the peer should want only what is named',
  },
  {
    task: '6.6',
    name: 'forgets the trie',
    body: keep({ memory: 'for (const pattern of added) interest.add(pattern); for (const pattern of removed) interest.delete(pattern);' }),
    message: 'the peers are not found by what they want',
  },
  {
    task: '6.6',
    name: 'takes nothing out of the trie',
    body: keep({
      memory: `for (const pattern of added) { interest.add(pattern); this.#indexed().add(pattern, peer); }
    for (const pattern of removed) interest.delete(pattern);`,
    }),
    message: 'a peer is still found for a pattern that it no longer wants, or another one is no longer found',
  },
  {
    task: '6.6',
    name: 'makes a new trie with this peer alone',
    body: keep({
      memory: `const trie = new Trie<Peer>();
    for (const pattern of added) interest.add(pattern);
    for (const pattern of removed) interest.delete(pattern);
    for (const pattern of interest) trie.add(pattern, peer);
    this.#interested = trie;`,
    }),
    message: 'the peers are not found by what they want',
  },
  {
    task: '6.6',
    name: 'stores nothing',
    body: keep({ store: '' }),
    message: 'after a restart, the peers do not want what they said last',
  },
  {
    task: '6.6',
    name: 'stores what was added only',
    body: keep({
      store: 'this.#store.transaction(() => { for (const pattern of added) this.#store.note(keys.interest(name, pattern), pattern); });',
    }),
    message: 'after a restart, the peers do not want what they said last',
  },
  {
    task: '6.6',
    name: 'notes an empty text for what was removed',
    body: keep({
      store: `this.#store.transaction(() => {
      for (const pattern of added) this.#store.note(keys.interest(name, pattern), pattern);
      for (const pattern of removed) this.#store.note(keys.interest(name, pattern), '');
    });`,
    }),
    message: 'after a restart, the peers do not want what they said last',
  },
  {
    task: '6.6',
    name: 'opens a transaction for each pattern',
    body: keep({
      store: `for (const pattern of added) this.#store.transaction(() => this.#store.note(keys.interest(name, pattern), pattern));
    for (const pattern of removed) this.#store.transaction(() => this.#store.note(keys.interest(name, pattern), undefined));`,
    }),
    message: 'two patterns that were added and two that were removed were not written in one transaction',
  },
  {
    task: '6.6',
    name: 'opens no transaction',
    body: keep({
      store: `for (const pattern of added) this.#store.note(keys.interest(name, pattern), pattern);
    for (const pattern of removed) this.#store.note(keys.interest(name, pattern), undefined);`,
    }),
    message: 'two patterns that were added and two that were removed were not written in one transaction',
  },
  {
    task: '6.6',
    name: 'writes what has not changed',
    body: keep({ unchanged: '' }),
    message: 'something was written although the peer wants what it wanted before',
  },
  {
    task: '6.6',
    name: 'changes memory first',
    body: keep({ isMemoryFirst: true }),
    message: 'the store could not write the change, and memory has it all the same',
  },
  {
    task: '6.6',
    name: 'catches the error of the store',
    body: keep({ isQuiet: true }),
    message: 'the store failed, and nobody learns of it',
  },
];

/** Our 6.6, with parts of it changed. */
function keep({
  wanted = "kind === 'all' ? named : kind === 'more' ? interest.union(named) : interest.difference(named)",
  unchanged = 'if (added.size + removed.size === 0) return;',
  store = `this.#store.transaction(() => {
      for (const pattern of added) this.#store.note(keys.interest(name, pattern), pattern);
      for (const pattern of removed) this.#store.note(keys.interest(name, pattern), undefined);
    });`,
  memory = `const interested = this.#indexed();
    for (const pattern of added) { interest.add(pattern); interested.add(pattern, peer); }
    for (const pattern of removed) { interest.delete(pattern); interested.delete(pattern, peer); }`,
  isMemoryFirst = false,
  isQuiet = false,
}): string {
  return `
    const { name, interest } = peer;
    const named = new Set(patterns);
    const wanted = ${wanted};
    const added = wanted.difference(interest);
    const removed = interest.difference(wanted);
    ${unchanged}
    ${isMemoryFirst ? memory : ''}
    ${isQuiet ? `try { ${store} } catch { return; }` : store}
    ${isMemoryFirst ? '' : memory}`;
}
