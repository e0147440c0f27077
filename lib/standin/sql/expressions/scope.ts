/**
 * What an expression needs of its surroundings: at compile time a {@link Scope}, at run time an {@link EvaluationContext}.
 * The store implements both; the expression compiler only calls them.
 */
import type { BindReference, ColumnReference, Expression, FunctionCall } from '../syntax/ast.ts';
import type { Query } from '../syntax/ast-query.ts';
import type { Charset } from '../values/charset.ts';
import type { NlsSettings } from '../values/nls.ts';
import type { OracleTimestampTz, SqlType, SqlValue } from '../values/value.ts';

export interface CompiledExpression {
  readonly type: SqlType;
  /** False when the value can never be null; true when unknown. */
  readonly nullable: boolean;
  readonly evaluate: (context: EvaluationContext) => SqlValue;
  /** True when the value is the same for every context: a literal or a fold of literals. */
  readonly constant: boolean;
}

export interface Scope {
  readonly charset: Charset;
  /**
   * Called first for every node: returns the replacement when the surroundings have already computed the node (a GROUP BY expression,
   * a select item named by ORDER BY), else null. See `expressionKey` for a structural key.
   */
  substitute(node: Expression): CompiledExpression | null;
  /**
   * A column, PL/SQL variable, pseudo-column (ROWID, ROWNUM, LEVEL, ORA_ROWSCN) or `sequence.NEXTVAL`. null: no such name, and the
   * compiler tries functions without parentheses before it raises ORA-00904. Raises ORA-00918 itself.
   */
  resolveColumn(node: ColumnReference): CompiledExpression | null;
  /** Raises ORA-01008 when the bind has no value. */
  resolveBind(node: BindReference): CompiledExpression;
  /** Aggregate and analytic calls, which the surroundings compute. Raises ORA-00934 / ORA-30483 where they are not allowed. */
  resolveAggregate(node: FunctionCall): CompiledExpression;
  /** A stored or package function that is not built in, or a collection element. null: none, so ORA-00904. */
  resolveFunction(node: FunctionCall): CompiledExpression | null;
  /** Compiles a nested query, whose own scope sees this one as its outer scope. */
  compileSubquery(query: Query): CompiledSubquery;
}

export interface CompiledSubquery {
  readonly columns: readonly { readonly name: string; readonly type: SqlType; readonly nullable: boolean }[];
  /**
   * The rows for the present row of the outer query. For an uncorrelated subquery the same array object is returned for the whole
   * execution: the compiler keeps look-up sets by its identity.
   */
  rows(context: EvaluationContext): Iterable<readonly SqlValue[]>;
}

/** Session and statement facts an evaluation may need. Constant for one execution of one statement. */
export interface SessionEnvironment {
  readonly nls: NlsSettings;
  /** The statement's SYSTIMESTAMP: one value per execution. */
  readonly systimestamp: OracleTimestampTz;
  readonly user: string;
  readonly userId: number;
  readonly currentSchema: string;
  readonly sessionId: number;
  /** Value of SYS_CONTEXT(namespace, parameter), both upper-cased; null when unknown: ORA-02003 for USERENV. */
  context(namespace: string, parameter: string): string | null;
  /** SCN_TO_TIMESTAMP and TIMESTAMP_TO_SCN; raise ORA-08181 / ORA-08180. `seconds` count from the epoch of 1970-01-01 UTC. */
  scnToTimestamp(scn: bigint): SqlValue;
  timestampToScn(timestamp: SqlValue): bigint;
  /** DBMS_FLASHBACK.GET_SYSTEM_CHANGE_NUMBER and CURRENT_SCN. */
  currentScn(): bigint;
  /** 16 fresh bytes of SYS_GUID(). */
  guid(): Uint8Array;
  /** A fresh number in 0..1 for DBMS_RANDOM.VALUE. */
  random(): number;
}

export interface EvaluationContext {
  readonly session: SessionEnvironment;
  /**
   * The current row. The scope that resolved a column decides what its slots mean; the compiler never touches them.
   * The object is reused from row to row.
   */
  slots: SqlValue[];
  /** The context of the enclosing query's current row, for correlated subqueries. */
  readonly outer: EvaluationContext | null;
}
