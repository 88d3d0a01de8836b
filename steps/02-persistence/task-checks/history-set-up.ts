// A history that one client asks for, for the checks of tasks 2.7 and 2.8.

import { Broker } from '01-basic-pubsub';
import { History } from '#history';
import { Client, LogStore } from './set-up.ts';

interface Asked {
  readonly since?: number;
  readonly target?: string;
}

export function setUp() {
  const broker = new Broker();
  const store = new LogStore();
  const client = new Client(broker);
  const history = new History(broker, store);
  /** HISTORY:log:<count>. Resolves with the tags of its OK. */
  const ask = (count: number, { since, target }: Asked = {}) => {
    const tags = since === undefined ? undefined : new Map([['since', String(since)]]);
    return history.answer(client, { verb: 'HISTORY', target: 'log', tags }, { key: 'log', count, target });
  };
  return { store, client, ask };
}

export const idle = () => new Promise((resolve) => setImmediate(resolve));
