import { readEntry, UNKNOWN_DIRECTORY } from '../tenants/declared-tenant.ts';
import type { TenantView } from '../tenants/overview.ts';
import { EXIT, type Exit } from './exit-codes.ts';
import { nothingChanged, openDeclared, openFleet, usage } from './one-tenant.ts';
import { toTable } from './terminal.ts';

export { addTenants } from './tenants-add.ts';
export { checkTenants } from './tenants-check.ts';

/** Every tenant with its state, the worst first. */
export async function listTenants(asJson: boolean): Promise<Exit> {
  const views = await (await openFleet()).overview();
  const text = asJson ? `${JSON.stringify(views, undefined, 2)}\n` : toTable([HEADER, ...views.map(toRow)]);
  process.stdout.write(views.length === 0 && !asJson ? 'No tenant is declared; tenants add declares one.\n' : text);
  return EXIT.done;
}

const HEADER = ['TENANT', 'NAME', 'STATE', 'REPORTS', 'LAST RUN', 'WHY'];

function toRow({ key, name, state, reports, finishedAt, reason }: TenantView): readonly string[] {
  const counts = reports === undefined ? '' : `${reports.healthy}/${reports.selected}`;
  return [key, name === key ? '' : name, state, counts, finishedAt?.slice(0, 16) ?? '', reason ?? ''];
}

export async function enableTenant(key: string, enabled: boolean): Promise<Exit> {
  const since = enabled ? { enabledAt: new Date().toISOString() } : {};
  await change(key, (entry) => ({ ...entry, enabled, ...(entry.enabled === false && since) }));
  return say(
    `${key} is ${enabled ? 'enabled: the next plan looks at it' : 'disabled: it is pulled and served no more, its data stay'}.`,
  );
}

export async function renameTenant(key: string, name: string): Promise<Exit> {
  const read = readEntry({ id: UNKNOWN_DIRECTORY, name });
  if ('problems' in read) throw nothingChanged(read.problems.map(({ field, sentence }) => `${field} ${sentence}`));
  await change(key, (entry) => ({ ...entry, name }));
  return say(`${key} is called ${name} now; its label, its path and its data stay as they are.`);
}

/** The entry stays: its key is bound to its directory for ever. */
export async function removeTenant(key: string): Promise<Exit> {
  await change(key, (entry) => ({ ...entry, removedAt: new Date().toISOString() }));
  return say(`${key} is removed; its data stay, tenants purge ${key} --yes deletes them.`);
}

export async function purgeTenant(key: string, isSure: boolean): Promise<Exit> {
  const fleet = await openFleet();
  const { tenants, removed } = await fleet.declared.load();
  const tenant = removed.find((entry) => entry.key === key);
  if (tenant === undefined) {
    if (!tenants.some((entry) => entry.key === key)) await openDeclared(fleet, key, 'the key');
    throw usage(`${key} is still declared; remove it first, with tenants remove ${key}`);
  }
  if (!isSure) throw usage(`everything that is stored of ${key} would be deleted; say --yes if you mean it`);
  if (!(await fleet.purge(tenant))) throw usage(`${key} is being pulled; try again in ten minutes`);
  const keeps =
    fleet.settings.base.historyStore.kind === 'file'
      ? ''
      : '; what the storage account itself keeps of deleted blobs goes by its own rules';
  return say(`Everything that was stored of ${key} is deleted${keeps}.`);
}

async function change(
  key: string,
  edit: (entry: Readonly<Record<string, unknown>>) => Readonly<Record<string, unknown>>,
): Promise<void> {
  const fleet = await openFleet();
  const { misdeclared } = await fleet.declared.load();
  // What is wrong can be disabled, renamed and removed too.
  if (!misdeclared.some((entry) => entry.key === key)) await openDeclared(fleet, key, 'the key');
  await fleet.declared.edit(key, (entry) => entry && edit(entry));
}

function say(sentence: string): Exit {
  process.stdout.write(`${sentence}\n`);
  return EXIT.done;
}
