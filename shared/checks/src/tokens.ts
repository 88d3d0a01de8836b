// Tokens made by hand, so that wrong ones can be made too: a JWT is three parts in base64url, joined by dots (RFC 7515 §3.1).

import { hmac } from '@noble/hashes/hmac.js';
import { sha256, sha384, sha512 } from '@noble/hashes/sha2.js';
import { utf8ToBytes } from '@noble/hashes/utils.js';
import { base64url } from 'jose';

export interface Claims {
  readonly sub?: unknown;
  readonly exp?: unknown;
  readonly nbf?: unknown;
  readonly publish?: unknown;
  readonly subscribe?: unknown;
}

const HASHES = { HS256: sha256, HS384: sha384, HS512: sha512 } as const;

/** Seconds since 1970, as `exp` wants them, so many seconds from now. */
export function inSeconds(seconds: number): number {
  return Math.floor(Date.now() / 1000) + seconds;
}

/** A token signed with HS256, or with another of the HMACs. */
export function sign(
  claims: Claims,
  secret: string,
  header: object = { alg: 'HS256', typ: 'JWT' },
  algorithm: keyof typeof HASHES = 'HS256',
): string {
  return signText(JSON.stringify(claims), secret, JSON.stringify(header), algorithm);
}

/** Signs any text as the payload of a token. It is synchronous, which the Web Crypto API is not. */
export function signText(
  payload: string,
  secret: string,
  header = '{"alg":"HS256","typ":"JWT"}',
  algorithm: keyof typeof HASHES = 'HS256',
): string {
  const signed = `${base64url.encode(header)}.${base64url.encode(payload)}`;
  return `${signed}.${base64url.encode(hmac(HASHES[algorithm], utf8ToBytes(secret), utf8ToBytes(signed)))}`;
}
