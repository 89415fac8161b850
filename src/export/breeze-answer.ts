import type { MetricPoint } from '../metrics/point.ts';

/** What came back, as far as it matters here. */
interface Received {
  /** The HTTP status; absent where nobody answered. */
  readonly status?: number;
  readonly body?: string;
}

/** What an answer says of the points of a batch. */
export interface Verdict {
  /** Kept by Application Insights. */
  readonly accepted: readonly MetricPoint[];
  /** Left out by ingestion sampling: nothing is wrong with them, and they would be left out again. */
  readonly sampledOut: readonly MetricPoint[];
  /** Refused for good, as they are. */
  readonly invalid: readonly MetricPoint[];
  /** All others may be sent again. */
  readonly isUnderstood: boolean;
}

const NOTHING: Verdict = { accepted: [], sampledOut: [], invalid: [], isUnderstood: false };

interface Itemised {
  readonly index: number;
  readonly statusCode: number;
  readonly message: string;
}

/**
 * Judge a batch by the answer of the ingestion endpoint: with 200 all are accepted, with 206 all but the listed ones, and
 * in both cases it says how many it has received. What is no such answer accepts nothing.
 * https://learn.microsoft.com/azure/azure-monitor/app/data-model-complete
 */
export function judge(sent: readonly MetricPoint[], answer: Received | undefined): Verdict {
  if (answer?.status !== 200 && answer?.status !== 206) return NOTHING;
  const body = parse(answer.body ?? '');
  if (body === undefined || body.received !== sent.length) return NOTHING;
  const errors = new Map(body.errors.map((error) => [error.index, error]));
  const of = (isOne: (error: Itemised | undefined) => boolean) => sent.filter((_, index) => isOne(errors.get(index)));
  const accepted = of((error) => error === undefined);
  if (accepted.length !== body.accepted) return NOTHING;
  return {
    accepted,
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
