import type { Day } from '../../src/report/dates.ts';
import { toRandom } from './random.ts';
import { PAST_DAYS } from './rule.ts';
import { asReported, type DailySeries, dayOf, type SeriesGroup, toDayNumber } from './series.ts';

const COLUMNS = 180;
const REPORTS = 30;
const DAYS = 365;
const FIRST = toDayNumber('2026-01-01');

/** A tenth of a day's work is done on these. */
const HOLIDAYS = [
  '01-01',
  '01-06',
  '04-03',
  '04-06',
  '05-01',
  '05-14',
  '05-25',
  '10-03',
  '11-02',
  '12-24',
  '12-25',
  '12-31',
];
const SHUTDOWN = ['2026-08-03', '2026-08-16'] as const;
const BRIDGES = ['2026-01-02', '2026-05-15', '2026-12-28', '2026-12-29', '2026-12-30'];

const WEEK = [0, 1, 1.05, 1.05, 1, 0.88, 0];

/** Cells that are empty although there was usage. */
const GAPS = 0.003;

/**
 * A tenant of so many users over a year, and half a year before: 180 columns in 30 reports. How much a user does of one
 * thing in a day differs by column over six orders of magnitude, so that a larger tenant has larger columns.
 */
export function simulateTenant(users: number, seed: number, columns = COLUMNS): SeriesGroup {
  const name = `${users} users, seed ${seed}`;
  const tenant = toWork(name);
  const series = Array.from({ length: columns }, (_, index) => toSeries(index, users, name, tenant));
  return {
    name,
    series,
    lowDays: new Set(
      allDays()
        .map(dayOf)
        .filter((day) => isHoliday(day) || isShutdown(day)),
    ),
  };
}

/** What a whole tenant does on each day, 1 on an ordinary working day. */
function toWork(seed: string): readonly number[] {
  const { normal } = toRandom(seed);
  return allDays().map((day) => {
    const date = dayOf(day);
    const scatter = Math.exp(0.04 * normal());
    if (isHoliday(date)) return 0.08 * scatter;
    if (isShutdown(date)) return 0.3 * scatter;
    return BRIDGES.includes(date) ? 0.65 * scatter : scatter;
  });
}

function toSeries(index: number, users: number, seed: string, work: readonly number[]): DailySeries {
  const report = `report ${index % REPORTS}`;
  const random = toRandom(`${seed} column ${index}`);
  const { uniform, normal, count } = random;
  const size = users * 10 ** (-0.86 + 0.93 * normal());
  const isDaily = uniform() < 0.1;
  const weekend = isDaily ? 0.6 + 0.4 * uniform() : 0.02 + 0.25 * uniform() ** 2;
  const scatter =
    uniform() < 0.2 ? 0 : 0.06 * 5 ** uniform() * (1 + 1.5 / Math.sqrt(size + 1)) * (1 + 5 / Math.sqrt(users));
  const follows = Math.exp(0.35 * normal()) * (isDaily ? 0.3 : 1);
  const yearly = 0.1 + 0.15 * normal();
  const monthEnd = uniform() < 0.1 ? 1.5 + uniform() : 1;
  const isMigrated = index % REPORTS === 7;
  let drift = 0;
  const values = work.map((share, age) => {
    const day = FIRST - PAST_DAYS + age;
    drift = 0.97 * drift + 0.02 * normal();
    const burst = uniform() < 0.004 ? 1.5 + 3 * uniform() : 1;
    const mean =
      size *
      weekday(day, weekend) *
      share ** follows *
      Math.exp(drift + yearly * (age / 365)) *
      burst *
      (isMonthEnd(day) ? monthEnd : 1) *
      (isMigrated ? remaining(age) : 1);
    return count(mean, scatter);
  });
  return asReported({ name: `column ${index}`, report, start: FIRST - PAST_DAYS }, values, { gaps: GAPS, seed });
}

function weekday(day: number, weekend: number): number {
  return WEEK[new Date(dayOf(day)).getUTCDay()] || weekend;
}

/** One product is left for another within six weeks. */
function remaining(age: number): number {
  return Math.min(1, Math.max(0.1, 1 - (age - PAST_DAYS - 270) / 42));
}

function isMonthEnd(day: number): boolean {
  return new Date((day + 2) * 86_400_000).getUTCDate() <= 2;
}

function isHoliday(day: Day): boolean {
  return HOLIDAYS.includes(day.slice(5));
}

function isShutdown(day: Day): boolean {
  return day >= SHUTDOWN[0] && day <= SHUTDOWN[1];
}

function allDays(): readonly number[] {
  return Array.from({ length: PAST_DAYS + DAYS }, (_, age) => FIRST - PAST_DAYS + age);
}
