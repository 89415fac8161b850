/** Environment variables, which are the app settings of a Function app. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** The only place that reads the environment; `app.ts` alone writes to it, for libraries that read it themselves. */
export function environment(): Environment {
  return process.env;
}
