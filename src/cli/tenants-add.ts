import { counted } from '../errors/counted.ts';
import type { Fleet } from '../fleet/fleet.ts';
import { environment } from '../system/environment.ts';
import { readDeclared, toSentence } from '../tenants/read-declared.ts';
import { keyProblem } from '../tenants/tenant-key.ts';
import { settingsChecker } from '../tenants/tenant-settings.ts';
import { toDirectoryId } from './directory-id.ts';
import { EXIT, type Exit } from './exit-codes.ts';
import { openFleet, usage } from './one-tenant.ts';

export interface AddOptions {
  readonly key?: string;
  readonly name?: string;
  readonly label: readonly string[];
  readonly setting: readonly string[];
  readonly credential?: string;
}

/** Above it a Prometheus wants more than 6 GB of memory. */
const MANY_SERIES = 2_000_000;

/** Of every report of v1.0: without dated series, and of each day of the window. */
const SERIES = { reports: 58, latest: 1_863, eachDay: 247 };

/** Declare a tenant, or change what is declared of it; of the options, those that are left out change nothing. */
export async function addTenant(idOrDomain: string, options: AddOptions): Promise<Exit> {
  const fleet = await openFleet();
  const id = await toDirectoryId(idOrDomain, fleet.settings.base.tenant.authorityHost);
  const key = options.key ?? id;
  const bad = keyProblem(key, fleet.settings.formerTenant);
  if (bad !== undefined) throw usage(`--key ${bad}`);
  const given = toEntry(id, options);
  const before = await knownEntry(fleet, key, id);
  const entry = {
    enabled: true,
    ...before,
    ...given,
    addedAt: before?.addedAt ?? new Date().toISOString(),
    removedAt: null,
  };
  checkEntry(key, entry);

  const { stdout } = process;
  if (fleet.settings.declaration.kind === 'file') {
    stdout.write(
      `Add this to the tenants in ${fleet.settings.declaration.path}:\n${JSON.stringify({ [key]: entry }, undefined, 2)}\n`,
    );
    return EXIT.done;
  }
  await fleet.declared.edit(key, (stored) => ({ ...stored, ...entry }));
  stdout.write(`${key} is ${before === undefined ? 'declared' : 'changed'}: the directory ${id}.\n`);
  const open = await fleet.open(key);
  if (open?.declared.credential === 'shared') {
    stdout.write(`An administrator of the tenant consents to the application with this link:\n${open.consentLink}\n`);
    if (fleet.settings.application.clientId === undefined)
      stdout.write(
        'GRAPH_CLIENT_ID is not set: set it to the client id of the application, which the link has to name.\n',
      );
  }
  stdout.write(await budget(fleet));
  return EXIT.done;
}

function toEntry(id: string, { name, label, setting, credential }: AddOptions) {
  return {
    id,
    ...(name !== undefined && { name }),
    ...(label.length > 0 && { labels: toPairs('--label', label) }),
    ...(setting.length > 0 && { settings: toPairs('--setting', setting) }),
    ...(credential !== undefined && { credential: credential.startsWith('{') ? parse(credential) : credential }),
  };
}

function toPairs(option: string, pairs: readonly string[]): Readonly<Record<string, string>> {
  const split = pairs.map((pair): [string, string] => {
    const [, name, value] = /^([^=]+)=(.*)$/s.exec(pair) ?? [];
    if (name === undefined || value === undefined) throw usage(`${option} needs <name>=<value>`);
    return [name, value];
  });
  return Object.fromEntries(split);
}

function parse(credential: string): unknown {
  try {
    return JSON.parse(credential);
  } catch {
    throw usage('--credential is not JSON; use {"clientId": "<GUID>", "secretSetting": "<NAME>"}');
  }
}

/** What is declared of the key, or of the directory under another one. */
async function knownEntry(fleet: Fleet, key: string, id: string) {
  const { tenants, removed } = await fleet.declared.load();
  const same = [...tenants, ...removed].find((tenant) => tenant.key.toLowerCase() === key.toLowerCase());
  if (same !== undefined && same.id !== id)
    throw usage(
      `the key ${same.key} belongs to the directory ${same.id} for ever, also after it was removed; use another key`,
    );
  const other = tenants.find((tenant) => tenant.id === id && tenant.key !== key);
  if (other !== undefined) throw usage(`the directory ${id} is declared as ${other.key} already; remove that first`);
  if (same === undefined) return undefined;
  const { key: _, ...entry } = same;
  return entry;
}

function checkEntry(key: string, entry: object): void {
  const text = JSON.stringify({ tenants: { [key]: entry } });
  const { misdeclared } = readDeclared(text, 'the entry', settingsChecker(environment(), 'standalone'));
  if (misdeclared[0] !== undefined) throw usage(toSentence(misdeclared[0]));
}

/** Prometheus pays for series, and nobody expects how many there are. */
async function budget(fleet: Fleet): Promise<string> {
  const { tenants } = await fleet.declared.load();
  const opened = await Promise.all(tenants.map(({ key }) => fleet.open(key)));
  const series = opened.reduce((sum, open) => {
    const { reports = [], windowDays = 0 } = open?.app.settings.tenant ?? {};
    return sum + (reports.length / SERIES.reports) * (SERIES.latest + SERIES.eachDay * windowDays);
  }, 0);
  const about = new Intl.NumberFormat('en', { maximumSignificantDigits: 2 }).format(series);
  const advice = 'Set WINDOW_DAYS=0 to have a fifth of them, and bring dated history with backfill.';
  return `${counted(tenants.length, 'tenant')} with about ${about} series in all.${series > MANY_SERIES ? ` ${advice}` : ''}\n`;
}
