import type { TableName } from './source-table.ts';
import type { TargetType } from './target-type.ts';

/** The definition of a target table, ready to be rendered as DDL. */
export interface TargetTable {
  readonly name: TableName;
  readonly columns: readonly TargetColumn[];
  readonly primaryKey: readonly string[] | null;
  readonly comment: string | null;
  readonly checks: readonly { readonly name: string | null; readonly expression: string }[];
  readonly partitioning: TargetPartitioning | null;
}

export interface TargetColumn {
  readonly name: string;
  readonly type: TargetType;
  readonly nullable: boolean;
  readonly default: TargetDefault;
  readonly comment: string | null;
}

export type TargetDefault =
  | { readonly kind: 'none' }
  | { readonly kind: 'null' }
  | { readonly kind: 'literal'; readonly text: string; readonly numeric: boolean }
  | { readonly kind: 'now'; readonly digits: number };

export interface TargetIndex {
  readonly table: TableName;
  readonly name: string;
  readonly unique: boolean;
  readonly columns: readonly { readonly name: string; readonly descending: boolean }[];
}

export interface TargetForeignKey {
  readonly table: TableName;
  readonly name: string;
  readonly columns: readonly string[];
  readonly references: TableName;
  readonly referencedColumns: readonly string[];
  readonly onDelete: 'no-action' | 'cascade' | 'set-null';
}

export interface TargetPartitioning {
  readonly kind: 'range' | 'list' | 'hash' | 'key';
  readonly columns: readonly string[];
  /** Rendered bounds: `VALUES LESS THAN (...)` or `VALUES IN (...)` without the keywords; empty for hash and key. */
  readonly partitions: readonly { readonly name: string; readonly bound: string }[];
  readonly hashCount: number | null;
}

/** What the server at hand is and what it can hold; read once per connection, decides what a plan may contain. */
export interface TargetServer {
  readonly product: 'oceanbase' | 'mysql' | 'mariadb';
  readonly version: string;
  readonly maxAllowedPacketBytes: number;
  readonly lowerCaseTableNames: 0 | 1 | 2;
  readonly localInfile: boolean;
  /** One LOAD DATA statement is one transaction (MariaDB, MySQL); OceanBase cuts it into several. */
  readonly loadDataAtomic: boolean;
  readonly limits: TargetLimits;
}

export interface TargetLimits {
  readonly tableNameCharacters: number;
  readonly columnNameCharacters: number;
  readonly columns: number;
  readonly rowBytes: number;
  readonly keyBytes: number;
  readonly keyColumns: number;
  readonly indexes: number;
  readonly varcharCharacters: number;
  readonly largeObjectBytes: number;
  readonly partitions: number;
}
