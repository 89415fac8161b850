import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { rm } from 'node:fs/promises';
import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest';
import packageJson from '../../package.json' with { type: 'json' };
import {
  createImageStore,
  filesOfUser,
  folderOfUser,
  type ImageStore,
  processAt,
  runReadOnly,
} from '../support/image.ts';
import { knownTenant, REPORT_NAMES } from '../support/known-tenant.ts';
import { describeWithout } from '../support/programs.ts';
import { ended, eventually, freePort } from '../support/run.ts';
import { startTenant } from '../support/tenant.ts';

const PROGRAM = ['node', '/app/dist/cli.js'];
const lacking = process.getuid?.() === 0 ? [] : ['a user who is root'];

describeWithout(lacking, ['buildah', 'mmdebstrap', 'unshare'])('the image', () => {
  let images: ImageStore;
  let container: { readonly name: string; readonly root: string };

  beforeAll(async () => {
    images = await createImageStore(packageJson.version);
    images.build('exporter', 'docker');
    container = images.container('exporter');
  });
  afterAll(() => images?.remove());

  it('runs without rights, keeps history in a volume, listens beyond loopback and says what it is', () => {
    const { config } = images.inspect('exporter').Docker;

    expect(config).toMatchObject({
      User: '65532:65532',
      Env: expect.arrayContaining(['HOST=0.0.0.0', 'PORT=9464', 'HISTORY_STORE=file:/data']),
      Volumes: { '/data': {} },
      ExposedPorts: { '9464/tcp': {} },
      WorkingDir: '/tmp',
      Entrypoint: PROGRAM,
      Cmd: ['serve'],
      Labels: expect.objectContaining({
        'org.opencontainers.image.title': packageJson.name,
        'org.opencontainers.image.licenses': packageJson.license,
        'org.opencontainers.image.version': packageJson.version,
      }),
    });
    print(`The image has ${megabytes(images.sizeOf('exporter'))}, the base that CI makes included.`);
  });

  it('is the same when it is built again: every layer, and in the format of OCI the digest', () => {
    const [first, second] = [images.build('again', 'oci'), images.build('again', 'oci')];

    expect(second).toBe(first);
    expect(images.inspect('again').Docker.rootfs).toEqual(images.inspect('exporter').Docker.rootfs);
  });

  it('checks a tenant', async () => {
    const { environment } = await startTenant(knownTenant().fileOf);
    const env = { ...environment, REPORTS: REPORT_NAMES.join(',') };

    const { status, stdout } = await ended(images.run(container.name, [...PROGRAM, 'check'], env));

    expect({ status, stdout }).toEqual({ status: 0, stdout: expect.stringContaining('/data') });
  });

  it('shows the demo, writes to the temporary folder alone, and removes what it wrote', async () => {
    const port = await freePort();
    const before = await images.written();
    const start = performance.now();
    const demo = images.run(container.name, [...PROGRAM, 'demo'], {
      PORT: String(port),
      LOG_LEVEL: 'error',
    });
    const end = ended(demo);
    const { pid, peakBytes } = await atFirstMetric(demo, port, 'm365_groups_active{');
    const seconds = (performance.now() - start) / 1000;
    const written = (await images.written()).filter((path) => !before.includes(path));
    process.kill(pid, 'SIGTERM');

    expect(await end).toMatchObject({ status: 0, stderr: '' });
    expect(written.length).toBeGreaterThan(100);
    expect(written.filter((path) => !path.startsWith('/tmp/'))).toEqual([]);
    expect(await images.written()).toEqual(before);
    print(
      `The demo has its first metric after ${seconds.toFixed(1)} s, with ${megabytes(peakBytes)} of memory at most,`,
    );
    print(`and ${written.length} files in /tmp until it ends.`);
  });

  it('serves a tenant, is healthy by its own health check, and stops at once', async () => {
    const { end, port, pid } = await serve((...args) => images.run(container.name, ...args));

    expect(await healthCheck(port)).toMatchObject({ status: 0 });
    process.kill(pid, 'SIGTERM');
    expect(await end).toMatchObject({ status: 0 });
    const written = await images.written();
    expect(written).toContain('/data/default/last-run.json.v1');
    expect(written.filter((path) => !path.startsWith('/data/'))).toEqual([]);
    print(`Serving ${REPORT_NAMES.length} reports writes ${written.length} files, all of them in /data.`);
    // Nobody listens there any more.
    expect(await healthCheck(port)).toMatchObject({ status: 1 });
  });

  it('serves with a root that cannot be written to, as process 1, and stops at once', async () => {
    const data = await folderOfUser();
    onTestFinished(() => rm(data, { recursive: true, force: true }));
    const { end, pid, memory } = await serve((...args) => runReadOnly(container.root, data, ...args));
    const start = performance.now();
    process.kill(pid, 'SIGTERM');

    expect(await end).toMatchObject({ status: 0 });
    // After ten seconds a container is killed.
    expect(performance.now() - start).toBeLessThan(10_000);
    expect(await filesOfUser(data)).toContain('default/last-run.json.v1');
    print(`It serves with ${megabytes(memory)} of memory at most.`);
  });

  it('says so where /data cannot be written to either', async () => {
    const { environment } = await startTenant(knownTenant().fileOf);
    const env = { ...environment, REPORTS: REPORT_NAMES.join(','), HISTORY_STORE: 'file:/data' };

    const { stdout } = await ended(runReadOnly(container.root, undefined, [...PROGRAM, 'check'], env));

    expect(stdout).toContain(
      'The folder /data (HISTORY_STORE) does not work: the file system is read-only (EROFS); choose another folder\n',
    );
  });

  type Run = (command: readonly string[], env: Readonly<Record<string, string>>) => ChildProcess;

  async function serve(run: Run) {
    const { environment } = await startTenant(knownTenant().fileOf);
    const port = await freePort();
    const fixed = { REPORTS: REPORT_NAMES.join(','), HOST: '0.0.0.0', HISTORY_STORE: 'file:/data' };
    const server = run([...PROGRAM, 'serve'], { ...environment, ...fixed, PORT: String(port) });
    const end = ended(server);
    const { pid, peakBytes } = await atFirstMetric(server, port, 'm365_report_pull_success{');
    return { end, port, pid, memory: peakBytes };
  }

  async function healthCheck(port: number) {
    const [, ...command] = images.inspect('exporter').Docker.config.Healthcheck.Test;
    return ended(images.run(container.name, command, { PORT: String(port) }));
  }
});

/** The process, once it has metrics. It never outlives the test. */
async function atFirstMetric(child: ChildProcess, port: number, metric: string) {
  onTestFinished(async () => {
    await processAt(port).then(
      ({ pid }) => process.kill(pid, 'SIGKILL'),
      () => {},
    );
  });
  const ends = once(child, 'exit').then(() => Promise.reject(new Error('it ended before there was a metric')));
  const answers = eventually(async () =>
    expect(await (await fetch(`http://127.0.0.1:${port}/metrics`)).text()).toContain(metric),
  );
  await Promise.race([ends, answers]);
  return processAt(port);
}

function megabytes(bytes: number): string {
  return `${Math.round(bytes / 1e6)} MB`;
}

function print(sentence: string): void {
  process.stdout.write(`${sentence}\n`);
}
