// What the tasks in exercise/trie.ts must do, seen from inside. What was added is read from the tree itself, so that a right `add` shows
// before `match` is written.

import { same, type TaskChecks, wrong } from '@workshop/cli/task-checks';
import { Trie } from '#trie';
import { mapUsedBy } from './set-up.ts';

interface Place {
  readonly children: ReadonlyMap<string, Place>;
  readonly members: ReadonlySet<string>;
  readonly repeats: boolean;
}

/** Each place of a tree in a line: the words to it, its members, and whether it repeats. `isEmpty` leads to the first ones. */
function placesOf(trie: Trie<string>): string[] {
  const children: Place['children'] = mapUsedBy(() => trie.isEmpty, 'size');
  return linesOf(children, []).toSorted();
}

function linesOf(children: Place['children'], words: readonly string[]): string[] {
  return [...children].flatMap(([word, { members, repeats, children: next }]) => {
    const way = [...words, word];
    const names = [...members].toSorted().join(' and ');
    return [`${way.join('.')}${names && `: ${names}`}${repeats ? ' (repeats)' : ''}`, ...linesOf(next, way)];
  });
}

function treeOf(...wanted: readonly (readonly [pattern: string, member: string])[]): Trie<string> {
  const trie = new Trie<string>();
  for (const [pattern, member] of wanted) trie.add(pattern, member);
  return trie;
}

/** Bob wants a pattern: he must be found for these channels, and for no others. */
function finds(pattern: string, found: readonly string[], others: readonly string[], message: string, cause: string): void {
  const trie = treeOf([pattern, 'bob']);
  const matching = [...found, ...others].filter((channel) => [...trie.match(channel)].includes('bob'));
  same(matching, found, message, cause);
}

/** Following one branch after the other takes a million steps through so many `#`: not so many that it looks like an endless loop. */
const HASHES = 8;
const LONG = Array.from({ length: 24 }, () => 'a').join('.');
/** All branches at once take less than 1. The shorter of two walks counts: a busy machine may make one of them late. */
const MAX_MS = 20;

function timeOf(walk: () => void, tries = 2): number {
  const start = performance.now();
  walk();
  const ms = performance.now() - start;
  return ms < MAX_MS || tries === 1 ? ms : Math.min(ms, timeOf(walk, tries - 1));
}

export const checks: TaskChecks = {
  '6.1': {
    'each word of the pattern is a step from the root': () => {
      const places = placesOf(treeOf(['news.sport', 'bob']));
      if (places.length === 0)
        throw wrong(
          "after add('news.sport', 'bob'), the tree is empty",
          'news, and below it news.sport with the member bob',
          'no place below the root',
          'a place that createNode has made must be put into node.children, under its word',
        );
      same(
        places.map((line) => line.replace(/[: ].*/, '')).toSorted(),
        ['news', 'news.sport'],
        'the pattern news.sport does not have a place for each of its words, one below the other',
        "split the pattern at '.', and after each word go on from the child: node = child",
      );
    },
    'the member is at the end of the way, and nowhere else': () => {
      same(
        placesOf(treeOf(['news.sport', 'bob'])),
        ['news', 'news.sport: bob'],
        'bob is not a member of exactly the place where news.sport ends',
        'add the member once, after the loop, to the members of the last place',
      );
    },
    'patterns that begin alike share their way': () => {
      same(
        placesOf(treeOf(['news.sport', 'bob'], ['news.arts', 'carol'], ['news', 'dave'], ['news.sport', 'carol'])),
        ['news.arts: carol', 'news.sport: bob and carol', 'news: dave'],
        'a pattern that was added later took the place of one that was there',
        'make a place only if node.children has none for the word: node.children.get(word) ?? createNode(…)',
      );
    },
    'only a place that # leads to repeats': () => {
      same(
        placesOf(treeOf(['#.sport.*', 'bob'], ['news.#', 'carol'])),
        ['# (repeats)', '#.sport', '#.sport.*: bob', 'news', 'news.#: carol (repeats)'],
        'the places that repeat are not exactly those that a # leads to',
        "createNode(word === '#'): what counts is the word that leads to the place",
      );
    },
  },

  '6.2': {
    'a channel finds the members of the pattern that is the channel itself': () => {
      finds(
        'news.sport',
        ['news.sport'],
        [],
        "after add('news.sport', 'bob'), match('news.sport') does not find bob",
        'begin with a Set that has the root in it, go down by node.children.get(word), and return the members of the places where the words end',
      );
    },
    'a pattern without wildcards matches no longer channel, no shorter one, and no other': () => {
      finds(
        'news.sport',
        ['news.sport'],
        ['news', 'news.sport.cycling', 'sport', 'weather.sport', 'news.weather'],
        'the pattern news.sport was found in a channel that is not news.sport',
        'the members of a place count only when all words are used up, and each word needs a new Set: the old places are left behind',
      );
    },
    '* takes one word, whatever it is': () => {
      finds(
        'news.*',
        ['news.sport', 'news.weather'],
        ['news', 'news.sport.cycling'],
        'news.* does not match exactly the channels with one word after news',
        "for each place, enter its child '*' too: node.children.get('*')",
      );
    },
    '# takes no word at all': () => {
      finds(
        'news.#',
        ['news'],
        [],
        'news.# does not match news',
        'enter(child, next) also adds the # below the child; next.add(child) does not',
      );
    },
    '# takes several words': () => {
      finds(
        'news.#',
        ['news.sport', 'news.sport.cycling', 'news.a.b.c'],
        ['weather'],
        'news.# does not match every channel below news',
        'a place that repeats stays in the next Set, whatever the word is',
      );
    },
    '# may be the first word': () => {
      finds(
        '#',
        ['news', 'news.sport'],
        [],
        'the pattern # does not match every channel',
        'begin with enter(this.#root, nodes): it also adds the # below the root',
      );
    },
    'what comes after a # is found, however many words the # has taken': () => {
      finds(
        'news.#.final',
        ['news.final', 'news.sport.final', 'news.a.b.final', 'news.final.final'],
        ['news', 'news.final.x'],
        'news.#.final does not match exactly the channels that begin with news and end with final',
        'a place that repeats stays, and its children enter as well: the # may end with every word',
      );
    },
    'all branches are followed': () => {
      const trie = treeOf(['news.sport', 'alice'], ['news.*', 'bob'], ['news.#', 'carol'], ['#', 'dave'], ['*.sport', 'erin']);
      same(
        [...trie.match('news.sport')].toSorted(),
        ['alice', 'bob', 'carol', 'dave', 'erin'],
        'of several patterns that match a channel, not all are found',
        "the word, '*' and the place that repeats are not alternatives: follow all three",
      );
    },
    'each member is found once': () => {
      const found = treeOf(['news.*', 'bob'], ['news.#', 'bob']).match('news.sport');
      same([...found], ['bob'], 'a member with two patterns that match was found twice', 'return a Set of the members of all places');
      same(
        Object.prototype.toString.call(found),
        '[object Set]',
        'match does not return a Set',
        'its callers ask for size and has: return new Set(…)',
      );
    },
    'many # cost no more than one': () => {
      const trie = treeOf([Array.from({ length: HASHES }, () => '#.a').join('.'), 'bob']);
      const ms = timeOf(() => trie.match(LONG));
      if (ms < MAX_MS) return;
      throw wrong(
        `a pattern with ${HASHES} # took too long to match`,
        `less than ${MAX_MS} ms: each place is visited at most once for each word`,
        `${Math.round(ms)} ms`,
        'one branch after the other comes to the same places again and again: keep a Set of places, and move all of them on by one word',
      );
    },
  },

  '6.3': {
    'the member is gone': () => {
      const trie = treeOf(['news.sport', 'bob'], ['news.sport', 'carol']);
      trie.delete('news.sport', 'bob');
      same(
        placesOf(trie),
        ['news', 'news.sport: carol'],
        'after bob no longer wants news.sport, only carol should be left there',
        'take the member, and no other, out of the members of the place where the pattern ends',
      );
    },
    'a way that nobody wants any more is gone, up to the root': () => {
      const trie = treeOf(['news.sport.*', 'bob']);
      trie.delete('news.sport.*', 'bob');
      same(
        placesOf(trie),
        [],
        'places that nobody wants any more have stayed in the tree',
        'go back from the end, and delete each place from the children of its parent, up to the root',
      );
    },
    'a place with other ways on stays': () => {
      const trie = treeOf(['news', 'bob'], ['news.sport', 'carol']);
      trie.delete('news', 'bob');
      same(
        placesOf(trie),
        ['news', 'news.sport: carol'],
        'a place that leads to the pattern of another member was cut off',
        'a place may go only if it has no children: look at child.children.size too',
      );
    },
    'a place with other members stays, and so do all before it': () => {
      const trie = treeOf(['news.sport', 'carol'], ['news.sport.cycling.final', 'bob']);
      trie.delete('news.sport.cycling.final', 'bob');
      same(
        placesOf(trie),
        ['news', 'news.sport: carol'],
        'clearing up did not end at the first place that is still wanted',
        'a place that has members or children ends the way back: return there',
      );
    },
    'a pattern that was never added changes nothing': () => {
      const trie = treeOf(['news.sport', 'bob']);
      trie.delete('news.sport.cycling', 'bob');
      trie.delete('news', 'bob');
      trie.delete('weather', 'bob');
      trie.delete('news.sport', 'carol');
      same(
        placesOf(trie),
        ['news', 'news.sport: bob'],
        'deleting what was never added has changed the tree',
        'make no places on the way down, and if a child is missing, return before you delete anything',
      );
    },
  },
};
