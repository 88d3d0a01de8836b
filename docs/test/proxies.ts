// Starts nginx and Caddy with the files of deploy/, on free ports and with certificates of their own.

import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { connect } from 'node:tls';
import { fileURLToPath } from 'node:url';
import { freePort } from '@workshop/checks/free-port';

const DEPLOY = fileURLToPath(new URL('../../deploy/', import.meta.url));

export interface Proxy {
  /** Such as `localhost:40123`: TLS. */
  readonly authority: string;
  /** The file of the certificate that it is to be trusted by. */
  readonly ca: string;
  close(): Promise<void>;
}

/** What of a file is put in place of what; everything must be there. */
type Changes = Readonly<Record<string, string>>;

/** A file of deploy/ with other ports and paths. */
export function deployed(name: string, changes: Changes): string {
  const text = readFileSync(join(DEPLOY, name), 'utf8');
  return Object.entries(changes).reduce((changed, [from, to]) => {
    if (!changed.includes(from)) throw new Error(`deploy/${name} has no ${from}`);
    return changed.replaceAll(from, to);
  }, text);
}

/** Where a program is; distributions put servers where a user's PATH does not look. */
export function whereIs(program: string): string | undefined {
  const folders = [...(process.env['PATH'] ?? '').split(delimiter), '/usr/sbin', '/usr/local/sbin'];
  return folders.map((folder) => join(folder, program)).find((path) => existsSync(path));
}

/** @param readTimeout what `proxy_read_timeout` is, where it is not to be that of the file */
export async function startNginx(broker: number, readTimeout = '60s'): Promise<Proxy> {
  const folder = mkdtempSync(join(tmpdir(), 'nginx-'));
  const [port, ca, key] = [await freePort(), join(folder, 'ca.pem'), join(folder, 'key.pem')];
  const curve = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
  const names = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost'];
  execFileSync('openssl', ['req', '-x509', '-days', '1', ...curve, ...names, '-keyout', key, '-out', ca], { stdio: 'ignore' });
  const site = deployed('nginx.conf', {
    '/etc/letsencrypt/live/chat.example/fullchain.pem': ca,
    '/etc/letsencrypt/live/chat.example/privkey.pem': key,
    'chat.example': 'localhost',
    'listen 443 ssl': `listen 127.0.0.1:${port} ssl`,
    '127.0.0.1:8765': `127.0.0.1:${broker}`,
    'proxy_read_timeout 60s': `proxy_read_timeout ${readTimeout}`,
  });
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((what) => `${what}_temp_path ${folder}/${what};`).join(' ');
  const main = `daemon off; pid ${folder}/pid; error_log stderr notice; events {} http { access_log off; ${temporary}\n${site}}`;
  writeFileSync(join(folder, 'nginx.conf'), main);
  const program = spawn(whereIs('nginx') ?? 'nginx', ['-e', 'stderr', '-p', folder, '-c', join(folder, 'nginx.conf')]);
  return started(program, 'start worker process', folder, { authority: `localhost:${port}`, ca });
}

export async function startCaddy(broker: number): Promise<Proxy> {
  const folder = mkdtempSync(join(tmpdir(), 'caddy-'));
  const [port, redirects] = [await freePort(), await freePort()];
  const options = `{\nadmin off\nlocal_certs\nskip_install_trust\nhttp_port ${redirects}\nhttps_port ${port}\nstorage file_system ${folder}\n}\n`;
  const site = deployed('Caddyfile', { 'chat.example': 'localhost', '127.0.0.1:8765': `127.0.0.1:${broker}` });
  writeFileSync(join(folder, 'Caddyfile'), options + site);
  const program = spawn('caddy', ['run', '--adapter', 'caddyfile', '--config', join(folder, 'Caddyfile')]);
  const ca = join(folder, 'pki/authorities/local/root.crt');
  return started(program, 'certificate obtained successfully', folder, { authority: `localhost:${port}`, ca });
}

/** Resolves when it has printed that it serves, and does; rejects with what it printed when it ends before. */
async function started(program: ChildProcess, ready: string, folder: string, proxy: Omit<Proxy, 'close'>): Promise<Proxy> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  let printed = '';
  program.stderr?.setEncoding('utf8').on('data', (chunk: string) => {
    printed += chunk;
    if (printed.includes(ready)) resolve();
  });
  program.once('exit', () => reject(new Error(printed)));
  await promise;
  await shakesHands(proxy);
  const close = async () => {
    const exit = once(program, 'exit');
    program.kill();
    await exit;
    rmSync(folder, { recursive: true, force: true });
  };
  return { ...proxy, close };
}

/** Resolves when it has loaded its certificate, which Caddy does a moment after it has got it. */
async function shakesHands({ authority, ca }: Omit<Proxy, 'close'>): Promise<void> {
  const [host = '', port] = authority.split(':');
  for (;;) {
    const socket = connect({ host, port: Number(port), servername: host, ca: readFileSync(ca) });
    const isSecure = await Promise.race([once(socket, 'secureConnect').then(() => true), once(socket, 'close').then(() => false)]).catch(
      () => false,
    );
    socket.destroy();
    if (isSecure) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
