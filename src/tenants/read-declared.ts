import { DeclarationError } from '../errors/errors.ts';
import { isObject } from '../history/stored.ts';
import { type FieldProblem, readEntry, settingsIn, shapeOf, type TenantEntry } from './declared-tenant.ts';
import { isTenantKey, keyProblem } from './tenant-key.ts';

/** One tenant as declared. */
export interface DeclaredTenant extends TenantEntry {
  readonly key: string;
}

/** An entry that cannot be used, and everything that is wrong with it. */
export interface Misdeclared {
  readonly key: string;
  readonly problems: readonly FieldProblem[];
}

export interface Declared {
  /** Those that are usable and not removed, in the order of the document. */
  readonly tenants: readonly DeclaredTenant[];
  readonly byKey: ReadonlyMap<string, DeclaredTenant>;
  /** Keys that stay bound to their directories. */
  readonly removed: readonly DeclaredTenant[];
  /** A wrong entry costs its tenant, and no other. */
  readonly misdeclared: readonly Misdeclared[];
  /** What is wrong with the document as it is now, where these are of one before it. */
  readonly problem?: string;
}

export const NOTHING_DECLARED: Declared = { tenants: [], byKey: new Map(), removed: [], misdeclared: [] };

/** Checks the settings of an entry as the schema of settings does. */
export type CheckSettings = (settings: TenantEntry['settings']) => readonly FieldProblem[];

/**
 * The tenants that a document declares.
 *
 * @param where the document, for messages
 * @throws DeclarationError where the document as a whole is none
 */
export function readDeclared(text: string, where: string, checkSettings: CheckSettings): Declared {
  const read = Object.entries(toEntries(text, where)).flatMap(([key, value]) => {
    const tenant = readTenant(key, value, checkSettings);
    return 'problems' in tenant && isRemoved(value) ? removedTenant(key, value) : tenant;
  });
  const usable = read.filter((tenant) => 'id' in tenant);
  const twice = repeated(usable);
  const wrong = new Set(twice.map(({ key }) => key));
  const good = usable.filter(({ key }) => !wrong.has(key));
  const tenants = good.filter(({ removedAt }) => removedAt === null);
  return {
    tenants,
    byKey: new Map(tenants.map((tenant) => [tenant.key, tenant])),
    removed: good.filter(({ removedAt }) => removedAt !== null),
    misdeclared: [...read.filter((tenant) => 'problems' in tenant), ...twice],
  };
}

function toEntries(text: string, where: string): Readonly<Record<string, unknown>> {
  const document = parse(text, where);
  const version = isObject(document) ? (document.version ?? 1) : 1;
  if (typeof version === 'number' && version > 1)
    throw new DeclarationError(`${where} was written by a newer release of this program; run that release`);
  const advice = 'use {"version": 1, "tenants": {"<key>": {"id": "<tenant id>"}}}';
  if (!isObject(document)) throw new DeclarationError(`${where} ${shapeOf(document)}; ${advice}`);
  if (!isObject(document.tenants))
    throw new DeclarationError(`${where}: tenants ${shapeOf(document.tenants)}; ${advice}`);
  return document.tenants;
}

/** Of the error of JSON only the place is told: it quotes the text. */
function parse(text: string, where: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (error) {
    const [place] = /line \d+ column \d+/.exec(error instanceof Error ? error.message : '') ?? [];
    throw new DeclarationError(`${where} is not JSON${place === undefined ? '' : ` (${place})`}; correct it`);
  }
}

/** One entry under its key, or everything that is wrong with either. */
export function readTenant(key: string, value: unknown, checkSettings: CheckSettings): DeclaredTenant | Misdeclared {
  const badKey = isTenantKey(key) ? [] : [{ field: 'the key', sentence: keyProblem(key) ?? 'is no key' }];
  const read = readEntry(value);
  const badSettings = checkSettings(settingsIn(value));
  const problems = [...badKey, ...('problems' in read ? read.problems : []), ...badSettings];
  return 'entry' in read && problems.length === 0 ? { ...read.entry, key } : { key, problems };
}

function isRemoved(value: unknown): value is Readonly<Record<string, unknown>> {
  return isObject(value) && typeof value.removedAt === 'string';
}

/** Of a removed tenant only whose key it is matters; where even that cannot be read, there is nothing of it. */
function removedTenant(key: string, { id, removedAt }: Readonly<Record<string, unknown>>): readonly DeclaredTenant[] {
  const read = readTenant(key, { id, removedAt }, () => []);
  return 'problems' in read ? [] : [read];
}

/** Two keys for one directory would pull it twice; two that differ in case alone are one folder on some systems. */
function repeated(tenants: readonly DeclaredTenant[]): readonly Misdeclared[] {
  const [keys, ids] = [new Map<string, string>(), new Map<string, string>()];
  return tenants.flatMap(({ key, id, removedAt }) => {
    const [sameKey, sameId] = [keys.get(key.toLowerCase()), ids.get(id)];
    keys.set(key.toLowerCase(), sameKey ?? key);
    if (removedAt === null) ids.set(id, sameId ?? key);
    const problems = [
      ...(sameKey === undefined
        ? []
        : [{ field: 'the key', sentence: `is ${sameKey} in other letters; use another one` }]),
      ...(sameId === undefined || removedAt !== null
        ? []
        : [{ field: 'id', sentence: `is that of ${sameId} too; remove one of the two` }]),
    ];
    return problems.length === 0 ? [] : [{ key, problems }];
  });
}

/** A misdeclared tenant in one sentence. */
export function toSentence({ key, problems }: Misdeclared): string {
  const shown = key.length > 64 ? `${key.slice(0, 20)}…` : key;
  return `tenant ${JSON.stringify(shown)}: ${problems.map(({ field, sentence }) => `${field} ${sentence}`).join('. ')}`;
}
