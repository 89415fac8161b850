import * as v from 'valibot';
import { TROUBLE } from '../history/status-schema.ts';
import { byName, isObject, NUMBER, stored, TEXT, TIME } from '../history/stored.ts';

/** How the last push to an exporter ended. */
const EXPORT_OUTCOME = stored({
  exporter: TEXT,
  /** The exporter's `target` at that time. */
  target: v.string(),
  at: TIME,
  /** A sentence; absent when everything was delivered. */
  failure: v.exactOptional(v.string()),
  /** The states it was sent that are not 0: metric → labels → value. Absent in what earlier releases stored. */
  told: v.exactOptional(byName(byName(NUMBER))),
});
export type ExportOutcome = v.InferOutput<typeof EXPORT_OUTCOME>;

const EXPORT_STATUS = stored({
  last: EXPORT_OUTCOME,
  /** When all of a push was last delivered. */
  lastSuccessAt: v.exactOptional(TIME),
  /** When all of a push that was not only a repetition of current values was last delivered. */
  everythingAt: v.exactOptional(TIME),
  /** Absent where the last push succeeded, and in what earlier releases stored. */
  trouble: v.exactOptional(TROUBLE),
});

const EXPORT_STATUSES = v.pipe(
  byName(EXPORT_STATUS),
  v.check((statuses) => Object.entries(statuses).every(([name, { last }]) => last.exporter === name)),
);

/** What is known of each exporter, by name. */
export type ExportStatuses = v.InferOutput<typeof EXPORT_STATUSES>;

export const STATUSES = stored({ version: NUMBER, exporters: EXPORT_STATUSES });

/** Which dated points were delivered to an exporter: metric → labels → report date → value. */
export type Delivered = Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, number>>>>>>;

export const DELIVERY_STATE = stored({
  version: NUMBER,
  target: v.string(),
  accepted: v.custom<Delivered>(isDelivered),
});

/** A value for each point of years: by hand this takes less than a tenth of the time that a schema takes. */
function isDelivered(delivered: unknown): boolean {
  const isNumber = (value: unknown) => typeof value === 'number';
  return isOf((series) => isOf((days) => isOf(isNumber, days), series), delivered);
}

function isOf(isKind: (value: unknown) => boolean, values: unknown): boolean {
  return isObject(values) && Object.values(values).every(isKind);
}
