const DAY_MS = 86_400_000;

/** A day as `YYYY-MM-DD`, UTC. As text, because that is how days are compared, stored and labelled. */
export type Day = string;

/**
 * The day in a date cell, with or without a time part (microsoft-graph-docs#14867: `2021-11-05T00:00:00Z`).
 * Undefined when it is not a day of the calendar.
 */
export function readDay(cell: string): Day | undefined {
  const text = /^(\d{4}-\d{2}-\d{2})(?:[T ].*)?$/.exec(cell)?.[1];
  if (text === undefined) return undefined;
  // A day that its month does not have is taken for one of the next month; no number equals that of no date.
  return new Date(`${text}T00:00:00Z`).getUTCDate() === Number(text.slice(8)) ? text : undefined;
}

export function toDay(date: Date): Day {
  return date.toISOString().slice(0, 10);
}

export function addDays(day: Day, days: number): Day {
  return toDay(new Date(Date.parse(day) + days * DAY_MS));
}

/** Unix time of the day's midnight UTC, in seconds. */
export function dayToSeconds(day: Day): number {
  return Date.parse(day) / 1000;
}

export function yearOf(day: Day): number {
  return Number(day.slice(0, 4));
}
