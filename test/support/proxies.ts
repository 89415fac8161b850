import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { eventually, freePort, temporaryFolder } from './run.ts';

/** No proxy of a test outlives it by more than this, whatever becomes of the test. */
const MAX_SECONDS = 240;

export interface SquidRules {
  readonly password?: { readonly name: string; readonly value: string };
  /** Domains that it does not let through. */
  readonly denied?: readonly string[];
}

/** A squid on loopback that finds every name in `hosts` on this machine. Returns its host and port. */
export async function startSquid(
  hosts: readonly string[],
  { password, denied = [] }: SquidRules = {},
): Promise<string> {
  const folder = await temporaryFolder();
  const port = await freePort();
  const [hostsFile, users] = [join(folder, 'hosts'), join(folder, 'users')];
  await writeFile(hostsFile, hosts.map((host) => `127.0.0.1 ${host}\n`).join(''));
  if (password) execFileSync('htpasswd', ['-bcm', users, password.name, password.value], { stdio: 'ignore' });
  const rules = [
    ...denied.map((domain) => `acl denied dstdomain ${domain}`),
    ...(denied.length > 0 ? ['http_access deny denied'] : []),
    ...(password
      ? [
          `auth_param basic program /usr/lib/squid/basic_ncsa_auth ${users}`,
          'acl known proxy_auth REQUIRED',
          'http_access deny !known',
        ]
      : []),
    'http_access allow all',
  ];
  const fixed = [
    `http_port 127.0.0.1:${port}`,
    `hosts_file ${hostsFile}`,
    `coredump_dir ${folder}`,
    `pid_filename ${folder}/pid`,
  ];
  const quiet = [
    'cache deny all',
    'access_log none',
    'cache_store_log none',
    `cache_log ${folder}/log`,
    'shutdown_lifetime 0 seconds',
    'dns_nameservers 127.0.0.1',
    'pinger_enable off',
  ];
  await writeFile(join(folder, 'squid.conf'), [...rules, ...fixed, ...quiet, ''].join('\n'));
  // It gives up its rights when it is started with any, and has to read and write there all the same.
  execFileSync('chmod', ['-R', 'a+rwX', folder]);
  await startBounded('squid', ['-N', '-f', join(folder, 'squid.conf')], port);
  return `127.0.0.1:${port}`;
}

/** A mitmproxy on loopback, which inspects TLS with an authority of its own and finds `hosts` on this machine. */
export async function startMitmproxy(hosts: readonly string[]) {
  const folder = join(await temporaryFolder(), 'mitm');
  await mkdir(folder);
  const port = await freePort();
  const maps = hosts.flatMap((host) => ['--map-remote', `|//${host}:|//127.0.0.1:`]);
  const options = ['ssl_insecure=true', `confdir=${folder}`, 'connection_strategy=lazy', 'keep_host_header=true'];
  const flags = ['--quiet', '--listen-host', '127.0.0.1', '--listen-port', String(port)];
  await startBounded('mitmdump', [...flags, ...options.flatMap((option) => ['--set', option]), ...maps], port);
  return { host: `127.0.0.1:${port}`, authority: join(folder, 'mitmproxy-ca-cert.pem') };
}

async function startBounded(program: string, args: readonly string[], port: number): Promise<void> {
  const child = spawn(program, args, { stdio: 'ignore' });
  const limit = setTimeout(() => child.kill('SIGKILL'), MAX_SECONDS * 1000);
  onTestFinished(async () => {
    clearTimeout(limit);
    if (child.exitCode !== null || child.signalCode !== null) return;
    child.kill('SIGKILL');
    await once(child, 'close');
  });
  await eventually(async () => {
    const socket = connect(port, '127.0.0.1');
    await once(socket, 'connect').finally(() => socket.destroy());
  }, 60_000);
}
