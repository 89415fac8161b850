import { counted } from '../errors/counted.ts';
import { format } from './html.ts';

export interface ChartOptions {
  readonly width: number;
  readonly height: number;
  /** The least and the most that is usual, for each value. */
  readonly band?: readonly (readonly [least: number, most: number] | undefined | 0)[];
}

const MARGIN = 2;

/** A line over values in order of time, with gaps where there is none; described in words for those who do not see it. */
export function lineChart(values: readonly (number | undefined)[], { width, height, band = [] }: ChartOptions): string {
  const known = values.filter((value) => value !== undefined);
  if (known.length < 2) return '';
  const usual = band.flatMap((edges, index) => (edges ? [[index, ...edges] as const] : []));
  const most = Math.max(...known, ...usual.map(([, , high]) => high));
  const least = Math.min(0, ...known);
  const x = (index: number) => (MARGIN + (index / (values.length - 1)) * (width - 2 * MARGIN)).toFixed(1);
  const y = (value: number) =>
    (height - MARGIN - ((value - least) / (most - least || 1)) * (height - 2 * MARGIN)).toFixed(1);
  const line = values
    .map((value, index) =>
      value === undefined ? '' : `${values[index - 1] === undefined ? 'M' : 'L'}${x(index)} ${y(value)}`,
    )
    .join('');
  const edges = [
    ...usual.map(([index, , high]) => `${x(index)},${y(high)}`),
    ...usual.toReversed().map(([index, low]) => `${x(index)},${y(low)}`),
  ];
  const words = `${counted(values.length, 'day')}: first ${format(known[0] ?? 0)}, last ${format(known.at(-1) ?? 0)}, highest ${format(Math.max(...known))}`;
  const shape = edges.length === 0 ? '' : `<polygon points="${edges.join(' ')}"/>`;
  return `<svg role="img" aria-label="${words}" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}">${shape}<path d="${line}"/></svg>`;
}
