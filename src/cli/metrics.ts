import { createApp } from '../app.ts';
import { environment } from '../system/environment.ts';
import { EXIT, type Exit } from './exit.ts';

/** What a scrape would return now, on standard output. */
export async function metrics(): Promise<Exit> {
  const app = await createApp(environment(), 'standalone');
  const { status, body } = await app.metrics({ header: () => undefined });
  const { stdout, stderr } = process;
  (status === 200 ? stdout : stderr).write(body);
  if (status === 200) return EXIT.done;
  return status === 503 ? EXIT.failed : EXIT.usage;
}
