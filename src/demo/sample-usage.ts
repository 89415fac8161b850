import type { Report } from '../catalogue/types.ts';
import { type CataloguedColumn, columnsOf, trendOf } from '../report/columns.ts';
import { addDays, type Day, dayToSeconds } from '../report/dates.ts';
import { RETIRED_SIZE, RETIRED_SIZES, SIZES } from './sample-sizes.ts';

/** Users with a licence in the sample tenant. */
const LICENCES = 1_200;

/** How many days before today the newest report date lies. */
const LAG_DAYS = 2;

/** What usage is on a day of the week, Sunday first. There are no holidays: the sample is the same on every date. */
const WEEK = [0.08, 1, 1.06, 1.04, 1.02, 0.88, 0.12];

/**
 * In the days up to the newest date, something goes wrong with the groups. A week of them has five working days, so
 * whatever the weekday, the dates that are judged lie within.
 */
const DROP_DAYS = 7;
const DROP_TO = 0.5;

/** One of five offices was closed on the day that lies this far back: a local holiday is no drop. */
const OFFICE_CLOSED_AGE = 23;
const OFFICE_CLOSED_SHARE = 0.8;

/** The texts of a product's item column. */
const ITEMS: Readonly<Record<string, readonly string[]>> = {
  onedrive: ['OneDrive'],
  sharepoint: ['Team', 'Communication', 'Other'],
  activations: ['MICROSOFT 365 APPS FOR ENTERPRISE', 'VISIO DESKTOP APP', 'PROJECT ONLINE DESKTOP CLIENT'],
};

/** How many of those who have the first license have another one. */
const SHARES: Readonly<Record<string, number>> = { 'VISIO DESKTOP APP': 0.07, 'PROJECT ONLINE DESKTOP CLIENT': 0.04 };

/** How a tenant differs from the one of 1,200 people. */
export interface SampleUsage {
  /** Multiplies everything that is counted. */
  readonly size: number;
  /** Makes its days its own. */
  readonly seed: string;
  /** Whether something has gone wrong with its groups. */
  readonly hasDropped: boolean;
}

const USUAL: SampleUsage = { size: 1, seed: '', hasDropped: true };

/** The file of a report as Graph sends it on `today`, for the last `days` days: byte order mark, newest day first. */
export function sampleCsv(report: Report, days: number, today: Day, usage = USUAL): string {
  const newest = addDays(today, -LAG_DAYS);
  const columns = columnsOf(report);
  const items = report.item ? (ITEMS[report.product] ?? []) : [''];
  const dates = Array.from({ length: report.kind === 'daily' ? days : 1 }, (_, age) => addDays(newest, -age));
  const header = [
    'Report Refresh Date',
    ...(report.item ? [report.item.header] : []),
    ...columns.map(({ column }) => column.header),
    ...(report.kind === 'daily' ? ['Report Date'] : []),
    'Report Period',
  ];
  const rows = dates.flatMap((date, age) =>
    items.map((item) => [
      newest,
      ...(report.item ? [item] : []),
      ...columns.map((entry) => toCell(entry, usageOf({ report, entry, item, date, age, days, usage }), usage)),
      ...(report.kind === 'daily' ? [date] : []),
      String(days),
    ]),
  );
  return `\uFEFF${[header, ...rows].map((row) => `${row.join(',')}\r\n`).join('')}`;
}

interface Place {
  readonly report: Report;
  readonly entry: CataloguedColumn;
  readonly item: string;
  readonly date: Day;
  /** Days before the newest date. */
  readonly age: number;
  /** Of the period. */
  readonly days: number;
  readonly usage: SampleUsage;
}

/** All counts of people move together, so that no product has more of them than the whole tenant. */
function usageOf(place: Place): number {
  const { report, entry, item, date, age, days, usage } = place;
  const { name } = entry.metric;
  if (name === 'm365_services_users' || name === 'm365_office365_users') return usersIn(entry, days, date);
  const subject = entry.metric.unit === '{user}' ? 'people' : `${report.name} ${entry.column.header} ${item}`;
  const noise = 0.93 + 0.14 * random(`${usage.seed}${subject} ${date}`);
  const work = workOn(date) * (age === OFFICE_CLOSED_AGE ? OFFICE_CLOSED_SHARE : 1) * noise;
  if (report.lifecycle === 'retired') return (RETIRED_SIZES[entry.metric.unit] ?? RETIRED_SIZE) * fading(age) * work;
  const size = sizeOf(entry, item) * (report.product === 'copilot' ? adoption(date) : growth(date));
  if (report.kind === 'whole_period') return size * inPeriod(entry, days);
  if (trendOf(entry) === 'level') return size;
  return size * work * (usage.hasDropped && name === 'm365_groups_active' && age < DROP_DAYS ? DROP_TO : 1);
}

/** People come back and are counted once; what they do adds up over five days of seven. */
function inPeriod({ metric }: CataloguedColumn, days: number): number {
  return /^\{(user|activation)\}$/.test(metric.unit) || metric.name.endsWith('_per_user')
    ? (days / 7) ** 0.05
    : (days * 5) / 7;
}

/** The share of an ordinary day's work that is done on a date. */
function workOn(date: Day): number {
  return WEEK[new Date(date).getUTCDay()] ?? 1;
}

/** The tenant grows by a sixth in a year. */
function growth(date: Day): number {
  return 1 + (dayToSeconds(date) / 86_400 - 20_700) * 0.00045;
}

/** Skype and its last friends: fewer every week, and at weekends mostly nobody. */
function fading(age: number): number {
  return Math.exp(-(180 - age) / 110);
}

/** Share of the licensed users who were active within a week; it grows with the time one looks back. */
const ACTIVE: Readonly<Record<string, number>> = {
  exchange: 0.95,
  onedrive: 0.72,
  sharepoint: 0.66,
  viva_engage: 0.22,
  teams: 0.88,
};

function usersIn({ column }: CataloguedColumn, days: number, newest: Day): number {
  const { product, state } = column.labels;
  if (product === 'skype') return 0;
  const inAWeek = product === undefined ? 0.97 : (ACTIVE[product] ?? 0);
  const licences = Math.round(LICENCES * growth(newest));
  const active = Math.round(licences * (1 - (1 - inAWeek) / (days / 7) ** 0.2));
  return state === 'active' ? active : licences - active;
}

/** On an ordinary working day; of a whole period, what the metric of its days is. */
function sizeOf({ metric, column }: CataloguedColumn, item: string): number {
  const daily = metric.name
    .replace('m365_', '')
    .replace('period_', '')
    .replace(/_all_users$/, '_users');
  const size = SIZES[daily.replace('all_users_', '')];
  if (size === undefined) throw new Error(`the sample tenant has no size of ${metric.name}`);
  const own = typeof size === 'number' ? size : (size[item] ?? size[Object.values(column.labels).at(-1) ?? ''] ?? 0);
  return own * (SHARES[item] ?? 1);
}

/** Copilot came to the tenant over the months: half of its licences were used in September 2026. */
function adoption(date: Day): number {
  return 1.25 / (1 + Math.exp(-(dayToSeconds(date) / 86_400 - 20_700) / 120));
}

/** Between 0 and 1, and always the same for a text (FNV-1a). */
function random(text: string): number {
  let hash = 0x811c9dc5;
  for (const byte of Buffer.from(text)) hash = Math.imul(hash ^ byte, 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
  return ((hash ^ (hash >>> 13)) >>> 0) / 2 ** 32;
}

/** Graph leaves a cell empty when nobody did anything. */
function toCell({ metric }: CataloguedColumn, value: number, { size }: SampleUsage): string {
  if (metric.name.endsWith('_per_user')) return value.toFixed(1);
  const whole = Math.round(size * (metric.cell === 'minutes' ? value / 60 : value));
  if (whole === 0) return '';
  return metric.cell === 'duration' ? toDuration(whole) : String(whole);
}

function toDuration(seconds: number): string {
  return `PT${Math.floor(seconds / 3600)}H${Math.floor((seconds % 3600) / 60)}M${seconds % 60}S`;
}
