import fc from 'fast-check';

/** A sentence about every value of a kind. */
export interface Property {
  readonly name: string;
  readonly check: (run: Run) => Promise<Verdict>;
}

export interface Run {
  readonly runs: number;
  /** Undefined: another one each time. */
  readonly seed?: number;
  /** Of a counterexample, to go straight to it. */
  readonly path?: string;
}

export interface Verdict {
  readonly cases: number;
  /** The smallest counterexample, with the seed and the path that lead to it. */
  readonly failure: string | undefined;
}

/** `holds` throws where the sentence is not true. */
export function property<T>(
  name: string,
  values: fc.Arbitrary<T>,
  holds: (value: T) => Promise<void> | void,
): Property {
  const sentence = fc.asyncProperty(values, async (value) => holds(value));
  return {
    name,
    check: async ({ runs, ...where }) => {
      const details = await fc.check(sentence, { numRuns: runs, includeErrorInReport: true, ...where });
      return { cases: details.numRuns, failure: await fc.asyncDefaultReportMessage(details) };
    },
  };
}
