import fc from 'fast-check';
import { files } from './files.ts';
import { readFile, unlessRejected } from './pipeline.ts';

const SAMPLE = 5_000;

/** How many of the files are read with at least one value: where most are refused early, nothing after is tested. */
export async function shareOfReadings(seed: number): Promise<number> {
  const sample = fc.sample(files, { numRuns: SAMPLE, seed });
  const readings = await Promise.all(sample.map((file) => unlessRejected(readFile(file))));
  return readings.filter((reading) => reading !== undefined && reading.values.length > 0).length / SAMPLE;
}
