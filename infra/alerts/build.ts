import { writeFile } from 'node:fs/promises';
import { Document, isMap, isSeq, stringify, visit, type YAMLSeq } from 'yaml';
import { ALERTS, type Alert, LOG_PRELUDE } from './alerts.ts';

const GENERATED = 'Generated from infra/alerts/alerts.ts by `npm run generate`: change it there.';

/** How far rules look back where points are scraped, and where they are pushed once a day: two days survive a late run. */
const FORMS = [
  [
    'm365-usage.yaml',
    '1h',
    'where it is scraped, or pushed every few minutes: a failed scrape, or an hour of them, resets nothing',
  ],
  ['m365-usage-pushed.yaml', '2d', 'where it is pushed once a day'],
] as const;

/** The rules as the Prometheus operator takes them. */
export const PROMETHEUS_RULE = 'examples/kubernetes/prometheus-rule.yaml';

const WIDTH = 118;

/** Every file of alerts by its name. */
export function toAlertFiles(): ReadonlyMap<string, string> {
  return new Map([
    ...FORMS.map(([name, span, where]) => [name, toRules(span, where)] as const),
    ['log-queries.yaml', toLog()],
  ]);
}

export async function writeAlerts(): Promise<void> {
  for (const [name, text] of toAlertFiles()) await writeFile(new URL(name, import.meta.url), text);
  await writeFile(PROMETHEUS_RULE, toPrometheusRule());
}

/** @see https://prometheus-operator.dev/docs/api-reference/api/#monitoring.coreos.com/v1.PrometheusRule */
export function toPrometheusRule(): string {
  const [[, span, where]] = FORMS;
  const metadata = { name: 'm365-usage', labels: { 'app.kubernetes.io/name': 'm365-usage-exporter' } };
  const rule = {
    apiVersion: 'monitoring.coreos.com/v1',
    kind: 'PrometheusRule',
    metadata,
    spec: { groups: toGroups(span) },
  };
  const about = `# Alerts for the Prometheus operator, which may look for a label of yours (ruleSelector), ${where}.\n# ${GENERATED}\n`;
  return about + stringify(rule, { lineWidth: WIDTH });
}

function toGroups(span: string) {
  const groups = [...Map.groupBy(ALERTS, ({ group }) => group)];
  return groups.map(([name, alerts]) => ({ name, rules: alerts.map((alert) => toRule(alert, span)) }));
}

function toRules(span: string, where: string): string {
  const document = new Document({ groups: toGroups(span) });
  document.commentBefore = ` Alerts on Microsoft 365 usage and on the exporter itself, ${where}.\n Runbooks are in runbooks/<alert>.md. ${GENERATED}`;
  for (const group of itemsOf(document.get('groups'))) {
    for (const rule of isMap(group) ? itemsOf(group.get('rules')) : []) {
      const alert = isMap(rule) ? ALERTS.find(({ name }) => name === rule.get('alert')) : undefined;
      if (isMap(rule) && alert !== undefined) rule.commentBefore = wrapped(alert.why);
    }
  }
  visit(document, {
    Scalar: (_, node) => {
      const text = String(node.value);
      if (text.includes('\n')) node.type = 'BLOCK_LITERAL';
      else if (text.length > WIDTH - 30) node.type = 'BLOCK_FOLDED';
    },
  });
  return document.toString({ lineWidth: WIDTH });
}

function itemsOf(node: unknown): YAMLSeq['items'] {
  return isSeq(node) ? node.items : [];
}

function toRule({ name, expr, for: wait, severity, summary, description }: Alert, span: string) {
  const of = (text: string) => text.replaceAll('[L]', `[${span}]`);
  return {
    alert: name,
    expr: of(expr),
    ...(wait !== undefined && { for: wait }),
    labels: { severity },
    annotations: { summary, description: of(description), runbook_url: `runbooks/${name}.md` },
  };
}

function toLog(): string {
  const alerts = Object.fromEntries(
    ALERTS.flatMap(({ name, log }) => (log === undefined ? [] : [[name, log] as const])),
  );
  const about = `# The alerts of m365-usage.yaml as queries in KQL, for what the exporter azure_monitor sends to Application Insights.\n# ${GENERATED}\n`;
  return about + stringify({ prelude: LOG_PRELUDE, alerts }, { lineWidth: 0 });
}

/** A comment in lines of at most `WIDTH`. */
function wrapped(text: string): string {
  return text.replace(new RegExp(`(?=\\S)(.{1,${WIDTH - 12}})(?:\\s+|$)`, 'g'), ' $1\n').trimEnd();
}
