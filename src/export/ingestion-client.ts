import type { PipelinePolicy } from '@azure/core-rest-pipeline';
import type { TokenCredential } from '@azure/identity';
import type { PushMetricExporter } from '@opentelemetry/sdk-metrics';
import { sentenceOf } from '../errors/sentence-of.ts';
import { connectionFault } from '../system/connection-fault.ts';
import type { IngestionResponse } from './ingestion-error.ts';

/** The client has no limit of its own. */
const TRY_TIMEOUT_MS = 20_000;

/** The official client, and what became of its last request, which it does not tell itself. */
export interface IngestionClient {
  /** A client to send one push with; to be shut down after it. */
  readonly create: () => PushMetricExporter;
  /** Undefined where nothing was requested since it was forgotten. */
  readonly lastResponse: () => IngestionResponse | undefined;
  readonly forget: () => void;
}

/**
 * Application Insights through the official exporter. That calls back success after a final 401, 429 or 5xx, and counts
 * on a disk that a Function throws away; so the response that really came is watched.
 */
export async function createIngestionClient(
  connectionString: string,
  credential: TokenCredential | undefined,
): Promise<IngestionClient> {
  const { AzureMonitorMetricExporter } = await import('@azure/monitor-opentelemetry-exporter');
  let last: IngestionResponse | undefined;
  const onEnd = (response: IngestionResponse) => {
    last = response;
  };
  const options = {
    connectionString,
    ...(credential && { credential: watchToken(credential, onEnd) }),
    disableOfflineStorage: true,
    additionalPolicies: [{ position: 'perCall' as const, policy: watchResponse(onEnd) }],
  };
  return {
    create: () => new AzureMonitorMetricExporter(options),
    lastResponse: () => last,
    forget: () => {
      last = undefined;
    },
  };
}

type OnEnd = (response: IngestionResponse) => void;

/** Tokens are fetched before the policies of a request, and the exporter tells nobody why there is none. */
function watchToken(credential: TokenCredential, onEnd: OnEnd): TokenCredential {
  return {
    getToken: async (scopes, options) => {
      try {
        return await credential.getToken(scopes, options);
      } catch (error) {
        onEnd({ what: 'was not contacted', why: sentenceOf(error) });
        throw error;
      }
    },
  };
}

function watchResponse(onEnd: OnEnd): PipelinePolicy {
  return {
    name: 'watchResponse',
    sendRequest: async (request, next) => {
      request.timeout = TRY_TIMEOUT_MS;
      const url = new URL(request.url);
      try {
        const response = await next(request);
        const isOverTls = response.headers.has('strict-transport-security');
        onEnd({ url, status: response.status, body: response.bodyAsText ?? '', isOverTls });
        return response;
      } catch (error) {
        onEnd({ what: 'did not respond', why: connectionFault(error, url).sentence });
        throw error;
      }
    },
  };
}
