import { ValueType } from '@opentelemetry/api';
import { AggregationTemporality, DataPointType, type GaugeMetricData } from '@opentelemetry/sdk-metrics';
import type { Family } from '../metrics/point.ts';
import { dayToSeconds } from '../report/dates.ts';

/** A family as OpenTelemetry gauge data. A point without a time of its own gets `now`, in Unix seconds. */
export function toGaugeData({ metric, points }: Family, now: number): GaugeMetricData {
  return {
    descriptor: { name: metric.name, description: metric.help, unit: metric.unit, valueType: ValueType.DOUBLE },
    aggregationTemporality: AggregationTemporality.CUMULATIVE,
    dataPointType: DataPointType.GAUGE,
    dataPoints: points.map(({ labels, value, date }) => {
      const time: [number, number] = [date === undefined ? now : dayToSeconds(date), 0];
      return { attributes: labels, value, startTime: time, endTime: time };
    }),
  };
}
