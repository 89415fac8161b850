/**
 * How often the rules for a drop cry wolf, and how often they stay silent: a simulated year of 200 columns, judged every
 * day as it would have been then. `npm run simulate` prints the table.
 *
 * The tenant has a weekly rhythm, twelve public holidays, a two-week shutdown, a newest date that is incomplete until the
 * next one comes, one cell in a hundred empty, and one drop to half for five working days in every column.
 */
import { DROPPED_BELOW } from '../src/catalogue/usage.ts';
import { toChange } from '../src/history/change.ts';
import { addDays, type Day } from '../src/report/dates.ts';

const COLUMNS = 200;
const PAST_DAYS = 180;
const YEAR_DAYS = 365;
const START = '2026-01-01';
const DROP_DAYS = 5;
const DROP_TO = 0.5;
const WEEK = [0.1, 1, 1.05, 1.05, 1, 0.85, 0.15];
const HOLIDAYS = [
  '01-01',
  '01-06',
  '04-03',
  '04-06',
  '05-01',
  '05-14',
  '05-25',
  '10-03',
  '11-01',
  '12-24',
  '12-25',
  '12-31',
];
const SHUTDOWN = ['2026-08-03', '2026-08-16'] as const;

const MEDIAN_FROM = 5;
const MINIMUM = 100;

export interface Tenant {
  readonly name: string;
  /** Of a column on an ordinary day: between these, evenly on a logarithmic scale. */
  readonly sizes: readonly [least: number, most: number];
  /** Standard deviation of a day's value, as a share of it. */
  readonly scatter: number;
}

export interface Outcome {
  /** Alarms that began without a drop, of all columns together. */
  readonly falseAlarms: number;
  /** The same without comparing with the median of all columns. */
  readonly falseAlarmsAlone: number;
  readonly drops: number;
  /** Drops that raised no alarm while they lasted, or within two dates after. */
  readonly missed: number;
  /** Columns whose baseline on a working day is large enough to be judged. */
  readonly judgedColumns: number;
}

/** Simulate one year. The same seed gives the same year. */
export function simulate({ sizes, scatter }: Tenant, seed: number, size = COLUMNS): Outcome {
  const random = randomFrom(seed);
  const columns = Array.from({ length: size }, () => toColumn(sizes, scatter, random));
  const result = { falseAlarms: 0, falseAlarmsAlone: 0, missed: 0 };
  const alarmed = { with: new Set<Column>(), alone: new Set<Column>() };
  const found = new Set<Column>();
  const judgedColumns = new Set<Column>();

  for (let day = 0; day < YEAR_DAYS; day += 1) {
    const today = addDays(START, day);
    const ratios = new Map<Column, number>();
    for (const column of columns) {
      const ratio = ratioOn(column, today);
      if (ratio !== undefined) ratios.set(column, ratio);
    }
    const median = ratios.size >= MEDIAN_FROM ? medianOf([...ratios.values()]) : 1;
    for (const column of columns) {
      const ratio = ratios.get(column) ?? 1;
      if (ratios.has(column)) judgedColumns.add(column);
      const isDropping = today >= column.dropFrom && today <= addDays(column.dropTo, 9);
      const fires = { with: ratio < DROPPED_BELOW && ratio < DROPPED_BELOW * median, alone: ratio < DROPPED_BELOW };
      if (fires.with && today >= column.dropFrom && today <= addDays(column.dropTo, 2)) found.add(column);
      if (begins(alarmed.with, column, fires.with) && !isDropping) result.falseAlarms += 1;
      if (begins(alarmed.alone, column, fires.alone) && !isDropping) result.falseAlarmsAlone += 1;
    }
  }
  const droppable = columns.filter((column) => judgedColumns.has(column));
  return {
    ...result,
    drops: droppable.length,
    missed: droppable.filter((column) => !found.has(column)).length,
    judgedColumns: judgedColumns.size,
  };
}

interface Column {
  readonly days: ReadonlyMap<Day, number>;
  /** What the newest date showed before the next one came. */
  readonly provisional: ReadonlyMap<Day, number>;
  readonly dropFrom: Day;
  readonly dropTo: Day;
}

function toColumn([least, most]: readonly [number, number], scatter: number, random: () => number): Column {
  const size = least * (most / least) ** random();
  const dropFrom = workday(addDays(START, 10 + Math.floor(random() * (YEAR_DAYS - 40))));
  const dropTo = addDays(dropFrom, DROP_DAYS + 1);
  const days = new Map<Day, number>();
  const provisional = new Map<Day, number>();
  for (let day = -PAST_DAYS; day < YEAR_DAYS; day += 1) {
    const date = addDays(START, day);
    const drop = date >= dropFrom && date <= dropTo ? DROP_TO : 1;
    const value = Math.round(size * workOn(date) * drop * Math.max(0.05, 1 + scatter * gauss(random)));
    const late = Math.round(value * (0.8 + 0.2 * random()));
    if (value === 0 || random() < 0.01) continue;
    days.set(date, value);
    provisional.set(date, late);
  }
  return { days, provisional, dropFrom, dropTo };
}

/** As the column was known on a day: of that day the provisional value, and nothing later. */
function ratioOn({ days, provisional }: Column, today: Day): number | undefined {
  const known = { get: (date: Day) => (date === today ? provisional.get(date) : days.get(date)) };
  const { judged } = toChange(known, today, MINIMUM);
  return judged && judged.newest / judged.baseline;
}

/** Whether an alarm begins now; it ends when it does not fire. */
function begins(alarmed: Set<Column>, column: Column, fires: boolean): boolean {
  const isNew = fires && !alarmed.has(column);
  if (fires) alarmed.add(column);
  else alarmed.delete(column);
  return isNew;
}

function workOn(date: Day): number {
  if (HOLIDAYS.includes(date.slice(5))) return 0.08;
  const shutdown = date >= SHUTDOWN[0] && date <= SHUTDOWN[1] ? 0.2 : 1;
  return (WEEK[new Date(date).getUTCDay()] ?? 1) * shutdown;
}

/** The Monday on or after a date, outside the shutdown. */
function workday(date: Day): Day {
  let day = date;
  while (new Date(day).getUTCDay() !== 1 || (day >= '2026-07-20' && day <= '2026-08-30') || day >= '2026-12-14')
    day = addDays(day, day >= '2026-12-14' ? -21 : 1);
  return day;
}

function medianOf(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 1;
}

function gauss(random: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

/** Numbers between 0 and 1, the same for a seed: a linear congruential generator with the constants of Numerical Recipes. */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

export const TENANTS: readonly Tenant[] = [
  { name: 'large, 15 % scatter', sizes: [1_000, 50_000], scatter: 0.15 },
  { name: 'large, 30 % scatter', sizes: [1_000, 50_000], scatter: 0.3 },
  { name: 'small, 15 % scatter', sizes: [60, 600], scatter: 0.15 },
  { name: 'small, 30 % scatter', sizes: [60, 600], scatter: 0.3 },
];

if (import.meta.main) {
  const rows = TENANTS.map((tenant) => {
    const { falseAlarms, falseAlarmsAlone, drops, missed, judgedColumns } = simulate(tenant, 1);
    const perColumn = (falseAlarms / judgedColumns).toFixed(2);
    return [tenant.name, judgedColumns, falseAlarms, perColumn, falseAlarmsAlone, drops, missed];
  });
  const header = [
    'tenant',
    'judged columns',
    'false alarms a year',
    'per column',
    'without the median',
    'drops to half',
    'missed',
  ];
  process.stdout.write(
    `${[header, header.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n')}\n`,
  );
}
