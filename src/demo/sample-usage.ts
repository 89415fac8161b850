import { type CataloguedColumn, columnsOf } from '../catalogue/index.ts';
import type { Period, Report } from '../catalogue/types.ts';
import { addDays, type Day, dayToSeconds } from '../report/dates.ts';

/** Users with a licence in the sample tenant. */
const LICENCES = 1_200;

/** How many days before today the newest report date lies. */
export const LAG_DAYS = 2;

/** Nobody works on these days, whatever the weekday. */
const HOLIDAYS = ['01-01', '05-01', '08-15', '10-03', '11-01', '12-24', '12-25', '12-26'];

/** What usage is on an ordinary day of the week, Sunday first. */
const WEEK = [0.08, 1, 1.06, 1.04, 1.02, 0.88, 0.12];

/** In the days before the newest date, something goes wrong with the groups. */
const DROP_DAYS = 3;
const DROP_TO = 0.25;

/** The file of a report as Graph sends it on `today`: byte order mark, newest day first. */
export function sampleCsv(report: Report, period: Period | undefined, today: Day): string {
  const newest = addDays(today, -LAG_DAYS);
  const columns = columnsOf(report);
  const days = Number(period?.slice(1) ?? 1);
  const header = ['Report Refresh Date', ...columns.map(({ column }) => column.header)];
  if (report.kind === 'whole_period') {
    const cells = columns.map((entry) => toCell(usersIn(entry, days, newest)));
    return toCsv([
      [...header, 'Report Period'],
      [newest, ...cells, String(days)],
    ]);
  }
  const rows = Array.from({ length: days }, (_, age) => {
    const date = addDays(newest, -age);
    return [newest, ...columns.map((entry) => toCell(usageOn(report, entry, date, age))), date, String(days)];
  });
  return toCsv([[...header, 'Report Date', 'Report Period'], ...rows]);
}

function usageOn(report: Report, entry: CataloguedColumn, date: Day, age: number): number {
  const id = `${report.name} ${entry.column.header}`;
  if (entry.metric.name === 'm365_groups') return groupsOn(date);
  if (entry.metric.name === 'm365_groups_active') {
    const share = 0.38 * workOn(date) * noise(id, date) * (age < DROP_DAYS ? DROP_TO : 1);
    return groupsOn(date) * share;
  }
  return sizeOf(id) * fading(age) * workOn(date) * noise(id, date);
}

function groupsOn(date: Day): number {
  return 640 + (dayToSeconds(date) / 86_400 - 20_000) * 0.15;
}

/** The share of an ordinary day's work that is done on a date. */
function workOn(date: Day): number {
  if (HOLIDAYS.includes(date.slice(5))) return 0.05;
  return WEEK[new Date(date).getUTCDay()] ?? 1;
}

/** Skype, half a year after its last friends: less every week, and in the end nothing at all. */
function fading(age: number): number {
  return Math.exp(-(180 - age) / 38);
}

/** Share of the licensed users who were active within a week, and how it grows with the time one looks back. */
const ACTIVE: Readonly<Record<string, number>> = {
  exchange: 0.91,
  onedrive: 0.67,
  sharepoint: 0.58,
  viva_engage: 0.17,
};

function usersIn({ column }: CataloguedColumn, days: number, newest: Day): number {
  const { product, state } = column.labels;
  if (product === 'skype') return 0;
  const inAWeek = product === undefined ? 0.94 : (ACTIVE[product] ?? teamsShare(newest));
  const active = Math.round(LICENCES * (1 - (1 - inAWeek) / (days / 7) ** 0.2));
  return state === 'active' ? active : LICENCES - active;
}

/** Teams wins a user every few days. */
function teamsShare(date: Day): number {
  return Math.min(0.97, 0.6 + (dayToSeconds(date) / 86_400 - 20_700) * 0.0006);
}

/** Between 40 and 4,000, the same for a column every day. */
function sizeOf(id: string): number {
  return 40 * 100 ** random(id);
}

function noise(id: string, date: Day): number {
  return 0.93 + 0.14 * random(`${id} ${date}`);
}

/** Between 0 and 1, and always the same for a text (FNV-1a). */
function random(text: string): number {
  let hash = 0x811c9dc5;
  for (const byte of Buffer.from(text)) hash = Math.imul(hash ^ byte, 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
  return ((hash ^ (hash >>> 13)) >>> 0) / 2 ** 32;
}

/** Graph leaves a cell empty when nobody did anything. */
function toCell(value: number): string {
  return Math.round(value) === 0 ? '' : String(Math.round(value));
}

function toCsv(rows: readonly (readonly string[])[]): string {
  return `\uFEFF${rows.map((row) => `${row.join(',')}\r\n`).join('')}`;
}
