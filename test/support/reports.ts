import { reports } from '../../src/catalogue/index.ts';
import type { Report } from '../../src/catalogue/types.ts';

/** An entry of the catalogue. */
export function reportNamed(name: string): Report {
  const found = reports.find((candidate): candidate is Report => candidate.name === name);
  if (found === undefined) throw new Error(`no report is named ${name}`);
  return found;
}
