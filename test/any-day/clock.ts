/** How far the clock of a process is from the real one, in milliseconds; looked at each time the clock is. */
export const SHIFT = 'TEST_CLOCK_SHIFT_MS';

const SHIM = `
const now = () => real.now() + Number(process.env.${SHIFT} ?? 0);
const real = globalThis.Date;
globalThis.Date = new Proxy(real, {
  construct: (target, args, self) => Reflect.construct(target, args.length === 0 ? [now()] : args, self),
  apply: () => new real(now()).toString(),
  get: (target, name) => (name === 'now' ? now : Reflect.get(target, name)),
});`;

/** The environment that lets a Node.js process, and those that it hands it on to, believe that it is `at`, in a time zone. */
export function shiftedTo(at: Date, timeZone: string): Readonly<Record<string, string>> {
  return {
    NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(SHIM)}`,
    [SHIFT]: String(at.getTime() - Date.now()),
    TZ: timeZone,
  };
}
