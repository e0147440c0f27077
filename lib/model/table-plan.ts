import type { OracleType } from './oracle-type.ts';
import type { TableName } from './source-table.ts';
import type { TargetType } from './target-type.ts';
import type { CanonicalForm } from './value.ts';

/** Where the value of a target column comes from: a source column, or a part of the row's ROWID (keyless tables). */
export type ColumnOrigin =
  | { readonly kind: 'column'; readonly name: string; readonly type: OracleType }
  | { readonly kind: 'rowid-part'; readonly part: 'object' | 'file' | 'block' | 'row' };

/** One column as it is read, carried, written and compared. Built from the type table, once, and stored with the plan. */
export interface ColumnPlan {
  readonly origin: ColumnOrigin;
  readonly targetName: string;
  readonly targetType: TargetType;
  readonly form: CanonicalForm;
  readonly nullable: boolean;
  /** What the mapping loses, in words for the fidelity statement; null when nothing. */
  readonly loss: string | null;
}

/** How a row is found again on both sides. `columns` are positions in TablePlan.columns. */
export type RowIdentity =
  | { readonly kind: 'key'; readonly name: string; readonly columns: readonly number[] }
  | { readonly kind: 'rowid'; readonly columns: readonly number[] };

/** A unique key of the target table other than the identity; positions in TablePlan.columns. */
export interface UniqueKeyPlan {
  readonly name: string;
  readonly columns: readonly number[];
}

/** Everything load, replay, verification and repair need to know of one table. Immutable once planned. */
export interface TablePlan {
  readonly tableId: string;
  readonly source: TableName;
  readonly target: TableName;
  readonly organization: 'heap' | 'index';
  readonly columns: readonly ColumnPlan[];
  readonly identity: RowIdentity;
  readonly uniqueKeys: readonly UniqueKeyPlan[];
  readonly rowsEstimated: string | null;
  readonly averageRowBytes: number | null;
  /** Partition or subpartition names of the source; empty when not partitioned. */
  readonly sourcePartitions: readonly string[];
  /** `+08:00`: the zone in which TIMESTAMP WITH LOCAL TIME ZONE is carried and held; absent = `+00:00`. */
  readonly timeZone?: string;
}

/** True when a column's value may be a large object, read and written apart from the short columns. */
export function isLargeObject(column: ColumnPlan): boolean {
  return column.form === 'blob' || column.form === 'clob';
}
