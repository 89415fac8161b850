import { BinaryWriter, WireType } from '@bufbuild/protobuf/wire';
import { compress } from 'snappyjs';
import type { Labels } from '../catalogue/types.ts';

/** A series with its samples, oldest first. */
export interface TimeSeries {
  readonly name: string;
  readonly labels: Labels;
  /** Times in milliseconds. */
  readonly samples: readonly (readonly [time: number, value: number])[];
}

/**
 * A `prometheus.WriteRequest` as it goes over the wire: protobuf in Snappy's block format, labels in order of their
 * names, empty ones left out. https://prometheus.io/docs/specs/prw/remote_write_spec/
 */
export function toWriteRequest(series: readonly TimeSeries[]): Uint8Array {
  const writer = new BinaryWriter();
  for (const entry of series) {
    writer.tag(1, WireType.LengthDelimited).fork();
    writeSeries(writer, entry);
    writer.join();
  }
  return compress(writer.finish());
}

function writeSeries(writer: BinaryWriter, { name, labels, samples }: TimeSeries): void {
  const all = Object.entries({ ...labels, __name__: name }).filter(([, value]) => value !== '');
  for (const [label, value] of all.sort(([a], [b]) => (a < b ? -1 : 1))) {
    writer.tag(1, WireType.LengthDelimited).fork();
    writer.tag(1, WireType.LengthDelimited).string(label);
    writer.tag(2, WireType.LengthDelimited).string(value);
    writer.join();
  }
  for (const [time, value] of samples) {
    writer.tag(2, WireType.LengthDelimited).fork();
    writer.tag(1, WireType.Bit64).double(value);
    writer.tag(2, WireType.Varint).int64(Math.round(time));
    writer.join();
  }
}
