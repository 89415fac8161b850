import * as v from 'valibot';
import { byName, NUMBER, stored, TIME } from '../history/stored.ts';

/** What the last run did, as stored. Fields are only ever added. */
export const LAST_RUN = stored({
  version: NUMBER,
  finishedAt: TIME,
  /** Answers of Graph by HTTP status, `none` for no answer. */
  graphRequests: byName(NUMBER),
  /** `notOffered`: of those that are not well, the ones that there is nothing to fix about. */
  reports: stored({ selected: NUMBER, well: NUMBER, notOffered: v.exactOptional(NUMBER) }),
  /** Whether what it brought was pushed and rendered. */
  isComplete: v.exactOptional(v.boolean()),
});
export type LastRun = v.InferOutput<typeof LAST_RUN>;
