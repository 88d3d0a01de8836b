// Tokens for the brokers in this page, which accept no others: they are signed with a secret of the page's own.

import { decodeJwt, decodeProtectedHeader, SignJWT } from 'jose';

/** Made anew for each page. */
export const SECRET = Array.from(crypto.getRandomValues(new Uint8Array(32)), (byte) => byte.toString(16).padStart(2, '0')).join('');

export interface Claims {
  readonly user: string;
  readonly seconds?: number;
  readonly publish?: readonly string[];
  readonly subscribe?: readonly string[];
  /** Signed with another secret. */
  readonly isForged?: boolean;
}

const HOUR = 3600;

export function signToken({ user, seconds = HOUR, isForged = false, ...rights }: Claims): Promise<string> {
  const now = Math.floor(Date.now() / 1000);
  const key = new TextEncoder().encode(isForged ? SECRET.toUpperCase().replaceAll('0', 'x') : SECRET);
  return new SignJWT({ ...rights })
    .setProtectedHeader({ alg: 'HS256' })
    .setSubject(user)
    .setExpirationTime(now + seconds)
    .sign(key);
}

/** A token taken apart. Nothing is verified: anyone can read it. */
export interface TokenParts {
  readonly header: string;
  readonly payload: string;
  readonly signature: string;
  /** In ms since 1970. */
  readonly expires: number | undefined;
}

/** @returns nothing for a text that is no JWT */
export function takeApart(token: string): TokenParts | undefined {
  try {
    const payload = decodeJwt(token);
    const [, , signature = ''] = token.split('.');
    return {
      header: JSON.stringify(decodeProtectedHeader(token)),
      payload: JSON.stringify(payload, undefined, 1),
      signature,
      expires: payload.exp === undefined ? undefined : payload.exp * 1000,
    };
  } catch {
    return undefined;
  }
}
