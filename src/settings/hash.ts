import { createHash } from 'node:crypto';
import type { Report } from '../catalogue/types.ts';
import type { Settings, TenantSettings } from './settings.ts';
import { VERSION } from './version.ts';

/** A short text that differs where the value differs. */
export function hash(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('base64url').slice(0, 22);
}

/** Every setting that shapes what is exported: what is rendered is given no other. */
const SHAPING = ['exporters', 'serviceName', 'resourceAttributes'] as const satisfies readonly (keyof Settings)[];
const SHAPING_OF_TENANT = [
  'reportPeriod',
  'wholePeriods',
  'windowDays',
  'drops',
] as const satisfies readonly (keyof TenantSettings)[];

export type ShapingSettings = Pick<Settings, (typeof SHAPING)[number]> & {
  readonly tenant: Pick<TenantSettings, (typeof SHAPING_OF_TENANT)[number] | 'reports'>;
};

/** Of everything besides history that shapes the exposition: the versions of program and Node.js, catalogue, settings. */
export function settingsHash(settings: ShapingSettings, node = process.version): string {
  return hash([
    VERSION,
    node,
    ...SHAPING.map((name) => settings[name]),
    hashOfReports(settings.tenant.reports),
    ...SHAPING_OF_TENANT.map((name) => settings.tenant[name]),
  ]);
}

const hashesOfReports = new WeakMap<readonly Report[], string>();

/** Everything the catalogue says of them is tens of kilobytes of JSON: many tenants share one list of reports. */
function hashOfReports(reports: readonly Report[]): string {
  const known = hashesOfReports.get(reports) ?? hash(reports);
  hashesOfReports.set(reports, known);
  return known;
}
