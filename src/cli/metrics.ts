import { openApp } from '../production.ts';
import { EXIT, type Exit } from './exit.ts';

/** What a scrape would return now, on standard output. */
export async function metrics(): Promise<Exit> {
  const app = await openApp(process.env, 'standalone');
  const { status, body } = await app.metrics({ header: () => undefined });
  const { stdout, stderr } = process;
  (status === 200 ? stdout : stderr).write(body);
  if (status === 200) return EXIT.done;
  return status === 503 ? EXIT.failed : EXIT.usage;
}
