import type { TablePlan } from '../../model/table-plan.ts';
import type { CanonicalRow } from '../../model/value.ts';
import { manipulationOf } from './manipulation.ts';
import { sessionSqlMode } from './server-probe.ts';

const rowsPerStatement = 100;

/**
 * Statements that make the target equal to the source (Y3), for a person to read and run: a row that the source has is
 * deleted by its key and inserted anew, a row that it has not is deleted. Running them twice leaves the same rows.
 * `upserts` are whole rows, `deletes` are identity values.
 */
export function renderRepair(
  table: TablePlan,
  upserts: readonly CanonicalRow[],
  deletes: readonly CanonicalRow[],
): readonly string[] {
  if (upserts.length + deletes.length === 0) return [];
  const statements = manipulationOf(table);
  const keys = upserts.map((row) => table.identity.columns.map((position) => row[position] ?? null));
  return [
    'SET NAMES utf8mb4',
    `SET SESSION sql_mode = '${sessionSqlMode}'`,
    "SET SESSION time_zone = '+00:00'",
    'START TRANSACTION',
    ...grouped([...deletes, ...keys]).map((group) => statements.deleteByKeys(group)),
    ...grouped(upserts).map((group) => statements.insert(group)),
    'COMMIT',
  ];
}

function grouped(rows: readonly CanonicalRow[]): readonly (readonly CanonicalRow[])[] {
  const groups: (readonly CanonicalRow[])[] = [];
  for (let start = 0; start < rows.length; start += rowsPerStatement) {
    groups.push(rows.slice(start, start + rowsPerStatement));
  }
  return groups;
}
