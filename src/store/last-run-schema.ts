import * as v from 'valibot';
import { byName, NUMBER, stored, TIME } from '../history/stored.ts';

/** What the last run did, as stored. Fields are only ever added. */
export const LAST_RUN = stored({
  version: NUMBER,
  finishedAt: TIME,
  /**
   * `notOffered`: of those that are not healthy, the ones that there is nothing to fix about. Documents of the first
   * development versions have no `healthy`.
   */
  reports: stored({ selected: NUMBER, healthy: v.exactOptional(NUMBER), notOffered: v.exactOptional(NUMBER) }),
  /** HTTP responses from Graph by status, `none` for no response, of the last run that requested anything. */
  graphResponses: v.exactOptional(byName(NUMBER)),
});
export type LastRun = v.InferOutput<typeof LAST_RUN>;
