// The files of a page: stores in memory that outlive the broker, by the names that `DB_FILE` has.

import type { MemoryStore } from '02-persistence';
import type { LogRow } from '../messages.ts';

export class Stores {
  readonly #Store: typeof MemoryStore;
  readonly #files = new Map<string, { readonly store: MemoryStore; readonly keys: Set<string> }>();

  /** @param Store the stage's own */
  constructor(Store: typeof MemoryStore) {
    this.#Store = Store;
  }

  /** A broker's view of the file until its process ends: anything it does after that changes nothing. @param isOver whether it has */
  open(name: string, isOver: () => boolean): MemoryStore {
    const file = this.#files.get(name) ?? { store: new this.#Store(), keys: new Set<string>() };
    this.#files.set(name, file);
    return new Proxy(file.store, {
      get(store, member: keyof MemoryStore) {
        const value = store[member];
        if (typeof value !== 'function') return value;
        return (...args: readonly unknown[]) => {
          if (isOver()) throw new Error('the process of this broker was killed');
          if (member === 'append') file.keys.add(String(args[0]));
          return Reflect.apply(value, store, args);
        };
      },
    });
  }

  /** The messages in a file. The keys of outboxes, which begin with `>`, are left out: they are shown as what waits. */
  rows(name: string): LogRow[] {
    const { store, keys } = this.#files.get(name) ?? {};
    const logs = [...(keys ?? [])].filter((key) => !key.startsWith('>'));
    const messages = logs.flatMap((key) => Array.from(messagesOf(key, store), (message) => ({ key, ...message })));
    return messages.toSorted((a, b) => a.time - b.time).map(({ key, seq, id, body }) => ({ key, seq, id, body }));
  }
}

function* messagesOf(key: string, store: MemoryStore | undefined) {
  for (let page = store?.read(key, 0, 100) ?? []; page.length > 0; page = store?.read(key, page.at(-1)?.seq ?? 0, 100) ?? []) yield* page;
}
