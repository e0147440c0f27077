import { readFile } from 'node:fs/promises';

const peakText = /^VmHWM:\s+(\d+) kB$/m;

/** The most memory a living process ever held, in bytes; null where the system does not say (no /proc). */
export async function peakRssBytes(processId: number): Promise<number | null> {
  const status = await readFile(`/proc/${processId}/status`, 'utf8').catch(() => '');
  const [, kibibytes] = peakText.exec(status) ?? [];
  return kibibytes === undefined ? null : Number(kibibytes) * 1_024;
}
