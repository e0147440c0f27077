import type { RunReport } from '../model/run-report.ts';

/** The table a run ends with. */
export function reportLines(report: RunReport): readonly string[] {
  const rows = report.tables.map(({ source, target, rowsLoaded, verification }) => [
    source,
    target,
    String(rowsLoaded),
    verification === null ? '-' : String(verification.compared),
    verification === null ? '-' : String(verification.missing + verification.extra + verification.different),
    verification === null ? '-' : String(verification.repaired),
  ]);
  const shown = rows.slice(0, rowsShownMax);
  return [
    '',
    ...columns([['source', 'target', 'loaded', 'compared', 'differ', 'repaired'], ...shown]),
    ...(rows.length > shown.length ? [`... and ${rows.length - shown.length} more tables, in the report`] : []),
    ...report.leftOut.map(({ reason, count }) => `left out: ${count} (${reason})`),
    `outcome: ${report.outcome}`,
  ];
}

const rowsShownMax = 40;

function columns(rows: readonly (readonly string[])[]): readonly string[] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows.map((row) =>
    row
      .map((cell, column) => (column < 2 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0)))
      .join('  ')
      .trimEnd(),
  );
}
