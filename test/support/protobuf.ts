import { BinaryReader, WireType } from '@bufbuild/protobuf/wire';
import { uncompress } from 'snappyjs';

/** What a remote-write receiver reads. */
export interface DecodedSeries {
  readonly labels: readonly (readonly [string, string])[];
  readonly samples: readonly (readonly [time: number, value: number])[];
}

export function decodeWriteRequest(body: Buffer): readonly DecodedSeries[] {
  return fieldsOf(uncompress(body)).map(([, series]) => {
    const fields = fieldsOf(bytes(series));
    return {
      labels: fields
        .filter(([field]) => field === 1)
        .map(([, label]) => {
          const [name = '', value = ''] = fieldsOf(bytes(label)).map(([, text]) => Buffer.from(bytes(text)).toString());
          return [name, value] as const;
        }),
      samples: fields
        .filter(([field]) => field === 2)
        .map(([, sample]) => {
          // A zero may be left out.
          const numbers = new Map(fieldsOf(bytes(sample)));
          return [Number(numbers.get(2) ?? 0), Number(numbers.get(1) ?? 0)] as const;
        }),
    };
  });
}

export interface DecodedPoint {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly value: number;
  /** Milliseconds. */
  readonly time: number;
}

/** The gauge points of an OTLP `ExportMetricsServiceRequest`. */
export function decodeOtlp(body: Buffer): readonly DecodedPoint[] {
  const metrics = only(body, 1)
    .flatMap((resource) => only(resource, 2))
    .flatMap((scope) => only(scope, 2));
  return metrics.flatMap((metric) => {
    const name = Buffer.from(only(metric, 1)[0] ?? []).toString();
    return only(metric, 5)
      .flatMap((gauge) => only(gauge, 1))
      .map((point) => {
        const fields = new Map(fieldsOf(point));
        return {
          name,
          attributes: Object.fromEntries(only(point, 7).map(toAttribute)),
          value: Number(fields.get(4) ?? fields.get(6)),
          time: Number(fields.get(3)) / 1e6,
        };
      });
  });
}

/** The attributes of the resource of an OTLP `ExportMetricsServiceRequest`. */
export function resourceOfOtlp(body: Buffer): Readonly<Record<string, string>> {
  const attributes = only(body, 1)
    .flatMap((metrics) => only(metrics, 1))
    .flatMap((resource) => only(resource, 1));
  return Object.fromEntries(attributes.map(toAttribute));
}

function toAttribute(pair: Uint8Array): readonly [string, string] {
  const value = only(pair, 2).flatMap((any) => only(any, 1))[0] ?? [];
  return [Buffer.from(only(pair, 1)[0] ?? []).toString(), Buffer.from(value).toString()];
}

type Field = Uint8Array | number | bigint;

function only(message: Uint8Array, field: number): readonly Uint8Array[] {
  return fieldsOf(message).flatMap(([number, value]) =>
    number === field && value instanceof Uint8Array ? [value] : [],
  );
}

function bytes(field: Field): Uint8Array {
  if (field instanceof Uint8Array) return field;
  throw new Error('not a message');
}

/** Field numbers with bytes, doubles for 64-bit fields numbered 1 or 4, and integers for the others. */
function fieldsOf(message: Uint8Array): readonly (readonly [number, Field])[] {
  const reader = new BinaryReader(message);
  const fields: (readonly [number, Field])[] = [];
  while (reader.pos < reader.len) {
    const [number, type] = reader.tag();
    if (type === WireType.LengthDelimited) fields.push([number, reader.bytes()]);
    else if (type === WireType.Bit64)
      fields.push([number, number === 1 || number === 4 ? reader.double() : BigInt(reader.fixed64())]);
    else fields.push([number, BigInt(reader.int64())]);
  }
  return fields;
}
