// The site's tables, taken from the code at build time: settings, error codes and close codes are written down once, there.

import { settings } from '01-basic-pubsub/settings';
import { CLOSE_CODES, ERROR_CODES } from '@workshop/protocol';

/** A table's row; the first cell is code. */
export type Row = readonly [name: string, ...cells: string[]];

export interface Reference {
  readonly settings: readonly Row[];
  readonly errorCodes: readonly Row[];
  readonly closeCodes: readonly Row[];
}

declare const data: Reference;
export { data };

export default {
  load(): Reference {
    return {
      settings: Object.entries(settings).map(([name, { fallback, meaning, expected }]) => [name, String(fallback), meaning, expected]),
      errorCodes: Object.entries(ERROR_CODES),
      closeCodes: Object.entries(CLOSE_CODES).map(([name, code]) => [String(code), name.toLowerCase().replaceAll('_', ' ')]),
    };
  },
};
