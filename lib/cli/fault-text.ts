import type { StoredFault } from '../model/stored-item.ts';

/** A fault as a person reads it: code, side, cause, what the database said, what to do. */
export function faultLines(fault: StoredFault): readonly string[] {
  const lines = [`${fault.code} (${fault.side})${fault.subject === null ? '' : ` ${fault.subject}`}: ${fault.cause}`];
  if (fault.vendor !== null) lines.push(`  database: ${fault.vendor}`);
  lines.push(`  remedy: ${fault.remedy}`);
  return lines;
}
