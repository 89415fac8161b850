import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, expect, it, onTestFinished } from 'vitest';
import { ReportError } from '../../src/errors/errors.ts';
import { listen } from '../../src/hosts/standalone/listen.ts';
import { type BoardPanel, inGrafana, metricsPanels, toFrames } from '../support/boards.ts';
import { credential, startFleet, tokenFor } from '../support/fleet.ts';
import { describeWithGrafana, isNoTime, openGrafana } from '../support/grafana-data.ts';
import { startPrometheusWith } from '../support/prometheus.ts';
import { eventually, freePort, temporaryFolder } from '../support/run.ts';

const FLEET = 'fleet.json';
type Show = Awaited<ReturnType<typeof openGrafana>>;
/** What a person sees of each panel: rows of a table, values otherwise. */
type Seen = ReadonlyMap<string, readonly (readonly unknown[])[]>;

describeWithGrafana('prometheus')("the board of many tenants, through Grafana's own code", () => {
  let show: Show;
  beforeAll(async () => {
    show = await openGrafana();
  });

  it('tells who needs attention and why, who waits, how old the data is, and links each tenant', async () => {
    const port = await freePort();
    const { fleet, log, declare } = await startFleet({
      credentialOf:
        ({ key, id }) =>
        async () =>
          key === 't2'
            ? { getToken: () => Promise.reject(new ReportError('unauthorized', 'the secret has expired')) }
            : credential(tokenFor(id, key === 't3' ? [] : undefined)),
      settings: { PORT: String(port), TARGETS_HOST: `127.0.0.1:${port}` },
    });
    await declare(5);
    await fleet.declared.edit('t1', (entry) => ({ ...entry, name: 'Contoso' }));
    await fleet.plan(log);
    for (const key of ['t1', 't2', 't3', 't4']) await fleet.pull(key, { log });
    await fleet.declared.edit('t4', (entry) => ({ ...entry, enabled: false }));
    const server = await listen({ settings: fleet.settings.base, respond: fleet.respond }, log);
    onTestFinished(() => {
      server.close();
      server.closeAllConnections();
    });
    const prometheus = await startPrometheusWith(await writeConfig(port));
    // Renamed, and in another state than before, within the minutes that samples are looked back for.
    await eventually(async () => {
      if ((await prometheus.query('m365_tenant_info{tenant_name="Contoso"}')).length === 0) throw new Error('unseen');
    });
    await fleet.declared.edit('t1', (entry) => ({ ...entry, name: 'Contoso Ltd' }));
    await fleet.declared.edit('t4', (entry) => ({ ...entry, enabled: true, id: 'none' }));

    // A scrape may come between the queries of two panels.
    await eventually(async () => {
      const seen = await look(prometheus.query, show);
      expect(seen.get('Tenants')).toEqual([['5']]);
      expect(seen.get('Tenants in trouble')).toEqual([['2']]);
      expect(seen.get('Tenants not pulled')).toEqual([['0']]);
      expect(seen.get('Waiting for consent')).toEqual([['1']]);
      expect(seen.get('Certificate expires in')).toEqual([['No certificate']]);
      expect(rowsOf(seen, 'Need attention', 3).toSorted()).toEqual([
        ['t2', 't2', 'unauthorized'],
        ['t4', 't4', 'misdeclared'],
      ]);
      expect(rowsOf(seen, 'All tenants', 3)).toEqual([
        ['t1', 'Contoso Ltd', 'healthy'],
        ['t2', 't2', 'unauthorized'],
        ['t3', 't3', 'waiting for consent'],
        ['t4', 't4', 'misdeclared'],
        ['t5', 't5', 'new'],
      ]);
      expect(rowsOf(seen, 'Who waits for consent', 2)).toEqual([['t3', 't3']]);
      expect(rowsOf(seen, 'Age of data', 2)).toContainEqual(['t1', 'Contoso Ltd']);
      expect(seen.get('What dropped')).toEqual([['No data']]);
    });
  });

  it('beside an exporter of one tenant it says that there is no list of tenants, and nowhere that nobody waits', async () => {
    const config = join(await temporaryFolder(), 'prometheus.yml');
    await writeFile(config, '{}');
    const prometheus = await startPrometheusWith(config);

    const seen = await look(prometheus.query, show);

    for (const title of ['Tenants', 'Tenants in trouble', 'Oldest data', 'Since the last look', 'Waiting for consent'])
      expect([title, seen.get(title)]).toEqual([title, [['No list of tenants']]]);
    for (const title of ['Need attention', 'Who waits for consent', 'Age of data', 'All tenants'])
      expect([title, rowsOf(seen, title, 1)]).toEqual([title, [['No list of tenants']]]);
    expect(rowsOf(seen, 'What dropped', 1)).toEqual([['No data']]);
  });
});

function rowsOf(seen: Seen, title: string, cells: number) {
  return (seen.get(title) ?? []).map((row) => row.slice(0, cells));
}

async function look(query: Awaited<ReturnType<typeof startPrometheusWith>>['query'], show: Show): Promise<Seen> {
  const at = Date.now();
  const seen = new Map<string, readonly (readonly unknown[])[]>();
  for (const { file, panel, expr } of metricsPanels()) {
    if (file !== FLEET) continue;
    const samples = await query(inGrafana(expr, { tenant: '.*', instance: '.*', to: at, days: 30 }));
    const shown = await show(panel, toFrames(panel, samples, at));
    seen.set(panel.title, panel.type === 'table' ? toRows(panel, shown.frames) : shown.texts.map((text) => [text]));
  }
  return seen;
}

function toRows(panel: BoardPanel, frames: Awaited<ReturnType<Show>>['frames']) {
  const [frame] = frames;
  const fields = frame?.fields.filter(isNoTime) ?? [];
  expect({ panel: panel.title, frames: frames.length <= 1 }).toEqual({ panel: panel.title, frames: true });
  return Array.from({ length: frame?.length ?? 0 }, (_, row) => fields.map(({ values }) => values[row]));
}

async function writeConfig(port: number): Promise<string> {
  const config = join(await temporaryFolder(), 'prometheus.yml');
  const http_sd_configs = [{ url: `http://127.0.0.1:${port}/targets`, refresh_interval: '1s' }];
  const scrape_configs = [{ job_name: 'm365', scrape_interval: '1s', http_sd_configs }];
  await writeFile(config, JSON.stringify({ scrape_configs }));
  return config;
}
