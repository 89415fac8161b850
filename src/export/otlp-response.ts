import { BinaryReader, WireType } from '@bufbuild/protobuf/wire';
import type { PostResponse } from './post.ts';

/** `ExportMetricsServiceResponse.partial_success` and `ExportMetricsPartialSuccess.rejected_data_points`. */
const PARTIAL_SUCCESS = 1;
const REJECTED_DATA_POINTS = 1;

/**
 * How many points the response 2xx to an OTLP request rejects. Undefined where it is not a response of OTLP: its media type
 * has to be that of the request, and an empty message accepts everything.
 * https://opentelemetry.io/docs/specs/otlp/#otlphttp-response
 */
export function rejectedBy({ type, body }: Pick<PostResponse, 'type' | 'body'>): number | undefined {
  const isOwn = type === 'application/x-protobuf' || (type === '' && body.length === 0);
  if (!isOwn) return undefined;
  try {
    const partial = fieldsOf(body).filter(([field]) => field === PARTIAL_SUCCESS);
    const counts = partial.flatMap(([, message]) => {
      if (!(message instanceof Uint8Array)) throw new Error('not a message');
      return fieldsOf(message).flatMap(([field, value]) => (field === REJECTED_DATA_POINTS ? [Number(value)] : []));
    });
    const rejected = counts.at(-1) ?? 0;
    return rejected >= 0 ? rejected : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Numbers and messages of a message by their field; unknown ones are passed over. OpenTelemetry's own decoder passes over
 * fields of a wrong type as well, so that bytes of something else would count as an acceptance.
 */
function fieldsOf(message: Uint8Array): readonly (readonly [field: number, value: Uint8Array | bigint | string])[] {
  const reader = new BinaryReader(message);
  const fields: (readonly [number, Uint8Array | bigint | string])[] = [];
  while (reader.pos < reader.len) {
    const [field, type] = reader.tag();
    if (type === WireType.LengthDelimited) fields.push([field, reader.bytes()]);
    else if (type === WireType.Varint) fields.push([field, reader.int64()]);
    else reader.skip(type, field);
  }
  return fields;
}
