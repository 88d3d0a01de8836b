// What the settings of stage 04 come to: the options of its broker.

import type { CoreOptions } from '01-basic-pubsub';
import { optionsOf as previousOptionsOf } from '03-auth/options';
import type { Options } from './broker.ts';
import type { Settings } from './settings.ts';

/** @throws {SettingError} when the store cannot be opened */
export function optionsOf(settings: Settings, host: CoreOptions): Options {
  return { ...previousOptionsOf(settings, host), typingExpiry: settings.TYPING_EXPIRY_MS };
}
