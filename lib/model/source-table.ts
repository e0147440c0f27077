import type { OracleType } from './oracle-type.ts';

/** A table or view by name, in the spelling its database stores. */
export interface TableName {
  readonly schema: string;
  readonly table: string;
}

/** `SCHEMA.TABLE` of the source: the identity of a table in items, manifests, reports and logs. */
export function tableId(name: TableName): string {
  return `${name.schema}.${name.table}`;
}

export interface SourceColumn {
  readonly name: string;
  readonly type: OracleType;
  readonly nullable: boolean;
  /** The text of the DEFAULT clause as stored, or null. */
  readonly defaultText: string | null;
  /** Virtual columns are generated, hidden ones are not selectable by `*`; neither is loaded. */
  readonly virtual: boolean;
  readonly hidden: boolean;
  readonly identity: 'none' | 'always' | 'by-default';
  readonly comment: string | null;
}

export interface SourceKey {
  readonly name: string;
  readonly columns: readonly string[];
  /** True for names Oracle made up (SYS_C...). */
  readonly generatedName: boolean;
}

export interface SourceForeignKey extends SourceKey {
  readonly references: TableName;
  readonly referencedColumns: readonly string[];
  readonly onDelete: 'no-action' | 'cascade' | 'set-null';
  readonly enabled: boolean;
}

export interface SourceCheck {
  readonly name: string;
  readonly condition: string;
  readonly generatedName: boolean;
  readonly enabled: boolean;
}

export interface SourceIndex {
  readonly name: string;
  readonly unique: boolean;
  /** A column name, or the expression text of a function-based part. */
  readonly parts: readonly {
    readonly column: string | null;
    readonly expression: string | null;
    readonly descending: boolean;
  }[];
  /** NORMAL, BITMAP, DOMAIN, FUNCTION-BASED NORMAL ... as the dictionary prints it. */
  readonly type: string;
}

export interface SourcePartitioning {
  readonly kind: 'range' | 'list' | 'hash' | 'other';
  readonly subKind: 'none' | 'range' | 'list' | 'hash' | 'other';
  readonly interval: boolean;
  readonly columns: readonly string[];
  readonly subColumns: readonly string[];
  readonly partitions: readonly SourcePartition[];
}

export interface SourcePartition {
  readonly name: string;
  /** HIGH_VALUE as the dictionary prints it; empty for hash partitions. */
  readonly highValue: string;
  readonly subpartitions: readonly { readonly name: string; readonly highValue: string }[];
}

/** A source table as the dictionary describes it. */
export interface SourceTable {
  readonly name: TableName;
  readonly columns: readonly SourceColumn[];
  readonly primaryKey: SourceKey | null;
  readonly uniqueKeys: readonly SourceKey[];
  readonly foreignKeys: readonly SourceForeignKey[];
  readonly checks: readonly SourceCheck[];
  readonly indexes: readonly SourceIndex[];
  readonly comment: string | null;
  readonly organization: 'heap' | 'index' | 'other';
  readonly temporary: boolean;
  readonly partitioning: SourcePartitioning | null;
  /** Optimizer statistics; null when never gathered. */
  readonly rowsEstimated: bigint | null;
  readonly averageRowBytes: number | null;
}

export interface SourceView {
  readonly name: TableName;
  readonly text: string;
  readonly columns: readonly string[];
  readonly comment: string | null;
  /** Tables and views this one selects from, for ordering. */
  readonly dependsOn: readonly TableName[];
}
