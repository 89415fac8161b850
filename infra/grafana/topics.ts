import type { Report, ReportMetric } from '../../src/catalogue/types.ts';
import { labelsOf } from './queries.ts';

export type Shown = readonly [Report, ReportMetric];

interface Topic {
  readonly title: string;
  readonly has: (shown: Shown) => boolean;
}

const DEVICE_LABELS = ['device', 'app', 'platform', 'browser'];

/** The first topic that has a metric is the one it is shown under. What is read most comes first. */
const TOPICS: readonly Topic[] = [
  { title: 'Devices and apps', has: ([report, metric]) => labelsOf(report, metric).some(isDevice) },
  { title: 'People', has: ofUnits('{user}') },
  { title: 'Communication', has: ofUnits('{message}', '{call}', '{reaction}', '{mention}', '{prompt}', '{session}') },
  { title: 'Meetings', has: ofUnits('{meeting}', '{conference}', 's') },
  { title: 'Files and pages', has: ofUnits('{file}', '{page}', '{page_view}') },
  { title: 'Storage', has: ofUnits('By') },
  { title: 'Accounts, groups and more', has: () => true },
];

const ORDER = ['People', 'Communication', 'Meetings', 'Devices and apps'];

/** Metrics by topic, the most read topic first; those of no topic are not there. */
export function byTopic(shown: readonly Shown[]): readonly (readonly [title: string, shown: readonly Shown[]])[] {
  const groups = Map.groupBy(shown, (one) => TOPICS.find(({ has }) => has(one))?.title ?? '');
  const titles = new Set([...ORDER, ...TOPICS.map(({ title }) => title)]);
  return [...titles].flatMap((title) => {
    const group = groups.get(title);
    return group === undefined ? [] : [[title, group] as const];
  });
}

function isDevice(label: string): boolean {
  return DEVICE_LABELS.includes(label);
}

function ofUnits(...units: readonly string[]) {
  return ([, { unit }]: Shown) => units.includes(unit);
}
