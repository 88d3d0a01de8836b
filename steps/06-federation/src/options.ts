// What the settings of stage 06 come to: the options of its broker, linked by WebSockets.

import { createHmac } from 'node:crypto';
import type { CoreOptions } from '01-basic-pubsub';
import { optionsOf as previousOptionsOf } from '05-private/options';
import type { Options } from './broker.ts';
import type { Network } from './network.ts';
import { checkPeers, type Settings } from './settings.ts';

/** @throws {SettingError} when the settings do not fit together, or the store cannot be opened */
export function optionsOf(settings: Settings, host: CoreOptions, network: Network): Options {
  checkPeers(settings);
  const { BROKER_NAME: name, PEERS: addresses, PEER_SECRET: secret } = settings;
  const sign = (text: string) => createHmac('sha256', secret).update(text).digest('hex');
  const links = secret === '' ? undefined : { network, addresses, sign };
  const log = (line: string) => console.error(`${new Date().toISOString()} ${line}`);
  return { ...previousOptionsOf(settings, host), name, links, log };
}
