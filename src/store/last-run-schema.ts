import * as v from 'valibot';
import { byName, NUMBER, stored, TIME } from '../history/stored.ts';

/** What the last run did, as stored. Fields are only ever added; the first development versions wrote fewer. */
export const LAST_RUN = stored({
  version: NUMBER,
  finishedAt: TIME,
  /** `notOffered`: of those that are not healthy, the ones that there is nothing to fix about. */
  reports: stored({
    selected: NUMBER,
    healthy: v.exactOptional(NUMBER),
    notOffered: v.exactOptional(NUMBER),
    /** The former name of `healthy`. */
    well: v.exactOptional(NUMBER),
  }),
  /** HTTP responses from Graph by status, `none` for no response, of the last run that requested anything. */
  graphResponses: v.exactOptional(byName(NUMBER)),
  /** The former name of `graphResponses`. */
  graphRequests: v.exactOptional(byName(NUMBER)),
});
type StoredRun = v.InferOutput<typeof LAST_RUN>;

export interface LastRun extends Pick<StoredRun, 'finishedAt' | 'graphResponses'> {
  readonly reports: Omit<StoredRun['reports'], 'well'>;
}

/** A stored document under the present names. */
export function toLastRun({ finishedAt, reports: { well, ...reports }, graphRequests, ...rest }: StoredRun): LastRun {
  const { graphResponses = graphRequests } = rest;
  return {
    finishedAt,
    reports: { ...(well !== undefined && { healthy: well }), ...reports },
    ...(graphResponses && { graphResponses }),
  };
}
