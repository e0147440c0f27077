/** The abstract syntax of queries. */
import type { ColumnReference, Expression, Name, ObjectName } from './ast.ts';

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
  readonly wait:
    | { readonly kind: 'wait'; readonly seconds: number | null }
    | { readonly kind: 'nowait' }
    | { readonly kind: 'skip-locked' };
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
  | {
      readonly kind: 'expression';
      readonly expression: Expression;
      readonly alias: Name | null;
      readonly text: string;
      readonly offset: number;
    }
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
  readonly offset: number;
}

export interface InlineView {
  readonly kind: 'inline-view';
  readonly query: Query;
  readonly lateral: boolean;
  readonly alias: Name | null;
  readonly flashback: Flashback | null;
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
  | {
      readonly kind: 'partition-for' | 'subpartition-for';
      readonly values: readonly Expression[];
      readonly offset: number;
    };

export type Flashback =
  | { readonly kind: 'scn' | 'timestamp'; readonly value: Expression; readonly offset: number }
  /** VERSIONS BETWEEN SCN|TIMESTAMP low AND high; null is MINVALUE / MAXVALUE. */
  | {
      readonly kind: 'versions';
      readonly unit: 'scn' | 'timestamp';
      readonly low: Expression | null;
      readonly high: Expression | null;
      readonly offset: number;
    };

export interface Sample {
  readonly block: boolean;
  readonly percent: Expression;
  readonly seed: Expression | null;
}
