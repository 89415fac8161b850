/** Prometheus text as series → value, labels sorted by name. Fails on a series that stands twice. */
export function parseExposition(text: string): Map<string, number> {
  const series = new Map<string, number>();
  for (const line of text.split('\n').filter((entry) => entry !== '' && !entry.startsWith('#'))) {
    const [, name, labels = '', value] = /^(\w+)(?:\{(.*)\})? (\S+)$/.exec(line) ?? [];
    if (name === undefined) throw new Error(`not a sample: ${line}`);
    const id = seriesName(
      name,
      Object.fromEntries([...labels.matchAll(/(\w+)="((?:[^"\\]|\\.)*)"/g)].map(([, k, v]) => [k, v])),
    );
    if (series.has(id)) throw new Error(`twice: ${id}`);
    series.set(id, Number(value));
  }
  return series;
}

export function seriesName(name: string, labels: Readonly<Record<string, unknown>>): string {
  const sorted = Object.keys(labels).sort();
  return `${name}{${sorted.map((label) => `${label}="${labels[label]}"`).join(',')}}`;
}

/** Without what tells of the exporter itself, and so differs between a push and the scrape after it. */
export function usageOf(series: ReadonlyMap<string, number>): Map<string, number> {
  return new Map([...series].filter(([name]) => !/^(target_info|m365_(export|report|last_run|pull)_)/.test(name)));
}

/** The series that hold what Graph counts; the others are derived, or are about the exporter. */
export function graphSeriesOf(text: string): Map<string, number> {
  const own = /^(target_info|m365_(report|pull|last_run|exporter|export|tenant|usage)_)/;
  return new Map([...parseExposition(text)].filter(([name]) => !own.test(name)));
}
