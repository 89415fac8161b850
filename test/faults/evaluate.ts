import type { Report } from '../../src/catalogue/types.ts';
import { StoreError } from '../../src/errors/errors.ts';
import { type FakeMicrosoft, SIGNATURE, TOKEN } from './fake-microsoft.ts';
import type { Fault } from './fault.ts';
import { contentOf, daysAgo, FAULTY, NEIGHBOUR, type Values, valuesOf } from './report-file.ts';
import { type Ran, run, type Seen } from './run-fault.ts';

/** A row of the table as it turned out. */
export interface Evaluation {
  readonly fault: string;
  readonly sees: string;
  readonly kept: string;
  readonly others: string;
  /** What is not as promised; none where the fault was survived. */
  readonly problems: readonly string[];
}

export async function evaluate(fault: Fault, microsoft: FakeMicrosoft): Promise<Evaluation> {
  const ran = await run(fault, microsoft);
  const isNeighbourPulled = (fault.expected.neighbour ?? 'pulled') === 'pulled';
  const fresh = valuesOf(contentOf(NEIGHBOUR, daysAgo(2)));
  const neighbour = isNeighbourPulled ? new Map([...ran.before.neighbour, ...fresh]) : ran.before.neighbour;
  return {
    fault: fault.name,
    sees: seen(ran),
    kept: `${countKept(ran.before.faulty, ran.after.faulty)} of ${ran.before.faulty.size}, ${ran.after.faulty.size - ran.before.faulty.size} new`,
    others: isNeighbourPulled ? 'pulled' : 'kept',
    problems: [
      ...differences('history', ran.after.faulty, expectedOf(fault, ran)),
      ...differences('history of the neighbour', ran.after.neighbour, neighbour),
      ...(fault.expected.isShownLater
        ? []
        : differences('exposition', exported(FAULTY, ran.after), expositionOf(ran.after.faulty))),
      ...differences('exposition of the neighbour', exported(NEIGHBOUR, ran.after), expositionOf(neighbour)),
      ...wrongHealth(fault, ran),
      ...wrongCalls(fault, microsoft),
      ...leaks(ran, microsoft),
      ...ran.also,
    ],
  };
}

function expectedOf({ expected }: Fault, { before }: Ran): Values {
  const fresh = valuesOf(contentOf(FAULTY, daysAgo(2)));
  const none = new Map<string, number>();
  const brought = expected.brings?.(fresh, before.faulty) ?? (expected.reason === undefined ? fresh : none);
  return new Map([...before.faulty, ...brought]);
}

function countKept(before: Values, after: Values): number {
  return [...before.keys()].filter((key) => after.has(key)).length;
}

function differences(what: string, actual: Values, expected: Values): readonly string[] {
  const keys = new Set([...actual.keys(), ...expected.keys()]);
  const wrong = [...keys].filter((key) => actual.get(key) !== expected.get(key));
  return wrong.length === 0
    ? []
    : [`${what}: ${wrong.slice(0, 3).map((key) => `${key} is ${actual.get(key)}, not ${expected.get(key)}`)}`];
}

/** The dated series of a report's metrics, by value: each of a content's numbers occurs once. */
function exported(report: Report, { metrics }: Seen): Values {
  const names = new Set<string>(report.metrics.map(({ name }) => name));
  const dated = [...metrics].filter(
    ([series]) => names.has(series.split('{')[0] ?? '') && series.includes('report_date'),
  );
  return byValue(dated.map(([, value]) => value));
}

function expositionOf(values: Values): Values {
  const known = new Set(['Send', 'Receive', 'Read', 'Meeting Created', 'Meeting Interacted', 'Visited Page Count']);
  return byValue([...values].flatMap(([key, value]) => (known.has(key.slice(0, -11)) ? [value] : [])));
}

function byValue(numbers: readonly number[]): Values {
  const counts = new Map<string, number>();
  for (const number of numbers) counts.set(String(number), (counts.get(String(number)) ?? 0) + 1);
  return counts;
}

function wrongHealth({ expected }: Fault, { after: { metrics }, healthz, messages, error }: Ran): readonly string[] {
  const neighbour = expected.neighbour ?? 'pulled';
  const other = neighbour === 'pulled' || neighbour === 'kept' ? undefined : neighbour;
  const reason = expected.reason === 'throws' ? undefined : expected.reason;
  const sentence = expected.sentence ?? '';
  return [
    ...wrong('reason', reasonOf(FAULTY, metrics), reason),
    ...wrong('reason of the neighbour', reasonOf(NEIGHBOUR, metrics), other),
    ...wrong('success', metrics.get(`m365_report_pull_success{report="${FAULTY.name}"}`), Number(reason === undefined)),
    ...wrong('rejected rows', rejected(metrics) ?? 'unknown', expected.rejectedRows ?? 0),
    ...wrong('healthz', healthz, expected.healthz ?? 200),
    ...wrong(
      'the error of the run',
      error instanceof Error && error.message,
      expected.reason === 'throws' && error instanceof StoreError && error.message,
    ),
    ...(messages.some((line) => (typeof sentence === 'string' ? line.includes(sentence) : sentence.test(line)))
      ? []
      : [`nobody read "${sentence}" but ${messages.join('; ')}`]),
  ];
}

function reasonOf({ name }: Report, metrics: Seen['metrics']): string | undefined {
  const pattern = new RegExp(`^m365_report_failure{reason="(\\w+)",report="${name}"}$`);
  return [...metrics.keys()].flatMap((series) => pattern.exec(series)?.[1] ?? [])[0];
}

function rejected(metrics: Seen['metrics']): number | undefined {
  return metrics.get(`m365_report_rejected_rows{report="${FAULTY.name}"}`);
}

function wrongCalls({ expected }: Fault, { calls, waits, reached }: FakeMicrosoft): readonly string[] {
  return [
    ...(expected.calls === undefined ? [] : wrong('calls of Graph', calls[FAULTY.name] ?? 0, expected.calls)),
    ...(expected.waits === undefined ? [] : wrong('waits', waits.join(), expected.waits.join())),
    ...wrong('hosts reached', [...new Set(reached)].join(), (expected.reached ?? []).join()),
  ];
}

function leaks({ messages, after }: Ran, microsoft: FakeMicrosoft): readonly string[] {
  const shown = [...messages, ...after.metrics.keys()].filter(
    (line) => line.includes(SIGNATURE) || line.includes(TOKEN),
  );
  return [...shown, ...microsoft.leaks].map((line) => `a secret was given away: ${line}`);
}

function wrong(what: string, actual: unknown, expected: unknown): readonly string[] {
  return actual === expected ? [] : [`${what}: ${actual}, not ${expected}`];
}

function seen({ after: { metrics }, messages }: Ran): string {
  const line = messages.find(
    (entry) => /^(error|warn) /.test(entry) && (entry.includes(FAULTY.name) || / \w*Error: /.test(entry)),
  );
  const rows = rejected(metrics) ?? 0;
  const cause = line?.replace(/^(error|warn) /, '').replace(`${FAULTY.name}: `, '');
  return cause ?? (rows > 0 ? `nothing but m365_report_rejected_rows ${rows}` : 'nothing');
}
