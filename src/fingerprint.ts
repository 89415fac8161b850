import { createHash } from 'node:crypto';
import type { Config } from './config.ts';
import { VERSION } from './version.ts';

/** A short text that differs where the value differs. */
export function fingerprint(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('base64url').slice(0, 22);
}

/** Of everything besides history that shapes the exposition: version, catalogue and settings. */
export function shapeOf({ reports, reportPeriod, wholePeriods, windowDays, changeMinimum, ...config }: Config): string {
  const { serviceName, resourceAttributes } = config;
  return fingerprint([
    VERSION,
    reports,
    reportPeriod,
    wholePeriods,
    windowDays,
    changeMinimum,
    serviceName,
    resourceAttributes,
  ]);
}
