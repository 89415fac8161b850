/** One sample as a strict reader of the format sees it. */
export interface Sample {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

const NAME = /^[a-zA-Z_][a-zA-Z0-9_]*$/;
const LABEL = /([a-zA-Z_][a-zA-Z0-9_]*)="((?:[^"\\\n]|\\[\\"n])*)"(,(?=[a-zA-Z_])|$)/y;
const VALUE = /^-?(0|[1-9]\d*)(\.\d+)?(e[+-]?\d+)?$/;
const METADATA = /^# (HELP|UNIT|TYPE) (\S+) (.+)$/;

/**
 * Prometheus text as it has to be: each family once, with its help and its type before its samples, and nothing that a
 * reader would have to be lenient about. https://prometheus.io/docs/instrumenting/exposition_formats/
 */
export function parseStrictly(text: string): readonly Sample[] {
  if (!text.endsWith('\n')) throw new Error('the last line does not end');
  if (!text.isWellFormed()) throw new Error('a lone surrogate cannot be sent');
  const families = new Map<string, Set<string>>();
  const samples: Sample[] = [];
  let current = '';
  for (const line of text.slice(0, -1).split('\n')) {
    const [, kind, family] = METADATA.exec(line) ?? [];
    if (kind !== undefined && family !== undefined) {
      const known = families.get(family) ?? new Set();
      if (known.has(kind) || (known.size > 0 && current !== family)) throw new Error(`twice: ${line}`);
      families.set(family, known.add(kind));
      current = family;
    } else {
      const sample = readSample(line);
      const known = families.get(sample.name);
      if (sample.name !== current || !known?.has('TYPE') || !known.has('HELP')) throw new Error(`stray: ${line}`);
      samples.push(sample);
    }
  }
  return samples;
}

function readSample(line: string): Sample {
  const space = line.lastIndexOf(' ');
  const [series, value] = [line.slice(0, space), line.slice(space + 1)];
  const brace = series.indexOf('{');
  const name = brace < 0 ? series : series.slice(0, brace);
  if (!NAME.test(name) || !VALUE.test(value)) throw new Error(`no sample: ${line}`);
  if (brace < 0) return { name, labels: {}, value: Number(value) };
  if (!series.endsWith('}')) throw new Error(`labels without an end: ${line}`);
  return { name, labels: readLabels(series.slice(brace + 1, -1)), value: Number(value) };
}

function readLabels(text: string): Readonly<Record<string, string>> {
  const labels = new Map<string, string>();
  LABEL.lastIndex = 0;
  while (LABEL.lastIndex < text.length) {
    const [, label, value] = LABEL.exec(text) ?? [];
    if (label === undefined || value === undefined || labels.has(label)) throw new Error(`no labels: ${text}`);
    labels.set(
      label,
      value.replace(/\\(.)/g, (_, letter) => (letter === 'n' ? '\n' : letter)),
    );
  }
  return Object.fromEntries(labels);
}
