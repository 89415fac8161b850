import { expect, it } from 'vitest';
import { toPrometheus } from '../../src/export/prometheus.ts';
import type { Family } from '../../src/metrics/point.ts';

const metric = { name: 'm365_groups', unit: '{group}', help: 'Groups of "all" kinds.' } as const;
const service = { name: 'm365-usage-exporter', version: '1.2.3', resourceAttributes: 'deployment.environment=a%20b' };
const now = new Date('2026-11-20T10:00:00Z');

it('is OpenTelemetry gauge data as Prometheus text, without scope labels and without timestamps', async () => {
  const points = [
    { labels: { report_date: '2026-11-17' }, value: 0, date: '2026-11-17' },
    { labels: { report_date: '2026-11-18', site_type: 'a "b"\\\n' }, value: 26.8, date: '2026-11-18' },
  ];

  expect(
    await textOf([
      { metric, points },
      { metric: { ...metric, name: 'm365_nothing' }, points: [] },
    ]),
  ).toBe(
    `# HELP target_info Target metadata
# TYPE target_info gauge
target_info{service_name="m365-usage-exporter",service_version="1.2.3",deployment_environment="a b"} 1
# HELP m365_groups Groups of "all" kinds.
# UNIT m365_groups {group}
# TYPE m365_groups gauge
m365_groups{report_date="2026-11-17"} 0
m365_groups{report_date="2026-11-18",site_type="a \\"b\\"\\\\\\n"} 26.8
`,
  );
});

it('keeps nothing of the points of an earlier call', async () => {
  const family = (date: string): Family => ({ metric, points: [{ labels: { report_date: date }, value: 1 }] });
  await textOf([family('2026-11-17')]);

  expect(await textOf([family('2026-11-18')])).not.toContain('2026-11-17');
});

it('exports ten thousand label sets of one metric, far over the limit of the OpenTelemetry SDK', async () => {
  const points = Array.from({ length: 10_000 }, (_, value) => ({ labels: { item: String(value) }, value }));

  const text = await textOf([{ metric, points }]);

  expect(text.match(/^m365_groups\{/gm)).toHaveLength(10_000);
  expect(text).not.toContain('overflow');
});

async function textOf(families: readonly Family[]): Promise<string> {
  return (await Array.fromAsync(toPrometheus(families, service, now))).join('');
}
