import { execFileSync } from 'node:child_process';
import { appendFile, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { idOf } from '../support/fleet.ts';
import { serve } from '../support/loopback.ts';
import { CLIENT_ID, CONSENTED, startManyTenants } from '../support/many-tenants.ts';
import { describeWith } from '../support/programs.ts';
import { temporaryFolder } from '../support/run.ts';

const FEDERATED = (what: string) =>
  `no federated credential of the application (GRAPH_CLIENT_ID) has the ${what} of the managed identity, which concerns every tenant`;

/** The numbers of Entra, with how the sentence about each begins that its tenant gets. */
const MEANINGS: readonly (readonly [number, string])[] = [
  [7000229, 'nobody in the tenant has consented to the application yet; send its administrator this link: '],
  [700016, 'nobody in the tenant has consented to the application yet; send its administrator this link: '],
  [65001, "the consent is missing or was withdrawn; send the tenant's administrator this link: "],
  [650051, 'the consent is half done; open the link again in a minute: '],
  [90002, 'this cloud has no such tenant; correct its id in the declaration'],
  [900023, 'this cloud has no such tenant; correct its id in the declaration'],
  [70021, FEDERATED('issuer, subject and audience')],
  [700211, FEDERATED('issuer')],
  [700212, FEDERATED('audience')],
  [700213, FEDERATED('subject')],
  [700236, 'the application (GRAPH_CLIENT_ID) is registered in another tenant than that of the managed identity'],
  [7000112, 'the application is disabled in the tenant; its administrator enables it'],
  [7000215, "the client secret is wrong; put the secret's value, not its id, into GRAPH_CLIENT_SECRET"],
  [7000222, 'the client secret has expired; make a new one in Entra and put it into GRAPH_CLIENT_SECRET'],
  [700027, 'the certificate is not one of the application; upload it in Entra, or name another in GRAPH_CLIENT_SECRET'],
  [53003, 'a Conditional Access policy of the tenant blocks it'],
];

/** Tenants `t1`, `t2`, ... at once. */
async function declare({ folder }: { readonly folder: string }, credentials: readonly unknown[]): Promise<void> {
  const { createFolderStore } = await import('../../src/store/folder.ts');
  const { overwriteJson } = await import('../../src/store/store.ts');
  const entries = credentials.map((credential, index) => [`t${index + 1}`, { id: idOf(index + 1), credential }]);
  const document = { version: 1, tenants: Object.fromEntries(entries) };
  await overwriteJson(createFolderStore(folder), '_tenants/declared.json', document);
}

describeWith('openssl')('a token for one of many tenants', () => {
  it('says of each number of Entra what it means and who does what', async () => {
    const started = await startManyTenants();
    await declare(
      started,
      MEANINGS.map(() => 'shared'),
    );
    for (const [index, [code]] of MEANINGS.entries()) started.entra.answers.set(idOf(index + 1), { code });

    const { status, stdout } = await started.run('tenants check --json');

    expect(status).toBe(2);
    const found: readonly { readonly check: string; readonly message: string }[] = JSON.parse(stdout);
    for (const [index, [code, sentence]] of MEANINGS.entries()) {
      const message = found.find(({ check }) => check === `t${index + 1}`)?.message;
      expect(message).toMatch(/^Entra refused a token for Microsoft Graph \(AADSTS\d+ \w+\): /);
      expect(message).toContain(`AADSTS${code} `);
      expect(message).toContain(`: ${sentence}`);
      if (sentence.endsWith(': ')) expect(message).toContain(`/${idOf(index + 1)}/v2.0/adminconsent?client_id=`);
      expect(message).not.toContain('a sentence');
    }
  });

  it('is requested by the application, whose credential is the managed identity', async () => {
    const started = await startManyTenants();
    const asked: (string | undefined)[] = [];
    const identity = await serve((request, response) => {
      asked.push(new URL(request.url ?? '', 'http://x').searchParams.get('resource') ?? undefined);
      const expires_on = String(Math.floor(Date.now() / 1000) + 3_600);
      response.end(JSON.stringify({ access_token: 'the identity', expires_on, token_type: 'Bearer' }));
    });
    await declare(started, ['shared', 'shared']);

    const { status, stdout } = await started.run('tenants check', {
      GRAPH_CLIENT_SECRET: '',
      IDENTITY_ENDPOINT: `${identity}/msi/token`,
      IDENTITY_HEADER: 'x',
    });

    expect({ status, stdout }).toMatchObject({ status: 0, stdout: expect.stringContaining('ok    t1') });
    expect(new Set(asked)).toEqual(new Set(['api://AzureADTokenExchange']));
    expect(started.entra.requests.map(({ directory }) => directory).toSorted()).toEqual([idOf(1), idOf(2)]);
    for (const request of started.entra.requests)
      expect(request).toMatchObject({ client_id: CLIENT_ID, client_assertion: 'the identity' });
  });

  it("is requested by each tenant's own application, with its own secret or certificate", async () => {
    const started = await startManyTenants();
    const path = join(await temporaryFolder(), 'own.pem');
    const flags = ['-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', '-subj', '/CN=own'];
    execFileSync('openssl', ['req', ...flags, '-keyout', path, '-out', `${path}.crt`], { stdio: 'ignore' });
    await appendFile(path, await readFile(`${path}.crt`));
    await declare(started, [
      { clientId: idOf(21), secretSetting: 'CONTOSO_SECRET' },
      { clientId: idOf(22), certificateSetting: 'FABRIKAM_CERTIFICATE' },
      { clientId: idOf(23), secretSetting: 'NOT_SET' },
    ]);
    started.entra.answers.set(idOf(3), CONSENTED);

    const { stdout } = await started.run('tenants check', {
      CONTOSO_SECRET: 'the secret of contoso',
      FABRIKAM_CERTIFICATE: path,
    });

    expect(stdout).toContain('ok    t1');
    expect(stdout).toContain('ok    t2');
    expect(stdout).toContain(
      'FAIL  t3         the setting NOT_SET, which its credential names, is not set; set it, on Azure as a reference to Key Vault, or correct the credential of the tenant',
    );
    const [contoso, fabrikam] = started.entra.requests.toSorted((a, b) =>
      (a.directory ?? '') < (b.directory ?? '') ? -1 : 1,
    );
    expect(contoso).toMatchObject({ client_id: idOf(21), client_secret: 'the secret of contoso' });
    expect(fabrikam).toMatchObject({ client_id: idOf(22), client_assertion: expect.stringMatching(/^eyJ/) });
    expect(started.entra.requests).toHaveLength(2);
  });
});
