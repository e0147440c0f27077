/**
 * The abstract syntax of data definition (tables are in `ast-table.ts`), privileges and comments.
 */
import type { Expression, Name, ObjectName } from './ast.ts';
import type { Query } from './ast-query.ts';
import type {
  AlterTable,
  CreateTable,
  DropTable,
  PartitionDefinition,
  PartitionReference,
  Partitioning,
  PhysicalAttributes,
  TableConstraint,
  TruncateTable,
} from './ast-table.ts';

export type DdlStatement =
  | CreateTable
  | AlterTable
  | DropTable
  | TruncateTable
  | CreateIndex
  | AlterIndex
  | DropObject
  | CreateView
  | AlterObject
  | CreateSequence
  | AlterSequence
  | CreateSynonym
  | CommentOn
  | RenameObject
  | CreateUser
  | AlterUser
  | DropUser
  | CreateRole
  | Grant
  | Revoke
  | CreateProgram
  | CreateMaterializedView
  | CreateDirectory
  | CreateTablespace
  | Purge
  | FlashbackTable
  | Analyze;

// ---------------------------------------------------------------- indexes, views, sequences, synonyms

export interface CreateIndex {
  readonly kind: 'create-index';
  readonly name: ObjectName;
  readonly unique: boolean;
  readonly bitmap: boolean;
  readonly table: ObjectName;
  readonly columns: readonly { readonly expression: Expression; readonly text: string; readonly descending: boolean }[];
  readonly local: boolean;
  readonly localPartitions: readonly PartitionDefinition[];
  readonly globalPartitioning: Partitioning | null;
  readonly reverse: boolean;
  readonly invisible: boolean;
  readonly unusable: boolean;
  readonly online: boolean;
  readonly compress: number | null;
  readonly physical: PhysicalAttributes;
  readonly offset: number;
}

export interface AlterIndex {
  readonly kind: 'alter-index';
  readonly name: ObjectName;
  readonly action:
    | { readonly kind: 'rebuild'; readonly partition: PartitionReference | null; readonly physical: PhysicalAttributes }
    | { readonly kind: 'unusable'; readonly partition: PartitionReference | null }
    | { readonly kind: 'visible'; readonly visible: boolean }
    | { readonly kind: 'enable'; readonly enabled: boolean }
    | { readonly kind: 'rename'; readonly to: Name }
    | { readonly kind: 'physical'; readonly physical: PhysicalAttributes };
  readonly offset: number;
}

export type DroppableKind =
  | 'INDEX'
  | 'VIEW'
  | 'MATERIALIZED VIEW'
  | 'SEQUENCE'
  | 'SYNONYM'
  | 'PUBLIC SYNONYM'
  | 'TRIGGER'
  | 'PROCEDURE'
  | 'FUNCTION'
  | 'PACKAGE'
  | 'PACKAGE BODY'
  | 'TYPE'
  | 'TYPE BODY'
  | 'ROLE'
  | 'DIRECTORY'
  | 'TABLESPACE'
  | 'DATABASE LINK'
  | 'MATERIALIZED VIEW LOG'
  | 'CONTEXT'
  | 'PROFILE';

export interface DropObject {
  readonly kind: 'drop-object';
  readonly objectKind: DroppableKind;
  readonly name: ObjectName;
  readonly options: string;
  readonly ifExists: boolean;
  readonly offset: number;
}

export interface CreateView {
  readonly kind: 'create-view';
  readonly name: ObjectName;
  readonly orReplace: boolean;
  readonly force: boolean;
  readonly columns: readonly Name[];
  readonly constraints: readonly TableConstraint[];
  readonly query: Query;
  /** The query as written: TEXT of ALL_VIEWS. */
  readonly text: string;
  readonly restriction: { readonly kind: 'read-only' | 'check-option'; readonly name: Name | null } | null;
  readonly offset: number;
}

/** ALTER VIEW|TRIGGER|PROCEDURE|FUNCTION|PACKAGE|... name COMPILE | ENABLE | DISABLE | RENAME TO ..., kept as text. */
export interface AlterObject {
  readonly kind: 'alter-object';
  readonly objectKind: string;
  readonly name: ObjectName;
  readonly action: string;
  readonly offset: number;
}

/** Every number may be negative and up to 28 digits, hence bigint. undefined: not said; null: NOMAXVALUE, NOCACHE ... */
export interface SequenceOptions {
  readonly startWith?: bigint;
  /** START WITH LIMIT VALUE (identity columns) */
  readonly startWithLimit?: boolean;
  readonly incrementBy?: bigint;
  readonly maxValue?: bigint | null;
  readonly minValue?: bigint | null;
  readonly cycle?: boolean;
  readonly cache?: bigint | null;
  readonly order?: boolean;
  readonly restart?: boolean;
  readonly session?: boolean;
}

export interface CreateSequence {
  readonly kind: 'create-sequence';
  readonly name: ObjectName;
  readonly options: SequenceOptions;
  readonly offset: number;
}

export interface AlterSequence {
  readonly kind: 'alter-sequence';
  readonly name: ObjectName;
  readonly options: SequenceOptions;
  readonly offset: number;
}

export interface CreateSynonym {
  readonly kind: 'create-synonym';
  readonly name: ObjectName;
  readonly orReplace: boolean;
  readonly public: boolean;
  readonly target: ObjectName;
  readonly offset: number;
}

/** TRIGGER, PROCEDURE, FUNCTION, PACKAGE [BODY], TYPE [BODY], kept as text (SOURCE of ALL_SOURCE). */
export interface CreateProgram {
  readonly kind: 'create-program';
  readonly programKind: 'TRIGGER' | 'PROCEDURE' | 'FUNCTION' | 'PACKAGE' | 'PACKAGE BODY' | 'TYPE' | 'TYPE BODY';
  readonly name: ObjectName;
  readonly orReplace: boolean;
  /** From the kind's keyword to the end, as ALL_SOURCE shows it. */
  readonly text: string;
  readonly trigger: TriggerHeader | null;
  readonly offset: number;
}

export interface TriggerHeader {
  /** BEFORE, AFTER, INSTEAD OF, FOR (compound) */
  readonly timing: string;
  /** `INSERT OR UPDATE`, as TRIGGERING_EVENT shows it. */
  readonly events: readonly string[];
  readonly updateColumns: readonly Name[];
  /** null for a trigger on a schema or the database. */
  readonly table: ObjectName | null;
  readonly forEachRow: boolean;
  readonly when: string | null;
  readonly disabled: boolean;
  readonly body: string;
}

export interface CreateMaterializedView {
  readonly kind: 'create-materialized-view';
  readonly name: ObjectName;
  readonly columns: readonly Name[];
  /** The clauses between the name and AS, as written. */
  readonly options: string;
  readonly query: Query | null;
  readonly text: string;
  /** CREATE MATERIALIZED VIEW LOG ON name */
  readonly log: boolean;
  readonly offset: number;
}

export interface CreateDirectory {
  readonly kind: 'create-directory';
  readonly name: Name;
  readonly path: string;
  readonly orReplace: boolean;
  readonly offset: number;
}

export interface CreateTablespace {
  readonly kind: 'create-tablespace';
  readonly name: Name;
  readonly text: string;
  readonly offset: number;
}

// ---------------------------------------------------------------- comments and names

export interface CommentOn {
  readonly kind: 'comment';
  readonly on: 'table' | 'column' | 'materialized-view';
  readonly name: ObjectName;
  readonly column: Name | null;
  readonly text: string;
  readonly offset: number;
}

export interface RenameObject {
  readonly kind: 'rename-object';
  readonly from: Name;
  readonly to: Name;
  readonly offset: number;
}

// ---------------------------------------------------------------- users and privileges

export interface CreateUser {
  readonly kind: 'create-user';
  readonly name: Name;
  /** null: NO AUTHENTICATION or externally. */
  readonly password: string | null;
  readonly options: UserOptions;
  readonly offset: number;
}

export interface UserOptions {
  readonly defaultTablespace: Name | null;
  readonly temporaryTablespace: Name | null;
  readonly quotas: readonly { readonly bytes: bigint | 'unlimited'; readonly tablespace: Name }[];
  readonly profile: Name | null;
  readonly accountLocked: boolean | null;
  readonly passwordExpire: boolean;
  /** CONTAINER = ALL | CURRENT */
  readonly container: string | null;
}

export interface AlterUser {
  readonly kind: 'alter-user';
  readonly name: Name;
  readonly password: string | null;
  readonly options: UserOptions;
  /** DEFAULT ROLE ... as text */
  readonly text: string;
  readonly offset: number;
}

export interface DropUser {
  readonly kind: 'drop-user';
  readonly name: Name;
  readonly cascade: boolean;
  readonly offset: number;
}

export interface CreateRole {
  readonly kind: 'create-role';
  readonly name: Name;
  readonly offset: number;
}

/** A privilege as written, upper-cased, one blank between words: `SELECT`, `CREATE SESSION`, `ALL PRIVILEGES`, or a role. */
export interface GrantedPrivilege {
  readonly text: string;
  /** Columns of INSERT, UPDATE and REFERENCES (a, b). */
  readonly columns: readonly Name[];
  readonly offset: number;
}

export interface Grant {
  readonly kind: 'grant';
  readonly privileges: readonly GrantedPrivilege[];
  /** null: system privileges and roles. */
  readonly on: GrantObject | null;
  /** PUBLIC is a name too. */
  readonly to: readonly Name[];
  readonly withAdmin: boolean;
  readonly withGrant: boolean;
  readonly container: string | null;
  readonly offset: number;
}

export interface GrantObject {
  readonly kind: 'object' | 'directory' | 'user';
  readonly name: ObjectName;
}

export interface Revoke {
  readonly kind: 'revoke';
  readonly privileges: readonly GrantedPrivilege[];
  readonly on: GrantObject | null;
  readonly from: readonly Name[];
  readonly container: string | null;
  readonly offset: number;
}

// ---------------------------------------------------------------- the rest

export interface Purge {
  readonly kind: 'purge';
  readonly what: 'table' | 'index' | 'recyclebin' | 'dba-recyclebin' | 'tablespace';
  readonly name: Name | null;
  readonly offset: number;
}

export interface FlashbackTable {
  readonly kind: 'flashback-table';
  readonly tables: readonly ObjectName[];
  readonly to:
    | { readonly kind: 'before-drop'; readonly rename: Name | null }
    | { readonly kind: 'scn' | 'timestamp'; readonly value: Expression }
    | { readonly kind: 'restore-point'; readonly name: Name };
  readonly offset: number;
}

export interface Analyze {
  readonly kind: 'analyze';
  readonly what: 'table' | 'index' | 'cluster';
  readonly name: ObjectName;
  readonly action: string;
  readonly offset: number;
}
