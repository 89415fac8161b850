import type { CellFormat } from '../catalogue/types.ts';

/** Graph's counts are Int64. What is larger is no count, and sums of such numbers would be infinite. */
const MAX_NUMBER = 2 ** 63;

/** Cell text → number in the metric's unit. Undefined when the text is not what the catalogue says it is. */
export function readCell(format: CellFormat, cell: string): number | undefined {
  const value = readers[format](cell);
  return value !== undefined && Math.abs(value) < MAX_NUMBER ? value : undefined;
}

const readers: Readonly<Record<CellFormat, (cell: string) => number | undefined>> = {
  number: toNumber,
  minutes: (cell) => scale(toNumber(cell), 60),
  duration: toSeconds,
};

/**
 * Decimals, also in scientific notation, which is how .NET and spreadsheets write large numbers. `Number` would also take
 * `0x10` and `Infinity` for a count; a thousands separator is refused, since `1,234` is 1.234 elsewhere.
 */
function toNumber(cell: string): number | undefined {
  return /^\d+(\.\d+)?(e[-+]?\d+)?$/i.test(cell) ? Number(cell) : undefined;
}

function scale(value: number | undefined, factor: number): number | undefined {
  return value === undefined ? undefined : value * factor;
}

/** A number of units: only the last one of a duration may have a fraction. */
const UNITS = String.raw`\d+(?:[.,]\d+(?=.$))?`;

/**
 * ISO 8601, as Graph sends it (`PT1H2M3S`): weeks and days as well, and a fraction of the smallest unit. Years and months
 * have no fixed length, so only none of them are read.
 * https://learn.microsoft.com/dotnet/api/system.xml.xmlconvert.tostring
 */
const ISO_8601 = new RegExp(
  `^(?<sign>-?)P(?=.)(?:0+Y)?(?:0+M)?(?:(?<weeks>${UNITS})W)?(?:(?<days>${UNITS})D)?` +
    `(?:T(?=.)(?:(?<hours>${UNITS})H)?(?:(?<minutes>${UNITS})M)?(?:(?<seconds>${UNITS})S)?)?$`,
  'i',
);

/**
 * `[-][d.]hh:mm:ss[.fffffff]`, as .NET writes a time span and Graph's documentation shows it (`00:00:00`). Without days
 * there may be more than 23 hours.
 * https://learn.microsoft.com/dotnet/standard/base-types/standard-timespan-format-strings
 */
const TIME_SPAN =
  /^(?<sign>-?)(?:(?<days>\d+)\.(?=[01]?\d:|2[0-3]:))?(?<hours>\d+):(?<minutes>[0-5]\d):(?<seconds>[0-5]\d(?:[.,]\d+)?)$/;

const SECONDS = { weeks: 604_800, days: 86_400, hours: 3_600, minutes: 60, seconds: 1 };

function toSeconds(cell: string): number | undefined {
  const parts = (ISO_8601.exec(cell) ?? TIME_SPAN.exec(cell))?.groups;
  if (parts === undefined) return undefined;
  const seconds = Object.entries(SECONDS).reduce(
    (sum, [unit, each]) => sum + each * Number((parts[unit] ?? '0').replace(',', '.')),
    0,
  );
  return parts.sign === '-' && seconds > 0 ? -seconds : seconds;
}
