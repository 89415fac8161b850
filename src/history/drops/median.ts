/** NaN of none. */
export function medianOf(values: readonly number[]): number {
  return medianOfSorted(new Float64Array(values).sort());
}

export function medianOfSorted(sorted: ArrayLike<number>): number {
  return quantileOfSorted(sorted, 0.5);
}

/** The value that a share of the others lies below, between two of them where it falls there. NaN of none. */
export function quantileOfSorted(sorted: ArrayLike<number>, share: number): number {
  const at = share * (sorted.length - 1);
  const lower = sorted[Math.floor(at)] ?? Number.NaN;
  const upper = sorted[Math.ceil(at)] ?? Number.NaN;
  return lower === upper ? lower : lower + (upper - lower) * (at - Math.floor(at));
}

/** Put a value where it belongs: of eight or ten values this keeps a median much cheaper than sorting does. */
export function insertSorted(sorted: number[], value: number): void {
  let at = sorted.length;
  for (let before = sorted[at - 1]; before !== undefined && before > value; before = sorted[at - 1]) {
    sorted[at] = before;
    at -= 1;
  }
  sorted[at] = value;
}
