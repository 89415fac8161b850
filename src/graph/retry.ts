/** Tries per file. At 30 % broken responses, one file in 15,000 still fails; the waits between them add up to 32 s. */
export const MAX_TRIES = 8;

/**
 * Graph calls per report and run, all periods and retries together. Graph allows an application 14 per report, tenant
 * and ten minutes, and a run ends within ten. https://learn.microsoft.com/graph/throttling-limits#microsoft-365-reports-service-limits
 */
export const MAX_CALLS_PER_REPORT = 12;

/**
 * Tries per report and run that may end because time is over. At a minute each, eight reports that hang hold up the
 * others for two minutes of a run, not for all of it.
 */
export const MAX_TIMEOUTS_PER_REPORT = 2;

/** Before the second try of a file; twice as long before each one after. */
export const FIRST_WAIT_MS = 250;
