import { writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { expect, it } from 'vitest';
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

describeWith('prometheus', 'prometheus-alertmanager')('a drop', () => {
  it('reaches a webhook through Prometheus and Alertmanager, in words that a person understands', async () => {
    const port = await freePort();
    startProcess(process.execPath, ['dist/cli.js', 'demo'], { PORT: String(port), REPORTS: 'all' });
    await eventually(() => get(`http://127.0.0.1:${port}/metrics`));
    const inbox: Inbox = { received: [], respond: status(200) };
    const alertmanager = await startAlertmanager(await serve(receiver(inbox)));
    const prometheus = await startPrometheusWith(await configuration(port, alertmanager));

    const alerts = await eventually(async () => {
      const received = inbox.received.flatMap(({ body }): Notification['alerts'] => JSON.parse(body.toString()).alerts);
      if (received.length > 0) return received;
      const raised = (await prometheus.alerts()).map(({ labels }) => `${labels.alertname} ${labels.alertstate}`);
      throw new Error(`the webhook has got nothing yet; Prometheus raises ${raised.join(', ')}`);
    });

    expect(alerts.map(({ labels }) => [labels.alertname, labels.report])).toEqual([
      ['M365UsageDropped', 'getOffice365GroupsActivityGroupCounts'],
    ]);
    const description = alerts[0]?.annotations.description;
    expect(description).toMatch(
      /^getOffice365GroupsActivityGroupCounts \(Microsoft 365 groups\): Active Microsoft 365 groups is at \d+ where \d+ is usual, on [235] report dates up to \d{4}-\d\d-\d\d\.$/,
    );
    process.stdout.write(`\nthe webhook got: ${description}\n`);
  });
});

async function configuration(port: number, alertmanager: string): Promise<string> {
  const folder = await temporaryFolder();
  const config = {
    global: { scrape_interval: '1s', evaluation_interval: '1s' },
    rule_files: [resolve('infra/alerts/m365-usage.yaml')],
    alerting: { alertmanagers: [{ static_configs: [{ targets: [alertmanager] }] }] },
    scrape_configs: [{ job_name: 'm365', static_configs: [{ targets: [`127.0.0.1:${port}`] }] }],
  };
  const path = join(folder, 'prometheus.yml');
  await writeFile(path, JSON.stringify(config));
  return path;
}

/** Its host and port. */
async function startAlertmanager(webhook: string): Promise<string> {
  const folder = await temporaryFolder();
  const config = join(folder, 'alertmanager.yml');
  const route = { receiver: 'webhook', group_wait: '1s' };
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
