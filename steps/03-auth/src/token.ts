// Tokens: JWTs that say who somebody is and what they may do, signed with a key that only the broker and its token maker know.

import { isName, Refusal } from '@workshop/protocol';
import { errors, type JWTPayload, jwtVerify } from 'jose';

// #region claims
/** What a user may do, as patterns of channels and users. A list that is absent allows everything, an empty one nothing (P4-7). */
export interface Rights {
  readonly publish?: readonly string[] | undefined;
  readonly subscribe?: readonly string[] | undefined;
}

/** What a good token says. */
export interface Claims extends Rights {
  readonly user: string;
  /** Until when it is good, in ms since 1970. */
  readonly expires: number;
}
// #endregion claims

/** @throws {Refusal} `UNAUTHORIZED` when the token is not good, with nothing of it in the text (P4-14) */
export type Verify = (token: string) => Promise<Claims>;

const BAD_TOKEN = 'this token is not good here: it must be a JWT, signed with HS256 and the AUTH_SECRET, with a name as sub and an exp';

// #region verifier
/** @param secret at least 32 bytes, from `AUTH_SECRET` */
export function createVerifier(secret: string): Verify {
  const key = new TextEncoder().encode(secret);
  // The algorithm is ours to choose, and not the token's: one that says "none", or RS256 with the secret as its public key, is refused.
  const rules = { algorithms: ['HS256'], requiredClaims: ['sub', 'exp'] };
  return async (token) => {
    try {
      const { payload } = await jwtVerify(token, key, rules);
      return readClaims(payload);
    } catch (error) {
      throw error instanceof errors.JOSEError ? new Refusal('UNAUTHORIZED', explain(error)) : error;
    }
  };
}
// #endregion verifier

function readClaims({ sub, exp = 0, publish, subscribe }: JWTPayload): Claims {
  if (typeof sub !== 'string' || !isName(sub)) throw new Refusal('UNAUTHORIZED', BAD_TOKEN);
  return { user: sub, expires: exp * 1000, publish: readPatterns(publish), subscribe: readPatterns(subscribe) };
}

/** What is no list of texts is no right, and must not pass for "anything" (CVE-2018-12550). */
function readPatterns(claim: unknown): readonly string[] | undefined {
  if (claim === undefined) return undefined;
  if (Array.isArray(claim) && claim.every((pattern) => typeof pattern === 'string')) return claim;
  throw new Refusal('UNAUTHORIZED', 'this token is not good: its publish and subscribe must be lists of patterns, where it has them');
}

// Texts of our own: those of jose may quote what stands in the token.
function explain(error: errors.JOSEError): string {
  if (error instanceof errors.JWTExpired) return 'this token has expired: get a new one';
  if (error instanceof errors.JWTClaimValidationFailed && error.claim === 'nbf') return 'this token is not good yet: its nbf lies ahead';
  return BAD_TOKEN;
}
