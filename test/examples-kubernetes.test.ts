import { spawnSync } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse, parseAllDocuments } from 'yaml';
import { PROMETHEUS_RULE, toPrometheusRule } from '../infra/alerts/build.ts';
import packageJson from '../package.json' with { type: 'json' };
import { SETTINGS } from '../src/settings/schema.ts';
import { describeIfInstalled } from './support/programs.ts';
import { temporaryFolder } from './support/run.ts';

const FOLDER = 'examples/kubernetes';
const containerfile = await readFile('packaging/Containerfile', 'utf8');
const { claim, deployment, service } = await exporter();
const { template, ...others } = deployment.spec;
const { containers, securityContext, volumes } = template.spec;
const [container] = containers;
const unit = await readFile(`examples/systemd/${packageJson.name}.service`, 'utf8');

async function exporter() {
  const documents = parseAllDocuments(await readFile(`${FOLDER}/exporter.yaml`, 'utf8'));
  expect(documents.flatMap(({ errors }) => errors)).toEqual([]);
  const [claim, deployment, service] = documents.map((document) => document.toJS());
  return { claim, deployment, service };
}

describe('the Deployment', () => {
  it('is of kinds and versions that clusters have', () => {
    expect([claim, deployment, service].map(({ apiVersion, kind }) => `${apiVersion} ${kind}`)).toEqual([
      'v1 PersistentVolumeClaim',
      'apps/v1 Deployment',
      'v1 Service',
    ]);
    expect(container.image).toMatch(new RegExp(`/${packageJson.name}:${packageJson.version}$`));
  });

  it('runs as the user of the image, without rights, and the root is only read', () => {
    const [, user] = /^USER (\d+):\1$/m.exec(containerfile) ?? [];

    expect(securityContext).toMatchObject({ runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } });
    for (const name of ['runAsUser', 'runAsGroup', 'fsGroup']) expect(securityContext[name]).toBe(Number(user));
    expect(container.securityContext).toEqual({
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      capabilities: { drop: ['ALL'] },
    });
  });

  it('mounts what the image writes to, of volumes that are there', () => {
    const written = ['VOLUME', 'WORKDIR'].map((word) => new RegExp(`^${word} (.+)$`, 'm').exec(containerfile)?.[1]);
    const mounts: readonly { readonly name: string; readonly mountPath: string }[] = container.volumeMounts;

    expect(mounts.map(({ mountPath }) => mountPath)).toEqual(written);
    expect(mounts.map(({ name }) => name)).toEqual(volumes.map(({ name }: { readonly name: string }) => name));
    expect(volumes[0].persistentVolumeClaim.claimName).toBe(claim.metadata.name);
  });

  it('is one process at a time, asked at its port whether it is healthy', () => {
    const [port] = container.ports;

    expect(others).toMatchObject({ replicas: 1, strategy: { type: 'Recreate' } });
    expect(String(port.containerPort)).toBe(SETTINGS.entries.PORT.default);
    for (const probe of [container.readinessProbe, container.livenessProbe])
      expect(probe.httpGet).toEqual({ path: '/healthz', port: port.name });
  });

  it('is found by the Service, and that by the ServiceMonitor', async () => {
    const monitor = parse(await readFile(`${FOLDER}/service-monitor.yaml`, 'utf8'));
    const [port] = service.spec.ports;

    expect(others.selector.matchLabels).toEqual(template.metadata.labels);
    expect(service.spec.selector).toEqual(template.metadata.labels);
    expect(port.targetPort).toBe(container.ports[0].name);
    expect(monitor).toMatchObject({ apiVersion: 'monitoring.coreos.com/v1', kind: 'ServiceMonitor' });
    expect(monitor.spec.selector.matchLabels).toEqual(service.metadata.labels);
    expect(monitor.spec.endpoints).toEqual([
      { port: port.name, path: '/metrics', interval: '1m', scrapeTimeout: '30s' },
    ]);
  });
});

it('the PrometheusRule has the rules of m365-usage.yaml', async () => {
  const text = await readFile(PROMETHEUS_RULE, 'utf8');
  const rule = parse(text);

  expect(text).toBe(toPrometheusRule());
  expect(rule.spec).toEqual(parse(await readFile('infra/alerts/m365-usage.yaml', 'utf8')));
  expect(rule).toMatchObject({ apiVersion: 'monitoring.coreos.com/v1', kind: 'PrometheusRule' });
});

describe('the unit of systemd', () => {
  it('starts what npm installs, and keeps history where it may write', async () => {
    const page = await readFile('docs/installing.md', 'utf8');
    const [, prefix] = /npm install --global --prefix (\S+) /.exec(page) ?? [];

    expect(unit).toContain(`\nExecStart=${prefix}/bin/${Object.keys(packageJson.bin)[0]} serve\n`);
    expect(unit).toContain('\nEnvironment=HISTORY_STORE=file:/var/lib/m365-usage-exporter\n');
    expect(unit).toContain('\nStateDirectory=m365-usage-exporter\n');
    for (const [, file] of unit.matchAll(/^EnvironmentFile=(\S+)$/gm)) expect(page).toContain(` ${file}\n`);
  });

  describeIfInstalled('systemd-analyze')('systemd', () => {
    it('accepts it, and finds it exposed to little', async () => {
      const path = join(await temporaryFolder(), `${packageJson.name}.service`);
      await writeFile(path, unit.replace(/^ExecStart=.*$/m, `ExecStart=${process.execPath} serve`));
      const analyze = (...args: readonly string[]) =>
        spawnSync('systemd-analyze', [...args, path], { encoding: 'utf8' });

      expect(analyze('verify')).toMatchObject({ status: 0, stdout: '', stderr: '' });
      // Of 100, where 100 is a service without any limit.
      expect(analyze('security', '--offline=true', '--threshold=20').status).toBe(0);
    });
  });
});
