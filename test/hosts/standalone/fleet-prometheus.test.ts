import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { listen } from '../../../src/hosts/standalone/listen.ts';
import { createFolderStore } from '../../../src/store/folder.ts';
import { overwriteJson } from '../../../src/store/store.ts';
import { idOf, MARK, startFleet } from '../../support/fleet.ts';
import { describeIfInstalled, describeWith } from '../../support/programs.ts';
import { startPrometheusWith } from '../../support/prometheus.ts';
import { eventually, freePort, temporaryFolder } from '../../support/run.ts';

const TENANTS = 200;

describeWith('prometheus')("Debian's Prometheus", () => discovers('prometheus'));
describeIfInstalled('prometheus-3')('a newer Prometheus', () => discovers('prometheus-3'));

function discovers(program: string): void {
  it('discovers 200 tenants, a removed and an added one while it runs, and has of each its own numbers', async () => {
    const { fleet, declare, stop } = await serveFleet();
    const prometheus = await startPrometheusWith(await writeConfig(fleet.settings.targetsOrigin.host), [], { program });
    const valuesBy = async (query: string) =>
      new Map((await prometheus.query(query)).map(({ labels, value }) => [labels.tenant ?? '', value]));
    const until = (isThere: (up: ReadonlyMap<string, number>) => boolean) =>
      eventually(async () => {
        const up = await valuesBy('up{job="m365"} == 1');
        if (!isThere(up)) throw new Error(`${up.size} targets are up; ${prometheus.log().slice(-500)}`);
        return up;
      });

    // All tenants, and the fleet's own metrics, whose target is nobody's in particular.
    const up = await until(({ size }) => size === TENANTS + 1);
    expect([...up.keys()].filter((key) => !/^(t\d+)?$/.test(key))).toEqual([]);
    const groups = await valuesBy('m365_groups_latest{job="m365"}');
    expect(groups).toEqual(new Map(keysTo(TENANTS).map((key, index) => [key, (index + 1) * MARK])));
    expect((await prometheus.query('count by (tenant) (m365_tenant_state) != 1')).length).toBe(0);
    expect((await valuesBy('m365_tenant_info')).size).toBe(TENANTS);

    await fleet.declared.edit('t7', (entry) => ({ ...entry, removedAt: '2026-01-31T12:00:00.000Z' }));
    await declare(TENANTS + 1);
    await until((now) => now.size === TENANTS + 1 && !now.has('t7') && now.has(`t${TENANTS + 1}`));

    const after = await valuesBy('m365_groups_latest{job="m365"}');
    expect([after.has('t7'), after.get('t201'), after.get('t8')]).toEqual([false, 201 * MARK, 8 * MARK]);

    // While nobody answers, it keeps the targets that it has.
    await stop();
    await eventually(async () => {
      if ((await prometheus.query('up{job="m365"} == 0')).length !== TENANTS + 1) throw new Error('still up');
    });
  });
}

function keysTo(count: number): readonly string[] {
  return Array.from({ length: count }, (_, index) => `t${index + 1}`);
}

/** A standalone server of many tenants, each of which has been pulled. */
async function serveFleet() {
  const port = await freePort();
  const { fleet, folder, log } = await startFleet({
    settings: { PORT: String(port), TARGETS_HOST: `127.0.0.1:${port}`, WINDOW_DAYS: '0' },
  });
  const server = await listen({ settings: fleet.settings.base, respond: fleet.respond }, log);
  const stop = async () => {
    server.close();
    server.closeAllConnections();
  };
  onTestFinished(stop);
  const pullTo = async (count: number) => {
    for (const key of keysTo(count)) {
      if ((await fleet.states.load(key)) === undefined) await fleet.pull(key, { log });
    }
  };
  const tenants = Object.fromEntries(keysTo(TENANTS).map((key, index) => [key, { id: idOf(index + 1) }]));
  await overwriteJson(createFolderStore(folder), '_tenants/declared.json', { version: 1, tenants });
  await pullTo(TENANTS);
  return {
    fleet,
    stop,
    declare: async (count: number) => {
      await fleet.declared.edit(`t${count}`, () => ({ id: idOf(count) }));
      await pullTo(count);
    },
  };
}

async function writeConfig(host: string): Promise<string> {
  const config = join(await temporaryFolder(), 'prometheus.yml');
  const http_sd_configs = [{ url: `http://${host}/targets`, refresh_interval: '2s' }];
  await writeFile(
    config,
    JSON.stringify({ scrape_configs: [{ job_name: 'm365', scrape_interval: '5s', http_sd_configs }] }),
  );
  return config;
}
