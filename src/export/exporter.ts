import { ExpectedError } from '../errors/errors.ts';
import type { MetricPoint } from '../metrics/point.ts';

/** Called with the points that the other side has confirmed, batch by batch. */
export type OnDelivered = (points: readonly MetricPoint[]) => void;

/** Somewhere points are pushed to. */
export interface PushExporter {
  /** As `OTEL_METRICS_EXPORTER` spells it. */
  readonly name: string;
  /** Differs where points go elsewhere: a target to which nothing was delivered yet gets everything. */
  readonly target: string;
  /** Whether current values are repeated between pulls, because the other side forgets them within minutes. */
  readonly repeats: boolean;
  /**
   * Whether those who read what was pushed take it for complete by a marker: then the time of the last run goes with the
   * exporters' states in a request of its own, after the responses to everything else.
   */
  readonly isMarked: boolean;
  /**
   * Send points in batches, until `signal` aborts. Of those that it calls delivered, some may have been left out by a
   * setting of the other side, which is returned in the end.
   *
   * @throws ExportError when anything was not accepted
   */
  readonly push: (
    points: readonly MetricPoint[],
    onDelivered: OnDelivered,
    signal: AbortSignal,
  ) => Promise<LeftOut | undefined>;
}

/** Points that were taken, and are not kept. */
export interface LeftOut {
  readonly points: number;
  /** Follows the number: what left them out, and the setting that changes it. */
  readonly why: string;
}

/** Points were not accepted. The message is one sentence that says what to do, without a token or a key. */
export class ExportError extends ExpectedError {
  override readonly name = 'ExportError';
  /** Whether the next batch would fare alike: nobody responds, or nobody is let in. */
  readonly endsPush: boolean;
  /** Whether the request as such was accepted, and only some of its points were not. */
  readonly isPartial: boolean;

  constructor(message: string, { endsPush = false, isPartial = false } = {}) {
    super(message);
    this.endsPush = endsPush;
    this.isPartial = isPartial;
  }
}

/** Cut into pieces of at most `size`. */
export function toBatches<T>(all: readonly T[], size: number): readonly (readonly T[])[] {
  return Array.from({ length: Math.ceil(all.length / size) }, (_, index) =>
    all.slice(index * size, (index + 1) * size),
  );
}

/**
 * Send batch after batch. One that is rejected keeps none of the others back, but the push as a whole has failed.
 *
 * @throws ExportError the first one; of a request as a whole rather than of some points
 */
export async function sendBatches<T>(
  batches: readonly T[],
  send: (batch: T) => Promise<void>,
  signal: AbortSignal,
): Promise<void> {
  let failure: ExportError | undefined;
  for (const batch of batches) {
    if (signal.aborted) throw new ExportError('the push took too long and was ended; a later run sends the rest');
    try {
      await send(batch);
    } catch (error) {
      if (!(error instanceof ExportError) || error.endsPush) throw error;
      if (failure === undefined || (failure.isPartial && !error.isPartial)) failure = error;
    }
  }
  if (failure !== undefined) throw failure;
}
