import { readFile } from 'node:fs/promises';

/** What a process used: CPU seconds of user and system together, and the most memory it ever held. */
export interface Measured {
  readonly cpuSeconds: number;
  readonly peakRssBytes: number;
}

/** Ticks per second of /proc/PID/stat on every Linux this runs on. */
const ticksPerSecond = 100;

/** What a living process has used so far, from /proc. */
export async function processUsage(processId: number): Promise<Measured> {
  const [stat, status] = await Promise.all([
    readFile(`/proc/${processId}/stat`, 'utf8'),
    readFile(`/proc/${processId}/status`, 'utf8'),
  ]);
  // The name in parentheses may hold blanks: fields are counted behind it, utime is the 12th of them.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const [, kibibytes = '0'] = /^VmHWM:\s+(\d+) kB$/m.exec(status) ?? [];
  return {
    cpuSeconds: (Number(fields[11]) + Number(fields[12])) / ticksPerSecond,
    peakRssBytes: Number(kibibytes) * 1_024,
  };
}

export function usageBetween(before: Measured, after: Measured): Measured {
  return { cpuSeconds: after.cpuSeconds - before.cpuSeconds, peakRssBytes: after.peakRssBytes };
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((left, right) => left - right);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2;
}
