/** Whether a body is JSON: a page of a proxy or of a login is not. */
export function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
