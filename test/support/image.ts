import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { chown, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { makeNpmPackage } from './npm-package.ts';

/** Who the image runs as. */
export const USER = 65532;

const BASE = 'localhost/m365-usage-exporter-base';

type Environment = Readonly<Record<string, string>>;

/** Images and containers in a folder of their own, which `remove` removes; no registry is asked. */
export interface ImageStore {
  readonly build: (tag: string, format: 'docker' | 'oci') => string;
  readonly inspect: (tag: string) => Inspected;
  /** Bytes of the image, as layers without compression. */
  readonly sizeOf: (tag: string) => number;
  /** A container to run programs in, and the folder that is its root. */
  readonly container: (tag: string) => { readonly name: string; readonly root: string };
  /** A program in it without rights, beside the processes of this machine. /data is a volume of the container. */
  readonly run: (container: string, command: readonly string[], environment: Environment) => ChildProcess;
  /** Files that this user has written since, below the root and in the volume. */
  readonly written: () => Promise<readonly string[]>;
  readonly remove: () => Promise<void>;
}

export interface Inspected {
  readonly Docker: {
    readonly config: Readonly<Record<string, unknown>> & { readonly Healthcheck: { readonly Test: readonly string[] } };
    readonly rootfs: { readonly diff_ids: readonly string[] };
  };
}

export async function createImageStore(version: string): Promise<ImageStore> {
  const folder = await mkdtemp(join(tmpdir(), 'm365-usage-exporter-image-'));
  const configuration = join(folder, 'storage.conf');
  const { PATH = '' } = process.env;
  const env = { PATH, HOME: folder, CONTAINERS_STORAGE_CONF: configuration, BUILDAH_ISOLATION: 'chroot' };
  // The driver that works within a container too.
  const storage = { driver: 'vfs', graphroot: join(folder, 'graph'), runroot: join(folder, 'run') };
  const lines = Object.entries(storage).map(([name, value]) => `${name} = "${value}"\n`);
  await writeFile(configuration, `[storage]\n${lines.join('')}`);
  const buildah = (...args: readonly string[]) =>
    execFileSync('buildah', args, { env, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] }).trim();
  const npmPackage = join(folder, 'npm');
  await makeNpmPackage({}, npmPackage);
  execFileSync('bash', ['packaging/image-base.sh', join(folder, 'base'), BASE], { env, stdio: 'pipe' });

  return {
    build: (tag, format) => {
      const args = [`BASE=${BASE}`, `VERSION=${version}`].flatMap((argument) => ['--build-arg', argument]);
      const fixed = ['--quiet', '--timestamp', '0', '--format', format, '--file', 'packaging/Containerfile'];
      return buildah('build', ...fixed, ...args, '--tag', tag, npmPackage);
    },
    inspect: (tag) => JSON.parse(buildah('inspect', '--type', 'image', tag)),
    sizeOf: (tag) =>
      JSON.parse(buildah('inspect', '--type', 'image', '--format', '{{.Manifest}}', tag)).layers.reduce(
        (sum: number, { size }: { readonly size: number }) => sum + size,
        0,
      ),
    container: (tag) => {
      const name = buildah('from', '--pull-never', tag);
      return { name, root: buildah('mount', name) };
    },
    run: (container, command, environment) => {
      const settings = Object.entries(environment).flatMap(([name, value]) => ['--env', `${name}=${value}`]);
      const fixed = ['--isolation', 'chroot', '--user', String(USER)];
      return spawn('buildah', ['run', ...fixed, ...settings, container, '--', ...command], { env });
    },
    written: async () => {
      const files = await filesOfUser(storage.graphroot);
      return files.map((file) => file.replace(/^.*\/buildah-volumes\/\w+/, '/data').replace(/^vfs\/dir\/\w+/, ''));
    },
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}

/**
 * The same as process 1 of a container whose root nobody can write to: only /data and a temporary folder in memory. It is
 * made of mounts that only the process sees, and ends with it. Without `data` no volume is there.
 */
export function runReadOnly(
  root: string,
  data: string | undefined,
  command: readonly string[],
  environment: Environment,
): ChildProcess {
  const script = `
    set -e
    mount --bind "$1" "$1"
    [[ -z $2 ]] || mount --bind "$2" "$1/data"
    mount -t tmpfs -o mode=1777 tmpfs "$1/tmp"
    mount -t proc proc "$1/proc"
    mount --bind /dev "$1/dev"
    mount -o remount,bind,ro "$1"
    exec unshare --root="$1" --wd=/tmp --setgid=${USER} --setuid=${USER} "\${@:3}"`;
  const args = [
    '--mount',
    '--pid',
    '--fork',
    '--kill-child',
    'bash',
    '-c',
    script,
    'bash',
    root,
    data ?? '',
    ...command,
  ];
  const { PATH = '' } = process.env;
  return spawn('unshare', args, { env: { PATH: `/usr/local/bin:${PATH}`, ...environment } });
}

/** A folder that the user of the image may write to. */
export async function folderOfUser(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'm365-usage-exporter-data-'));
  await chown(folder, USER, USER);
  return folder;
}

/** Files in a folder that the user of the image has written, by their path from there. */
export async function filesOfUser(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const owned = await Promise.all(
    files.map(async (file) => ((await stat(file)).uid === USER ? [relative(folder, file)] : [])),
  );
  return owned.flat().toSorted();
}

/** The process of that user that listens at `port`, and the most memory that it has had, in bytes. */
export async function processAt(port: number): Promise<{ readonly pid: number; readonly peakBytes: number }> {
  for (const pid of (await readdir('/proc')).filter((name) => /^\d+$/.test(name))) {
    const read = (name: string) => readFile(`/proc/${pid}/${name}`, 'utf8').catch(() => '');
    const [command, environment, status] = await Promise.all([read('cmdline'), read('environ'), read('status')]);
    // A starter of buildah's has the same user, environment and arguments, behind its own name.
    const isOurs = /^(\/usr\/local\/bin\/)?node\0\/app\/dist\/cli.js\0/.test(command);
    if (!isOurs || !environment.split('\0').includes(`PORT=${port}`)) continue;
    if (!new RegExp(`^Uid:\\s${USER}\\s`, 'm').test(status)) continue;
    return { pid: Number(pid), peakBytes: 1024 * Number(/^VmHWM:\s+(\d+)/m.exec(status)?.[1]) };
  }
  throw new Error(`no process of the image listens at ${port}`);
}
