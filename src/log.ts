import { LOG_LEVELS, type LogLevel } from './settings/schema.ts';

/** What a line says, for those who query logs. */
export type Fields = Readonly<Record<string, string | number | undefined>>;

/** One sentence per call; never a token, never a download URL. */
export type Log = Readonly<Record<LogLevel, (message: string, fields?: Fields) => void>>;

/** The log of one of many tenants: each line begins with its key, and has it as a field. */
export function ofTenant(log: Log, tenant: string): Log {
  const at = (name: LogLevel) => (message: string, fields?: Fields) =>
    log[name](`${tenant}: ${message}`, { tenant, ...fields });
  return { error: at('error'), warn: at('warn'), info: at('info'), debug: at('debug') };
}

/** The log without what is below a level. */
export function withLevel(log: Log, level: LogLevel): Log {
  const least = LOG_LEVELS.indexOf(level);
  const at = (name: LogLevel) =>
    LOG_LEVELS.indexOf(name) <= least ? (message: string, fields?: Fields) => log[name](message, fields) : () => {};
  return { error: at('error'), warn: at('warn'), info: at('info'), debug: at('debug') };
}
