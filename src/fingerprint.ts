import { createHash } from 'node:crypto';
import type { Config } from './config.ts';
import { VERSION } from './version.ts';

/** A short text that differs where the value differs. */
export function fingerprint(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('base64url').slice(0, 22);
}

/** Every setting that shapes what is exported: what is rendered is given no other. */
const SHAPING = [
  'reports',
  'reportPeriod',
  'wholePeriods',
  'windowDays',
  'changeMinimum',
  'exporters',
  'serviceName',
  'resourceAttributes',
] as const satisfies readonly (keyof Config)[];
export type ShapingConfig = Pick<Config, (typeof SHAPING)[number]>;

/** Of everything besides history that shapes the exposition: the versions of program and Node.js, catalogue, settings. */
export function shapeOf(config: ShapingConfig, node = process.version): string {
  return fingerprint([VERSION, node, ...SHAPING.map((name) => config[name])]);
}
