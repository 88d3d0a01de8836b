// Tokens: JWTs that say who a user is and what they may do, signed with a key that only the broker and the maker of the tokens know.

import { isName, Refusal } from '@workshop/protocol';
import { errors, type JWTPayload, jwtVerify } from 'jose';

// #region claims
/** What a user may do: patterns for channels and users. An absent list allows everything, an empty one nothing (P4-7). */
export interface Rights {
  readonly publish?: readonly string[] | undefined;
  readonly subscribe?: readonly string[] | undefined;
}

/** What a good token says. */
export interface Claims extends Rights {
  readonly user: string;
  /** When it expires, in ms since 1970. */
  readonly expires: number;
}
// #endregion claims

/** @throws {Refusal} `UNAUTHORIZED` for a bad token; its text never quotes the token (P4-14) */
export type Verify = (token: string) => Promise<Claims>;

const BAD_TOKEN = 'this token is not good here: it must be a JWT, signed with HS256 and the AUTH_SECRET, with a name as sub and an exp';

/** @param secret at least 32 bytes, from `AUTH_SECRET` */
export function createVerifier(secret: string): Verify {
  const key = new TextEncoder().encode(secret);
  return (token) => verify(token, key);
}

/** The broker chooses the algorithm, never the token: one that asks for `none`, or for any other than HS256, is refused (RFC 8725 §3.1). */
async function verify(token: string, key: Uint8Array): Promise<Claims> {
  // #region verify
  try {
    const { payload } = await jwtVerify(token, key, { algorithms: ['HS256'], requiredClaims: ['sub', 'exp'] });
    return readClaims(payload);
  } catch (error) {
    throw error instanceof errors.JOSEError ? new Refusal('UNAUTHORIZED', explain(error)) : error;
  }
  // #endregion verify
}

function readClaims({ sub, exp = 0, publish, subscribe }: JWTPayload): Claims {
  // #region read-claims
  if (typeof sub !== 'string' || !isName(sub)) throw new Refusal('UNAUTHORIZED', BAD_TOKEN);
  return { user: sub, expires: exp * 1000, publish: readPatterns(publish), subscribe: readPatterns(subscribe) };
  // #endregion read-claims
}

/** A malformed list must not pass for an absent one, which allows everything (CVE-2018-12550). */
function readPatterns(claim: unknown): readonly string[] | undefined {
  // #region read-patterns
  if (claim === undefined) return undefined;
  if (Array.isArray(claim) && claim.every((pattern) => typeof pattern === 'string')) return claim;
  throw new Refusal('UNAUTHORIZED', 'this token is not good: its publish and subscribe, if it has them, must be lists of patterns');
  // #endregion read-patterns
}

// The broker has error texts of its own, because jose's may quote the token.
function explain(error: errors.JOSEError): string {
  if (error instanceof errors.JWTExpired) return 'this token has expired: get a new one';
  if (error instanceof errors.JWTClaimValidationFailed && error.claim === 'nbf')
    return 'this token is not good yet: its nbf is in the future';
  return BAD_TOKEN;
}
