import type { Solution } from '../solution.ts';

export const match: readonly Solution[] = [
  {
    task: '6.2',
    name: 'recursion, with a note of each place where it has been with so many words left',
    body: `
    const words = channel.split('.');
    const found = new Set<Member>();
    const seen = new Map<Node<Member>, Set<number>>();
    const visit = (node: Node<Member> | undefined, at: number) => {
      if (!node) return;
      const been = seen.get(node) ?? new Set();
      if (been.has(at)) return;
      seen.set(node, been.add(at));
      visit(node.children.get('#'), at);
      if (at === words.length) return node.members.forEach((member) => found.add(member));
      if (node.repeats) visit(node, at + 1);
      visit(node.children.get(words[at] ?? ''), at + 1);
      visit(node.children.get('*'), at + 1);
    };
    visit(this.#root, 0);
    return found;`,
  },
  {
    task: '6.2',
    name: 'an array of places, made unique at each word',
    body: `
    const start = new Set<Node<Member>>();
    enter(this.#root, start);
    let places = [...start];
    for (const word of channel.split('.')) {
      const next = new Set<Node<Member>>(places.filter(({ repeats }) => repeats));
      places.forEach(({ children }) => [word, '*'].forEach((step) => enter(children.get(step), next)));
      places = [...next];
    }
    const members = new Set<Member>();
    for (const place of places) for (const member of place.members) members.add(member);
    return members;`,
  },
  {
    task: '6.2',
    name: 'forgets the root',
    body: walk({ begin: '' }),
    message: "after add('news.sport', 'bob'), match('news.sport') does not find bob",
  },
  {
    task: '6.2',
    name: 'keeps the old places',
    body: walk({ next: 'const next = nodes;' }),
    message: 'the pattern news.sport was found in a channel that is not news.sport',
  },
  {
    task: '6.2',
    name: 'collects members on the way',
    body: `
    let nodes = new Set<Node<Member>>();
    enter(this.#root, nodes);
    const members = new Set<Member>();
    for (const word of channel.split('.')) {
      const next = new Set<Node<Member>>();
      for (const node of nodes) {
        if (node.repeats) next.add(node);
        enter(node.children.get(word), next);
        enter(node.children.get('*'), next);
      }
      nodes = next;
      for (const node of nodes) for (const member of node.members) members.add(member);
    }
    return members;`,
    message: 'the pattern news.sport was found in a channel that is not news.sport',
  },
  {
    task: '6.2',
    name: 'forgets *',
    body: walk({ star: '' }),
    message: 'news.* does not match exactly the channels with one word after news',
  },
  {
    task: '6.2',
    name: 'forgets that a place repeats',
    body: walk({ repeats: '' }),
    message: 'news.# does not match every channel below news',
  },
  {
    task: '6.2',
    name: 'adds the children instead of entering them',
    body: walk({ word: 'const child = node.children.get(word); if (child) { next.add(child); }' }),
    message: 'news.# does not match news',
  },
  {
    task: '6.2',
    name: 'adds the root instead of entering it',
    body: walk({ begin: 'nodes.add(this.#root);' }),
    message: 'the pattern # does not match every channel',
  },
  {
    task: '6.2',
    name: 'stays at a place that repeats, and goes no further',
    body: walk({ repeats: 'if (node.repeats) { next.add(node); continue; }' }),
    message: 'news.#.final does not match exactly the channels that begin with news and end with final',
  },
  {
    task: '6.2',
    name: 'takes * only where the word itself leads nowhere',
    body: walk({ star: "if (!node.children.has(word)) enter(node.children.get('*'), next);" }),
    message: 'of several patterns that match a channel, not all are found',
  },
  {
    task: '6.2',
    name: 'returns an array',
    body: walk({ end: 'return [...nodes].flatMap((node) => [...node.members]) as unknown as Set<Member>;' }),
    message: 'a member with two patterns that match was found twice',
  },
  {
    task: '6.2',
    name: 'follows one branch after the other',
    body: `
    const found = new Set<Member>();
    const visit = (node: Node<Member> | undefined, words: readonly string[]) => {
      if (!node) return;
      const [word, ...rest] = words;
      visit(node.children.get('#'), words);
      if (word === undefined) return node.members.forEach((member) => found.add(member));
      if (node.repeats) visit(node, rest);
      visit(node.children.get(word), rest);
      visit(node.children.get('*'), rest);
    };
    visit(this.#root, channel.split('.'));
    return found;`,
    message: 'a pattern with 8 # took too long to match',
  },
];

/** The walk of 6.2, with parts of it changed. */
function walk({
  begin = 'enter(this.#root, nodes);',
  next = 'const next = new Set<Node<Member>>();',
  repeats = 'if (node.repeats) next.add(node);',
  word = 'enter(node.children.get(word), next);',
  star = "enter(node.children.get('*'), next);",
  end = 'return new Set([...nodes].flatMap((node) => [...node.members]));',
}): string {
  return `
    let nodes = new Set<Node<Member>>();
    ${begin}
    for (const word of channel.split('.')) {
      ${next}
      for (const node of nodes) {
        ${repeats}
        ${word}
        ${star}
      }
      nodes = next;
    }
    ${end}`;
}
