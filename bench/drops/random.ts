/** Random numbers that are the same for a seed, on every machine. */
export interface Random {
  /** Between 0 and 1. */
  readonly uniform: () => number;
  /** Of the standard normal distribution. */
  readonly normal: () => number;
  /** A count with a mean; the larger the scatter beyond that of chance, the more it varies (0: Poisson). */
  readonly count: (mean: number, scatter: number) => number;
}

export function toRandom(seed: string): Random {
  const uniform = splitMix(hashOf(seed));
  const normal = () => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform());
  return {
    uniform,
    normal,
    count: (mean, scatter) => poisson(scatter === 0 ? mean : mean * gamma(scatter, uniform, normal), uniform, normal),
  };
}

/** FNV-1a. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (const byte of Buffer.from(text)) hash = Math.imul(hash ^ byte, 0x01000193);
  return hash;
}

/** SplitMix32: a counter, mixed by MurmurHash3's finalizer. */
function splitMix(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x9e3779b9) | 0;
    let mixed = Math.imul(state ^ (state >>> 16), 0x85ebca6b);
    mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
    return ((mixed ^ (mixed >>> 16)) >>> 0) / 2 ** 32;
  };
}

/** Mean 1 and the given standard deviation (Marsaglia and Tsang 2000); a count with such a mean is negative binomial. */
function gamma(deviation: number, uniform: () => number, normal: () => number): number {
  const shape = 1 / deviation ** 2;
  const boosted = shape < 1 ? shape + 1 : shape;
  const d = boosted - 1 / 3;
  const boost = shape < 1 ? uniform() ** (1 / shape) : 1;
  for (;;) {
    const x = normal();
    const v = (1 + x / Math.sqrt(9 * d)) ** 3;
    if (v > 0 && Math.log(1 - uniform()) < x ** 2 / 2 + d - d * v + d * Math.log(v)) return (boost * d * v) / shape;
  }
}

/** Knuth's method; from a hundred on, the normal distribution is as good. */
function poisson(mean: number, uniform: () => number, normal: () => number): number {
  if (mean > 100) return Math.max(0, Math.round(mean + Math.sqrt(mean) * normal()));
  const limit = Math.exp(-mean);
  let count = 0;
  for (let product = uniform(); product > limit; product *= uniform()) count += 1;
  return count;
}
