// What the settings of stage 03 come to: the options of its broker.

import type { CoreOptions } from '01-basic-pubsub';
import { optionsOf as previousOptionsOf } from '02-persistence/options';
import type { Options } from './broker.ts';
import type { Settings } from './settings.ts';
import { createVerifier } from './token.ts';

/** @throws {SettingError} when the store cannot be opened */
export function optionsOf(settings: Settings, host: CoreOptions): Options {
  return {
    ...previousOptionsOf(settings, host),
    verify: createVerifier(settings.AUTH_SECRET),
    authTimeout: settings.AUTH_TIMEOUT_MS,
  };
}
