/**
 * Defaults that a Function app needs while it registers its functions. This file imports nothing: what is imported
 * there is paid for at every cold start.
 */
export const DEFAULT_COLLECT_SCHEDULE = '0 10 * * * *';
export const DEFAULT_PUSH_SCHEDULE = '0 */2 * * * *';

/** Of many tenants: every five minutes. */
export const DEFAULT_PLAN_SCHEDULE = '0 */5 * * * *';
