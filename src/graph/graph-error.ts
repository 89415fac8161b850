import { toRequestId } from '../azure/request-id.ts';
import { type Reason, ReportError, UnsupportedPeriodError } from '../errors/errors.ts';
import { withoutSecrets } from '../errors/without-secrets.ts';
import { type TokenClaims, whyForbidden } from './token-claims.ts';

/** An OData error of Graph. Both are empty when the body says nothing readable. */
export interface GraphError {
  readonly code: string;
  readonly message: string;
  /** Names the request for Microsoft's support. */
  readonly requestId?: string | undefined;
}

/** `UnknownError` may carry the real error as JSON in its message, once or twice. */
const MAX_NESTING = 3;

export function readGraphError(body: string): GraphError {
  let error: GraphError = { code: '', message: '' };
  let text = body;
  for (let depth = 0; depth < MAX_NESTING; depth += 1) {
    const inner = parseError(text);
    if (inner === undefined) break;
    error = { ...inner, requestId: inner.requestId ?? error.requestId };
    text = inner.message;
  }
  return error;
}

function parseError(text: string): GraphError | undefined {
  try {
    const { error } = JSON.parse(text);
    const code = String(error.code ?? '');
    const inner = error.innerError ?? error.innererror;
    return {
      code: /^[\w.-]{1,80}$/.test(code) ? code : '',
      message: String(error.message ?? ''),
      requestId: toRequestId(inner?.['request-id']),
    };
  } catch {
    return undefined;
  }
}

type FailedResponse = Pick<GraphError, 'code' | 'message'> & { readonly status: number };

interface Meaning {
  readonly is: (response: FailedResponse) => boolean;
  readonly reason: Reason;
  /** Follows the status: what it means, and what to do about it. */
  readonly advice: string | ((claims?: TokenClaims) => string);
  /** Whether `Retry-After` counts. */
  readonly isTemporary?: true;
}

const LATER = '; a later run tries again';

/** The first that fits. */
const MEANINGS: readonly Meaning[] = [
  {
    is: ({ status, message }) => status === 404 || /resource not found for the segment/i.test(message),
    reason: 'not_available',
    advice: ': this cloud or tenant does not offer the report; leave it out of REPORTS',
  },
  {
    is: ({ status, message }) => status === 401 && /continuous access evaluation/i.test(message),
    reason: 'unauthorized',
    advice:
      ': continuous access evaluation has revoked the token; the sign-in logs in Entra name the policy, which may want another address than that of this machine',
  },
  {
    is: ({ status }) => status === 401,
    reason: 'unauthorized',
    advice: ': the token was refused; check that the credential and GRAPH_ENDPOINT belong to the same cloud',
  },
  {
    // Said of every download for days in 2023-03, with a good token: a fault of the service (msgraph-sdk-dotnet#1751).
    is: ({ code }) => code === 'MissingCredentials',
    reason: 'server',
    advice: LATER,
    isTemporary: true,
  },
  {
    is: ({ status }) => status === 403,
    reason: 'unauthorized',
    advice: (claims) => `: ${whyForbidden(claims)}`,
  },
  {
    is: ({ status }) => status === 429,
    reason: 'throttled',
    advice: LATER,
    isTemporary: true,
  },
  {
    is: ({ status }) => status >= 500 || status === 408,
    reason: 'server',
    advice: LATER,
    isTemporary: true,
  },
  {
    is: ({ status }) => status >= 300 && status < 400,
    reason: 'redirect',
    advice: ', a redirect that Graph does not document; the next run requests it again',
  },
];

/** What a response other than a file means, and what to do about it. `claims` are those of the token that was sent. */
export function toReportError(
  status: number,
  { code, message }: GraphError,
  retryAfterMs: number,
  claims?: TokenClaims,
): ReportError {
  if (code === 'UnknownTenantId') {
    return new ReportError(
      'not_onboarded',
      'Microsoft has no usage reports for this tenant yet (UnknownTenantId); they begin some days after its first use, nothing needs to be done',
    );
  }
  const returned = `Graph returned ${status}${code === '' ? '' : ` (${code})`}`;
  const meaning = MEANINGS.find(({ is }) => is({ status, code, message }));
  if (meaning !== undefined) {
    const { reason, advice, isTemporary } = meaning;
    const text = typeof advice === 'string' ? advice : advice(claims);
    return new ReportError(reason, `${returned}${text}`, isTemporary ? { retryAfterMs } : {});
  }
  const unexpected = `${returned}: ${withoutSecrets(message).replace(/\.$/, '') || 'no reason was given'}; if this stays, open an issue`;
  // "The period value 'D30' is not supported … Use 'D28' instead": the two versions of the Copilot reports.
  if (/period value .* not supported/i.test(message)) return new UnsupportedPeriodError('server', unexpected);
  return new ReportError('server', unexpected);
}
