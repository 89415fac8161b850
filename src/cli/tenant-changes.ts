import { UNKNOWN_DIRECTORY } from '../tenants/declared-tenant.ts';
import {
  type CheckSettings,
  type Declared,
  type DeclaredTenant,
  readTenant,
  toSentence,
} from '../tenants/read-declared.ts';
import { keyProblem } from '../tenants/tenant-key.ts';
import type { Wish } from './tenant-wish.ts';

/** A wish with the id of its directory, or why there is none. */
export interface Identified extends Wish {
  readonly id: string | undefined;
  readonly idProblem: string | undefined;
}

/** What is to be declared. */
export interface Change {
  readonly key: string;
  readonly entry: Readonly<Record<string, unknown>>;
  /** Whether there is no such tenant yet, or not any more. */
  readonly isNew: boolean;
}

export interface Context {
  readonly declared: Declared;
  /** The document that declares them, for messages. */
  readonly where: string;
  /** Whose key may have capitals. */
  readonly formerTenant: string | undefined;
  readonly checkSettings: CheckSettings;
  readonly now: Date;
}

/** Every wish as what is to be declared, or everything that is wrong with any of them. */
export function toChanges(
  wishes: readonly Identified[],
  context: Context,
): { readonly changes: readonly Change[] } | { readonly problems: readonly string[] } {
  const read = wishes.map((wish, index) => toChange(wish, wishes.slice(0, index), context));
  const problems = read.flatMap((result) => ('problems' in result ? result.problems : []));
  return problems.length > 0
    ? { problems }
    : { changes: read.flatMap((result) => ('entry' in result ? [result] : [])) };
}

function toChange(
  wish: Identified,
  others: readonly Identified[],
  context: Context,
): Change | { readonly problems: readonly string[] } {
  const before = declaredAs(keyOf(wish), context.declared);
  const key = before?.key ?? keyOf(wish);
  const entry = toEntry(wish, before, context.now);
  const read = readTenant(key, entry, context.checkSettings);
  const ofFields = 'problems' in read ? read.problems.filter(({ field }) => field !== 'the key') : [];
  const badKey = before === undefined ? keyProblem(key, context.formerTenant) : undefined;
  const sentences = [
    ...wish.problems,
    ...(wish.idProblem === undefined ? [] : [wish.idProblem]),
    ...(badKey === undefined ? [] : [`the key ${badKey}`]),
    ...ofFields.map(({ field, sentence }) => `${field} ${sentence}`),
    ...conflicts(wish, context),
    ...repetitions(wish, others),
  ];
  if (sentences.length > 0) return { problems: sentences.map((sentence) => `${wish.where}${sentence}`) };
  return { key, entry, isNew: before?.removedAt !== null };
}

/** What was declared before, with what is wished over it; who comes back is enabled. */
function toEntry(wish: Identified, before: DeclaredTenant | undefined, now: Date): Change['entry'] {
  const { key: _, ...known } = before ?? { key: '' };
  return {
    addedAt: now.toISOString(),
    ...known,
    ...(before?.removedAt !== null && { enabled: true }),
    ...(typeof before?.removedAt === 'string' && { enabledAt: now.toISOString() }),
    ...wish.fields,
    id: wish.id ?? UNKNOWN_DIRECTORY,
    removedAt: null,
  };
}

function keyOf({ key, id }: Identified): string {
  return key ?? id ?? 'x';
}

/** No two keys differ in case alone. */
function isSame(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}

function declaredAs(key: string, { tenants, removed }: Declared): DeclaredTenant | undefined {
  return [...tenants, ...removed].find((tenant) => isSame(tenant.key, key));
}

/** A key belongs to its directory for ever, and a directory has one key. */
function conflicts(wish: Identified, { declared, where }: Context): readonly string[] {
  const { id } = wish;
  const key = keyOf(wish);
  const wrong = declared.misdeclared.find((entry) => isSame(entry.key, key));
  if (wrong !== undefined) return [`${toSentence(wrong)}; correct it in ${where}, or remove it first`];
  if (id === undefined) return [];
  const same = declaredAs(key, declared);
  const other = declared.tenants.find((tenant) => tenant.id === id && !isSame(tenant.key, key));
  return [
    ...(same === undefined || same.id === id
      ? []
      : [
          `the key ${same.key} belongs to the directory ${same.id} for ever, also after it was removed; use another key`,
        ]),
    ...(other === undefined ? [] : [`the directory ${id} is declared as ${other.key} already; remove that first`]),
  ];
}

function repetitions(wish: Identified, others: readonly Identified[]): readonly string[] {
  const known = others.filter(({ id, key }) => id !== undefined || key !== undefined);
  const sameKey = known.find((other) => isSame(keyOf(other), keyOf(wish)));
  const sameId = known.find(({ id }) => id !== undefined && id === wish.id);
  const place = ({ where }: Identified) => where.replace(/: $/, '');
  if (sameId !== undefined) return [`the directory ${wish.id} is that of ${place(sameId)} too; leave one out`];
  return sameKey === undefined ? [] : [`the key ${sameKey.key} is that of ${place(sameKey)} too; use another one`];
}
