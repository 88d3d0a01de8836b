// What `dev` and `mint` agree on: tokens, and the secret that signs them if none is set.

import { type JWTPayload, SignJWT } from 'jose';

/** The AUTH_SECRET that `dev` uses if none is set. Everybody knows it, so anybody can log in as anybody. */
export const DEVELOPMENT_SECRET = 'the secret of a broker that is being developed';

/**
 * A token for a user, in the form that brokers accept (P4-6).
 * @param key the bytes of `AUTH_SECRET`
 * @param ttl such as `30 days`
 * @param rights without any, everything is allowed
 */
export function signToken(user: string, key: Uint8Array, ttl: string, rights: JWTPayload = {}): Promise<string> {
  return new SignJWT(rights).setProtectedHeader({ alg: 'HS256' }).setSubject(user).setExpirationTime(ttl).sign(key);
}
