// Which pages may connect. Only browsers send an Origin, so this protects their users; every other client passes, and needs a token.

import type { Upgrade } from '01-basic-pubsub/server';
import type { Settings } from './settings.ts';

const BODY = 'Pages of this origin may not connect: see ALLOWED_ORIGINS.\n';
const RESPONSE = [
  'HTTP/1.1 403 Forbidden',
  'Connection: close',
  'Content-Type: text/plain',
  `Content-Length: ${BODY.length}`,
  '',
  BODY,
].join('\r\n');

/** Refuses pages of origins that are not allowed (P4-15). */
export function checkOrigin({ ALLOWED_ORIGINS }: Pick<Settings, 'ALLOWED_ORIGINS'>): Upgrade {
  return ({ headers: { origin } }, socket) => {
    if (origin === undefined || ALLOWED_ORIGINS === 'any' || ALLOWED_ORIGINS.has(origin.toLowerCase())) return false;
    socket.on('error', () => socket.destroy());
    socket.end(RESPONSE);
    return true;
  };
}
