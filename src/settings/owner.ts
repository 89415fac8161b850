import * as v from 'valibot';

/** Whose a setting is: one tenant's, or the process's that serves it. */
export type Owner = 'tenant' | 'process';

/** A setting with whose it is and what it means, for docs/configuration.md. */
export function of<T extends v.GenericSchema<string, unknown>>(owner: Owner, meaning: string, kind: T) {
  return v.pipe(kind, v.description(meaning), v.metadata({ owner }));
}
