import { isJson } from '../system/json.ts';
import { proxyFault } from '../system/proxy-fault.ts';
import type { Verdict } from './breeze-answer.ts';
import { ExportError } from './exporter.ts';

/** What became of the last request for a batch: an answer of the ingestion endpoint, or an error instead. */
export type Answer =
  | { readonly url: URL; readonly status: number; readonly body: string }
  | { readonly status?: never; readonly what: 'did not respond' | 'was not asked'; readonly why: string };

const LATER = 'a later run sends them again';

/** https://learn.microsoft.com/azure/azure-monitor/app/telemetry-troubleshoot#troubleshoot-common-response-codes */
const ADVICE: Readonly<Record<number, string>> = {
  307: 'the endpoint has moved; copy the connection string from the portal anew',
  308: 'the endpoint has moved; copy the connection string from the portal anew',
  400: 'check APPLICATIONINSIGHTS_CONNECTION_STRING',
  401: 'the resource wants Entra: set APPLICATIONINSIGHTS_AUTHENTICATION_STRING to Authorization=AAD, and give the identity the role Monitoring Metrics Publisher on the Application Insights resource',
  403: 'give the identity the role Monitoring Metrics Publisher on the Application Insights resource',
  402: 'the daily cap of the resource is used up; raise it, or wait for the next day',
  404: 'check IngestionEndpoint in APPLICATIONINSIGHTS_CONNECTION_STRING',
  439: 'the daily cap of the resource is used up; raise it, or wait for the next day',
};

/** Why points were not accepted. Undefined: nothing was sent, which the exporter tells nobody. */
export function ingestionError(points: number, verdict: Verdict, answer: Answer | undefined): ExportError {
  const refused = `${points} points were not accepted`;
  if (answer === undefined)
    return new ExportError(`Azure Monitor did not respond, ${refused}; ${LATER}`, { endsPush: true });
  if (answer.status === undefined)
    return new ExportError(`Azure Monitor ${answer.what}, ${refused}: ${answer.why}`, { endsPush: true });
  const { status, body, url } = answer;
  const fault = status >= 400 && !isJson(body) ? proxyFault(status, url) : undefined;
  if (fault !== undefined)
    return new ExportError(`Azure Monitor was not reached, ${refused}: ${fault.sentence}`, { endsPush: true });
  const endsPush = !verdict.isUnderstood && status !== 400;
  const advice = adviceFor(status, points, verdict);
  const isPartial = verdict.isUnderstood && verdict.accepted.length > 0;
  return new ExportError(`Azure Monitor returned ${status}, ${refused}; ${advice}`, { endsPush, isPartial });
}

function adviceFor(status: number, points: number, { isUnderstood, invalid }: Verdict): string {
  if (status >= 200 && status < 300 && !isUnderstood)
    return `the answer is not that of Application Insights but a login page, a proxy or another service; check IngestionEndpoint in APPLICATIONINSIGHTS_CONNECTION_STRING, ${LATER}`;
  if (invalid.length === points) return 'it refuses them as they are, and they are not sent again';
  return ADVICE[status] ?? LATER;
}
