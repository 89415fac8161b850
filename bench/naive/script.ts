/**
 * What one writes to have these numbers in Prometheus tonight: the SDK of Microsoft Graph, prom-client and one file.
 * `node script.ts reports.json` pulls the paths that the JSON lists, serves them, and pulls again every day.
 */
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { DefaultAzureCredential } from '@azure/identity';
import { Client, ResponseType } from '@microsoft/microsoft-graph-client';
import { TokenCredentialAuthenticationProvider } from '@microsoft/microsoft-graph-client/authProviders/azureTokenCredentials/index.js';
import { parse } from 'csv-parse/sync';
import { Gauge, register } from 'prom-client';

type Row = Readonly<Record<string, string>>;

const DAY_MS = 24 * 60 * 60 * 1000;
const LABEL_COLUMNS = ['Report Refresh Date', 'Report Date', 'Report Period', 'Site Type', 'Product Type'];

const paths: string[] = JSON.parse(readFileSync(process.argv[2] ?? 'reports.json', 'utf8'));
const scopes = ['https://graph.microsoft.com/.default'];
const graph = Client.initWithMiddleware({
  authProvider: new TokenCredentialAuthenticationProvider(new DefaultAzureCredential(), { scopes }),
});
const gauges = new Map<string, Gauge>();

async function pull(): Promise<void> {
  for (const path of paths) {
    const csv: string = await graph.api(path).responseType(ResponseType.TEXT).get();
    const rows: Row[] = parse(csv, { bom: true, columns: true });
    for (const row of rows) record(/get(\w+)/.exec(path)?.[1] ?? path, row);
  }
}

function record(report: string, row: Row): void {
  const labels = {
    report_date: row['Report Date'] ?? row['Report Refresh Date'] ?? '',
    period: row['Report Period'] ?? '',
    item: row['Site Type'] ?? row['Product Type'] ?? '',
  };
  for (const [column, cell] of Object.entries(row)) {
    if (!LABEL_COLUMNS.includes(column)) gaugeOf(report, column).set(labels, Number(cell));
  }
}

function gaugeOf(report: string, column: string): Gauge {
  const name = `m365_${report}_${column}`.replaceAll(/\W+/g, '_').toLowerCase();
  const gauge = gauges.get(name) ?? new Gauge({ name, help: column, labelNames: ['report_date', 'period', 'item'] });
  gauges.set(name, gauge);
  return gauge;
}

await pull();
setInterval(pull, DAY_MS);
createServer(async (_request, response) => {
  response.writeHead(200, { 'content-type': register.contentType }).end(await register.metrics());
}).listen(Number(process.env.PORT ?? 9464));
