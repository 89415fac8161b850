import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout } from 'node:timers/promises';
import { shiftedTo } from './clock.ts';
import type { TestDay } from './days.ts';

const ATTENTION = ['getOffice365GroupsActivityGroupCounts: Active is at 25 % of its usual value'];

const PORT = '19464';
const PATIENCE_SECONDS = 120;

/** Start the demo as a user does, on another day; what its page has to say beside the one drop. */
export async function demoProblem({ at, timeZone }: TestDay): Promise<string | undefined> {
  const env = { PATH: process.env.PATH, PORT, ...shiftedTo(at, timeZone) };
  const demo = spawn(process.execPath, ['dist/cli.js', 'demo'], { env, stdio: 'ignore' });
  try {
    const page = await firstPage();
    if (page === undefined) return 'the page did not come';
    const [, list = ''] = /<h2>Needs attention<\/h2><ul>(.*?)<\/ul>/.exec(page) ?? [];
    const items = [...list.matchAll(/<li>(.*?)<\/li>/g)].map(([, item = '']) => item.replace(/\d+ %/, '25 %'));
    return String(items) === String(ATTENTION) ? undefined : `needs attention: ${items.join('; ') || 'nothing'}`;
  } finally {
    demo.kill();
    await once(demo, 'close');
  }
}

/** The page once the pull has ended. */
async function firstPage(): Promise<string | undefined> {
  for (let second = 0; second < PATIENCE_SECONDS; second += 1) {
    const answer = await fetch(`http://127.0.0.1:${PORT}/`).catch(() => undefined);
    if (answer?.ok) return answer.text();
    await setTimeout(1_000);
  }
  return undefined;
}
