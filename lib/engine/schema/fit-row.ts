/**
 * Rows that the server's row limit does not hold: the longest texts outside of keys become LONGTEXT, as few as are needed,
 * each stated; what still does not fit is refused with the figures.
 */
import { Fault } from '../../model/fault.ts';
import { tableId } from '../../model/source-table.ts';
import type { TargetType } from '../../model/target-type.ts';
import type { PlannedColumn } from './plan-columns.ts';
import type { PlanRequest } from './plan-request.ts';
import { columnBytes, rowBytes } from './row-size.ts';
import { plainColumns, uniqueKeysOf } from './row-identity.ts';
import { targetTypeName } from './type-name.ts';

export interface FittedRow {
  readonly columns: readonly PlannedColumn[];
  readonly conversions: readonly string[];
  readonly fault: Fault | null;
}

/** Shortens a row to the limit of the server. */
export function fitRow(request: PlanRequest, columns: readonly PlannedColumn[]): FittedRow {
  const limit = request.server.limits.rowBytes;
  const wanted = rowBytes(columns.map((column) => column.target));
  if (wanted <= limit) return { columns, conversions: [], fault: null };
  const movable = movableColumns(request, columns);
  const moved = new Set<PlannedColumn>();
  let bytes = wanted;
  for (const column of movable) {
    if (bytes <= limit) break;
    bytes -= columnBytes(column.target.type) - columnBytes(largeType(column.target.type));
    moved.add(column);
  }
  if (bytes > limit) {
    const cause = `a row takes up to ${wanted} bytes, and ${bytes} with all long texts moved out; the server holds ${limit}`;
    return {
      columns,
      conversions: [],
      fault: new Fault('TARGET_LIMIT', cause, { subject: tableId(request.table.name) }),
    };
  }
  const conversions = [...moved].map(
    ({ target }) =>
      `column ${target.name}: ${targetTypeName(target.type)} becomes ${targetTypeName(largeType(target.type))}, because a row would take up to ${wanted} of ${limit} bytes${target.default.kind === 'none' ? '' : '; its default is left out'}`,
  );
  return { columns: columns.map((column) => (moved.has(column) ? moveOut(column) : column)), conversions, fault: null };
}

/** Longest first. Columns of keys and indexes stay: a LONGTEXT cannot be indexed whole. */
function movableColumns(request: PlanRequest, columns: readonly PlannedColumn[]): readonly PlannedColumn[] {
  const indexed = indexedColumns(request);
  return columns
    .filter(({ plan, target }) => {
      if (plan.origin.kind !== 'column' || indexed.has(plan.origin.name)) return false;
      return target.type.kind === 'varchar' || target.type.kind === 'varbinary';
    })
    .filter(({ target }) => columnBytes(target.type) > columnBytes(largeType(target.type)))
    .toSorted((left, right) => columnBytes(right.target.type) - columnBytes(left.target.type));
}

function indexedColumns(request: PlanRequest): ReadonlySet<string> {
  const { table } = request;
  const names = new Set<string>(table.primaryKey?.columns ?? []);
  for (const key of uniqueKeysOf(table)) for (const name of key.columns) names.add(name);
  for (const key of table.foreignKeys) for (const name of key.columns) names.add(name);
  for (const index of table.indexes) for (const name of plainColumns(index.parts) ?? []) names.add(name);
  for (const name of table.partitioning?.columns ?? []) names.add(name);
  return names;
}

function largeType(type: TargetType): TargetType {
  return type.kind === 'varbinary' ? { kind: 'longblob' } : { kind: 'longtext' };
}

/** The canonical form stays: the value is still short text, only stored apart. A large object has no literal default. */
function moveOut(column: PlannedColumn): PlannedColumn {
  const type = largeType(column.target.type);
  return {
    plan: { ...column.plan, targetType: type },
    target: { ...column.target, type, default: { kind: 'none' } },
  };
}
