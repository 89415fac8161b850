/** A number with its noun: `1 row`, `2 rows`. */
export function counted(count: number, noun: string): string {
  return `${count} ${nounFor(count, noun)}`;
}

/** The noun for a number that is written in another way: `row`, `rows`. */
export function nounFor(count: number, noun: string): string {
  return count === 1 ? noun : `${noun}s`;
}

export function isOrAre(count: number): string {
  return count === 1 ? 'is' : 'are';
}

export function wasOrWere(count: number): string {
  return count === 1 ? 'was' : 'were';
}
