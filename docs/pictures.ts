/**
 * `npm run pictures`: the README's picture of the status page, as Debian's Chromium draws that of the demo. The picture of
 * the overview dashboard needs a Grafana and is made by hand.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chromium } from 'playwright-core';

const PORT = '19465';
const PAGE = `http://127.0.0.1:${PORT}/`;
const PATIENCE_SECONDS = 120;

const demo = spawn(process.execPath, ['dist/cli.js', 'demo'], {
  env: { PATH: process.env.PATH, PORT },
  stdio: 'ignore',
});
const browser = await chromium.launch({
  executablePath: '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-background-networking'],
});
try {
  const page = await browser.newPage({ viewport: { width: 1200, height: 900 }, colorScheme: 'light' });
  for (let second = 0; second < PATIENCE_SECONDS; second += 1) {
    const response = await page.goto(PAGE).catch(() => null);
    if (response?.status() === 200) break;
    await page.waitForTimeout(1_000);
  }
  await page.getByText('Sample data').waitFor({ timeout: 10_000 });
  await page.screenshot({ path: 'docs/pictures/page.png' });
} finally {
  await browser.close();
  demo.kill();
  await once(demo, 'close');
}
