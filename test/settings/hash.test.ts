import { expect, it } from 'vitest';
import { settingsHash } from '../../src/settings/hash.ts';
import { readSettings } from '../../src/settings/settings.ts';

const shape = (env = {}, node = 'v24.0.0') => settingsHash(readSettings(env, 'standalone'), node);

it.each([
  ['the exporters', { OTEL_METRICS_EXPORTER: 'prometheus,console' }],
  ['the reports', { REPORTS: 'teams' }],
  ['the window', { WINDOW_DAYS: '7' }],
  ['the service', { OTEL_SERVICE_NAME: 'other' }],
])('what is rendered is distinguished by %s', (_, env) => {
  expect(shape(env)).not.toBe(shape());
});

it('what is rendered is distinguished by the version of Node.js, and not by what shapes nothing', () => {
  expect(shape({}, 'v24.1.0')).not.toBe(shape());
  expect(shape({ COLLECT_SCHEDULE: '0 20 * * * *', PORT: '1' })).toBe(shape());
});
