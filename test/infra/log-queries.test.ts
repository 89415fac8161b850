import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { analyse } from '../support/kusto.ts';

interface Rule {
  readonly alert?: string;
  readonly expr: string;
  readonly annotations?: Readonly<Record<string, string>>;
}

interface LogQuery {
  readonly dimensions: readonly string[];
  readonly query: string;
}

const groups: readonly { readonly rules: readonly Rule[] }[] = parse(
  await readFile('infra/alerts/m365-usage.yaml', 'utf8'),
).groups;
const rules = groups.flatMap((group) => group.rules);
const { prelude, alerts }: { readonly prelude: string; readonly alerts: Readonly<Record<string, LogQuery>> } = parse(
  await readFile('infra/alerts/log-queries.yaml', 'utf8'),
);

/** What is scraped from nowhere cannot be absent; M365PullNotRunning speaks where nothing arrives. */
const SCRAPED_ONLY = ['M365ExporterAbsent'];

it('every alert on metrics has its query', () => {
  const twins = rules.flatMap(({ alert }) => (alert === undefined || SCRAPED_ONLY.includes(alert) ? [] : [alert]));

  expect(Object.keys(alerts).toSorted()).toEqual(twins.toSorted());
});

describe.each(Object.entries(alerts))('%s', (name, { dimensions, query }) => {
  const rule = rules.find(({ alert }) => alert === name);

  it('is a query without mistakes that has its dimensions as columns', () => {
    const { problems, columns } = analyse(prelude + query);

    expect(problems).toEqual([]);
    expect(columns).toEqual(expect.arrayContaining([...dimensions]));
  });

  it('looks at the metrics of its rule, and maybe at more', () => {
    expect(metricsOf(withDefinitions(query))).toEqual(expect.arrayContaining([...metricsOf(rule?.expr ?? '')]));
  });

  it('has the thresholds of its rule', () => {
    const text = /^usage$/m.test(query) ? withDefinitions(query) : query;

    expect(numbersOf(text)).toEqual(numbersOf(rule?.expr ?? ''));
  });

  it('looks back from now by literals only, which is all that a log alert may do', () => {
    const spans = [...(prelude + query).matchAll(/ago\(([^)]*)\)/g)].map(([, span = '']) => span);

    expect(spans.filter((span) => !/^\d+[mhd]$/.test(span))).toEqual([]);
    expect(spans.length).toBeGreaterThan(1);
  });

  it('tells roles and tenants apart, but where a late run would fire twice', () => {
    const common: Readonly<Record<string, readonly string[]>> = {
      M365PullNotRunning: [],
      M365PlanNotRunning: ['AppRoleName'],
      M365CertificateExpiring: ['AppRoleName', 'setting'],
    };

    expect(dimensions.slice(0, 2)).toEqual(common[name] ?? ['AppRoleName', 'tenant']);
  });
});

it('the language service finds mistakes', () => {
  expect(analyse('AppMetrics | where Summ > 1').problems).toEqual([expect.stringContaining("'Summ'")]);
});

function metricsOf(text: string): readonly string[] {
  return [...new Set(text.match(/\bm365_[a-z0-9_]+\w/g) ?? [])].toSorted();
}

/** The numbers that mean something, in hours where they are spans of time. */
function numbersOf(text: string): readonly number[] {
  const plain = text
    .replace(/\/\/.*$/gm, '')
    .replace(/\[\d+[mhd]\]|\b(?!30m)\d+m\b|ago\(2[dh]\)/g, '')
    .replace(/\bago\(30m\)|\b30 \* 60\b/g, '0.5')
    .replace(/\bago\((\d+)h\)|\b(\d+) \* 3600\b/g, '$1$2')
    .replace(/\bago\((\d+)d\)|\+ (\d+)d\b|\b(\d+) \* 86400\b/g, (_, ...spans) =>
      String(Number(spans.find(Number)) * 24),
    )
    .replace(/m365[\w:]*|"[^"]*"|'[^']*'/g, '');
  const numbers = (plain.match(/\b\d+(\.\d+)?\b/g) ?? []).map(Number);
  return [...new Set(numbers)].filter((number) => number !== 0 && number !== 1).toSorted((a, b) => a - b);
}

/** A query with the lines of the prelude that it uses, directly or through another. */
function withDefinitions(query: string): string {
  const definitions = [...prelude.matchAll(/^let (\w+) = [^;]*;$/gm)];
  const used = definitions.filter(([, name]) => new RegExp(`\\b${name}\\b`).test(query)).map(([text]) => text);
  const all = [query, ...used.filter((text) => !query.includes(text))].join('\n');
  return all === query ? query : withDefinitions(all);
}
