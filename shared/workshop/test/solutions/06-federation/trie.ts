import type { Solution } from '../solution.ts';

export const trie: readonly Solution[] = [
  {
    task: '6.1',
    name: 'goes down with reduce, and puts a child in only if it is new',
    body: `
    const end = pattern.split('.').reduce((node, word) => {
      if (!node.children.has(word)) node.children.set(word, createNode(word === '#'));
      return node.children.get(word) as Node<Member>;
    }, this.#root);
    end.members.add(member);`,
  },
  {
    task: '6.1',
    name: 'walks with an index, and counts it up itself',
    body: `
    const words = pattern.split('.');
    let at = 0;
    let node: Node<Member> = this.#root;
    while (at < words.length) {
      const word = words[at++] ?? '';
      let child = node.children.get(word);
      if (child === undefined) {
        child = { children: new Map(), members: new Set(), repeats: word === '#' };
        node.children.set(word, child);
      }
      node = child;
    }
    node.members.add(member);`,
  },
  {
    task: '6.1',
    name: 'does not put the child into the tree',
    body: `
    let node = this.#root;
    for (const word of pattern.split('.')) node = node.children.get(word) ?? createNode(word === '#');
    node.members.add(member);`,
    message: "after add('news.sport', 'bob'), the tree is empty",
  },
  {
    task: '6.1',
    name: 'stays at the root',
    body: `
    const node = this.#root;
    for (const word of pattern.split('.')) node.children.set(word, node.children.get(word) ?? createNode(word === '#'));
    node.members.add(member);`,
    message: 'the pattern news.sport does not have a place for each of its words, one below the other',
  },
  {
    task: '6.1',
    name: 'takes the whole pattern for a word',
    body: `
    const child = this.#root.children.get(pattern) ?? createNode<Member>(pattern === '#');
    this.#root.children.set(pattern, child);
    child.members.add(member);`,
    message: 'the pattern news.sport does not have a place for each of its words, one below the other',
  },
  {
    task: '6.1',
    name: 'adds the member at each step',
    body: `
    let node = this.#root;
    for (const word of pattern.split('.')) {
      const child = node.children.get(word) ?? createNode(word === '#');
      node.children.set(word, child);
      node = child;
      node.members.add(member);
    }`,
    message: 'bob is not a member of exactly the place where news.sport ends',
  },
  {
    task: '6.1',
    name: 'forgets the member',
    body: `
    let node = this.#root;
    for (const word of pattern.split('.')) {
      const child = node.children.get(word) ?? createNode(word === '#');
      node.children.set(word, child);
      node = child;
    }`,
    message: 'bob is not a member of exactly the place where news.sport ends',
  },
  {
    task: '6.1',
    name: 'makes a new place at each step',
    body: `
    let node = this.#root;
    for (const word of pattern.split('.')) {
      const child = createNode<Member>(word === '#');
      node.children.set(word, child);
      node = child;
    }
    node.members.add(member);`,
    message: 'a pattern that was added later took the place of one that was there',
  },
  {
    task: '6.1',
    name: 'lets * repeat',
    body: `
    let node = this.#root;
    for (const word of pattern.split('.')) {
      const child = node.children.get(word) ?? createNode(word === '#' || word === '*');
      node.children.set(word, child);
      node = child;
    }
    node.members.add(member);`,
    message: 'the places that repeat are not exactly those that a # leads to',
  },
  {
    task: '6.1',
    name: 'lets nothing repeat',
    body: `
    let node = this.#root;
    for (const word of pattern.split('.')) {
      const child = node.children.get(word) ?? createNode(false);
      node.children.set(word, child);
      node = child;
    }
    node.members.add(member);`,
    message: 'the places that repeat are not exactly those that a # leads to',
  },
  {
    task: '6.3',
    name: 'recursion that says whether the place may go',
    body: `
    const words = pattern.split('.');
    const prune = (node: Node<Member>, at: number): void => {
      const word = words[at];
      if (word === undefined) return void node.members.delete(member);
      const child = node.children.get(word);
      if (!child) return;
      prune(child, at + 1);
      if (child.members.size === 0 && child.children.size === 0) node.children.delete(word);
    };
    prune(this.#root, 0);`,
  },
  {
    task: '6.3',
    name: 'a stack from which the steps are popped',
    body: `
    const words = pattern.split('.');
    const way = [this.#root];
    for (const word of words) {
      const child = way.at(-1)?.children.get(word);
      if (child === undefined) return;
      way.push(child);
    }
    way.at(-1)?.members.delete(member);
    while (way.length > 1) {
      const child = way.pop();
      if (child?.members.size || child?.children.size) break;
      way.at(-1)?.children.delete(words[way.length - 1] ?? '');
    }`,
  },
  {
    task: '6.3',
    name: 'does nothing',
    body: '',
    message: 'after bob no longer wants news.sport, only carol should be left there',
  },
  {
    task: '6.3',
    name: 'clears all members',
    body: cut({ member: 'node.members.clear();' }),
    message: 'after bob no longer wants news.sport, only carol should be left there',
  },
  {
    task: '6.3',
    name: 'does not clear up',
    body: cut({ goesBack: false }),
    message: 'places that nobody wants any more have stayed in the tree',
  },
  {
    task: '6.3',
    name: 'clears up from the root',
    body: cut({ way: 'way' }),
    message: 'places that nobody wants any more have stayed in the tree',
  },
  {
    task: '6.3',
    name: 'cuts off the last place only',
    body: cut({ way: 'way.slice(-1)' }),
    message: 'places that nobody wants any more have stayed in the tree',
  },
  {
    task: '6.3',
    name: 'forgets that a place may lead on',
    body: cut({ needed: 'if (child && child.members.size > 0) return;' }),
    message: 'a place that leads to the pattern of another member was cut off',
  },
  {
    task: '6.3',
    name: 'forgets that a place may have members',
    body: cut({ needed: 'if (child && child.children.size > 0) return;' }),
    message: 'after bob no longer wants news.sport, only carol should be left there',
  },
  {
    task: '6.3',
    name: 'goes on behind a place that is needed',
    body: cut({ needed: 'if (child === node && child.members.size + child.children.size > 0) return;' }),
    message: 'clearing up did not end at the first place that is still wanted',
  },
  {
    task: '6.3',
    name: 'makes the places that are missing',
    body: cut({
      missing: "if (!child) { const made = createNode<Member>(word === '#'); node.children.set(word, made); node = made; continue; }",
    }),
    message: 'deleting what was never added has changed the tree',
  },
  {
    task: '6.3',
    name: 'stops where a child is missing, and takes the member out there',
    body: cut({ missing: 'if (!child) break;' }),
    message: 'deleting what was never added has changed the tree',
  },
];

/** The way down and back of 6.3, with parts of it changed. */
function cut({
  missing = 'if (!child) return;',
  member = 'node.members.delete(member);',
  way = 'way.toReversed()',
  needed = 'if (child && child.members.size + child.children.size > 0) return;',
  goesBack = true,
}): string {
  const back = `for (const [parent, word] of ${way}) {
      const child = parent.children.get(word);
      ${needed}
      parent.children.delete(word);
    }`;
  return `
    const way: [parent: Node<Member>, word: string][] = [];
    let node = this.#root;
    for (const word of pattern.split('.')) {
      const child = node.children.get(word);
      ${missing}
      way.push([node, word]);
      node = child;
    }
    ${member}
    ${goesBack ? back : ''}`;
}
