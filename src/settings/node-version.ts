/** What undici and commander need; `engines` in package.json says the same. */
const OLDEST = [22, 19] as const;

/** Why the program cannot run on a version of Node.js, with what to do about it; undefined where it can. */
export function nodeProblem(version: string, advice: string): string | undefined {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const isOld = major < OLDEST[0] || (major === OLDEST[0] && minor < OLDEST[1]);
  return isOld
    ? `This program needs Node.js ${OLDEST.join('.')} or newer, and this is ${version}; ${advice}`
    : undefined;
}
