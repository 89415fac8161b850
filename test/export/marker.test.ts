import { readFile } from 'node:fs/promises';
import tls from 'node:tls';
import { expect, it, onTestFinished } from 'vitest';
import { publish, repeatCurrent } from '../../src/export/publish.ts';
import { readSettings } from '../../src/settings/settings.ts';
import { SYSTEM_RUNTIME } from '../../src/system/runtime.ts';
import { createTenant } from '../../src/tenant.ts';
import { makeCertificate } from '../support/certificate.ts';
import { serve, serveTls } from '../support/loopback.ts';
import { createMemoryStore } from '../support/memory-store.ts';
import { describeWith } from '../support/programs.ts';
import { first, type Inbox, type Respond, receiver, status } from '../support/receiver.ts';

const REPORT = 'getEmailActivityCounts';
const MARKER = 'm365_pull_last_run_timestamp_seconds';
const SUCCESS = 'm365_export_success';
const SINCE = 'm365_export_failing_since_timestamp_seconds';
const LAST_SUCCESS = 'm365_export_last_success_timestamp_seconds';
const REPORT_SINCE = 'm365_report_failing_since_timestamp_seconds';
const OTHER = { exporter: 'prometheus_remote_write' };

describeWith('openssl')('a push to Azure Monitor', () => {
  it('a push ends with its marker and the states of the exporters, alone, after the responses to everything else', async () => {
    const { at, run, azure, remote, order } = await start();

    await run(0);

    const { before, last } = pushOf(azure);
    expect(namesOf(last)).toEqual([LAST_SUCCESS, SUCCESS, SINCE, MARKER].toSorted());
    expect(namesOf(before).filter((name) => namesOf(last).includes(name))).toEqual([]);
    expect(namesOf(before)).toContain(REPORT_SINCE);
    expect(numberOf(last, MARKER)).toBe(at(0));
    expect([numberOf(last, SUCCESS, { exporter: 'azure_monitor' }), numberOf(last, SUCCESS, OTHER)]).toEqual([1, 1]);
    expect(remote.received.length).toBeGreaterThan(0);
    expect(order.at(-1)).toBe('azure');
  });

  it('the marker waits for exporters that are slow to respond', async () => {
    const { run, azure, remote, order } = await start();
    remote.respond = (response) => {
      setTimeout(() => {
        order.push('remote at last');
        response.writeHead(204).end();
      }, 500);
    };

    await run(0);

    expect(order.slice(-2)).toEqual(['remote at last', 'azure']);
    expect(numberOf(pushOf(azure).last, SUCCESS, OTHER)).toBe(1);
  });

  it('every point has the tenant', async () => {
    const { run, azure } = await start();

    await run(0);

    expect(new Set(pointsOf(azure).map(({ labels }) => labels.tenant))).toEqual(new Set(['contoso']));
  });

  it.each<[string, Respond, boolean]>([
    ['a rejected request withholds it', status(400), false],
    ['a request of which every point is rejected withholds it', rejecting(Number.POSITIVE_INFINITY), false],
    ['a response of somebody else withholds it', (response) => void response.writeHead(200).end('<html>'), false],
    ['a single rejected point does not', rejecting(1), true],
  ])('of the marker: %s', async (_, respond, isMarked) => {
    const { run, azure } = await start();
    azure.respond = first(1, respond, acceptAll);

    await run(0);
    expect(namesOf(pointsOf(azure)).includes(MARKER)).toBe(isMarked);
    Object.assign(azure, { received: [], respond: acceptAll });
    await run(1, 'nothing was due');

    const { before, last } = pushOf(azure);
    expect(namesOf(before)).toContain(REPORT_SINCE);
    expect(namesOf(last)).toContain(MARKER);
  });

  it('a marker that is rejected fails the push, and comes again with everything', async () => {
    const { run, azure } = await start();
    azure.respond = (response, body) =>
      (namesOf(envelopesOf(body)).includes(MARKER) ? status(400) : acceptAll)(response, body);

    const [failed] = (await run(0)).filter(({ exporter }) => exporter === 'azure_monitor');
    Object.assign(azure, { received: [], respond: acceptAll });
    await run(1, 'nothing was due');

    expect(failed?.failure).toContain('Azure Monitor returned 400');
    expect(namesOf(pushOf(azure).before)).toContain(REPORT_SINCE);
    expect(namesOf(pushOf(azure).last)).toContain(MARKER);
  });

  it('where nothing is new nothing is pushed; a push without a run has the marker of the last one', async () => {
    const { at, run, azure, settings } = await start();
    await run(0);
    azure.received = [];

    await run(1, 'nothing was due');
    expect(azure.received).toEqual([]);
    settings.APPLICATIONINSIGHTS_CONNECTION_STRING = settings.APPLICATIONINSIGHTS_CONNECTION_STRING.replace('=0', '=1');
    await run(2, 'it was interrupted');

    expect(numberOf(pushOf(azure).last, MARKER)).toBe(at(1));
  });

  it('another exporter that fails is reported from the second time on, with the time of the first, until it succeeds', async () => {
    const { at, run, azure, remote } = await start();
    remote.respond = status(400);
    const reported = async (hour: number, what?: string) => {
      azure.received = [];
      await run(hour, what);
      return numberOf(pushOf(azure).last, SINCE, OTHER);
    };

    expect([await reported(0), await reported(1, 'nothing was due'), await reported(2)]).toEqual([0, at(0), at(0)]);
    remote.respond = status(204);
    expect(await reported(3)).toBe(0);
  });

  it('what a repeat changes of another exporter is reported at once, with everything else, and once', async () => {
    const { at, run, repeat, azure, remote } = await start();
    await run(0);
    const reported = async (hour: number) => {
      azure.received = [];
      await repeat(hour);
      return azure.received.length === 0 ? 'nothing' : numberOf(pushOf(azure).last, SINCE, OTHER);
    };

    remote.respond = status(400);
    expect([await reported(0.1), await reported(0.2), await reported(0.3)]).toEqual(['nothing', at(0.1), 'nothing']);
    azure.received = [];
    remote.respond = status(204);
    await run(1, 'nothing was due');

    expect(numberOf(pushOf(azure).last, SINCE, OTHER)).toBe(0);
    expect(namesOf(pushOf(azure).before)).toContain(REPORT_SINCE);
    expect(namesOf(pushOf(azure).last)).toContain(MARKER);
  });

  it('of what is no longer selected each state is reported as 0, once', async () => {
    const { at, run, azure, settings } = await start();
    await run(0, 'failed');
    await run(1, 'failed');
    const reported = () =>
      pointsOf(azure).filter(({ labels }) => labels.report === REPORT && labels.tenant === 'contoso');
    expect(numberOf(reported(), REPORT_SINCE)).toBe(at(0));

    settings.REPORTS = 'getYammerActivityCounts';
    const states: unknown[] = [];
    for (const hour of [2, 3]) {
      azure.received = [];
      await run(hour);
      states.push(reported().map(({ name, value }) => [name, value]));
    }

    expect(states).toEqual([[[REPORT_SINCE, 0]], []]);
  });

  it('of an exporter that is no longer named the state is reported as 0', async () => {
    const { at, run, azure, remote, settings } = await start();
    remote.respond = status(400);
    await run(0);
    await run(1);
    expect(numberOf(pushOf(azure).last, SINCE, OTHER)).toBe(at(0));
    azure.received = [];

    settings.OTEL_METRICS_EXPORTER = 'azure_monitor';
    await run(2, 'nothing was due');

    expect(namesOf(pushOf(azure).before)).not.toContain(SINCE);
    expect(numberOf(pushOf(azure).last, SINCE, OTHER)).toBe(0);
  });
});

interface Sent {
  readonly name: string;
  readonly value: number;
  readonly labels: Readonly<Record<string, string>>;
}

/** A tenant of one report, Application Insights and a remote-write endpoint, and hours of which each has a run. */
async function start() {
  const order: string[] = [];
  const azure: Inbox = { received: [], respond: acceptAll };
  const remote: Inbox = { received: [], respond: status(204) };
  const noting = (name: string, inbox: Inbox) => {
    const listener = receiver({
      get received() {
        return inbox.received;
      },
      respond: (response, body) => {
        order.push(name);
        inbox.respond(response, body);
      },
    });
    return listener;
  };
  const certificate = await makeCertificate();
  trust(await readFile(certificate.file, 'utf8'));
  const ingestion = await serveTls(noting('azure', azure), certificate);
  const settings = {
    REPORTS: REPORT,
    TENANT_ID: 'contoso',
    OTEL_METRICS_EXPORTER: 'azure_monitor,prometheus_remote_write',
    PROMETHEUS_REMOTE_WRITE_URL: await serve(noting('remote', remote)),
    APPLICATIONINSIGHTS_CONNECTION_STRING: `InstrumentationKey=00000000-1111-2222-3333-444444444444;IngestionEndpoint=${ingestion}/`,
  };
  const store = createMemoryStore();
  const at = (hour: number) => Date.UTC(2026, 10, 20) / 1000 + hour * 3600;
  const depsAt = (hour: number) => {
    const now = () => new Date(at(hour) * 1000);
    const read = readSettings(settings, 'standalone');
    const tenant = createTenant(read.tenant, store, SYSTEM_RUNTIME);
    const log = { error: () => {}, warn: () => {}, info: () => {}, debug: () => {} };
    const deps = { settings: read, documents: tenant.openRunDocuments(), log, now, sleep: async () => {} };
    return { deps, reports: read.tenant.reports, history: tenant.documents.history, finishedAt: now().toISOString() };
  };
  const run = async (hour: number, what = 'all succeeded') => {
    const { deps, reports, history, finishedAt } = depsAt(hour);
    const failure = what === 'failed' ? { failure: { reason: 'server', message: '' } } : {};
    const pulled = what === 'all succeeded' || what === 'failed' ? reports : [];
    for (const report of pulled) await history.addPull(report, [], { at: finishedAt, seconds: 1, ...failure });
    if (what !== 'it was interrupted') await history.saveLastRun({ finishedAt, reports: { selected: reports.length } });
    return publish(
      pulled.map(() => ({ at: finishedAt })),
      deps,
    );
  };
  return { at, azure, remote, order, settings, run, repeat: (hour: number) => repeatCurrent(depsAt(hour).deps) };
}

/** As NODE_EXTRA_CA_CERTS does for a process that is started with it. */
function trust(certificate: string): void {
  const before = tls.getCACertificates('default');
  tls.setDefaultCACertificates([...before, certificate]);
  onTestFinished(() => tls.setDefaultCACertificates(before));
}

function acceptAll(...[response, body]: Parameters<Respond>): void {
  rejecting(0)(response, body);
}

/** Takes a request, but for its first points. */
function rejecting(points: number): Respond {
  return (response, body) => {
    const count = JSON.parse(body.toString()).length;
    const rejected = Math.min(points, count);
    const errors = Array.from({ length: rejected }, (_, index) => ({ index, statusCode: 400, message: 'no' }));
    response.writeHead(rejected === 0 ? 200 : 206, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ itemsReceived: count, itemsAccepted: count - rejected, errors }));
  };
}

function envelopesOf(body: Buffer): readonly Sent[] {
  const sent: readonly { data: { baseData: { metrics: readonly Sent[]; properties?: Sent['labels'] } } }[] = JSON.parse(
    body.toString(),
  );
  return sent.flatMap(({ data: { baseData } }) =>
    baseData.metrics.map(({ name, value }) => ({ name, value, labels: baseData.properties ?? {} })),
  );
}

function pointsOf({ received }: Inbox): readonly Sent[] {
  return received.flatMap(({ body }) => envelopesOf(body));
}

/** What the last request had, and those before it. */
function pushOf({ received }: Inbox) {
  const requests = received.map(({ body }) => envelopesOf(body));
  return { before: requests.slice(0, -1).flat(), last: requests.at(-1) ?? [] };
}

function namesOf(points: readonly Sent[]): readonly string[] {
  return [...new Set(points.map(({ name }) => name))].toSorted();
}

function numberOf(points: readonly Sent[], name: string, labels: Sent['labels'] = {}): number | undefined {
  const isOne = (point: Sent) => Object.entries(labels).every(([label, value]) => point.labels[label] === value);
  return points.findLast((point) => point.name === name && isOne(point))?.value;
}
