import { makeCertificate } from './certificate.ts';
import { type EntraAnswer, startEntra } from './entra.ts';
import { idOf, REPORT, startMarkedGraph } from './fleet.ts';
import { type Ended, runCli, temporaryFolder } from './run.ts';

export const CLIENT_ID = '99999999-0000-4000-8000-000000000000';

export const CONSENTED: EntraAnswer = { roles: ['Reports.Read.All'] };

/** A store for many tenants, an Entra and a Graph: what a person has who runs the commands. */
export async function startManyTenants() {
  const certificate = await makeCertificate();
  const entra = await startEntra(certificate);
  const graph = await startMarkedGraph();
  const folder = await temporaryFolder();
  const environment = {
    TENANTS: 'store',
    REPORTS: REPORT,
    HISTORY_STORE: `file:${folder}`,
    GRAPH_ENDPOINT: graph.environment.GRAPH_ENDPOINT ?? '',
    GRAPH_CLIENT_ID: CLIENT_ID,
    GRAPH_CLIENT_SECRET: 'the secret of the application',
    AZURE_AUTHORITY_HOST: entra.origin,
    NODE_EXTRA_CA_CERTS: certificate.file,
    TARGETS_HOST: 'https://usage.example.net',
  };
  for (const index of [1, 2, 3]) entra.answers.set(idOf(index), CONSENTED);
  const run = (args: string, more: Readonly<Record<string, string>> = {}): Promise<Ended> =>
    runCli(args.split(' '), { ...environment, ...more });
  return { certificate, entra, graph, folder, environment, run };
}
