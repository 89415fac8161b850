import type { Report } from '../catalogue/types.ts';
import { type CataloguedColumn, columnsOf, trendOf } from '../report/columns.ts';
import { addDays, type Day, dayToSeconds } from '../report/dates.ts';

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

/** The smallest and the largest column on an ordinary day, by unit. */
const SIZES: Readonly<Record<string, readonly [number, number]>> = {
  '{user}': [40, 1_100],
  '{message}': [1_500, 30_000],
  '{meeting}': [200, 2_000],
  '{page_view}': [3_000, 9_000],
  '{file}': [20_000, 400_000],
  By: [4e11, 5e12],
  s: [3e5, 3e6],
};
const OTHER_SIZE = [60, 3_000] as const;

/** The texts of item columns. */
const ITEMS: Readonly<Record<string, readonly string[]>> = {
  site_type: ['Team', 'Communication', 'Other'],
  product_type: ['MICROSOFT 365 APPS FOR ENTERPRISE', 'VISIO DESKTOP APP', 'PROJECT ONLINE DESKTOP CLIENT'],
};

/** The file of a report as Graph sends it on `today`, for the last `days` days: byte order mark, newest day first. */
export function sampleCsv(report: Report, days: number, today: Day): string {
  const newest = addDays(today, -LAG_DAYS);
  const columns = columnsOf(report);
  const items = report.item ? (ITEMS[report.item.label] ?? []) : [''];
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
      ...columns.map((entry) => toCell(entry, usageOf({ report, entry, item, date, age, days }))),
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
}

function usageOf(place: Place): number {
  const { report, entry, item, date, age, days } = place;
  const { name } = entry.metric;
  if (name === 'm365_services_users' || name === 'm365_office365_users') return usersIn(entry, days, date);
  if (name === 'm365_groups') return groupsOn(date);
  const noise = 0.93 + 0.14 * random(`${report.name} ${entry.column.header} ${item} ${date}`);
  if (name === 'm365_groups_active')
    return groupsOn(date) * 0.38 * workOn(date) * noise * (age < DROP_DAYS ? DROP_TO : 1);

  // What is active is a part of the total beside it.
  const isPart = /^Active( |$)/.test(entry.column.header);
  const header = isPart ? entry.column.header.replace(/^Active ?/, '') || 'Total' : entry.column.header;
  const size = sizeOf(entry, `${report.name} ${header} ${item}`) * (isPart ? 0.3 : 1);
  if (report.lifecycle === 'retired') return size * 0.1 * fading(age) * workOn(date) * noise;
  if (report.kind === 'whole_period') return size * (days / 7) ** 0.1 * growth(date);
  return trendOf(entry) === 'activity' ? size * workOn(date) * noise * growth(date) : size * growth(date);
}

function groupsOn(date: Day): number {
  return 640 * growth(date);
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
  exchange: 0.91,
  onedrive: 0.67,
  sharepoint: 0.58,
  viva_engage: 0.17,
  teams: 0.64,
};

function usersIn({ column }: CataloguedColumn, days: number, newest: Day): number {
  const { product, state } = column.labels;
  if (product === 'skype') return 0;
  const inAWeek =
    product === undefined ? 0.94 : Math.min(0.97, (ACTIVE[product] ?? 0) * (product === 'teams' ? growth(newest) : 1));
  const active = Math.round(LICENCES * (1 - (1 - inAWeek) / (days / 7) ** 0.2));
  return state === 'active' ? active : LICENCES - active;
}

/** The same for a column every day. */
function sizeOf({ metric }: CataloguedColumn, id: string): number {
  if (metric.name.endsWith('_per_user')) return 20 + 10 * random(id);
  const [least, most] = SIZES[metric.unit] ?? OTHER_SIZE;
  return least * (most / least) ** random(id);
}

/** Between 0 and 1, and always the same for a text (FNV-1a). */
function random(text: string): number {
  let hash = 0x811c9dc5;
  for (const byte of Buffer.from(text)) hash = Math.imul(hash ^ byte, 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
  return ((hash ^ (hash >>> 13)) >>> 0) / 2 ** 32;
}

/** Graph leaves a cell empty when nobody did anything. */
function toCell({ metric }: CataloguedColumn, value: number): string {
  if (metric.name.endsWith('_per_user')) return value.toFixed(1);
  const whole = Math.round(metric.cell === 'minutes' ? value / 60 : value);
  if (whole === 0) return '';
  return metric.cell === 'duration' ? toDuration(whole) : String(whole);
}

function toDuration(seconds: number): string {
  return `PT${Math.floor(seconds / 3600)}H${Math.floor((seconds % 3600) / 60)}M${seconds % 60}S`;
}
