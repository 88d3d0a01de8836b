// What is refused of PEERS, and that no password gets into a log.

import { readSettings } from '@workshop/program/settings';
import { expect, test } from 'vitest';
import { optionsOf, settings } from '../src/settings.ts';
import { SocketNetwork } from '../src/links/socket-network.ts';

const TOKENS = { AUTH_SECRET: 'x'.repeat(32) };
const read = (PEERS: string) => readSettings(settings, { ...TOKENS, PEERS });

test.each(['ws://bob:geheim@b.example:8765', 'ws://a.example,wss://bob:ge//he@im@b.example', 'bob:geheim@b.example', 'ws://bob:geheim@'])(
  'a password in an address is refused, and not printed: %s',
  (peers) => {
    expect(() => read(peers)).toThrow(/^PEERS=.*…@.* is wrong: give ws:\/\/ addresses without passwords, separated by commas/);
    expect(() => read(peers)).not.toThrow(/bob|ge/);
  },
);

test('addresses without a secret are refused', () => {
  const values = read('ws://a.example,ws://b.example');
  expect(() => optionsOf(values, () => {}, new SocketNetwork(1000))).toThrow(
    'PEER_SECRET is not set, and PEERS=ws://a.example,ws://b.example is: give all brokers of the network the same secret',
  );
});
