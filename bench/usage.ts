/** What a process of its own needed, from its start. */
export interface ProcessUsage {
  readonly cpuMs: number;
  readonly peakMiB: number;
  /** Of the work alone. */
  readonly wallMs: number;
}

export function tellUsage(wallMs: number): void {
  const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
  const usage: ProcessUsage = { cpuMs: (userCPUTime + systemCPUTime) / 1000, peakMiB: maxRSS / 1024, wallMs };
  process.stdout.write(JSON.stringify(usage));
}
