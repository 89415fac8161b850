import { ReportError } from '../errors/errors.ts';
import { withoutSecrets } from '../errors/without-secrets.ts';
import { type GraphResponse, header } from './request.ts';

/** Graph sends one of them with every response. https://learn.microsoft.com/graph/best-practices-concept */
const OF_GRAPH = ['request-id', 'x-ms-ags-diagnostic'];

/**
 * The error for a response in Graph's place: the page of a proxy, a firewall or a portal, whatever its status. Undefined
 * where it may be Graph's own. Nobody but Graph says that a report is not there, and it does so in JSON.
 */
export function notFromGraph(response: GraphResponse, body: string, retryAfterMs: number): ReportError | undefined {
  const status = response.statusCode;
  const isPage =
    status === 200 ? looksLikePage(response, body) : !isGraphError(body) && (body !== '' || status === 404);
  if (!isPage || OF_GRAPH.some((name) => header(response, name) !== undefined)) return undefined;
  const isTransient = status === 429 || status >= 500;
  const advice = `ask who runs the proxy or firewall on the way, and check GRAPH_ENDPOINT${isTransient ? '; a later run tries again' : ''}`;
  return new ReportError(
    'network',
    `something other than Microsoft Graph returned ${status}${senderOf(response, body)}; ${advice}`,
    isTransient ? { retryAfterMs } : {},
  );
}

function looksLikePage(response: GraphResponse, body: string): boolean {
  return /html/i.test(header(response, 'content-type') ?? '') || /^\s*<(!doctype|html|\?xml)/i.test(body);
}

function isGraphError(body: string): boolean {
  try {
    const { error } = JSON.parse(body);
    return typeof error === 'object' && error !== null;
  } catch {
    return false;
  }
}

/** What tells who it was: names of software, and the title of the page. */
function senderOf(response: GraphResponse, body: string): string {
  const [, title = ''] = /<title[^>]*>([^<]{1,80})/i.exec(body) ?? [];
  const named = ['server', 'via'].flatMap((name) => {
    const value = withoutSecrets(header(response, name) ?? '').slice(0, 60);
    return value === '' ? [] : [`${name}: ${value}`];
  });
  const all = title.trim() === '' ? named : [...named, `page: ${withoutSecrets(title.trim())}`];
  return all.length === 0 ? '' : ` (${all.join(', ')})`;
}
