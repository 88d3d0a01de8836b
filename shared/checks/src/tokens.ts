// Tokens by hand: a JWT is three parts in base64url with dots between (RFC 7515 §3.1). Made here so that wrong ones can be made too.

import { createHmac } from 'node:crypto';

export interface Claims {
  readonly sub?: unknown;
  readonly exp?: unknown;
  readonly nbf?: unknown;
  readonly publish?: unknown;
  readonly subscribe?: unknown;
}

const encode = (part: object) => Buffer.from(JSON.stringify(part)).toString('base64url');

/** Seconds since 1970, as `exp` wants them, so many seconds from now. */
export function inSeconds(seconds: number): number {
  return Math.floor(Date.now() / 1000) + seconds;
}

/** A token signed with HS256, or with another of the HMACs. */
export function sign(claims: Claims, secret: string, header: object = { alg: 'HS256', typ: 'JWT' }, hmac = 'sha256'): string {
  const signed = `${encode(header)}.${encode(claims)}`;
  return `${signed}.${createHmac(hmac, secret).update(signed).digest('base64url')}`;
}
