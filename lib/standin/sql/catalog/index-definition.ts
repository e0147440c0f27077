import type { SchemaObject } from './schema-object.ts';

export type IndexType =
  | 'NORMAL'
  | 'NORMAL/REV'
  | 'BITMAP'
  | 'FUNCTION-BASED NORMAL'
  | 'FUNCTION-BASED BITMAP'
  | 'IOT - TOP'
  | 'LOB'
  | 'DOMAIN';

export interface IndexColumn {
  /** COLUMN_NAME; SYS_NCnnnnn$ for an expression. */
  readonly name: string;
  /** COLUMN_EXPRESSION of ALL_IND_EXPRESSIONS; null for a plain column. */
  readonly expression: string | null;
  readonly descending: boolean;
}

/** An index as ALL_INDEXES shows it. The index has its owner, its table is in `tableOwner`. */
export interface Index extends SchemaObject {
  readonly kind: 'INDEX';
  readonly tableOwner: string;
  tableName: string;
  readonly type: IndexType;
  readonly unique: boolean;
  readonly columns: IndexColumn[];
  visible: boolean;
  usable: boolean;
  readonly partitioned: 'no' | 'local' | 'global';
  readonly compression: 'DISABLED' | 'ENABLED';
  readonly tablespace: string;
  /** It was made for a primary or unique key without an index (CONSTRAINT_INDEX = 'YES' since 19c). */
  readonly byConstraint: boolean;
  dataObjectId: number;
}
