// Who a broker is for NATS: a user with a password, or a token, out of NATS_URL; or a file in which whoever renews a credential puts it.

import { readFileSync } from 'node:fs';
import { type ConnectionOptions, credsAuthenticator } from '@nats-io/transport-node';

type Credentials = Pick<ConnectionOptions, 'authenticator' | 'token' | 'user' | 'pass'>;

/**
 * @param file as `nsc` writes it, with a JWT and its key; it is read at each connect
 * @param complain is told why it could not be read
 */
export function credentialsOf({ username, password }: URL, file: string, complain: (error: unknown) => void): Credentials {
  if (file !== '') return { authenticator: readAnew(file, complain) };
  if (username === '') return {};
  const user = decodeURIComponent(username);
  return password === '' ? { token: user } : { user, pass: decodeURIComponent(password) };
}

/** What an authenticator throws would end the connection for good; without a credential the server says no, and is asked again. */
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
