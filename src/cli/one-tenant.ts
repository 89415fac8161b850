import { type App, createApp } from '../app.ts';
import { ConfigError } from '../errors/errors.ts';
import type { Fleet } from '../fleet/fleet.ts';
import type { OpenTenant } from '../fleet/open-tenants.ts';
import { environment } from '../system/environment.ts';

/** `--tenant <key>` of a command. */
export interface TenantOption {
  readonly tenant?: string;
}

/** One of many tenants that a command is about. */
export interface Chosen {
  readonly fleet: Fleet;
  readonly open: OpenTenant;
}

/**
 * The tenant that `--tenant` names; undefined where there is only one, whom nobody names.
 *
 * @param orElse what else can be done where none is named
 * @throws ConfigError where it is not declared, or where there are many and none is named
 */
export async function chosenTenant({ tenant }: TenantOption, orElse = ''): Promise<Chosen | undefined> {
  if (tenant === undefined) {
    if (!environment().TENANTS?.trim()) return undefined;
    throw usage(`TENANTS is set, so there are many tenants; name one of them with --tenant <key>${orElse}`);
  }
  const fleet = await openFleet();
  return { fleet, open: await openDeclared(fleet, tenant, '--tenant') };
}

/** The app of the tenant that a command is about, with its settings. */
export async function appOf(options: TenantOption): Promise<App> {
  return (await chosenTenant(options))?.open.app ?? createApp(environment(), 'standalone');
}

export async function openFleet(): Promise<Fleet> {
  const { createFleet } = await import('../fleet/create-fleet.ts');
  return createFleet(environment(), 'standalone');
}

/** @throws ConfigError where nobody of that key is declared, or is so wrongly */
export async function openDeclared(fleet: Fleet, key: string, who: string): Promise<OpenTenant> {
  const { misdeclared, removed } = await fleet.declared.load();
  const wrong = misdeclared.find((entry) => entry.key === key);
  const { toSentence } = await import('../tenants/read-declared.ts');
  if (wrong !== undefined) throw usage(`${toSentence(wrong)}; correct it in ${fleet.declared.where}`);
  const open = await fleet.open(key);
  if (open !== undefined) return open;
  if (removed.some((tenant) => tenant.key === key))
    throw usage(`the tenant ${key} was removed; tenants add <id> --key ${key} declares it again`);
  const shown = key.length > 64 ? `a text of ${key.length} characters` : JSON.stringify(key);
  throw usage(`${who} is ${shown}, and no tenant with this key is declared; tenants list shows all`);
}

export function usage(sentence: string): ConfigError {
  return toUsage([sentence], 'This cannot be done');
}

/** Every mistake in what was to be declared. */
export function nothingChanged(sentences: readonly string[]): ConfigError {
  return toUsage(sentences, 'Nothing was changed');
}

function toUsage(sentences: readonly string[], heading: string): ConfigError {
  return new ConfigError(
    sentences.map((sentence) => ({ setting: 'TENANTS', sentence })),
    heading,
  );
}
