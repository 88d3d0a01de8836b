// The settings of stage 06: those of stage 04, and this broker's name in the network, where the others are, and the secret they share.

import { optionsOf as previousOptionsOf, settings as previous } from '04-typing/settings';
import { type Setting, SettingError, type SettingsOf, type SettingTable } from '@workshop/program/settings';
import { isName } from '@workshop/protocol';
import type { Options } from './broker.ts';
import type { Network } from './links/network.ts';
import { createSeal } from './links/seal.ts';

export const settings = {
  ...previous,
  BROKER_NAME: {
    fallback: 'broker1',
    meaning: "this broker's name in its network",
    expected: 'one word of A-Z a-z 0-9 _ -, of at most 64 characters',
    parse: (text) => (isName(text) ? text : undefined),
  } satisfies Setting<string>,
  PEERS: {
    fallback: [],
    meaning: 'where the other brokers are; they need not be running yet',
    expected: 'ws:// addresses without passwords, separated by commas, such as ws://127.0.0.1:8766,ws://127.0.0.1:8767',
    show: withoutPasswords,
    parse(text) {
      const addresses = text.split(',').map((address) => address.trim());
      return addresses.every(isAddress) ? [...new Set(addresses)] : undefined;
    },
  } satisfies Setting<readonly string[]>,
  PEER_SECRET: {
    fallback: '',
    meaning: 'a secret that only the brokers of one network know; without it, no broker may be linked with this one',
    expected: 'a text that nobody can guess',
    secret: true,
    parse: (text) => text,
  } satisfies Setting<string>,
} as const satisfies SettingTable;
export type Settings = SettingsOf<typeof settings>;

/** @throws {SettingError} if the settings do not fit together, or the store cannot be opened */
export function optionsOf(settings: Settings, report: (error: unknown) => void, network: Network): Options {
  const { BROKER_NAME: name, PEERS: addresses, PEER_SECRET: secret } = settings;
  checkPeers(settings);
  const links = secret === '' ? undefined : { network, addresses, seal: createSeal(secret) };
  const log = (line: string) => console.error(`${new Date().toISOString()} ${line}`);
  return { ...previousOptionsOf(settings, report), name, links, log };
}

/** @throws {SettingError} for peers without a secret (P7-21) */
function checkPeers({ PEERS, PEER_SECRET }: Pick<Settings, 'PEERS' | 'PEER_SECRET'>): void {
  if (PEERS.length > 0 && PEER_SECRET === '')
    throw new SettingError(`PEER_SECRET is not set, and PEERS=${PEERS.join(',')} is: give all brokers of the network the same secret`);
}

/** Whether `ws` can dial it: it takes no `#`, and links use no other protocol. A password would take the place of our proof. */
function isAddress(text: string): boolean {
  const url = URL.parse(text);
  return url !== null && (url.protocol === 'ws:' || url.protocol === 'wss:') && !/[#@]/.test(text);
}

/** The same text, safe to log. A password may contain anything, so everything from the first `//` to the last `@` is left out. */
function withoutPasswords(text: string): string {
  return text.replace(/(\/\/|^).*@/s, '$1…@');
}
