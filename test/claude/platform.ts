import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TlsFront } from './mock-api.js';

/** Hosts the CLI asks for logins; `ANTHROPIC_BASE_URL` does not reach them. */
const HOSTS = ['platform.claude.com', 'console.anthropic.com', 'claude.ai', 'api.anthropic.com'];

export interface Platform extends TlsFront {
  /** For `NODE_EXTRA_CA_CERTS`. */
  readonly certFile: string;
}

function run(program: string, ...args: readonly string[]): void {
  const ended = spawnSync(program, args, { encoding: 'utf8' });
  if (ended.status === 0) return;
  throw new Error(`${program} failed: ${(ended.stderr ?? '').trim().slice(-300)}. is it installed?`);
}

/** Inside the sandbox: the login hosts become loopback, with a certificate of our own. Needs `openssl`. */
export function becomePlatform(folder: string): Platform {
  const [keyFile, certFile, hosts] = ['key.pem', 'cert.pem', 'hosts'].map((name) => join(folder, name)) as [
    string,
    string,
    string,
  ];
  const names = HOSTS.map((host) => `DNS:${host}`).join(',');
  const subject = ['-subj', '/CN=claude-check', '-addext', `subjectAltName=${names}`];
  const key = ['-newkey', 'rsa:2048', '-nodes', '-keyout', keyFile];
  run('openssl', 'req', '-x509', ...key, '-out', certFile, '-days', '2', ...subject);
  writeFileSync(hosts, `127.0.0.1 localhost ${HOSTS.join(' ')}\n`);
  run('mount', '--bind', hosts, '/etc/hosts');
  return { key: readFileSync(keyFile, 'utf8'), cert: readFileSync(certFile, 'utf8'), certFile };
}
