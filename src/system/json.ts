/** Undefined where a text is no JSON. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Whether a body is JSON: a page of a proxy or of a login is not. */
export function isJson(text: string): boolean {
  return parseJson(text) !== undefined;
}
