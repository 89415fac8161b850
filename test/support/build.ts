import { execFileSync } from 'node:child_process';

/** The tests of whole programs run what users run: the build of the sources as they are now. */
export function setup(): void {
  execFileSync(process.execPath, ['packaging/build.ts'], { stdio: 'inherit' });
}
