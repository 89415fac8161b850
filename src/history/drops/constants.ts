/**
 * The numbers of the rule for drops, each with its reason. They were chosen together by `npm run drops`, which prints
 * what each choice costs in notifications and in falls that are missed.
 */

/** One value per weekday and week: as long as possible, while a new habit still becomes usual within a month. */
export const BASELINE_WEEKS = 8;

/** Half a baseline: the median of fewer values is as odd as one of them. */
export const LEAST_WEEKS = 4;

/** History that a verdict may depend on: 80 windows of working days, the dates before them, and their baselines. */
export const HISTORY_DAYS = 210;

/** The least that is usual for a date that is judged: where fewer than three a day are, a day with none says nothing. */
export const LEAST_USUAL = 3;

/** A day of the week that has less than this share of the busiest one is a weekend: too few people to tell anything. */
export const MAIN_SHARE = 0.4;

/** A tenant is the median of at least so many columns, each with so much on the date: fewer would follow one product. */
export const LEAST_PEERS = 5;
export const LEAST_PEER_USUAL = 5;

/** Below this share of usual, the whole tenant is on holiday or cut off: a single column cannot be judged. */
export const LOW_TENANT = 0.6;

/** Graph counts the newest date again the day after; it then has a quarter more at most. */
export const LEAST_COMPLETE = 0.8;

/** How a column ran of late, against its usual: a slow trend is no drop, and a fast one must stay visible. */
export const LEVEL_DATES = 10;
export const LEAST_LEVEL_DATES = 5;
export const MOST_LEVEL = 0.25;

/** How many dates are judged together: one finds a crash at once, five a fall that hides in the scatter of each day. */
export const WINDOWS = [1, 2, 3, 5] as const;

/** Five working days and two holidays around a weekend: what lies further back is no news. */
export const REACH_DAYS = 15;

/** However steady a column is, a fall to more than 60 % of usual alarms nobody. */
export const LEAST_FALL = Math.log(1 / 0.6);

/** A fall is alarming from so many standard deviations on; usage has heavier tails than the normal distribution. */
export const DEVIATIONS = 5;

/** What is assumed of a column before its scatter is known, and the number of windows that weigh as much. */
export const ASSUMED_SCATTER = 0.25;
export const ASSUMED_WINDOWS = 10;

/** The windows from which a column's own scatter is measured; fewer than five measure nothing. */
export const PAST_WINDOWS = 80;
export const LEAST_PAST_WINDOWS = 5;

/** A fall is alarming at twice what one window in twenty does: for columns whose bad days are worse than their scatter. */
export const BAD_SHARE = 0.05;
export const BAD_TIMES = 2;

/** Small counts fall by chance: by 1/√n in one case of six. */
export const CHANCE = 8;

/**
 * The share of the alarming fall that has a score of 1 at a sensitivity of 1: the least in bench/DROPS.md, in steps of a
 * tenth, at which simulated tenants of every size raise at most 0.3 notifications a week.
 */
export const SCALE = 0.9;

/** A fall to a seventh: where less is not alarming, next to nothing is, and the column is not judged. */
export const MOST_ALARMING = 2;

/** A drop is over when the newest date is back at this share of usual; its score then is below the limit of 1. */
export const BACK_SHARE = 0.8;
export const OVER_SCORE = 0.99;

/** The limits of the alert rules, the boards and the page: the sensitivity moves the score, and not these. */
export const DROP_FROM = 1;
export const SHARP_FROM = 2;
export const SHARP_RATIO = 0.25;

/** Days without data that make a column a vanished one; files have single gaps, and each would be an alarm. */
export const VANISHED_FROM = 2;

/** A column that has had no value for longer than its baseline lasts has no usual value any more. */
export const VANISHED_DAYS = 7 * BASELINE_WEEKS;

/** Whole weeks, so that every weekday counts as often in both. */
export const TREND_DAYS = 28;

/** For so many dates the score of a column that can no longer be judged is 0: rules look back two days for the newest score. */
export const ENDED_DAYS = 3;
