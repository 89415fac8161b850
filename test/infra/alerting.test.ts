import { writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { expect, it } from 'vitest';
import { shiftedTo } from '../any-day/clock.ts';
import { serve } from '../support/loopback.ts';
import { describeWith } from '../support/programs.ts';
import { get, startPrometheusWith } from '../support/prometheus.ts';
import { type Inbox, receiver, status } from '../support/receiver.ts';
import { eventually, freePort, startProcess, temporaryFolder } from '../support/run.ts';

interface Notification {
  readonly alerts: readonly {
    readonly status: string;
    readonly labels: Readonly<Record<string, string>>;
    readonly annotations: Readonly<Record<string, string>>;
  }[];
}

/** One for each day of the week, from today on. */
const DAYS = Array.from({ length: 7 }, (_, days) => {
  const at = new Date(Date.now() + days * 86_400_000);
  return { name: at.toLocaleDateString('en', { weekday: 'long', timeZone: 'UTC' }), at };
});

describeWith('prometheus', 'prometheus-alertmanager')('a drop', () => {
  it('reaches a webhook through Prometheus and Alertmanager on every day of the week, in words that a person understands', async () => {
    const ports = new Map<string, number>();
    for (const { name, at } of DAYS) ports.set(name, await startDemo(at));
    const inbox: Inbox = { received: [], respond: status(200) };
    const alertmanager = await startAlertmanager(await serve(receiver(inbox)));
    const prometheus = await startPrometheusWith(await configuration(ports, alertmanager));

    const alerts = await eventually(async () => {
      const received = inbox.received.flatMap(({ body }): Notification['alerts'] => JSON.parse(body.toString()).alerts);
      const jobs = new Set(received.map(({ labels }) => labels.job));
      if (DAYS.every(({ name }) => jobs.has(name))) return received;
      const raised = (await prometheus.alerts()).map(({ labels }) => `${labels.alertname} ${labels.alertstate}`);
      throw new Error(`the webhook has got those of ${[...jobs].join(', ')}; Prometheus raises ${raised.join(', ')}`);
    });

    const received = new Set(alerts.map(({ labels }) => `${labels.job} ${labels.alertname} ${labels.report}`));
    expect([...received].sort()).toEqual(
      DAYS.map(({ name }) => `${name} M365UsageDropped getOffice365GroupsActivityGroupCounts`).sort(),
    );
    const descriptions = alerts.map(({ labels, annotations }) => `${labels.job}: ${annotations.description}`);
    for (const description of descriptions)
      expect(description).toMatch(
        /^\w+day: getOffice365GroupsActivityGroupCounts \(Microsoft 365 groups\): Active Microsoft 365 groups is at \d+ where \d+ is usual, since \d{4}-\d\d-\d\d, on (?:[235] report dates up to )?\d{4}-\d\d-\d\d\.$/,
      );
    process.stdout.write(`\nthe webhook got\n${descriptions.join('\n')}\n`);
  });
});

/** Its port. Prometheus keeps the real clock, which nothing that is scraped depends on. */
async function startDemo(at: Date): Promise<number> {
  const port = await freePort();
  startProcess(process.execPath, ['dist/cli.js', 'demo'], {
    ...shiftedTo(at, 'UTC'),
    PORT: String(port),
    REPORTS: 'all',
  });
  await eventually(() => get(`http://127.0.0.1:${port}/metrics`));
  return port;
}

async function configuration(jobs: ReadonlyMap<string, number>, alertmanager: string): Promise<string> {
  const folder = await temporaryFolder();
  const config = {
    global: { scrape_interval: '1s', evaluation_interval: '1s' },
    rule_files: [resolve('infra/alerts/m365-usage.yaml')],
    alerting: { alertmanagers: [{ static_configs: [{ targets: [alertmanager] }] }] },
    scrape_configs: [...jobs].map(([name, port]) => ({
      job_name: name,
      static_configs: [{ targets: [`127.0.0.1:${port}`] }],
    })),
  };
  const path = join(folder, 'prometheus.yml');
  await writeFile(path, JSON.stringify(config));
  return path;
}

/** Its host and port. */
async function startAlertmanager(webhook: string): Promise<string> {
  const folder = await temporaryFolder();
  const config = join(folder, 'alertmanager.yml');
  const route = { receiver: 'webhook', group_by: ['job'], group_wait: '1s' };
  await writeFile(
    config,
    JSON.stringify({ route, receivers: [{ name: 'webhook', webhook_configs: [{ url: webhook }] }] }),
  );
  const address = `127.0.0.1:${await freePort()}`;
  const flags = [
    `--config.file=${config}`,
    `--storage.path=${folder}`,
    `--web.listen-address=${address}`,
    '--cluster.listen-address=',
  ];
  startProcess('prometheus-alertmanager', flags);
  await eventually(() => get(`http://${address}/-/ready`));
  return address;
}
