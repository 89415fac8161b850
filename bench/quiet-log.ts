import type { Log } from '../src/log.ts';

/** Only what must not happen while something is measured. */
export const QUIET_LOG: Log = { error: tell, warn: tell, info: () => {}, debug: () => {} };

function tell(message: string): void {
  process.stderr.write(`${message}\n`);
}
