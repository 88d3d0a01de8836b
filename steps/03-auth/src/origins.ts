// Which pages may connect. Only browsers send an Origin, so this protects their users; every other client passes, and still needs a token.

import type { Upgrade } from '01-basic-pubsub/server';
import { refuse } from '@workshop/program/connections';
import type { Settings } from './settings.ts';

/** Refuses pages from origins that are not allowed (P4-15). */
export function checkOrigin({ ALLOWED_ORIGINS }: Pick<Settings, 'ALLOWED_ORIGINS'>): Upgrade {
  return ({ headers: { origin } }, socket) => {
    if (origin === undefined || ALLOWED_ORIGINS === 'any' || ALLOWED_ORIGINS.has(origin.toLowerCase())) return false;
    refuse(socket, '403 Forbidden', 'Pages of this origin may not connect: see ALLOWED_ORIGINS.\n');
    return true;
  };
}
