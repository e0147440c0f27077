/**
 * The abstract syntax of everything the stand-in accepts: pure data. Every node carries `offset`, the position of its first
 * character in the statement text (UTF-16 units from 0), which is where Oracle's error offset points.
 *
 * This file: names, expressions, conditions, data types and the union of all statements. Queries are in `ast-query.ts`, DML in
 * `ast-dml.ts`, DDL in `ast-ddl.ts` and `ast-table.ts`, PL/SQL in `ast-plsql.ts`, session and transaction control in `ast-session.ts`.
 */
import type { SqlType, SqlValue } from '../values/value.ts';
import type { DdlStatement } from './ast-ddl.ts';
import type {
  DeleteStatement,
  InsertAllStatement,
  InsertStatement,
  MergeStatement,
  UpdateStatement,
} from './ast-dml.ts';
import type { Block, CallStatement } from './ast-plsql.ts';
import type { OrderItem, Query, QueryStatement } from './ast-query.ts';
import type { SessionStatement } from './ast-session.ts';

/** An identifier: upper-cased unless it was quoted. */
export interface Name {
  readonly text: string;
  readonly quoted: boolean;
  readonly offset: number;
}

/** `[schema.]name[@link]` */
export interface ObjectName {
  readonly schema: Name | null;
  readonly name: Name;
  readonly link: Name | null;
  readonly offset: number;
}

export type Statement =
  | QueryStatement
  | InsertStatement
  | InsertAllStatement
  | UpdateStatement
  | DeleteStatement
  | MergeStatement
  | DdlStatement
  | SessionStatement
  | Block
  | CallStatement
  | ExplainPlanStatement;

export interface ExplainPlanStatement {
  readonly kind: 'explain-plan';
  readonly statement: Statement;
  readonly offset: number;
}

// ---------------------------------------------------------------- expressions

export type Expression =
  | Literal
  | BindReference
  | ColumnReference
  | FunctionCall
  | UnaryExpression
  | BinaryExpression
  | CaseExpression
  | CastExpression
  | ExtractExpression
  | TrimExpression
  | AtTimeZone
  | IntervalQualified
  | ScalarSubquery
  | ExpressionList
  | Condition;

/** Conditions are expressions of type boolean; the parser admits them only where SQL (or PL/SQL) does. */
export type Condition =
  | LogicalCondition
  | NotCondition
  | Comparison
  | BetweenCondition
  | InCondition
  | LikeCondition
  | NullCondition
  | FloatingCondition
  | ExistsCondition
  | JsonCondition;

/** A text literal has type char(n) (or nchar), a number literal number, NULL varchar2(0); '' is null too. */
export interface Literal {
  readonly kind: 'literal';
  readonly value: SqlValue;
  readonly type: SqlType;
  readonly offset: number;
}

export interface BindReference {
  readonly kind: 'bind';
  /** Upper-cased unless quoted; digits for `:1`. */
  readonly name: string;
  /** 0, 1, 2... in order of appearance of every bind in the statement, repeated names included. */
  readonly ordinal: number;
  readonly offset: number;
}

/**
 * `[[schema.]table.]column`, and also, undistinguished here: pseudo-columns (ROWID, ROWNUM, LEVEL, ORA_ROWSCN), `sequence.NEXTVAL`,
 * functions called without parentheses (SYSDATE, USER), PL/SQL variables and record fields, package constants.
 */
export interface ColumnReference {
  readonly kind: 'column';
  readonly path: readonly Name[];
  /** `(+)` followed. */
  readonly outerJoin: boolean;
  readonly offset: number;
}

export interface CallArgument {
  /** Name of `name => value`, else null. */
  readonly name: Name | null;
  readonly value: Expression;
}

export interface FunctionCall {
  readonly kind: 'call';
  /** `[schema.][package.]function`, without a link. */
  readonly path: readonly Name[];
  readonly args: readonly CallArgument[];
  /** COUNT(*) */
  readonly star: boolean;
  readonly distinct: boolean;
  /** RESPECT NULLS is false. */
  readonly ignoreNulls: boolean;
  /** LISTAGG(...) WITHIN GROUP (ORDER BY ...) */
  readonly withinGroup: readonly OrderItem[] | null;
  /** MAX(...) KEEP (DENSE_RANK FIRST|LAST ORDER BY ...) */
  readonly keep: { readonly last: boolean; readonly orderBy: readonly OrderItem[] } | null;
  readonly over: Window | null;
  readonly offset: number;
}

export interface Window {
  readonly partitionBy: readonly Expression[];
  readonly orderBy: readonly OrderItem[];
  readonly frame: WindowFrame | null;
}

export interface WindowFrame {
  readonly unit: 'rows' | 'range';
  readonly start: FrameBound;
  readonly end: FrameBound;
}

export type FrameBound =
  | { readonly kind: 'unbounded-preceding' }
  | { readonly kind: 'unbounded-following' }
  | { readonly kind: 'current-row' }
  | { readonly kind: 'preceding'; readonly value: Expression }
  | { readonly kind: 'following'; readonly value: Expression };

export interface UnaryExpression {
  readonly kind: 'unary';
  readonly operator: '-' | '+' | 'prior' | 'connect_by_root';
  readonly operand: Expression;
  readonly offset: number;
}

export interface BinaryExpression {
  readonly kind: 'binary';
  /** `**` is PL/SQL only. */
  readonly operator: '+' | '-' | '*' | '/' | '||' | '**';
  readonly left: Expression;
  readonly right: Expression;
  /** Of the operator's left operand. */
  readonly offset: number;
}

export interface CaseExpression {
  readonly kind: 'case';
  /** Present in a simple CASE; then every `when` is a value to compare, else a condition. */
  readonly operand: Expression | null;
  readonly branches: readonly { readonly when: Expression; readonly result: Expression }[];
  readonly otherwise: Expression | null;
  readonly offset: number;
}

export interface CastExpression {
  readonly kind: 'cast';
  readonly operand: Expression;
  readonly type: DataType;
  readonly onError: Expression | null;
  readonly format: Expression | null;
  readonly offset: number;
}

export type ExtractField =
  | 'YEAR'
  | 'MONTH'
  | 'DAY'
  | 'HOUR'
  | 'MINUTE'
  | 'SECOND'
  | 'TIMEZONE_HOUR'
  | 'TIMEZONE_MINUTE'
  | 'TIMEZONE_REGION'
  | 'TIMEZONE_ABBR';

export interface ExtractExpression {
  readonly kind: 'extract';
  readonly field: ExtractField;
  readonly operand: Expression;
  readonly offset: number;
}

export interface TrimExpression {
  readonly kind: 'trim';
  readonly side: 'leading' | 'trailing' | 'both';
  readonly characters: Expression | null;
  readonly operand: Expression;
  readonly offset: number;
}

/** `x AT TIME ZONE zone`, `x AT LOCAL` (zone null). */
export interface AtTimeZone {
  readonly kind: 'at-time-zone';
  readonly operand: Expression;
  readonly zone: Expression | null;
  readonly offset: number;
}

/** `(a - b) DAY TO SECOND`, `(a - b) YEAR TO MONTH`. */
export interface IntervalQualified {
  readonly kind: 'interval-qualified';
  readonly operand: Expression;
  readonly type: SqlType;
  readonly offset: number;
}

export interface ScalarSubquery {
  readonly kind: 'subquery';
  readonly query: Query;
  readonly offset: number;
}

/** `(a, b)` as an operand of a comparison or of IN, or the right side of `= ANY (a, b)`. */
export interface ExpressionList {
  readonly kind: 'list';
  readonly items: readonly Expression[];
  readonly offset: number;
}

// ---------------------------------------------------------------- conditions

export interface LogicalCondition {
  readonly kind: 'and' | 'or';
  /** Two or more; chains are flattened. */
  readonly operands: readonly Expression[];
  readonly offset: number;
}

export interface NotCondition {
  readonly kind: 'not';
  readonly operand: Expression;
  readonly offset: number;
}

export type ComparisonOperator = '=' | '<>' | '<' | '<=' | '>' | '>=';

export interface Comparison {
  readonly kind: 'comparison';
  readonly operator: ComparisonOperator;
  readonly left: Expression;
  /** With a quantifier: a subquery or a list. */
  readonly right: Expression;
  readonly quantifier: 'any' | 'all' | null;
  readonly offset: number;
}

export interface BetweenCondition {
  readonly kind: 'between';
  readonly negated: boolean;
  readonly operand: Expression;
  readonly low: Expression;
  readonly high: Expression;
  readonly offset: number;
}

export interface InCondition {
  readonly kind: 'in';
  readonly negated: boolean;
  /** An ExpressionList for `(a, b) IN ((1, 2), (3, 4))`. */
  readonly operand: Expression;
  readonly candidates: readonly Expression[] | Query;
  readonly offset: number;
}

export interface LikeCondition {
  readonly kind: 'like';
  readonly negated: boolean;
  readonly operand: Expression;
  readonly pattern: Expression;
  readonly escape: Expression | null;
  readonly offset: number;
}

export interface NullCondition {
  readonly kind: 'is-null';
  readonly negated: boolean;
  readonly operand: Expression;
  readonly offset: number;
}

export interface FloatingCondition {
  readonly kind: 'is-nan' | 'is-infinite';
  readonly negated: boolean;
  readonly operand: Expression;
  readonly offset: number;
}

export interface ExistsCondition {
  readonly kind: 'exists';
  readonly query: Query;
  readonly offset: number;
}

export interface JsonCondition {
  readonly kind: 'is-json';
  readonly negated: boolean;
  readonly operand: Expression;
  readonly offset: number;
}

// ---------------------------------------------------------------- data types

export type DataType =
  /** `unitGiven` is false when neither BYTE nor CHAR was written: the session's NLS_LENGTH_SEMANTICS decides (type.unit says byte). */
  | { readonly kind: 'declared'; readonly type: SqlType; readonly unitGiven: boolean; readonly offset: number }
  /** PL/SQL `table.column%TYPE`, `variable%TYPE` */
  | { readonly kind: 'type-of'; readonly path: readonly Name[]; readonly offset: number }
  /** PL/SQL `table%ROWTYPE`, `cursor%ROWTYPE` */
  | { readonly kind: 'rowtype-of'; readonly path: readonly Name[]; readonly offset: number }
  /** PL/SQL named type: a local or supplied type, SYS_REFCURSOR, DBMS_SQL.VARCHAR2A... */
  | { readonly kind: 'named'; readonly path: readonly Name[]; readonly offset: number };
