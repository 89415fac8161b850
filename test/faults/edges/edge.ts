/** A failure of one edge that no report is needed for, and what is said of it, whole. */
export interface EdgeFault {
  readonly edge: string;
  readonly cause: string;
  /** Does it to the edge. What comes back has no host and no port, which differ from run to run. */
  readonly message: () => Promise<string>;
  readonly sentence: string;
}

/** The message of the error that a promise is rejected with. */
export async function messageOf(failing: Promise<unknown>): Promise<string> {
  return failing.then(
    () => 'it did not fail',
    (error: unknown) => (error instanceof Error ? error.message : String(error)),
  );
}
