import { spawnSync } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseExposition } from './exposition.ts';

const DAY = 86_400_000;
const MINUTES = 300_000;

/**
 * Write what a tenant would have left in Prometheus had it been pushed daily: each dated value two to four days after its
 * date, and the others a few minutes before each of the moments, with their times moved back as far.
 *
 * @param moments in milliseconds, the newest of them now
 * @returns the folder of Prometheus' data
 */
export async function writePast(
  exposition: string,
  moments: readonly number[],
  tenant: string,
  folder: string,
): Promise<string> {
  const now = Math.max(...moments);
  const lines = [...parseExposition(exposition)].flatMap(([series, value]) => {
    const name = series.replace('{', `{tenant="${tenant}",`).replace(',}', '}');
    const line = (number: number, at: number) => `${name} ${number} ${Math.floor(at / 1000)}`;
    const [, date] = /report_date="(\d{4}-\d\d-\d\d)"/.exec(series) ?? [];
    if (date !== undefined)
      return [line(value, Math.min(Math.ceil(Date.parse(date) / (2 * DAY) + 1) * 2 * DAY, now - MINUTES))];
    const isTime = /^m365_\w+_timestamp_seconds\{/.test(series) && value > 0;
    return moments.map((moment) => line(isTime ? value - (now - moment) / 1000 : value, moment - MINUTES));
  });
  const file = join(folder, 'past.om');
  const data = join(folder, 'data');
  await writeFile(file, `${lines.join('\n')}\n# EOF\n`);
  const made = spawnSync('promtool', ['tsdb', 'create-blocks-from', 'openmetrics', file, data], { encoding: 'utf8' });
  if (made.status !== 0) throw new Error(`promtool: ${made.stderr}`);
  return data;
}
