// Patterns in a tree of words: to find those that match a channel, a publish walks along the channel's words and never meets the others.

// #region node
/** A place in the tree. The words that lead here are the start of a pattern; for the members, they are the whole pattern. */
interface Node<Member> {
  /** The next places, by word; `*` and `#` are words here. It is a Map because a word may be `__proto__`. */
  readonly children: Map<string, Node<Member>>;
  readonly members: Set<Member>;
  /** Whether the last word on the way here is `#`, which may take one more word, and then another. */
  readonly repeats: boolean;
}
// #endregion node

/**
 * Who wants which patterns. A channel is a pattern too, without a wildcard.
 *
 * RabbitMQ's topic exchange and NATS's sublist are such trees. Both follow one branch after the other. Where `#` may stand anywhere, the
 * time that takes doubles with each `#` in a pattern such as `#.a.#.a.#.a`. So this tree follows all branches at once, word by word, and
 * visits no place twice for the same word.
 */
export class Trie<Member> {
  readonly #root: Node<Member> = createNode(false);

  /** A member wants a pattern. Adding it again changes nothing. */
  add(pattern: string, member: Member): void {
    // #region add
    let node = this.#root;
    for (const word of pattern.split('.')) {
      const child = node.children.get(word) ?? createNode(word === '#');
      node.children.set(word, child);
      node = child;
    }
    node.members.add(member);
    // #endregion add
  }

  /** A member no longer wants a pattern; branches that nobody wants any more go too. If it was never added, nothing changes. */
  delete(pattern: string, member: Member): void {
    // #region delete
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
    // #endregion delete
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

/** Adds a node, the `#` behind it, the `#` behind that one, and so on: a `#` may stand for no word at all. */
function enter<Member>(node: Node<Member> | undefined, nodes: Set<Node<Member>>): void {
  for (let next = node; next; next = next.children.get('#')) nodes.add(next);
}
