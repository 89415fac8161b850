import pMap from 'p-map';
import { counted } from '../errors/counted.ts';
import { ConfigError } from '../errors/errors.ts';
import type { Fleet } from '../fleet/fleet.ts';
import { environment } from '../system/environment.ts';
import { settingsChecker } from '../tenants/tenant-settings.ts';
import { toDirectoryId } from './directory-id.ts';
import { EXIT, type Exit } from './exit-codes.ts';
import { nothingChanged, openFleet } from './one-tenant.ts';
import { seriesBudget } from './series-budget.ts';
import { type Change, type Identified, toChanges } from './tenant-changes.ts';
import { type AddOptions, toWish, type Wish } from './tenant-wish.ts';
import { readTenantsCsv } from './tenants-csv.ts';
import { toTable } from './terminal.ts';

const AT_A_TIME = 8;

/** Declare tenants, or change what is declared of them: all of them, or none and every mistake is named. */
export async function addTenants(directory: string | undefined, options: AddOptions): Promise<Exit> {
  const wishes = await wishesOf(directory, options);
  const fleet = await openFleet();
  const { declaration, base, formerTenant } = fleet.settings;
  const identified = await pMap(wishes, (wish) => identify(wish, base.tenant.authorityHost), {
    concurrency: AT_A_TIME,
  });
  const read = toChanges(identified, {
    declared: await fleet.declared.load(),
    where: fleet.declared.where,
    formerTenant,
    checkSettings: settingsChecker(environment(), 'standalone'),
    now: new Date(),
  });
  if ('problems' in read) throw nothingChanged(read.problems);
  const { changes } = read;

  const { stdout } = process;
  const entries = new Map(changes.map(({ key, entry }) => [key, entry]));
  if (declaration.kind === 'file') {
    const text = JSON.stringify(Object.fromEntries(entries), undefined, 2);
    stdout.write(`Add this to the tenants in ${declaration.path}:\n${text}\n`);
    return EXIT.done;
  }
  await fleet.declared.declare(entries);
  stdout.write(toSentence(changes));
  stdout.write(await consentLinks(changes, fleet));
  stdout.write(`${await seriesBudget(fleet)}\n`);
  if (!environment().TENANTS?.trim())
    stdout.write(
      'TENANTS is not set: with TENANTS=store, serve and the Function app serve the tenants declared here.\n',
    );
  return EXIT.done;
}

async function wishesOf(directory: string | undefined, options: AddOptions): Promise<readonly Wish[]> {
  const { csv, label, setting, ...others } = options;
  if (csv === undefined) {
    if (directory !== undefined) return [toWish(directory, options)];
    throw nothingChanged(['tenants add takes the id of a directory, a domain of it, or --csv <file>']);
  }
  const isAlone = directory === undefined && label.length + setting.length + Object.keys(others).length === 0;
  if (isAlone) return readTenantsCsv(csv);
  throw nothingChanged(['--csv goes with no id and no other option; each line of the file has its own']);
}

async function identify(wish: Wish, authorityHost: string | undefined): Promise<Identified> {
  try {
    return { ...wish, id: await toDirectoryId(wish.directory, authorityHost), idProblem: undefined };
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return { ...wish, id: undefined, idProblem: error.problems.map(({ sentence }) => sentence).join('; ') };
  }
}

function toSentence(changes: readonly Change[]): string {
  const [first] = changes;
  if (first !== undefined && changes.length === 1)
    return `${first.key} is ${first.isNew ? 'declared' : 'changed'}: the directory ${first.entry.id}.\n`;
  const fresh = changes.filter(({ isNew }) => isNew).length;
  const known = changes.length - fresh;
  if (fresh === 0) return `${known} tenants changed.\n`;
  return `${counted(fresh, 'tenant')} declared${known === 0 ? '' : `, ${known} changed`}.\n`;
}

async function consentLinks(changes: readonly Change[], fleet: Fleet): Promise<string> {
  const opened = await Promise.all(changes.map(({ key }) => fleet.open(key)));
  const links = opened.flatMap((open) =>
    open?.declared.credential === 'shared' ? [[open.key, open.consentLink] as const] : [],
  );
  const [first] = links;
  if (first === undefined) return '';
  if (fleet.settings.application.clientId === undefined)
    return 'GRAPH_CLIENT_ID is not set; set it to the client id of the application that tenants consent to, and the same command prints the link for their administrators.\n';
  return links.length === 1
    ? `An administrator of the tenant consents to the application with this link:\n${first[1]}\n`
    : `An administrator of each consents to the application with its link:\n${toTable(links)}`;
}
