import { counted } from '../errors/counted.ts';
import type { Fleet } from '../fleet/fleet.ts';

/** Of every report of v1.0: without dated series, and of each day of the window. */
export const SERIES = { reports: 58, latest: 2_866, eachDay: 238 };

/** What a series takes of a Prometheus' memory while it is scraped, as measured with 560,000 of them. */
const BYTES_OF_SERIES = 3_300;

/** Above it a Prometheus wants more than 6 GB of memory. */
const MANY_SERIES = 2_000_000;

/** What all tenants together cost: Prometheus pays for series, and nobody expects how many there are. */
export async function seriesBudget(fleet: Fleet): Promise<string> {
  const { tenants } = await fleet.declared.load();
  const opened = await Promise.all(tenants.filter(({ enabled }) => enabled).map(({ key }) => fleet.open(key)));
  const series = opened.reduce((sum, open) => {
    const { reports = [], windowDays = 0 } = open?.app.settings.tenant ?? {};
    return sum + (reports.length / SERIES.reports) * (SERIES.latest + SERIES.eachDay * windowDays);
  }, 0);
  if (opened.length === 0) return 'No tenant is enabled.';
  const each =
    opened.length === 1 ? '' : `${counted(opened.length, 'tenant')} x ${about(series / opened.length)} series = `;
  const megabytes = (series * BYTES_OF_SERIES) / 1e6;
  const memory = megabytes < 1_000 ? about(megabytes, 'megabyte') : about(megabytes / 1_000, 'gigabyte');
  const advice = ' WINDOW_DAYS=0 leaves a third of them; backfill brings dated history without keeping it in memory.';
  return `${each}about ${about(series)}${each === '' ? ' series' : ''}, for which a Prometheus needs about ${memory} of memory.${series > MANY_SERIES ? advice : ''}`;
}

function about(value: number, unit?: string): string {
  const style = unit === undefined ? {} : ({ style: 'unit', unit } as const);
  return new Intl.NumberFormat('en', { ...style, maximumSignificantDigits: 2 }).format(value);
}
