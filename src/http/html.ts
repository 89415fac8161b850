import { counted } from '../errors/counted.ts';
/** Text that is safe between tags and in quoted attributes. */
export function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}

const WIDTH = 160;
const HEIGHT = 32;
const MARGIN = 2;

/** A line over values in order of time, with gaps where there is none; described in words for those who do not see it. */
export function lineChart(values: readonly (number | undefined)[]): string {
  const known = values.filter((value) => value !== undefined);
  if (known.length < 2) return '';
  const most = Math.max(...known);
  const least = Math.min(0, ...known);
  const x = (index: number) => MARGIN + (index / (values.length - 1)) * (WIDTH - 2 * MARGIN);
  const y = (value: number) => HEIGHT - MARGIN - ((value - least) / (most - least || 1)) * (HEIGHT - 2 * MARGIN);
  const path = values
    .map((value, index) => {
      if (value === undefined) return '';
      return `${values[index - 1] === undefined ? 'M' : 'L'}${x(index).toFixed(1)} ${y(value).toFixed(1)}`;
    })
    .join('');
  const words = `${counted(values.length, 'day')}: first ${format(known[0] ?? 0)}, last ${format(known.at(-1) ?? 0)}, highest ${format(most)}`;
  return `<svg role="img" aria-label="${words}" viewBox="0 0 ${WIDTH} ${HEIGHT}" width="${WIDTH}" height="${HEIGHT}"><path d="${path}"/></svg>`;
}

/** A count, or a size or a time in the largest unit that leaves a whole number. */
export function format(value: number, unit = ''): string {
  if (unit === 'By') return inUnits(value, 1000, ['B', 'kB', 'MB', 'GB', 'TB', 'PB']);
  if (unit === 's') return `${new Intl.NumberFormat('en').format(Math.round(value / 3600))} h`;
  return new Intl.NumberFormat('en', { maximumFractionDigits: 1 }).format(value);
}

function inUnits(value: number, step: number, units: readonly string[]): string {
  const power = Math.min(units.length - 1, Math.floor(Math.log(Math.max(value, 1)) / Math.log(step)));
  return `${new Intl.NumberFormat('en', { maximumSignificantDigits: 3 }).format(value / step ** power)} ${units[power]}`;
}
