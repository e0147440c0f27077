/**
 * How every column is asked for (V1, V4). Dates, timestamps and intervals are turned into text by the database, because the
 * driver's own conversion loses years, fractions and offsets; NUMBER and the others come as the driver delivers them.
 */
import { assert, unreachable } from '../../model/fault.ts';
import type { ColumnPlan, TablePlan } from '../../model/table-plan.ts';
import { quoteIdentifier, quoteLiteral } from './quoting.ts';

/** The alias under which every read names its table. */
export const tableAlias = 't';

/** The expressions of a row, in the order of `TablePlan.columns`; keyless tables end in one ROWID instead of its four parts. */
export function selectList(table: TablePlan): string {
  const expressions: string[] = [];
  for (const column of table.columns) {
    if (column.origin.kind === 'column') expressions.push(columnExpression(column, column.origin.name, table.timeZone));
  }
  if (readsRowid(table)) expressions.push(`${tableAlias}.ROWID`);
  return expressions.join(', ');
}

/** True when the rows of a table carry their ROWID. The helper columns are the last four of the plan. */
export function readsRowid(table: TablePlan): boolean {
  const helpers = table.columns.filter((column) => column.origin.kind === 'rowid-part').length;
  assert(helpers === 0 || helpers === 4, `table ${table.tableId} has ${helpers} ROWID helper columns`);
  return helpers === 4;
}

/** One column as it is read. */
export function columnExpression(column: ColumnPlan, name: string, timeZone?: string): string {
  const quoted = `${tableAlias}.${quoteIdentifier(name)}`;
  switch (column.form) {
    case 'datetime':
      return `TO_CHAR(${quoted}, ${quoteLiteral(datetimeFormat)})`;
    case 'timestamp':
      return `TO_CHAR(${quoted}, ${quoteLiteral(timestampFormat)})`;
    case 'timestamp-zone':
      return `TO_CHAR(${quoted}, ${quoteLiteral(`${timestampFormat} TZH:TZM`)})`;
    case 'timestamp-local':
      return `TO_CHAR(${atZone(quoted, timeZone)}, ${quoteLiteral(timestampFormat)})`;
    case 'interval-year-month':
    case 'interval-day-second':
      return `TO_CHAR(${quoted})`;
    case 'decimal':
    case 'double':
    case 'text':
    case 'char':
    case 'bytes':
    case 'blob':
    case 'clob':
      return quoted;
    default:
      return unreachable(column.form, 'canonical form');
  }
}

/** SYYYY writes years before Christ with a minus and all others with a leading blank. */
const datetimeFormat = 'SYYYY-MM-DD HH24:MI:SS';

/** All nine digits whatever the plan says: a column that was widened since is noticed, not cut. */
const timestampFormat = `${datetimeFormat}.FF9`;

/** Digits a timestamp column declares; 9 for anything else. */
export function fractionDigits(column: ColumnPlan): number {
  if (column.origin.kind !== 'column') return 9;
  const type = column.origin.type;
  const known = type.kind === 'timestamp' || type.kind === 'timestamp-zone' || type.kind === 'timestamp-local';
  return known ? type.digits : 9;
}

/** The session's own zone is +00:00; another one is asked for by name. */
function atZone(quoted: string, timeZone: string | undefined): string {
  return timeZone === undefined || timeZone === '+00:00' ? quoted : `${quoted} AT TIME ZONE ${quoteLiteral(timeZone)}`;
}
