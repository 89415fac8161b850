import { SCALE } from '../../src/history/drops/constants.ts';
import type { Figures } from './evaluate.ts';
import { DEPTHS, LENGTHS } from './falls.ts';
import { SCATTERS, type Scatter } from './found.ts';
import { newRule } from './new-rule.ts';
import { HOW, ORIGINS } from './words.ts';

export interface Result {
  readonly title: string;
  readonly figures: readonly Figures[];
}

export function toTables(results: readonly Result[]): string {
  return `${results.map(({ title, figures }) => `## ${title}\n\n${toTable(HEADER, figures.filter(isOwnLimit).map(toRow))}\n`).join('\n')}
## The limit

The limit in the first tables is ${SCALE}: there a score is 1 at a sensitivity of 1. It was chosen on the simulated tenants: at most 0.3 notifications a week come first. Falls to 50 % over two dates are then found less often than in 95 % of all cases; a sensitivity of ${(SCALE / 0.8).toFixed(2)} comes near that (limit 0.8), at twice the notifications.

${results.map(({ title, figures }) => `### ${title}\n\n${toTable(CURVE, figures.filter(({ rule }) => rule === newRule.name).map(toCurveRow))}\n`).join('\n')}
## What this rule finds

Of falls in columns that scatter by at most 20 %, at most 35 %, and more; in brackets the mean delay in days.

${results
  .map(
    ({ title, figures }) =>
      `### ${title}\n\n${figures
        .filter((own) => own.rule === newRule.name && isOwnLimit(own))
        .map(toFallTable)
        .join('')}\n`,
  )
  .join('\n')}`;
}

export function toDocument(results: readonly Result[]): string {
  return `# Rules for drops, side by side\n\n${HOW}\n\n${toTables(results)}\n${ORIGINS}\n`;
}

function isOwnLimit({ rule, limit }: Figures): boolean {
  return limit === (rule === newRule.name ? SCALE : 1);
}

const HEADER = [
  'rule',
  'notifications a week',
  'vanished, a week',
  'alarms per column and year: ordinary days',
  'holidays',
  'collapses',
  'columns judged',
  'to 25 %, 1 date, ≤ 20 %',
  'to 50 %, 2 dates, ≤ 20 %',
  'to 25 %, 1 date, all',
  'to 50 %, 2 dates, all',
];

function toRow(figures: Figures): readonly string[] {
  const { rule, alarms } = figures;
  const perYear = (number: number) => (number / alarms.columnYears).toFixed(2);
  return [
    rule,
    (alarms.notifications / alarms.weeks).toFixed(2),
    (alarms.vanished / alarms.weeks).toFixed(2),
    perYear(alarms.others),
    perYear(alarms.onLowDays),
    perYear(alarms.collapses),
    percent(alarms.judgedColumns, alarms.columns),
    found(figures, 0.25, 1, ['≤ 20 %']),
    found(figures, 0.5, 2, ['≤ 20 %']),
    found(figures, 0.25, 1, SCATTERS),
    found(figures, 0.5, 2, SCATTERS),
  ];
}

const CURVE = [
  'limit',
  'notifications a week',
  'alarms per column and year',
  'to 25 %, 1 date, ≤ 20 %',
  'to 50 %, 2 dates, ≤ 20 %',
  'to 70 %, 5 dates, ≤ 20 %',
];

function toCurveRow(figures: Figures): readonly string[] {
  const { limit, alarms } = figures;
  return [
    String(limit),
    (alarms.notifications / alarms.weeks).toFixed(2),
    ((alarms.others + alarms.onLowDays + alarms.collapses) / alarms.columnYears).toFixed(2),
    found(figures, 0.25, 1, ['≤ 20 %']),
    found(figures, 0.5, 2, ['≤ 20 %']),
    found(figures, 0.7, 5, ['≤ 20 %']),
  ];
}

function toFallTable(figures: Figures): string {
  const header = [
    'fall to',
    ...LENGTHS.flatMap((length) => SCATTERS.map((scatter) => `${length} d, ${scatter}`)),
    'flaps per 100',
    'days until quiet',
  ];
  const rows = DEPTHS.map((depth) => {
    const same = figures.found.filter(({ kind }) => kind.depth === depth);
    const sum = (key: 'found' | 'flaps' | 'after') => same.reduce((total, own) => total + own[key], 0);
    const cells = LENGTHS.flatMap((length) => SCATTERS.map((scatter) => withDelay(figures, depth, length, scatter)));
    const name = depth === undefined ? 'empty cells' : `${depth * 100} %`;
    return [name, ...cells, ((100 * sum('flaps')) / sum('found')).toFixed(0), (sum('after') / sum('found')).toFixed(1)];
  });
  return toTable(header, rows);
}

type Depth = (typeof DEPTHS)[number];

function withDelay(figures: Figures, depth: Depth, length: number, scatter: Scatter): string {
  const own = figures.found.find(
    ({ kind }) => kind.depth === depth && kind.length === length && kind.scatter === scatter,
  );
  if (own === undefined || own.tried === 0) return '';
  const delay = own.found === 0 ? '' : ` (${(own.delay / own.found).toFixed(1)})`;
  return `${percent(own.found, own.tried)}${delay}`;
}

function found(figures: Figures, depth: Depth, length: number, scatters: readonly Scatter[]): string {
  const own = figures.found.filter(
    ({ kind }) => kind.depth === depth && kind.length === length && scatters.includes(kind.scatter),
  );
  const sum = (key: 'found' | 'tried') => own.reduce((total, one) => total + one[key], 0);
  return `${percent(sum('found'), sum('tried'))} of ${sum('tried')}`;
}

function percent(part: number, whole: number): string {
  return whole === 0 ? '' : `${((100 * part) / whole).toFixed(0)} %`;
}

function toTable(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(header), line(header.map((_, index) => (index === 0 ? '---' : '--:'))), ...rows.map(line)].join('\n');
}
