// Who a broker is to NATS: a user with a password, or a token, from NATS_URL; or a file, to which a renewed credential is written.

import { readFileSync } from 'node:fs';
import { type ConnectionOptions, credsAuthenticator } from '@nats-io/transport-node';

type Credentials = Pick<ConnectionOptions, 'authenticator' | 'token' | 'user' | 'pass'>;

/**
 * @param file with a JWT and its key, as `nsc` writes it; it is read at each connect
 * @param complain is told why the file could not be read
 */
export function credentialsOf({ username, password }: URL, file: string, complain: (error: unknown) => void): Credentials {
  if (file !== '') return { authenticator: readAnew(file, complain) };
  if (username === '') return {};
  const user = decodeURIComponent(username);
  return password === '' ? { token: user } : { user, pass: decodeURIComponent(password) };
}

/** If an authenticator throws, the connection ends for good. Without a credential, the server says no, and is asked again. */
function readAnew(file: string, complain: (error: unknown) => void): NonNullable<Credentials['authenticator']> {
  const read = credsAuthenticator(() => readFileSync(file));
  return (nonce) => {
    try {
      return read(nonce);
    } catch (error) {
      complain(error);
      return undefined;
    }
  };
}
