/**
 * The abstract syntax of CREATE, ALTER, DROP and TRUNCATE TABLE. Physical attributes the stand-in has no use for (storage, block
 * parameters) are kept as text in {@link PhysicalAttributes.text}.
 */
import type { DataType, Expression, Name, ObjectName } from './ast.ts';
import type { Query } from './ast-query.ts';
import type { CreateIndex, SequenceOptions } from './ast-ddl.ts';

// ---------------------------------------------------------------- tables

export interface PhysicalAttributes {
  readonly tablespace: Name | null;
  readonly logging: boolean | null;
  /** COMPRESS, COMPRESS BASIC, ROW STORE COMPRESS ADVANCED ...; null when not said. */
  readonly compression: string | null;
  readonly parallel: string | null;
  readonly text: string;
}

export interface CreateTable {
  readonly kind: 'create-table';
  readonly name: ObjectName;
  readonly temporary: 'global' | 'private' | null;
  readonly onCommit: 'delete-rows' | 'preserve-rows' | 'drop-definition' | 'preserve-definition' | null;
  readonly columns: readonly ColumnDefinition[];
  readonly constraints: readonly TableConstraint[];
  readonly supplementalLog: readonly SupplementalLogClause[];
  readonly organization: Organization;
  readonly partitioning: Partitioning | null;
  readonly lobs: readonly LobStorage[];
  readonly rowMovement: boolean | null;
  readonly cache: boolean | null;
  readonly readOnly: boolean | null;
  readonly physical: PhysicalAttributes;
  /** CREATE TABLE ... AS SELECT; then the columns may have no type. */
  readonly query: Query | null;
  readonly offset: number;
}

export type Organization =
  | { readonly kind: 'heap' }
  | {
      readonly kind: 'index';
      readonly pctThreshold: number | null;
      readonly including: Name | null;
      readonly overflow: PhysicalAttributes | null;
      readonly compress: number | null;
    }
  | { readonly kind: 'external'; readonly text: string };

export interface ColumnDefinition {
  readonly name: Name;
  /** null: CREATE TABLE AS SELECT, a virtual column, or a MODIFY that leaves it. */
  readonly type: DataType | null;
  readonly default: ColumnDefault | null;
  readonly identity: Identity | null;
  readonly virtual: { readonly expression: Expression; readonly text: string } | null;
  readonly invisible: boolean | null;
  readonly constraints: readonly ColumnConstraint[];
  readonly collation: Name | null;
  readonly offset: number;
}

export interface ColumnDefault {
  readonly expression: Expression;
  /** As written, which DATA_DEFAULT shows. */
  readonly text: string;
  readonly onNull: boolean;
}

export interface Identity {
  readonly generation: 'always' | 'by-default' | 'by-default-on-null';
  readonly options: SequenceOptions;
}

export interface ConstraintState {
  readonly deferrable: boolean | null;
  readonly initiallyDeferred: boolean | null;
  readonly enabled: boolean | null;
  readonly validated: boolean | null;
  readonly rely: boolean | null;
  /** USING INDEX: the named index, the inline CREATE INDEX, or attributes. */
  readonly usingIndex: {
    readonly index: ObjectName | null;
    readonly create: CreateIndex | null;
    readonly physical: PhysicalAttributes;
  } | null;
  /** EXCEPTIONS INTO */
  readonly exceptionsInto: ObjectName | null;
}

export interface References {
  readonly table: ObjectName;
  /** Empty: the primary key. */
  readonly columns: readonly Name[];
  readonly onDelete: 'cascade' | 'set-null' | null;
}

export type ConstraintRule =
  | { readonly kind: 'not-null' }
  | { readonly kind: 'null' }
  | { readonly kind: 'unique' }
  | { readonly kind: 'primary-key' }
  | { readonly kind: 'check'; readonly condition: Expression; readonly text: string }
  | { readonly kind: 'foreign-key'; readonly references: References };

/** An inline constraint: it is on the column it stands with. */
export interface ColumnConstraint {
  readonly name: Name | null;
  readonly rule: ConstraintRule;
  readonly state: ConstraintState;
  readonly offset: number;
}

/** An out-of-line constraint. `columns` is empty for a check. */
export interface TableConstraint {
  readonly name: Name | null;
  readonly rule: Exclude<ConstraintRule, { kind: 'not-null' | 'null' }>;
  readonly columns: readonly Name[];
  readonly state: ConstraintState;
  readonly offset: number;
}

export type SupplementalLogClause =
  | {
      readonly kind: 'group';
      readonly name: Name;
      readonly columns: readonly { readonly name: Name; readonly noLog: boolean }[];
      readonly always: boolean;
    }
  | { readonly kind: 'data'; readonly keys: readonly SupplementalKey[] };

export type SupplementalKey = 'all' | 'primary key' | 'unique' | 'foreign key';

export interface LobStorage {
  readonly columns: readonly Name[];
  readonly segment: Name | null;
  readonly secureFile: boolean | null;
  readonly inRow: boolean | null;
  readonly text: string;
}

// ---------------------------------------------------------------- partitions

export interface Partitioning {
  readonly method: 'range' | 'list' | 'hash' | 'reference' | 'system';
  readonly columns: readonly Name[];
  /** PARTITION BY REFERENCE (constraint) */
  readonly constraint: Name | null;
  readonly interval: { readonly expression: Expression; readonly text: string } | null;
  /** LIST ... AUTOMATIC */
  readonly automatic: boolean;
  readonly subpartitioning: Subpartitioning | null;
  /** PARTITIONS n without names. */
  readonly count: number | null;
  readonly storeIn: readonly Name[];
  readonly partitions: readonly PartitionDefinition[];
  readonly offset: number;
}

export interface Subpartitioning {
  readonly method: 'range' | 'list' | 'hash';
  readonly columns: readonly Name[];
  readonly count: number | null;
  readonly template: readonly PartitionDefinition[];
}

export type PartitionBound =
  /** VALUES LESS THAN (...); `maxvalue` stands for MAXVALUE. */
  | { readonly kind: 'less-than'; readonly values: readonly (Expression | 'maxvalue')[]; readonly text: string }
  /** VALUES (...); each entry is one key, of several expressions for a multi-column list; `default` stands for DEFAULT. */
  | { readonly kind: 'list'; readonly values: readonly (readonly Expression[] | 'default')[]; readonly text: string };

export interface PartitionDefinition {
  readonly name: Name | null;
  readonly bound: PartitionBound | null;
  readonly physical: PhysicalAttributes;
  readonly subpartitions: readonly PartitionDefinition[];
  readonly subpartitionCount: number | null;
  readonly offset: number;
}

// ---------------------------------------------------------------- ALTER TABLE

export interface AlterTable {
  readonly kind: 'alter-table';
  readonly name: ObjectName;
  readonly actions: readonly AlterTableAction[];
  readonly offset: number;
}

export type PartitionReference =
  | { readonly kind: 'partition' | 'subpartition'; readonly name: Name }
  | { readonly kind: 'partition-for' | 'subpartition-for'; readonly values: readonly Expression[] };

export type AlterTableAction =
  | {
      readonly kind: 'add-columns';
      readonly columns: readonly ColumnDefinition[];
      readonly constraints: readonly TableConstraint[];
    }
  | { readonly kind: 'modify-columns'; readonly columns: readonly ColumnDefinition[] }
  | { readonly kind: 'drop-columns'; readonly columns: readonly Name[]; readonly cascadeConstraints: boolean }
  | { readonly kind: 'set-unused'; readonly columns: readonly Name[]; readonly cascadeConstraints: boolean }
  | { readonly kind: 'drop-unused' }
  | { readonly kind: 'rename-column'; readonly from: Name; readonly to: Name }
  | { readonly kind: 'add-constraint'; readonly constraint: TableConstraint }
  | {
      readonly kind: 'drop-constraint';
      readonly constraint: ConstraintReference;
      readonly cascade: boolean;
      readonly keepIndex: boolean | null;
    }
  /** MODIFY CONSTRAINT, ENABLE / DISABLE CONSTRAINT */
  | {
      readonly kind: 'change-constraint';
      readonly constraint: ConstraintReference;
      readonly state: ConstraintState;
      readonly cascade: boolean;
      readonly keepIndex: boolean | null;
    }
  | { readonly kind: 'rename-constraint'; readonly from: Name; readonly to: Name }
  | { readonly kind: 'rename'; readonly to: Name }
  | { readonly kind: 'add-supplemental-log'; readonly clauses: readonly SupplementalLogClause[] }
  | {
      readonly kind: 'drop-supplemental-log';
      readonly targets: readonly (
        | { readonly kind: 'group'; readonly name: Name }
        | { readonly kind: 'data'; readonly keys: readonly SupplementalKey[] }
      )[];
    }
  | {
      readonly kind: 'move';
      readonly partition: PartitionReference | null;
      readonly online: boolean;
      readonly updateIndexes: boolean;
      readonly physical: PhysicalAttributes;
    }
  | { readonly kind: 'shrink'; readonly compact: boolean; readonly cascade: boolean }
  | { readonly kind: 'row-movement'; readonly enabled: boolean }
  | { readonly kind: 'triggers'; readonly enabled: boolean }
  | { readonly kind: 'read-only'; readonly readOnly: boolean }
  | { readonly kind: 'set-interval'; readonly expression: Expression | null; readonly text: string }
  | { readonly kind: 'physical'; readonly physical: PhysicalAttributes }
  | {
      readonly kind: 'add-partition';
      readonly partitions: readonly PartitionDefinition[];
      readonly updateIndexes: boolean;
    }
  | {
      readonly kind: 'drop-partition';
      readonly partitions: readonly PartitionReference[];
      readonly updateIndexes: boolean;
    }
  | {
      readonly kind: 'truncate-partition';
      readonly partitions: readonly PartitionReference[];
      readonly reuseStorage: boolean;
      readonly cascade: boolean;
      readonly updateIndexes: boolean;
    }
  | { readonly kind: 'rename-partition'; readonly partition: PartitionReference; readonly to: Name }
  | {
      readonly kind: 'split-partition';
      readonly partition: PartitionReference;
      /** AT (values) for range, VALUES (...) for list; null with explicit definitions. */
      readonly at: readonly Expression[] | null;
      readonly values: readonly (readonly Expression[])[] | null;
      readonly into: readonly PartitionDefinition[];
      readonly updateIndexes: boolean;
    }
  | {
      readonly kind: 'merge-partitions';
      readonly partitions: readonly PartitionReference[];
      readonly into: PartitionDefinition | null;
      readonly updateIndexes: boolean;
    }
  | {
      readonly kind: 'exchange-partition';
      readonly partition: PartitionReference;
      readonly table: ObjectName;
      readonly includingIndexes: boolean;
      readonly validation: boolean;
      readonly updateIndexes: boolean;
    }
  | { readonly kind: 'coalesce-partition' }
  | {
      readonly kind: 'modify-partition';
      readonly partition: PartitionReference;
      readonly addValues: readonly (readonly Expression[])[];
      readonly dropValues: readonly (readonly Expression[])[];
      readonly text: string;
    };

export type ConstraintReference =
  | { readonly kind: 'name'; readonly name: Name }
  | { readonly kind: 'primary-key' }
  | { readonly kind: 'unique'; readonly columns: readonly Name[] };

export interface DropTable {
  readonly kind: 'drop-table';
  readonly name: ObjectName;
  readonly cascadeConstraints: boolean;
  readonly purge: boolean;
  readonly ifExists: boolean;
  readonly offset: number;
}

export interface TruncateTable {
  readonly kind: 'truncate-table';
  readonly name: ObjectName;
  readonly storage: 'drop' | 'drop-all' | 'reuse';
  readonly cascade: boolean;
  readonly offset: number;
}
