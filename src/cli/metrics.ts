import { EXIT, type Exit } from './exit-codes.ts';
import { appOf, type TenantOption } from './one-tenant.ts';

/** What a scrape would return now, on standard output. */
export async function metrics(options: TenantOption = {}): Promise<Exit> {
  const app = await appOf(options);
  const { status, body } = await app.metrics({ header: () => undefined });
  const { stdout, stderr } = process;
  (status === 200 ? stdout : stderr).write(body);
  if (status === 200) return EXIT.done;
  return status === 503 ? EXIT.failed : EXIT.usage;
}
