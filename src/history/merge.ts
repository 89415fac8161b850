import type { DatedValue, SeriesKey } from '../report/reading.ts';
import { seriesId } from '../report/series-id.ts';
import { comparePrecedence } from './part.ts';
import type { KnownResponse, Part, PartValue, Precedence } from './part-schema.ts';

/**
 * Add a reading's values to a part. A value yields only to one of a higher-ranking reading, so the order of merges does
 * not matter, and nothing is ever removed: what a reading leaves out stays.
 */
export function mergeIntoPart(
  part: Part,
  precedence: Precedence,
  values: readonly DatedValue[],
  response?: { readonly url: string } & KnownResponse,
): Part {
  const readings = [...part.readings];
  const own = indexOf(readings, precedence);
  const series = new Map<string, Draft>(
    part.series.map((entry) => [seriesId(entry), { ...entry, days: { ...entry.days } }]),
  );

  for (const dated of values) {
    const { date, value } = dated;
    const draft = draftOf(series, dated);
    const old = draft.days[date];
    const oldPrecedence = old && readings[old[1]];
    if (old === undefined || oldPrecedence === undefined || supersedes([value, precedence], [old[0], oldPrecedence]))
      draft.days[date] = [value, own];
  }

  return { ...part, ...compact(readings, [...series.values()]), answers: withResponse(part.answers, response) };
}

interface Draft extends SeriesKey {
  readonly days: Record<string, PartValue>;
}

function draftOf(series: Map<string, Draft>, key: SeriesKey): Draft {
  const id = seriesId(key);
  const known = series.get(id);
  if (known !== undefined) return known;
  const { column, item, period } = key;
  const draft = { column, item, ...(period !== undefined && { period }), days: {} };
  series.set(id, draft);
  return draft;
}

function indexOf(readings: Precedence[], precedence: Precedence): number {
  const index = readings.findIndex((reading) => comparePrecedence(reading, precedence) === 0);
  return index >= 0 ? index : readings.push({ refreshedOn: precedence.refreshedOn, pulledAt: precedence.pulledAt }) - 1;
}

/** Of two runs in the same millisecond the larger value stands, in whichever order they are merged. */
function supersedes(
  [value, precedence]: readonly [number, Precedence],
  [oldValue, oldPrecedence]: readonly [number, Precedence],
): boolean {
  const order = comparePrecedence(precedence, oldPrecedence);
  return order > 0 || (order === 0 && value > oldValue);
}

/** Forget the readings that no value comes from any more. */
export function compact(readings: readonly Precedence[], series: readonly Draft[]): Pick<Part, 'readings' | 'series'> {
  const used = new Set<number>();
  for (const { days } of series) {
    for (const [, reading] of Object.values(days)) used.add(reading);
  }
  if (used.size === readings.length) return { readings, series };
  const kept = [...used].sort((a, b) => a - b);
  const moved = new Map(kept.map((old, index) => [old, index]));
  for (const { days } of series) {
    for (const [date, [value, reading]] of Object.entries(days)) days[date] = [value, moved.get(reading) ?? 0];
  }
  return { readings: kept.flatMap((index) => readings[index] ?? []), series };
}

function withResponse(
  responses: Part['answers'],
  response?: { readonly url: string } & KnownResponse,
): Part['answers'] {
  if (response === undefined) return responses;
  const { url, ...known } = response;
  const old = responses[url];
  return old !== undefined && comparePrecedence(old, known) > 0 ? responses : { ...responses, [url]: known };
}
