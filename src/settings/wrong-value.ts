/** What looks like a list with keys in it, or a key by itself: longer than names of hosts and folders are. */
const MAY_BE_SECRET = /[=;]|[\w~]{25}|^.{100}/s;

/**
 * A wrong value in a message, after its setting's name, such as `is "proxy:8080"`: without a name and password, and
 * without a query, which signs an address of blobs. What may be a key is not repeated.
 */
export function isWrong(value: string): string {
  const shown = value
    .replace(/[?#].*$/s, '')
    .replace(/^([a-z][a-z\d+.-]*:\/\/|\/\/)?.*@/is, '$1…@')
    .replace(/\p{Cc}/gu, ' ');
  return MAY_BE_SECRET.test(shown) ? 'has a value that is not understood' : `is "${shown}"`;
}
