// Patterns in a tree of words, so that finding those which match a channel costs what they are, and not what all are.

/** A place in the tree: the words that lead here are a pattern's start, and all of it for the members. */
interface Node<Member> {
  /** By word; `*` and `#` are words here. A Map, for a word may be `__proto__`. */
  readonly children: Map<string, Node<Member>>;
  readonly members: Set<Member>;
  /** Whether the way here ends with `#`, which may take one more word, and then one more. */
  readonly repeats: boolean;
}

/**
 * Who wants which patterns. Channels are patterns too, without a wildcard.
 *
 * RabbitMQ's topic exchange and NATS's sublist are such trees. Both walk one branch after the other; where `#` may stand
 * anywhere, that takes a time that doubles with each `#` of a pattern such as `#.a.#.a.#.a`. So here all branches are walked at
 * once, word by word: no node is visited twice for the same word.
 */
export class Trie<Member> {
  readonly #root: Node<Member> = createNode(false);

  /** Again = no change. */
  add(pattern: string, member: Member): void {
    let node = this.#root;
    for (const word of pattern.split('.')) {
      const child = node.children.get(word) ?? createNode(word === '#');
      node.children.set(word, child);
      node = child;
    }
    node.members.add(member);
  }

  /** Where it was not added = no change. Leaves no branch behind that nobody wants. */
  delete(pattern: string, member: Member): void {
    const way: [parent: Node<Member>, word: string][] = [];
    let node = this.#root;
    for (const word of pattern.split('.')) {
      const child = node.children.get(word);
      if (!child) return;
      way.push([node, word]);
      node = child;
    }
    node.members.delete(member);
    for (const [parent, word] of way.toReversed()) {
      const child = parent.children.get(word);
      if (child && child.members.size + child.children.size > 0) return;
      parent.children.delete(word);
    }
  }

  /** The members with a pattern that matches the channel, each once (P7-1, P7-2). */
  match(channel: string): Set<Member> {
    // #region match
    let nodes = new Set<Node<Member>>();
    enter(this.#root, nodes);
    for (const word of channel.split('.')) {
      const next = new Set<Node<Member>>();
      for (const node of nodes) {
        if (node.repeats) next.add(node);
        enter(node.children.get(word), next);
        enter(node.children.get('*'), next);
      }
      nodes = next;
    }
    return new Set([...nodes].flatMap((node) => [...node.members]));
    // #endregion match
  }

  get isEmpty(): boolean {
    return this.#root.children.size === 0;
  }
}

function createNode<Member>(repeats: boolean): Node<Member> {
  return { children: new Map(), members: new Set(), repeats };
}

/** Adds a node, and the `#` behind it, and the one behind that: it may stand for no word at all. */
function enter<Member>(node: Node<Member> | undefined, nodes: Set<Node<Member>>): void {
  for (let next = node; next; next = next.children.get('#')) nodes.add(next);
}
