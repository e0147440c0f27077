/**
 * The abstract syntax of everything the stand-in accepts: pure data. Every node carries `offset`, the position of its first
 * character in the statement text (UTF-16 units from 0), which is where Oracle's error offset points.
 *
 * This file: names, expressions, conditions, queries, DML and the union of all statements. DDL is in `ast-ddl.ts`,
 * PL/SQL in `ast-plsql.ts`, session and transaction statements in `ast-session.ts`.
 */
import type { SqlType, SqlValue } from '../values/value.ts';
import type { DdlStatement } from './ast-ddl.ts';
import type { Block, CallStatement } from './ast-plsql.ts';
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

// ---------------------------------------------------------------- queries

export interface QueryStatement {
  readonly kind: 'select';
  readonly query: Query;
  /** SELECT ... INTO of PL/SQL; null in SQL. */
  readonly into: readonly Expression[] | null;
  readonly bulkCollect: boolean;
  readonly offset: number;
}

export interface Query {
  readonly kind: 'query';
  readonly with: readonly CommonTable[];
  readonly body: QueryBody;
  readonly orderBy: readonly OrderItem[];
  readonly orderSiblings: boolean;
  /** OFFSET n ROWS */
  readonly rowOffset: Expression | null;
  readonly fetch: FetchClause | null;
  readonly forUpdate: ForUpdate | null;
  readonly offset: number;
}

export type QueryBody = SelectBlock | SetOperation | Query;

export interface CommonTable {
  readonly name: Name;
  readonly columns: readonly Name[];
  readonly query: Query;
  readonly offset: number;
}

export interface SetOperation {
  readonly kind: 'set';
  readonly operator: 'union' | 'union-all' | 'minus' | 'intersect';
  readonly left: QueryBody;
  readonly right: QueryBody;
  readonly offset: number;
}

export interface FetchClause {
  /** null: `FETCH FIRST ROW ONLY`, that is one. */
  readonly count: Expression | null;
  readonly percent: boolean;
  readonly withTies: boolean;
}

export interface ForUpdate {
  readonly of: readonly ColumnReference[];
  /** 'wait' with null seconds waits for ever. */
  readonly wait: { readonly kind: 'wait'; readonly seconds: number | null } | { readonly kind: 'nowait' } | { readonly kind: 'skip-locked' };
  readonly offset: number;
}

export interface OrderItem {
  readonly expression: Expression;
  readonly descending: boolean;
  /** null: Oracle's default, last when ascending and first when descending. */
  readonly nullsFirst: boolean | null;
  readonly offset: number;
}

export interface SelectBlock {
  readonly kind: 'select-block';
  /** Texts of the hint comments (`/*+ ... *\/` and `--+ ...`), without the marks. */
  readonly hints: readonly string[];
  readonly distinct: boolean;
  readonly items: readonly SelectItem[];
  readonly from: readonly FromItem[];
  readonly where: Expression | null;
  readonly startWith: Expression | null;
  readonly connectBy: Expression | null;
  readonly noCycle: boolean;
  readonly groupBy: readonly GroupItem[];
  readonly having: Expression | null;
  readonly offset: number;
}

export type GroupItem =
  | { readonly kind: 'expression'; readonly expression: Expression }
  | { readonly kind: 'rollup' | 'cube' | 'grouping-sets'; readonly sets: readonly (readonly Expression[])[] };

export type SelectItem =
  | { readonly kind: 'expression'; readonly expression: Expression; readonly alias: Name | null; readonly text: string; readonly offset: number }
  /** `*` (path empty), `t.*`, `s.t.*` */
  | { readonly kind: 'star'; readonly path: readonly Name[]; readonly offset: number };

export type FromItem = TableReference | InlineView | TableFunction | Join;

export interface TableReference {
  readonly kind: 'table';
  readonly name: ObjectName;
  readonly alias: Name | null;
  readonly partition: PartitionSelector | null;
  readonly flashback: Flashback | null;
  readonly sample: Sample | null;
  readonly pivot: Pivot | null;
  readonly offset: number;
}

export interface InlineView {
  readonly kind: 'inline-view';
  readonly query: Query;
  readonly lateral: boolean;
  readonly alias: Name | null;
  readonly flashback: Flashback | null;
  readonly pivot: Pivot | null;
  readonly offset: number;
}

/** `TABLE(expression)` and a table function called by name. */
export interface TableFunction {
  readonly kind: 'table-function';
  readonly expression: Expression;
  readonly alias: Name | null;
  readonly offset: number;
}

export interface Join {
  readonly kind: 'join';
  readonly type: 'inner' | 'left' | 'right' | 'full' | 'cross' | 'cross-apply' | 'outer-apply';
  readonly natural: boolean;
  readonly left: FromItem;
  readonly right: FromItem;
  readonly on: Expression | null;
  readonly using: readonly Name[];
  readonly offset: number;
}

export type PartitionSelector =
  | { readonly kind: 'partition' | 'subpartition'; readonly name: Name; readonly offset: number }
  | { readonly kind: 'partition-for' | 'subpartition-for'; readonly values: readonly Expression[]; readonly offset: number };

export type Flashback =
  | { readonly kind: 'scn' | 'timestamp'; readonly value: Expression; readonly offset: number }
  /** VERSIONS BETWEEN SCN|TIMESTAMP low AND high; null is MINVALUE / MAXVALUE. */
  | { readonly kind: 'versions'; readonly unit: 'scn' | 'timestamp'; readonly low: Expression | null; readonly high: Expression | null; readonly offset: number };

export interface Sample {
  readonly block: boolean;
  readonly percent: Expression;
  readonly seed: Expression | null;
}

export interface Pivot {
  readonly aggregates: readonly { readonly call: Expression; readonly alias: Name | null }[];
  readonly columns: readonly Name[];
  readonly values: readonly { readonly value: Expression; readonly alias: Name | null }[];
  readonly offset: number;
}

// ---------------------------------------------------------------- DML

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
  readonly source: { readonly kind: 'values'; readonly values: readonly InsertValue[]; readonly offset: number } | Query;
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
  | { readonly kind: 'columns'; readonly columns: readonly ColumnReference[]; readonly query: Query; readonly offset: number };

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
  readonly update: { readonly assignments: readonly Assignment[]; readonly where: Expression | null; readonly deleteWhere: Expression | null } | null;
  readonly insert: { readonly columns: readonly ColumnReference[]; readonly values: readonly InsertValue[]; readonly where: Expression | null } | null;
  readonly logErrors: LogErrors | null;
  readonly offset: number;
}
