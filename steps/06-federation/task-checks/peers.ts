// What the task in exercise/peers.ts must do, seen from inside.

import { MemoryStore } from '02-persistence';
import { same, type TaskChecks } from '@workshop/cli/task-checks';
import { watchCalls } from '@workshop/cli/task-checks/watch-calls';
import type { Peer } from '#peers';
import { createPeers } from './set-up.ts';

function setUp() {
  const store = new MemoryStore();
  const { peers } = createPeers(store);
  const peer = peers.meet('there');
  const change = (kind: 'all' | 'more' | 'less', ...patterns: string[]) => peers.changeInterest(peer, { kind, patterns });
  const wants = () => [...peer.interest].toSorted();
  /** Of these channels, those for which the peer is found. */
  const found = (...channels: string[]) => channels.filter((channel) => peers.interestedIn(channel).has(peer));
  return { store, peers, peer, change, wants, found };
}

const namesOf = (peers: Iterable<Peer>) => Array.from(peers, ({ name }) => name).toSorted();

export const checks: TaskChecks = {
  '6.6': {
    'with more, the named patterns join what the peer wanted before': () => {
      const { change, wants } = setUp();
      change('more', 'news');
      same(
        wants(),
        ['news'],
        'what a peer has named with more is not in peer.interest',
        'add each pattern that was added to peer.interest',
      );
      change('more', 'sport');
      same(wants(), ['news', 'sport'], 'with more, the peer did not keep what it wanted before', 'more is the union of the two Sets');
    },
    'with less, the named patterns leave it': () => {
      const { change, wants } = setUp();
      change('more', 'news', 'sport');
      change('less', 'news', 'weather');
      same(
        wants(),
        ['sport'],
        'with less, only the named patterns should have left peer.interest',
        'less is the difference: take out what is named, and keep the rest',
      );
    },
    'with all, the named patterns are everything': () => {
      const { change, wants } = setUp();
      change('more', 'news', 'sport');
      change('all', 'sport', 'weather');
      same(
        wants(),
        ['sport', 'weather'],
        'with all, the peer should want only what is named',
        'what it wanted before and has not named now was removed: take it out',
      );
    },
    'a publish finds the peers that want its channel': () => {
      const { peers, change, found } = setUp();
      const other = peers.meet('other');
      same(found('news'), [], 'a peer was found for a channel that it has not named');
      change('more', 'news.*', 'sport');
      peers.changeInterest(other, { kind: 'more', patterns: ['news.#'] });
      same(
        namesOf(peers.interestedIn('news.uk')),
        ['other', 'there'],
        'the peers are not found by what they want',
        'add each pattern that was added to the trie too: this.#indexed().add(pattern, peer)',
      );
      change('less', 'news.*');
      same(
        namesOf(peers.interestedIn('news.uk')),
        ['other'],
        'a peer is still found for a pattern that it no longer wants, or another one is no longer found',
        'take each pattern that was removed out of the trie too: this.#indexed().delete(pattern, peer)',
      );
    },
    'it is the same after a restart': () => {
      const { store, peers, change } = setUp();
      peers.changeInterest(peers.meet('other'), { kind: 'all', patterns: ['tech'] });
      change('all', 'news', 'sport');
      change('less', 'news');
      const { peers: restarted } = createPeers(store);
      same(
        restarted.all.map(({ name, interest }) => `${name}: ${[...interest].join(' ')}`).toSorted(),
        ['other: tech', 'there: sport'],
        'after a restart, the peers do not want what they said last',
        'note each pattern that was added under keys.interest(peer.name, pattern); for a removed one, note undefined there',
      );
    },
    'all of it is written in one transaction': () => {
      const { store, change } = setUp();
      change('more', 'news', 'tech');
      const { within, outside, transactions } = watchWrites(store);
      change('all', 'sport', 'weather');
      same(
        { transactions: transactions(), within: within(), outside: outside() },
        { transactions: 1, within: 4, outside: 0 },
        'two patterns that were added and two that were removed were not written in one transaction',
        'one this.#store.transaction(() => …) around all notes: each commit waits for the disk',
      );
    },
    'what changes nothing is not written': () => {
      const { store, change } = setUp();
      change('more', 'news');
      const { within, outside, transactions } = watchWrites(store);
      for (const kind of ['all', 'more'] as const) change(kind, 'news');
      change('less', 'sport');
      same(
        { transactions: transactions(), notes: within() + outside() },
        { transactions: 0, notes: 0 },
        'something was written although the peer wants what it wanted before',
        'if nothing was added and nothing removed, return: each peer says all of its interest on every new link',
      );
    },
    'if the store fails, memory still says what the file says': () => {
      const { store, change, wants, found } = setUp();
      change('all', 'news');
      const broken = watchCalls(store, 'transaction', () => {
        throw new Error('the disk is full');
      });
      let thrown: unknown;
      try {
        change('all', 'sport');
      } catch (error) {
        thrown = error;
      }
      broken.restore();
      same(
        { interest: wants(), found: found('news', 'sport') },
        { interest: ['news'], found: ['news'] },
        'the store could not write the change, and memory has it all the same',
        'write it into the store first, and change peer.interest and the trie after the transaction',
      );
      same(
        thrown instanceof Error && thrown.message,
        'the disk is full',
        'the store failed, and nobody learns of it',
        'let the error pass: the link ends, and on the next one the peer says everything again',
      );
    },
  },
};

/** Counts what is written from now on: transactions, and notes within them and outside. */
function watchWrites(store: MemoryStore) {
  let transactions = 0;
  let isOpen = false;
  const notes = { within: 0, outside: 0 };
  const { transaction, note } = { transaction: store.transaction.bind(store), note: store.note.bind(store) };
  store.transaction = (work) => {
    transactions += 1;
    isOpen = true;
    transaction(work);
    isOpen = false;
  };
  store.note = (key, text) => {
    notes[isOpen ? 'within' : 'outside'] += 1;
    note(key, text);
  };
  return { within: () => notes.within, outside: () => notes.outside, transactions: () => transactions };
}
