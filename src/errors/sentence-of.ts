import { ExpectedError } from './errors.ts';
import { adviceOn } from './system-error.ts';
import { withoutSecrets } from './without-secrets.ts';

/** What a person reads of any error, from every command and every host. */
export function sentenceOf(error: unknown): string {
  if (error instanceof ExpectedError) return error.message;
  const advice = isOfFiles(error) ? adviceOn(error) : undefined;
  if (advice !== undefined) return `${error instanceof Error ? error.message : error}: ${advice}`;
  const message = withoutSecrets(error instanceof Error ? `${error.name}: ${error.message}` : String(error));
  return `An unexpected error: ${message}; open an issue with the output at LOG_LEVEL=debug`;
}

/** Sockets and programs that are started have codes of the same names: EACCES of a port is no folder's. */
function isOfFiles(error: unknown): boolean {
  const syscall = error instanceof Error && 'syscall' in error ? String(error.syscall) : undefined;
  return syscall !== undefined && !/^(listen|bind|accept|connect|getaddrinfo|query|send|recv|kill|spawn)/.test(syscall);
}
