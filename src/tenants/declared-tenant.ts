import * as v from 'valibot';
import { reports } from '../catalogue/index.ts';
import { isObject, TIME } from '../history/stored.ts';
import { GUID } from '../settings/fleet-schema.ts';
import { isWrong } from '../settings/wrong-value.ts';

/** The settings that may differ from tenant to tenant. */
export const TENANT_SETTINGS = [
  'REPORTS',
  'REPORT_PERIOD',
  'WHOLE_PERIODS',
  'WINDOW_DAYS',
  'REPORT_FORMAT',
  'PULL_INTERVAL_HOURS',
  'DROP_SENSITIVITY',
  'DROP_IGNORE',
] as const;

/** What a label of targets must not be called: Prometheus' own, and those that the metrics have. */
const TAKEN_LABELS = [
  ...['tenant', 'tenant_name', 'job', 'instance', 'le', 'quantile', 'service_name', 'service_version'],
  ...[
    'item',
    'report',
    'report_date',
    'report_period',
    'reason',
    'column',
    'title',
    'exporter',
    'status',
    'state',
    'version',
  ],
  ...['node', 'product', 'kind', 'lifecycle', 'setting'],
  ...reports.flatMap(({ item, metrics }) => [
    ...(item === undefined ? [] : [item.label]),
    ...metrics.flatMap(({ columns }) => columns.flatMap(({ labels }) => Object.keys(labels))),
  ]),
];

const SETTING_NAME = v.pipe(v.string(), v.regex(/^[A-Z][A-Z\d_]*$/));
const clientId = v.pipe(v.string(), v.regex(GUID));

/**
 * How a token for a tenant is asked for. `shared`: the application that all tenants consent to. `identity`: the managed
 * identity itself, which is good for its own directory only. Else an application in the tenant, with the name of the
 * app setting that holds its secret, or the path of its certificate.
 */
const CREDENTIAL = v.union([
  v.picklist(['shared', 'identity']),
  v.strictObject({ clientId, secretSetting: SETTING_NAME }),
  v.strictObject({ clientId, certificateSetting: SETTING_NAME }),
]);
export type TenantCredential = v.InferOutput<typeof CREDENTIAL>;

/** An entry of the declaration. Fields that only a newer release knows stay in the document. */
export const TENANT_ENTRY = v.object({
  id: v.pipe(v.string(), v.regex(GUID), v.toLowerCase()),
  name: v.exactOptional(
    v.pipe(
      v.string(),
      v.regex(/^\P{Cc}{1,100}$/u),
      v.check((name) => name.isWellFormed()),
    ),
  ),
  addedAt: v.exactOptional(TIME),
  /** When it was last enabled, or declared once more. */
  enabledAt: v.exactOptional(TIME),
  enabled: v.exactOptional(v.boolean(), true),
  labels: v.exactOptional(
    v.record(
      v.pipe(
        v.string(),
        v.regex(/^(?!__)[a-z_][a-z\d_]{0,62}$/),
        v.check((name) => !TAKEN_LABELS.includes(name)),
      ),
      v.pipe(v.string(), v.regex(/^\P{Cc}{1,200}$/u)),
    ),
    {},
  ),
  settings: v.exactOptional(v.record(v.picklist(TENANT_SETTINGS), v.string()), {}),
  credential: v.exactOptional(CREDENTIAL, 'shared'),
  removedAt: v.exactOptional(v.nullable(TIME), null),
});
export type TenantEntry = v.InferOutput<typeof TENANT_ENTRY>;

/** What each field of an entry takes. */
const ADVICE: Readonly<Record<string, string>> = {
  id: 'use the tenant (directory) id that Entra shows, such as 11111111-2222-4333-8444-555555555555',
  name: 'use a text of at most 100 characters, without line breaks',
  addedAt: 'use a time such as 2026-01-31T12:00:00.000Z, or leave it out',
  enabledAt: 'use a time such as 2026-01-31T12:00:00.000Z, or leave it out',
  enabled: 'use true or false',
  labels: `use names of lowercase letters, digits and underscores for texts of at most 200 characters, none of them ${TAKEN_LABELS.slice(0, 5).join(', ')} or a label of the metrics`,
  settings: `use texts, as in environment variables, for any of ${TENANT_SETTINGS.join(', ')}`,
  credential:
    'use "shared", "identity", {"clientId": "<GUID>", "secretSetting": "<NAME>"} or the same with certificateSetting; NAME is an app setting, never the secret itself',
  removedAt: 'use a time such as 2026-01-31T12:00:00.000Z, or null',
};

/** In the place of a directory's id that is not known yet. */
export const UNKNOWN_DIRECTORY = '00000000-0000-0000-0000-000000000000';

/** The settings of what may be an entry: those that a tenant may have, and texts. */
export function settingsIn(value: unknown): Readonly<Record<string, string>> {
  const settings = isObject(value) && isObject(value.settings) ? value.settings : {};
  const texts = TENANT_SETTINGS.flatMap((name) => {
    const text = settings[name];
    return typeof text === 'string' ? [[name, text] as const] : [];
  });
  return Object.fromEntries(texts);
}

/** What of an entry only a newer release knows. */
export function unknownFieldsOf(entry: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(entry).filter(([field]) => !(field in TENANT_ENTRY.entries)));
}

export interface FieldProblem {
  /** A path such as `labels.region`. */
  readonly field: string;
  /** What the value looks like, and what to do: follows the field. */
  readonly sentence: string;
}

/** An entry, or everything that is wrong with it. */
export function readEntry(
  value: unknown,
): { readonly entry: TenantEntry } | { readonly problems: readonly FieldProblem[] } {
  if (!isObject(value))
    return { problems: [{ field: 'the entry', sentence: `${shapeOf(value)}; use an object with an id` }] };
  const { success, output, issues } = v.safeParse(TENANT_ENTRY, value);
  if (success) return { entry: output };
  const byField = new Map(issues.map((issue) => [v.getDotPath(issue) ?? '', toProblem(issue)]));
  return { problems: [...byField.values()] };
}

function toProblem(issue: v.BaseIssue<unknown>): FieldProblem {
  const path = issue.path?.map(({ key }) => String(key)) ?? [];
  const [field = ''] = path;
  const isName = issue.path?.at(-1)?.origin === 'key' && path.length > 1;
  const found = isName
    ? 'is no name to use here'
    : field === 'credential'
      ? ofCredential(issue.input)
      : shapeOf(issue.input);
  return { field: path.join('.').slice(0, 100), sentence: `${found}; ${ADVICE[field] ?? 'leave it out'}` };
}

/** It may hold what it must not: of it only the kind is told. */
function ofCredential(value: unknown): string {
  return typeof value === 'string' ? `is a text of ${value.length} characters` : shapeOf(value);
}

/** What a value looks like, without repeating what may be a secret or is long. */
export function shapeOf(value: unknown): string {
  if (value === undefined) return 'is missing';
  if (value === '') return 'is empty';
  if (typeof value === 'string') {
    const shown = isWrong(value);
    return shown.startsWith('is ') ? shown : `is a text of ${value.length} characters`;
  }
  if (Array.isArray(value)) return 'is a list';
  return isObject(value) ? 'is an object' : `is ${String(value)}`;
}
