import type { Fault } from './fault.ts';
import { contentOf, daysAgo, FAULTY, type FileContent, NEIGHBOUR, toCsv, valuesOf, withCell } from './report-file.ts';

const header = ({ header }: FileContent) => `${header.join(',')}\r\n`;

const widened = (content: FileContent, columns: number, nameOf: (index: number) => string): string => {
  const more = Array.from({ length: columns }, (_, index) => nameOf(index));
  const rows = content.rows.map((row) => [...row, ...more.map(() => '1')]);
  return toCsv({ header: [...content.header, ...more], rows });
};

const older = contentOf(FAULTY, daysAgo(5));

const notAReport = { reason: 'not_a_report' } as const;

export const contentFaults: readonly Fault[] = [
  {
    name: 'the file is an HTML page',
    file: () => '<!DOCTYPE html><html><body>Sign in to your account</body></html>',
    expected: { ...notAReport, sentence: 'the file is a web page', calls: 1 },
  },
  {
    name: 'the file is JSON',
    file: () => '{"value":[{"reportRefreshDate":"2026-11-18","send":1}]}',
    expected: { ...notAReport, sentence: 'is not CSV (' },
  },
  {
    name: 'the file calls itself HTML, but is the report',
    download: ({ response, normally }) => {
      response.setHeader('content-type', 'text/html');
      normally();
    },
    expected: {},
  },
  {
    name: 'the lines end in different ways',
    file: (content) => toCsv(content).replace('\r\n', '\n').replace('\r\n', '\r'),
    expected: {},
  },
  { name: 'the file is empty', file: () => '', expected: { ...notAReport, sentence: 'the file is empty' } },
  {
    name: 'the file is a byte order mark',
    file: () => '\uFEFF',
    expected: { ...notAReport, sentence: 'the file is empty' },
  },
  { name: 'the file is a header only', file: header, expected: { brings: () => new Map() } },
  {
    name: 'a header stands twice',
    file: (content) => toCsv({ ...content, header: content.header.with(2, 'Send') }),
    expected: { ...notAReport, sentence: 'has two columns named "send"' },
  },
  {
    name: 'a row is too short and another too long',
    file: (content) =>
      toCsv({
        ...content,
        rows: content.rows.map((row, age) => (age === 0 ? row.slice(0, 4) : age === 1 ? [...row, '7'] : row)),
      }),
    expected: {
      rejectedRows: 2,
      brings: (fresh) => new Map([...fresh].filter(([key]) => !key.endsWith(daysAgo(2)) && !key.endsWith(daysAgo(3)))),
    },
  },
  {
    name: 'a quote never closes',
    file: (content) => toCsv(withCell(content, 'Send', '"12')),
    expected: { ...notAReport, sentence: 'is not CSV (CSV_QUOTE_NOT_CLOSED)' },
  },
  {
    name: 'a cell holds NUL bytes',
    file: (content) => toCsv(withCell(content, 'Send', '1\0')),
    expected: { rejectedRows: 1, brings: (fresh) => without(fresh, 'Send') },
  },
  {
    name: 'the file is NUL bytes',
    file: () => Buffer.alloc(64 * 1024),
    expected: { ...notAReport, sentence: 'the file holds bytes that are no text' },
  },
  {
    name: 'the file is not UTF-8',
    file: () => Buffer.from([0xff, 0xfe, 0x41, 0x00]),
    expected: { ...notAReport, sentence: 'the file is not UTF-8 text' },
  },
  {
    name: 'the file is that of another report',
    file: () => toCsv(contentOf(NEIGHBOUR, daysAgo(2))),
    expected: { ...notAReport, sentence: 'has none of the columns' },
  },
  {
    name: 'an older replica responds: the refresh date goes back',
    file: () => toCsv(withCell(older, 'Send', '77', 0)),
    expected: { brings: (_, before) => new Map([...valuesOf(older)].filter(([key]) => !before.has(key))) },
  },
  {
    name: 'the same day stands twice, with different values',
    file: (content) =>
      toCsv({ ...content, rows: [...content.rows, ...withCell(content, 'Send', '9000000').rows.slice(0, 1)] }),
    expected: {
      rejectedRows: 1,
      brings: (fresh) => new Map([...fresh, [`Send ${daysAgo(2)}`, 9_000_000]]),
    },
  },
  {
    name: 'the file has 10,000 columns',
    file: (content) => widened(content, 10_000, (index) => `Column ${index}`),
    expected: { ...notAReport, sentence: 'has 10008 columns, which no usage report has' },
  },
  {
    name: 'the file has a million columns',
    file: (content) => widened({ ...content, rows: [] }, 700_000, (index) => `C${index}`),
    expected: { ...notAReport, sentence: 'columns, which no usage report has' },
  },
  {
    name: 'the file has 300,000 rows',
    file: (content) => header(content) + '2026-11-18,1\n'.repeat(300_000),
    expected: { ...notAReport, sentence: 'rows, which no usage report has' },
  },
  {
    name: 'an unknown column has a name of 100,000 letters',
    file: (content) => widened(content, 1, () => 'x'.repeat(100_000)),
    expected: {
      also: async ({ after: { metrics } }) =>
        [...metrics.keys()].filter((series) => series.length > 1_000).map(() => 'a label has more than 1,000 letters'),
    },
  },
];

/** Without the newest value of a column. */
export function without(values: ReadonlyMap<string, number>, column: string): ReadonlyMap<string, number> {
  return new Map([...values].filter(([key]) => key !== `${column} ${daysAgo(2)}`));
}
