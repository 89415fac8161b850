import { without } from './content.ts';
import type { Fault } from './fault.ts';
import { contentOf, daysAgo, FAULTY, type FileContent, toCsv, withCell } from './report-file.ts';

const NEWEST = `Send ${daysAgo(2)}`;

const withSend = (text: string) => (content: FileContent) => toCsv(withCell(content, 'Send', text));

const dated = (text: string) => (content: FileContent) => toCsv(withCell(content, 'Report Date', text));

/** No row of the newest day can be placed. */
const withoutNewest = (fresh: ReadonlyMap<string, number>) =>
  new Map([...fresh].filter(([key]) => !key.endsWith(daysAgo(2))));

const described = (text: string) =>
  text === '' ? 'empty' : /\d/.test(text) ? `"${text}", which is no date such as 2026-01-31` : 'text, which is no date';

export const cellFaults: readonly Fault[] = [
  ...['-5', '1e999', 'NaN', 'Infinity', '0x10', '9'.repeat(400)].map((text) => ({
    name: `a value is ${text.slice(0, 12)}`,
    file: withSend(text),
    expected: { rejectedRows: 1, brings: (fresh: ReadonlyMap<string, number>) => without(fresh, 'Send') },
  })),
  {
    name: 'a value is a decimal',
    file: withSend('12.5'),
    expected: { brings: (fresh) => new Map([...fresh, [NEWEST, 12.5]]) },
  },
  {
    name: 'a value is 2^53 + 1: it becomes the nearest number there is',
    file: withSend('9007199254740993'),
    expected: { brings: (fresh) => new Map([...fresh, [NEWEST, 2 ** 53]]) },
  },
  {
    name: 'the newest value is empty',
    file: withSend(''),
    expected: {
      brings: (fresh) => without(fresh, 'Send'),
      also: async ({ after: { metrics } }) =>
        metrics.has('m365_outlook_messages_sent_latest{}')
          ? ['_latest shows a value that is not of the newest day']
          : [],
    },
  },
  {
    name: 'a value that was known becomes empty',
    file: (content) => toCsv(withCell(content, 'Send', '', 3)),
    expected: {
      brings: (fresh) => new Map([...fresh].filter(([key]) => key !== `Send ${daysAgo(5)}`)),
    },
  },
  ...['2026-02-30', '2026-13-01', '0000-00-00', 'yesterday', ''].map((text) => ({
    name: `a report date is "${text}"`,
    file: dated(text),
    expected: {
      rejectedRows: 1,
      brings: withoutNewest,
      sentence: `1 of 7 rows is left out: Report Date is ${described(text)}`,
    },
  })),
  {
    name: 'no report date exists',
    file: (content) => toCsv({ ...content, rows: content.rows.map((row) => row.with(-2, '2026-02-30')) }),
    expected: { reason: 'not_a_report', sentence: 'none of the 7 rows can be used', rejectedRows: 7 },
  },
  {
    name: 'a row is of 2099',
    file: dated('2099-01-01'),
    expected: {
      sentence: '1 of 7 rows is left out: Report Date 2099-01-01 is after Report Refresh Date 2026-11-18',
      rejectedRows: 1,
      brings: withoutNewest,
    },
  },
  {
    name: 'the file was refreshed in 2099',
    file: () => toCsv(contentOf(FAULTY, '2099-01-03')),
    expected: { reason: 'not_a_report', sentence: 'none of the 7 rows can be used', rejectedRows: 7 },
  },
  {
    name: 'a row is of the year 1',
    file: dated('0001-01-01'),
    expected: {
      sentence:
        '1 of 7 rows is left out: Report Date 0001-01-01 is more than a year before Report Refresh Date 2026-11-18',
      rejectedRows: 1,
      brings: withoutNewest,
    },
  },
  {
    name: 'every row is of another year',
    file: (content) =>
      toCsv({
        ...content,
        rows: Array.from({ length: 2_000 }, (_, year) => ofYear(content, String(year).padStart(4, '0'))),
      }),
    expected: { reason: 'not_a_report', sentence: 'none of the 2000 rows can be used', rejectedRows: 2_000 },
  },
];

function ofYear({ rows: [row = []] }: FileContent, year: string): readonly string[] {
  return row.with(0, `${year}-01-01`).with(-2, `${year}-01-01`);
}
