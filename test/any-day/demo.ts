import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout } from 'node:timers/promises';
import { shiftedTo } from './clock.ts';
import type { TestDay } from './days.ts';

const ATTENTION =
  /^Active Microsoft 365 groups: dropped to [45]\d % of usual since [\d-]+, newest [\d-]+ \(getOffice365GroupsActivityGroupCounts\)$/;

const PORT = '19464';
const PATIENCE_SECONDS = 120;

/** Start the demo as a user does, on another day; what its page has to say beside the one drop. */
export async function demoProblem({ at, timeZone }: TestDay): Promise<string | undefined> {
  const env = { PATH: process.env.PATH, PORT, ...shiftedTo(at, timeZone) };
  const demo = spawn(process.execPath, ['dist/cli.js', 'demo'], { env, stdio: 'ignore' });
  try {
    const page = await firstPage();
    if (page === undefined) return 'the page did not come';
    const [, section = ''] = /<section class="attention">(.*?)<\/section>/s.exec(page) ?? [];
    const items = [...section.matchAll(/<li>(.*?)<\/li>/g)].map(([, item = '']) => item);
    const isAsExpected = items.length === 1 && ATTENTION.test(items[0] ?? '');
    return isAsExpected ? undefined : `needs attention: ${items.join('; ') || 'nothing'}`;
  } finally {
    demo.kill();
    await once(demo, 'close');
  }
}

/** The page once the pull has ended. */
async function firstPage(): Promise<string | undefined> {
  for (let second = 0; second < PATIENCE_SECONDS; second += 1) {
    const response = await fetch(`http://127.0.0.1:${PORT}/`).catch(() => undefined);
    if (response?.ok) return response.text();
    await setTimeout(1_000);
  }
  return undefined;
}
