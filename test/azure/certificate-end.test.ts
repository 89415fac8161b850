import { X509Certificate } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { certificateEnd } from '../../src/azure/certificate-end.ts';
import { makeCertificate } from '../support/certificate.ts';
import { parseExposition } from '../support/exposition.ts';
import { idOf, startFleet } from '../support/fleet.ts';
import { describeWith } from '../support/programs.ts';
import { runCli, temporaryFolder } from '../support/run.ts';

const METRIC = 'm365_tenant_certificate_expiry_timestamp_seconds';

/** A file with certificate and key, as the identity library wants it, and the end of the certificate as Unix time. */
async function credentialFile(certificateFirst = true) {
  const { cert, key } = await makeCertificate();
  const path = join(await temporaryFolder(), 'credential.pem');
  await writeFile(path, certificateFirst ? cert + key : key + cert);
  return { path, end: Date.parse(new X509Certificate(cert).validTo) / 1000 };
}

describeWith('openssl')('the end of a certificate', () => {
  it('is a metric where one tenant has a certificate, though Entra cannot be reached', async () => {
    const { path, end } = await credentialFile();
    const environment = {
      HISTORY_STORE: `file:${await temporaryFolder()}`,
      REPORTS: 'getOffice365GroupsActivityGroupCounts',
      AZURE_TENANT_ID: idOf(1),
      AZURE_CLIENT_ID: idOf(2),
      AZURE_CLIENT_CERTIFICATE_PATH: path,
      AZURE_AUTHORITY_HOST: 'https://127.0.0.1:9',
    };

    await runCli(['collect'], environment);
    const { stdout } = await runCli(['metrics'], environment);
    const own = { ...environment, AZURE_CLIENT_SECRET: 'goes before it' };
    await runCli(['collect'], own);

    expect(parseExposition(stdout).get(`${METRIC}{setting="AZURE_CLIENT_CERTIFICATE_PATH"}`)).toBe(end);
    expect((await runCli(['metrics'], own)).stdout).not.toContain(METRIC);
  });

  it('is one of each of many tenants, by the setting that names it, and of nobody without', async () => {
    const [shared, own] = [await credentialFile(), await credentialFile(false)];
    const { fleet, declare, log, get } = await startFleet({
      settings: { GRAPH_CLIENT_CERTIFICATE_PATH: shared.path, CONTOSO_CERTIFICATE: own.path },
    });
    await declare(3);
    const application = { clientId: idOf(9), certificateSetting: 'CONTOSO_CERTIFICATE' };
    await fleet.declared.edit('t2', (entry) => ({ ...entry, credential: application }));
    await fleet.declared.edit('t3', (entry) => ({ ...entry, credential: 'identity' }));
    for (const key of ['t1', 't2', 't3']) await fleet.pull(key, { log });

    const ends = await Promise.all(
      ['t1', 't2', 't3'].map(async (key) => {
        const series = [...parseExposition((await get(`/metrics/${key}`)).body.toString())];
        return series.filter(([name]) => name.startsWith(METRIC));
      }),
    );
    expect(ends).toEqual([
      [[`${METRIC}{setting="GRAPH_CLIENT_CERTIFICATE_PATH"}`, shared.end]],
      [[`${METRIC}{setting="CONTOSO_CERTIFICATE"}`, own.end]],
      [],
    ]);
  });
});

it('is not known of a file that is none or has no certificate', async () => {
  const path = join(await temporaryFolder(), 'none.pem');
  expect(await certificateEnd(path)).toBeUndefined();
  await writeFile(path, await readFile('package.json'));
  expect(await certificateEnd(path)).toBeUndefined();
});
