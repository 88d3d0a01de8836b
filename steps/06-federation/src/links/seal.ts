// Claims that only a broker of the network can have written: JWTs signed with PEER_SECRET.

import { errors, type JWTPayload, jwtVerify, SignJWT } from 'jose';

/** What a proof says. */
export type Claims = Readonly<Record<string, unknown>>;

export interface Seal {
  /** Signs claims, so that others can tell that a broker of the network wrote them. */
  close(claims: Claims): Promise<string>;
  /** The claims in a text; `undefined` if its writer does not know the secret. */
  open(text: string): Promise<Claims | undefined>;
}

/** Names the version of what is said on a link. A user's token has another type, so it is no proof, whatever the secrets are. */
const TYPE = 'workshop-peer-2+jwt';

/** @param secret from `PEER_SECRET` */
export function createSeal(secret: string): Seal {
  const key = new TextEncoder().encode(secret);
  return {
    close: (claims) => new SignJWT(claims as JWTPayload).setProtectedHeader({ alg: 'HS256', typ: TYPE }).sign(key),
    async open(text) {
      try {
        const { payload } = await jwtVerify(text, key, { algorithms: ['HS256'], typ: TYPE });
        return payload;
      } catch (error) {
        if (error instanceof errors.JOSEError) return undefined;
        throw error;
      }
    },
  };
}
