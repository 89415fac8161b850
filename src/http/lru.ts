/** Values that are kept until they are too large together; the one that was used longest ago goes first. */
export interface Lru<T> {
  readonly get: (key: string) => T | undefined;
  readonly set: (key: string, value: T) => void;
}

export function createLru<T>(maxBytes: number, sizeOf: (value: T) => number): Lru<T> {
  // A map hands its keys out in the order in which they came.
  const values = new Map<string, T>();
  let bytes = 0;
  const take = (key: string): T | undefined => {
    const value = values.get(key);
    if (value !== undefined) bytes -= sizeOf(value);
    values.delete(key);
    return value;
  };
  const put = (key: string, value: T): void => {
    values.set(key, value);
    bytes += sizeOf(value);
  };
  return {
    get: (key) => {
      const value = take(key);
      if (value !== undefined) put(key, value);
      return value;
    },
    set: (key, value) => {
      take(key);
      put(key, value);
      for (const oldest of values.keys()) {
        if (bytes <= maxBytes) break;
        take(oldest);
      }
    },
  };
}
