/** The abstract syntax of INSERT, UPDATE, DELETE and MERGE. */
import type { ColumnReference, Expression, Name, ObjectName } from './ast.ts';
import type { InlineView, Query, TableReference } from './ast-query.ts';

/** The table (or view, or inline view) a DML statement changes. */
export type DmlTarget = TableReference | InlineView;

export interface ReturningClause {
  readonly expressions: readonly Expression[];
  /** Binds, or PL/SQL variables. */
  readonly into: readonly Expression[];
  readonly bulkCollect: boolean;
  readonly offset: number;
}

export interface LogErrors {
  readonly into: ObjectName | null;
  readonly rejectLimit: Expression | 'unlimited' | null;
}

/** DEFAULT is null. */
export type InsertValue = Expression | null;

export interface InsertStatement {
  readonly kind: 'insert';
  readonly hints: readonly string[];
  readonly target: DmlTarget;
  /** Empty: every column in order. */
  readonly columns: readonly Name[];
  readonly source:
    { readonly kind: 'values'; readonly values: readonly InsertValue[]; readonly offset: number } | Query;
  readonly returning: ReturningClause | null;
  readonly logErrors: LogErrors | null;
  readonly offset: number;
}

export interface InsertAllStatement {
  readonly kind: 'insert-all';
  readonly hints: readonly string[];
  /** 'all' runs every branch whose condition holds, 'first' the first only. */
  readonly mode: 'all' | 'first';
  readonly branches: readonly InsertBranch[];
  readonly otherwise: readonly InsertInto[];
  readonly query: Query;
  readonly offset: number;
}

export interface InsertBranch {
  /** null: unconditional. */
  readonly when: Expression | null;
  readonly into: readonly InsertInto[];
}

export interface InsertInto {
  readonly target: DmlTarget;
  readonly columns: readonly Name[];
  /** null: the columns of the query in order. */
  readonly values: readonly InsertValue[] | null;
  readonly offset: number;
}

export type Assignment =
  /** value null is DEFAULT */
  | { readonly kind: 'column'; readonly column: ColumnReference; readonly value: InsertValue; readonly offset: number }
  | {
      readonly kind: 'columns';
      readonly columns: readonly ColumnReference[];
      readonly query: Query;
      readonly offset: number;
    };

export interface UpdateStatement {
  readonly kind: 'update';
  readonly hints: readonly string[];
  readonly target: DmlTarget;
  readonly assignments: readonly Assignment[];
  readonly where: Expression | null;
  /** WHERE CURRENT OF cursor (PL/SQL). */
  readonly currentOf: Name | null;
  readonly returning: ReturningClause | null;
  readonly logErrors: LogErrors | null;
  readonly offset: number;
}

export interface DeleteStatement {
  readonly kind: 'delete';
  readonly hints: readonly string[];
  readonly target: DmlTarget;
  readonly where: Expression | null;
  readonly currentOf: Name | null;
  readonly returning: ReturningClause | null;
  readonly logErrors: LogErrors | null;
  readonly offset: number;
}

export interface MergeStatement {
  readonly kind: 'merge';
  readonly hints: readonly string[];
  readonly target: DmlTarget;
  readonly source: TableReference | InlineView;
  readonly on: Expression;
  readonly update: {
    readonly assignments: readonly Assignment[];
    readonly where: Expression | null;
    readonly deleteWhere: Expression | null;
  } | null;
  readonly insert: {
    readonly columns: readonly ColumnReference[];
    readonly values: readonly InsertValue[];
    readonly where: Expression | null;
  } | null;
  readonly logErrors: LogErrors | null;
  readonly offset: number;
}
