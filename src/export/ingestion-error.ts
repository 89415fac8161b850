import { counted, wasOrWere } from '../errors/counted.ts';
import { isJson } from '../system/json.ts';
import { proxyFault } from '../system/proxy-fault.ts';
import type { Verdict } from './breeze-response.ts';
import { ExportError } from './exporter.ts';

/** What became of the last request for a batch: a response of the ingestion endpoint, or an error instead. */
export type IngestionResponse =
  | {
      readonly url: URL;
      readonly status: number;
      readonly body: string;
      /** Whether it came from beyond a proxy's tunnel: the endpoint says so in each response. */
      readonly isOverTls: boolean;
    }
  | { readonly status?: never; readonly what: 'did not respond' | 'was not contacted'; readonly why: string };

const LATER = 'a later run sends them again';

/** https://learn.microsoft.com/azure/azure-monitor/app/telemetry-troubleshoot#troubleshoot-common-response-codes */
const ADVICE: Readonly<Record<number, string>> = {
  307: 'the endpoint has moved; copy the connection string from the portal anew',
  308: 'the endpoint has moved; copy the connection string from the portal anew',
  400: 'check APPLICATIONINSIGHTS_CONNECTION_STRING',
  401: 'the resource wants Entra: set APPLICATIONINSIGHTS_AUTHENTICATION_STRING to Authorization=AAD, and give the identity the role Monitoring Metrics Publisher on the Application Insights resource',
  403: 'give the identity the role Monitoring Metrics Publisher on the Application Insights resource',
  402: 'the daily cap of the resource is used up; raise it, or wait for the next day',
  413: 'something on the way does not let half a megabyte through; ask who runs the proxy or gateway to raise its limit',
  429: `the resource gets too many points; ${LATER}`,
  404: 'check IngestionEndpoint in APPLICATIONINSIGHTS_CONNECTION_STRING',
  439: 'the daily cap of the resource is used up; raise it, or wait for the next day',
};

/** Why points were not accepted. A response is undefined where nothing was sent, which the exporter does not report. */
export function ingestionError(points: number, verdict: Verdict, response: IngestionResponse | undefined): ExportError {
  const notAccepted = `${counted(points, 'point')} ${wasOrWere(points)} not accepted`;
  if (response === undefined)
    return new ExportError(`Azure Monitor did not respond, ${notAccepted}; ${LATER}`, { endsPush: true });
  if (response.status === undefined)
    return new ExportError(`Azure Monitor ${response.what}, ${notAccepted}: ${response.why}`, { endsPush: true });
  const { status } = response;
  const other = whoElse(response);
  if (other !== undefined)
    return new ExportError(`Azure Monitor was not reached, ${notAccepted}: ${other}`, { endsPush: true });
  const endsPush = !verdict.isUnderstood && status !== 400;
  const advice = adviceFor(status, points, verdict);
  const isPartial = verdict.isUnderstood && verdict.delivered.length > 0;
  return new ExportError(`Azure Monitor returned ${status}, ${notAccepted}; ${advice}`, { endsPush, isPartial });
}

/** Who responded in the place of the endpoint, which sends JSON or nothing; undefined where it may have been itself. */
function whoElse({ status, body, url, isOverTls }: Extract<IngestionResponse, { body: string }>): string | undefined {
  const isByProxy = status === 407 || (status >= 400 && !isOverTls && !isJson(body));
  const fault = isByProxy ? proxyFault(status, url) : undefined;
  if (fault !== undefined) return fault.sentence;
  if (status < 400 || !/^\s*</.test(body)) return undefined;
  return `something else returned ${status} for ${url.host} with a web page; ask who runs the proxy or firewall on the way`;
}

function adviceFor(status: number, points: number, { isUnderstood, invalid }: Verdict): string {
  if (status >= 200 && status < 300 && !isUnderstood)
    return `the response is not that of Application Insights but a login page, a proxy or another service; check IngestionEndpoint in APPLICATIONINSIGHTS_CONNECTION_STRING, ${LATER}`;
  if (invalid.length === points) return 'it rejects them as they are, and they are not sent again';
  if (status >= 300 && status < 400 && !(status in ADVICE))
    return 'a redirect, as of a login page or a gateway; check IngestionEndpoint in APPLICATIONINSIGHTS_CONNECTION_STRING';
  if (status >= 500) return `it has a fault of its own, ${LATER}`;
  return ADVICE[status] ?? LATER;
}
