import { convertLegacyHttpOptions, createOtlpHttpExportDelegate } from '@opentelemetry/otlp-exporter-base/node-http';
import { MetricsExporterMetricsHelper, ProtobufMetricsSerializer } from '@opentelemetry/otlp-transformer';
import { fingerprint } from '../fingerprint.ts';
import { ExportError, type MetricPoint, type PushExporter, sendBatches, toBatches, toFamilies } from './exporter.ts';
import { type Service, toResourceMetrics } from './to-resource-metrics.ts';

/** About a megabyte each. */
const BATCH = 5_000;

/**
 * OTLP over HTTP as protobuf, configured by the standard `OTEL_EXPORTER_OTLP_*` variables, which OpenTelemetry reads
 * itself. Its own exporter only logs what a receiver rejects in part; here that fails.
 * https://opentelemetry.io/docs/specs/otlp/#partial-success
 */
export function openOtlp(service: Service, now: () => Date): PushExporter {
  return {
    name: 'otlp',
    target: fingerprint([process.env.OTEL_EXPORTER_OTLP_METRICS_ENDPOINT, process.env.OTEL_EXPORTER_OTLP_ENDPOINT]),
    repeats: true,
    push: async (points, onAccepted, signal) => {
      const answers: Answer[] = [];
      const delegate = createOtlpHttpExportDelegate(
        convertLegacyHttpOptions(
          { httpAgentOptions: { keepAlive: true, proxyEnv: process.env } },
          'METRICS',
          'v1/metrics',
          { 'Content-Type': 'application/x-protobuf' },
        ),
        {
          serializeRequest: (metrics) => ProtobufMetricsSerializer.serializeRequest(metrics),
          deserializeResponse: (bytes) => {
            const answer = ProtobufMetricsSerializer.deserializeResponse(bytes);
            answers.push(answer);
            return answer;
          },
        },
        'otlp_http_metric_exporter',
        MetricsExporterMetricsHelper,
        undefined,
      );
      try {
        const send = async (batch: readonly MetricPoint[]) => {
          const metrics = await toResourceMetrics(toFamilies(batch), service, now());
          await new Promise<void>((resolve, reject) => {
            delegate.export(metrics, ({ code, error }) => (code === 0 ? resolve() : reject(refusal(error))));
          });
          onAccepted(batch);
          // Which ones it does not tell, and to send them again is forbidden.
          const rejected = Number(answers.at(-1)?.partialSuccess?.rejectedDataPoints ?? 0);
          if (rejected > 0)
            throw new ExportError(`the OTLP receiver rejected ${rejected} points for good; its own log says why`);
        };
        await sendBatches(toBatches(points, BATCH), send, signal);
      } finally {
        await delegate.shutdown();
      }
    },
  };
}

type Answer = ReturnType<typeof ProtobufMetricsSerializer.deserializeResponse>;

/** Of the library's error only the HTTP status: its message may quote what a receiver says. */
function refusal(error: unknown): ExportError {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  const answered = code === undefined ? 'did not accept the points' : `answered ${code}`;
  return new ExportError(
    `the OTLP receiver ${answered}; check OTEL_EXPORTER_OTLP_ENDPOINT and OTEL_EXPORTER_OTLP_HEADERS`,
    { endsPush: code !== 400 && code !== 413 },
  );
}
