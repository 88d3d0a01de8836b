// The wrong brokers of every stage, by its name.

import type { WrongBroker } from '../wrong-broker.ts';
import { wrong as stage01 } from './01-basic-pubsub.ts';
import { wrong as stage02 } from './02-persistence.ts';
import { wrong as stage03 } from './03-auth.ts';
import { wrong as stage04 } from './04-typing.ts';
import { wrong as stage05 } from './05-private.ts';
import { wrong as stage06 } from './06-federation.ts';
import { wrong as stage07 } from './07-nats.ts';

export { applyEdit } from '../edit.ts';

export const wrongBrokers: Readonly<Record<string, readonly WrongBroker[]>> = {
  '01-basic-pubsub': stage01,
  '02-persistence': stage02,
  '03-auth': stage03,
  '04-typing': stage04,
  '05-private': stage05,
  '06-federation': stage06,
  '07-nats': stage07,
};
