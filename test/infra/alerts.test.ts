import { spawnSync } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { toAlertFiles } from '../../infra/alerts/build.ts';
import { fleet } from '../../src/catalogue/fleet.ts';
import { health } from '../../src/catalogue/health.ts';
import { reports } from '../../src/catalogue/index.ts';
import { tenantActivity, unmappedColumn, usage } from '../../src/catalogue/usage.ts';
import { NOT_OFFERED } from '../../src/errors/errors.ts';
import { DROP_FROM, LOW_TENANT, SHARP_FROM, SHARP_RATIO, VANISHED_FROM } from '../../src/history/drops/constants.ts';
import { describeWith } from '../support/programs.ts';

interface Rule {
  readonly alert?: string;
  readonly record?: string;
  readonly expr: string;
  readonly for?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
}

const text = await readFile('infra/alerts/m365-usage.yaml', 'utf8');
const groups: readonly { readonly rules: readonly Rule[] }[] = parse(text).groups;
const rules = groups.flatMap((group) => group.rules);
const alerts = rules.filter(({ alert }) => alert !== undefined);
const testText = await readFile('infra/alerts/m365-usage.test.yaml', 'utf8');
const tests: readonly {
  readonly alert_rule_test: readonly { readonly alertname: string; readonly exp_alerts?: readonly object[] }[];
}[] = parse(testText).tests;

describe.each(alerts)('$alert', ({ alert = '', labels, annotations }) => {
  it('has a severity, a summary in one sentence, a description and a runbook', async () => {
    expect(labels?.severity).toMatch(/^(critical|warning|info)$/);
    expect(annotations?.summary).toMatch(/^[A-Z][^{]*\.$/);
    expect(annotations?.description).toBeTruthy();
    expect(annotations?.runbook_url).toBe(`runbooks/${alert}.md`);
    const runbook = await readFile(`infra/alerts/${annotations?.runbook_url}`, 'utf8');
    expect([...runbook.matchAll(/^#+ (.+)$/gm)].map(([, heading]) => heading)).toEqual([
      alert,
      'Meaning',
      'Impact',
      'Diagnosis',
      'Mitigation',
    ]);
  });

  it('is tested in silence and in speech', () => {
    const cases = tests
      .flatMap(({ alert_rule_test }) => alert_rule_test)
      .filter(({ alertname }) => alertname === alert);

    expect(cases.some(({ exp_alerts }) => exp_alerts === undefined)).toBe(true);
    expect(cases.some(({ exp_alerts }) => exp_alerts !== undefined)).toBe(true);
  });
});

it('every metric named in a rule or a runbook exists, and every runbook has its alert', async () => {
  const usageMetrics = reports.flatMap(({ metrics }) => metrics.flatMap(({ name }) => [name, `${name}_latest`]));
  const known = new Set<string>([health, usage, fleet].flatMap(Object.values).map(({ name }) => name));
  for (const name of [
    tenantActivity.name,
    unmappedColumn.name,
    ...usageMetrics,
    ...rules.flatMap(({ record }) => record ?? []),
  ])
    known.add(name);
  const names = await readdir('infra/alerts/runbooks');
  const books = await Promise.all(names.map((name) => readFile(`infra/alerts/runbooks/${name}`, 'utf8')));
  const named = [text, ...books].flatMap((source) => source.match(/\bm365[_:][a-z0-9_:]+/g) ?? []);

  expect([...new Set(named)].filter((name) => !known.has(name))).toEqual([]);
  expect(names.toSorted()).toEqual(alerts.map(({ alert }) => `${alert}.md`).toSorted());
});

it('a drop is what the status page and the dashboards call one', () => {
  const numbersOf = (name: string) => {
    const expr = alerts.find(({ alert }) => alert === name)?.expr ?? '';
    return [...expr.matchAll(/[<>]=? ([\d.]+)/g)].map(([, number]) => Number(number));
  };

  expect(numbersOf('M365UsageDropped')).toEqual([DROP_FROM, VANISHED_FROM]);
  expect(numbersOf('M365UsageDroppedSharply')).toEqual([SHARP_FROM, DROP_FROM, SHARP_RATIO, VANISHED_FROM]);
  expect(numbersOf('M365UsageVanished')).toEqual([VANISHED_FROM]);
  expect(numbersOf('M365TenantUsageLow')).toEqual([LOW_TENANT]);
});

it('what is not offered is one list: of the code and of the smoke test', async () => {
  const smokeTest = await readFile('infra/scripts/smoke-test.sh', 'utf8');

  expect(smokeTest).toContain(`^(${NOT_OFFERED.join('|')})$`);
});

it.each([...toAlertFiles()])('%s is what the table of alerts says', async (name, generated) => {
  expect(await readFile(`infra/alerts/${name}`, 'utf8')).toBe(generated);
});

it('no alert waits for what a state tells at once, and instances of one job are one', () => {
  const others = alerts.filter(({ alert }) => alert !== 'M365ExporterAbsent');
  // A certificate is one, however many tenants are asked with it.
  const isGrouped = ({ expr }: Rule) => /^\w+ by \(job, (tenant|setting)/.test(expr);

  expect(others.filter((rule) => rule.for !== undefined || !isGrouped(rule))).toEqual([]);
});

it('every alert that may be of one of several tenants names it', () => {
  const common = ['M365ExporterAbsent', 'M365PlanNotRunning', 'M365CertificateExpiring'];
  const others = alerts.filter(({ alert = '' }) => !common.includes(alert));

  expect(others.filter(({ annotations }) => !annotations?.description?.includes('$labels.tenant'))).toEqual([]);
});

describeWith('promtool')('promtool', () => {
  it('finds the rules and their tests in order', () => {
    for (const args of [
      ['check', 'rules', 'infra/alerts/m365-usage.yaml'],
      ['test', 'rules', 'infra/alerts/m365-usage.test.yaml'],
      ['check', 'rules', 'infra/alerts/m365-usage-pushed.yaml'],
      ['test', 'rules', 'infra/alerts/m365-usage-pushed.test.yaml'],
    ]) {
      const { status, stdout, stderr } = spawnSync('promtool', args, { encoding: 'utf8' });
      expect({ status, output: status === 0 ? '' : stdout + stderr }).toEqual({ status: 0, output: '' });
    }
  });
});
