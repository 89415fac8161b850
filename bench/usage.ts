import { readFileSync } from 'node:fs';

/** What a process of its own needed, from its start. */
export interface ProcessUsage {
  readonly cpuMs: number;
  readonly peakMiB: number;
  /** Of the work alone. */
  readonly wallMs: number;
}

export function tellUsage(wallMs: number): void {
  const usage: ProcessUsage = { cpuMs: cpuMs(), peakMiB: peakMiB(), wallMs };
  process.stdout.write(JSON.stringify(usage));
}

/** User and system, all threads. */
export function cpuMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

/**
 * The most this process has ever held. `maxRSS` would not do: Linux hands on that of the parent to a child that begins as
 * its copy (https://man7.org/linux/man-pages/man5/proc_pid_status.5.html, VmHWM).
 */
export function peakMiB(): number {
  const status = readFileSync('/proc/self/status', 'utf8');
  return Number(/^VmHWM:\s+(\d+) kB$/m.exec(status)?.[1]) / 1024;
}
