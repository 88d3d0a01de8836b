// What `dev` and `mint` agree on.

/** The AUTH_SECRET of `dev` where none is set. Everybody knows it: with it, anybody can be anybody. */
export const DEVELOPMENT_SECRET = 'the secret of a broker that is being developed';
