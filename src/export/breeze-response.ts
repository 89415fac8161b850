import type { MetricPoint } from '../metrics/point.ts';

/** What came back, as far as it matters here. */
interface Received {
  /** The HTTP status; absent where nobody responded. */
  readonly status?: number;
  readonly body?: string;
}

/** What a response says of the points of a batch. */
export interface Verdict {
  /** Kept by Application Insights. */
  readonly delivered: readonly MetricPoint[];
  /** Left out by ingestion sampling: nothing is wrong with them, and they would be left out again. */
  readonly sampledOut: readonly MetricPoint[];
  /** Rejected for good, as they are. */
  readonly invalid: readonly MetricPoint[];
  /** All others may be sent again. */
  readonly isUnderstood: boolean;
}

const NOTHING: Verdict = { delivered: [], sampledOut: [], invalid: [], isUnderstood: false };

interface Itemised {
  readonly index: number;
  readonly statusCode: number;
  readonly message: string;
}

/**
 * What became of a batch, by the response of the ingestion endpoint: with 200 all points are accepted, with 206 all but
 * the listed ones, and both say how many were received. What is no such response accepts nothing.
 * https://learn.microsoft.com/azure/azure-monitor/app/data-model-complete
 */
export function readVerdict(sent: readonly MetricPoint[], response: Received | undefined): Verdict {
  if (response?.status !== 200 && response?.status !== 206) return NOTHING;
  const body = parse(response.body ?? '');
  if (body === undefined || body.received !== sent.length) return NOTHING;
  const errors = new Map(body.errors.map((error) => [error.index, error]));
  const of = (isOne: (error: Itemised | undefined) => boolean) => sent.filter((_, index) => isOne(errors.get(index)));
  const delivered = of((error) => error === undefined);
  if (delivered.length !== body.accepted) return NOTHING;
  return {
    delivered,
    sampledOut: of((error) => error !== undefined && isSampledOut(error)),
    invalid: of((error) => error !== undefined && !isSampledOut(error) && error.statusCode === 400),
    isUnderstood: true,
  };
}

/** As the endpoint says it: "Telemetry sampled out." */
function isSampledOut({ message }: Itemised): boolean {
  return /sampled out/i.test(message);
}

function parse(text: string) {
  try {
    const { itemsReceived, itemsAccepted, errors } = JSON.parse(text);
    const listed = Array.isArray(errors) ? errors : [];
    return {
      received: Number(itemsReceived),
      accepted: Number(itemsAccepted),
      errors: listed.map((error): Itemised => {
        return { index: Number(error.index), statusCode: Number(error.statusCode), message: String(error.message) };
      }),
    };
  } catch {
    return undefined;
  }
}
