import type { CellFormat } from '../catalogue/types.ts';

/** Graph's counts are Int64. What is larger is no count, and sums of such numbers would be infinite. */
const MAX_NUMBER = 2 ** 63;

/** Cell text → number in the metric's unit. Undefined when the text is not what the catalogue says it is. */
export function readCell(format: CellFormat, cell: string): number | undefined {
  const value = readers[format](cell);
  return value !== undefined && value < MAX_NUMBER ? value : undefined;
}

const readers: Readonly<Record<CellFormat, (cell: string) => number | undefined>> = {
  number: toNumber,
  minutes: (cell) => scale(toNumber(cell), 60),
  duration: toSeconds,
};

/** Plain decimals only: `Number` would also take `0x10`, `1e999` and `Infinity` for a count. */
function toNumber(cell: string): number | undefined {
  return /^\d+(\.\d+)?$/.test(cell) ? Number(cell) : undefined;
}

function scale(value: number | undefined, factor: number): number | undefined {
  return value === undefined ? undefined : value * factor;
}

/** Graph sends ISO 8601 (`PT1H2M3S`); its documentation shows `01:02:03`. */
const DURATIONS = [
  /^P(?=.)(?:(?<days>\d+)D)?(?:T(?=.)(?:(?<hours>\d+)H)?(?:(?<minutes>\d+)M)?(?:(?<seconds>\d+(?:\.\d+)?)S)?)?$/,
  /^(?<hours>\d+):(?<minutes>\d\d):(?<seconds>\d\d)$/,
];

function toSeconds(cell: string): number | undefined {
  const parts = DURATIONS.map((pattern) => pattern.exec(cell)?.groups).find((groups) => groups !== undefined);
  if (parts === undefined) return undefined;
  const { days = 0, hours = 0, minutes = 0, seconds = 0 } = parts;
  return Number(days) * 86_400 + Number(hours) * 3_600 + Number(minutes) * 60 + Number(seconds);
}
