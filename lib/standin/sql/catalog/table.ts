import type { HeapSegment } from '../store/segment.ts';
import type { SqlType, SqlValue } from '../values/value.ts';
import type { Constraint } from './constraint.ts';
import type { Index } from './index-definition.ts';
import type { SchemaObject } from './schema-object.ts';

/** A column as ALL_TAB_COLS shows it. */
export interface Column {
  name: string;
  /** COLUMN_ID: the place in SELECT *, null for hidden and invisible columns. */
  columnId: number | null;
  /** INTERNAL_COLUMN_ID, from 1, never re-used while the column exists. */
  internalId: number;
  /** Place in the stored row from 0 (SEGMENT_COLUMN_ID - 1); null for virtual columns. */
  storedAt: number | null;
  type: SqlType;
  nullable: boolean;
  /** DATA_DEFAULT exactly as written, also the expression of a virtual column. */
  defaultText: string | null;
  defaultOnNull: boolean;
  virtual: boolean;
  /** HIDDEN_COLUMN = 'YES': system-made hidden columns, INVISIBLE columns and unused ones. */
  hidden: boolean;
  /** USER_GENERATED = 'NO' for columns the system added (function-based indexes, unused columns). */
  readonly userGenerated: boolean;
  identity: { readonly generation: 'ALWAYS' | 'BY DEFAULT'; readonly sequenceName: string } | null;
  comment: string | null;
  statistics: ColumnStatistics | null;
  /** SET UNUSED has taken it out of the table; its bytes stay in the rows. */
  unused: boolean;
  /** LOB columns only. */
  lob: { readonly securefile: boolean; readonly segmentName: string; readonly inRow: boolean } | null;
  /**
   * ADD COLUMN ... DEFAULT does not rewrite rows: a stored row that ends before the column reads as this default, which the
   * database keeps beside the definition (ECOL$). Packed column bytes; null when rows without the column read as NULL.
   */
  missingValue: Uint8Array | null;
}

export interface ColumnStatistics {
  readonly numDistinct: number;
  readonly numNulls: number;
  readonly avgColLen: number;
}

/** What DBMS_STATS left. */
export interface TableStatistics {
  readonly numRows: number;
  readonly blocks: number;
  readonly avgRowLen: number;
  readonly sampleSize: number;
  readonly analyzedAtMs: number;
}

export type PartitioningKind = 'RANGE' | 'LIST' | 'HASH' | 'REFERENCE' | 'SYSTEM';

export interface Partitioning {
  readonly kind: PartitioningKind;
  readonly columns: readonly string[];
  /** INTERVAL expression as written, for interval partitioning. */
  interval: string | null;
  readonly automaticList: boolean;
  readonly subpartition: {
    readonly kind: PartitioningKind;
    readonly columns: readonly string[];
    /** How a new partition without its own list is divided: SUBPARTITIONS n or the template. */
    readonly template: {
      readonly name: string | null;
      readonly key: PartitionKey;
      readonly highValueText: string | null;
    }[];
  } | null;
}

/** MAXVALUE: above every value. */
export interface HighestBound {
  readonly kind: 'maxvalue';
}

/** Where a row goes, as values of the key columns' types. */
export type PartitionKey =
  | { readonly kind: 'less-than'; readonly values: readonly (SqlValue | HighestBound)[] }
  | { readonly kind: 'list'; readonly values: readonly (readonly SqlValue[] | 'default')[] }
  | { readonly kind: 'hash'; readonly bucket: number }
  /** SYSTEM and REFERENCE partitioning do not route by value. */
  | { readonly kind: 'none' };

/** A partition or subpartition. With subpartitions the data lives in them and `segment` is null. */
export interface Partition {
  name: string;
  /** PARTITION_POSITION, from 1. */
  position: number;
  objectId: number;
  /** Changes with TRUNCATE, MOVE and EXCHANGE. */
  dataObjectId: number;
  key: PartitionKey;
  /** HIGH_VALUE as ALL_TAB_PARTITIONS shows it; for HASH null. */
  highValueText: string | null;
  segment: HeapSegment | null;
  readonly subpartitions: Partition[];
  readonly createdAtMs: number;
  lastDdlAtMs: number;
  statistics: TableStatistics | null;
  tablespace: string;
  /** INTERVAL = 'YES': the database made it for a row. */
  readonly byInterval: boolean;
}

export interface SupplementalLogGroup {
  readonly name: string;
  readonly kind:
    'USER LOG GROUP' | 'PRIMARY KEY LOGGING' | 'UNIQUE KEY LOGGING' | 'FOREIGN KEY LOGGING' | 'ALL COLUMN LOGGING';
  readonly columns: readonly string[];
  readonly always: boolean;
  readonly generated: boolean;
}

export interface Table extends SchemaObject {
  readonly kind: 'TABLE';
  /** In order of internal id, hidden, virtual and unused ones among them. */
  columns: Column[];
  readonly constraints: Constraint[];
  readonly indexes: Index[];
  readonly organization: 'heap' | 'index';
  readonly temporary: 'no' | 'delete rows' | 'preserve rows';
  readonly partitioning: Partitioning | null;
  /** Empty for a table that is not partitioned. */
  partitions: Partition[];
  /** DATA_OBJECT_ID of a table that is not partitioned; its segment comes with the first row. */
  dataObjectId: number;
  /** The only segment of a table that is not partitioned. */
  segment: HeapSegment | null;
  comment: string | null;
  statistics: TableStatistics | null;
  tablespace: string;
  logging: boolean;
  rowMovement: boolean;
  compression: 'DISABLED' | 'ENABLED';
  readOnly: boolean;
  readonly supplementalLogGroups: SupplementalLogGroup[];
  /** The SCN of the last change of structure: a query AS OF an earlier SCN raises ORA-01466. */
  definitionScn: bigint;
  /** Grows with every DDL on the table; compiled statements compare it. */
  version: number;
  readonly nested: boolean;
  readonly external: boolean;
  /** The materialized view whose container the table is. */
  readonly materializedView: { readonly queryText: string } | null;
  readonly flashbackArchive: string | null;
}
