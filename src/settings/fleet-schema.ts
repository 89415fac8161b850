import * as v from 'valibot';
import { DEFAULT_PLAN_SCHEDULE } from './default-schedules.ts';
import { oneOf, schedule, use, wholeNumber } from './kinds.ts';
import { of } from './owner.ts';
import { isWrong } from './wrong-value.ts';

export const GUID = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i;

/** Who pulls the tenants that are due. */
const DISPATCHES = ['queue', 'pool', 'none'] as const;

/** What a process reads that serves many tenants; without `TENANTS` none of it has an effect. */
export const FLEET_SETTINGS = v.object({
  TENANTS: v.optional(
    of(
      'process',
      'serve many tenants: `store` = those that `tenants add` has declared in `HISTORY_STORE`, `file:<path>` = those in a JSON file. Left out: one tenant',
      v.pipe(
        v.string(),
        v.regex(/^(store|file:.+)$/s, ({ input }) => `${isWrong(input)}; use store or file:<path>`),
      ),
    ),
  ),
  GRAPH_CLIENT_ID: v.optional(
    of(
      'process',
      'many tenants: the client id of the application that they have consented to. On Azure its credential is the managed identity',
      v.pipe(v.string(), v.regex(GUID, use('the application (client) id that Entra shows, a GUID'))),
    ),
  ),
  GRAPH_CLIENT_CERTIFICATE_PATH: v.optional(
    of('process', 'its credential where there is no managed identity: a PEM file with certificate and key', v.string()),
  ),
  GRAPH_CLIENT_SECRET: v.optional(of('process', 'the same, as a secret', v.string())),
  PLAN_SCHEDULE: v.optional(
    of('process', 'many tenants: when to look who is due: six fields, seconds first, UTC', schedule()),
    DEFAULT_PLAN_SCHEDULE,
  ),
  TENANTS_AT_A_TIME: v.optional(
    of('process', 'how many tenants one process pulls at once; with a queue `host.json` says it', wholeNumber(1, 64)),
    '8',
  ),
  TENANT_DISPATCH: v.optional(
    of(
      'process',
      'who pulls: `queue` = functions, by a storage queue, `pool` = this process, `none` = nobody: it only serves. Left out, on Functions `queue`, elsewhere `pool`',
      oneOf(DISPATCHES),
    ),
  ),
  TARGETS_HOST: v.optional(
    of(
      'process',
      'many tenants: where scrapers reach this server, which `/targets` names: `host`, `host:port` or, behind a proxy with TLS, `https://host`. Left out, `WEBSITE_HOSTNAME`, else `HOST` and `PORT`',
      v.pipe(
        v.string(),
        v.regex(
          /^(https?:\/\/)?(\[[\da-f:]+\]|[a-z\d.-]+)(:\d{1,4}|:[1-5]\d{4})?$/i,
          use('host, host:port or https://host'),
        ),
      ),
    ),
  ),
});
