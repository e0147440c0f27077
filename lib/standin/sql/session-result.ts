import type { SqlType, SqlValue } from './values/value.ts';

/**
 * One placeholder's value. A client sends them in the order in which the placeholders appear in the text (for PL/SQL: the first
 * appearance of each name). `type` is what the client declared; without it the value speaks for itself.
 */
export interface Bind {
  readonly value: SqlValue;
  readonly type?: SqlType;
  readonly direction: 'in' | 'out' | 'in-out';
  /** `number[]`-like PL/SQL index-by tables come as lists. */
  readonly elements?: readonly SqlValue[];
}

/** By position, or by name (upper case, without the colon). Plain values are IN binds. */
export type Binds = readonly Bind[] | Readonly<Record<string, SqlValue | Bind>>;

export interface ResultColumn {
  readonly name: string;
  readonly type: SqlType;
  readonly nullable: boolean;
}

export type StatementResult =
  | {
      readonly kind: 'query';
      readonly columns: readonly ResultColumn[];
      /** Lazy: a scan goes on as rows are taken, reading as of the statement's SCN. An error may be thrown between rows. */
      readonly rows: Iterable<readonly SqlValue[]>;
    }
  | {
      readonly kind: 'dml';
      readonly rowsAffected: number;
      /** The ROWID of the last row inserted, updated, deleted or merged, in 18 characters. */
      readonly lastRowid: string | null;
      /** RETURNING INTO: for every OUT placeholder in order, one value per row. */
      readonly returned: readonly (readonly SqlValue[])[];
    }
  | { readonly kind: 'ddl'; readonly verb: string; readonly rowsAffected: number }
  | {
      readonly kind: 'block';
      /** For every placeholder in order: its value after the block (IN binds unchanged). */
      readonly outBinds: readonly (SqlValue | RefCursor)[];
    };

/** A SYS_REFCURSOR that a block handed out, or an implicit result. */
export interface RefCursor {
  readonly kind: 'ref-cursor';
  readonly columns: readonly ResultColumn[];
  readonly rows: Iterable<readonly SqlValue[]>;
}

export interface BatchError {
  /** Row of the batch from 0. */
  readonly index: number;
  readonly code: number;
  readonly message: string;
  readonly offset: number;
}

export interface BatchResult {
  readonly rowsAffected: number;
  readonly rowCounts: readonly number[];
  readonly errors: readonly BatchError[];
  readonly lastRowid: string | null;
  /** For every row of the batch, for every OUT placeholder, its values. */
  readonly returned: readonly (readonly (readonly SqlValue[])[])[];
  /** Of a PL/SQL block run once per row. */
  readonly outBinds: readonly (readonly (SqlValue | RefCursor)[])[];
}

export type StatementKind =
  'query' | 'insert' | 'update' | 'delete' | 'merge' | 'block' | 'call' | 'ddl' | 'session' | 'explain-plan';

export interface Placeholder {
  readonly name: string;
  /** In RETURNING ... INTO: the client must not send a value. */
  readonly returning: boolean;
}

/** What parsing alone tells. */
export interface StatementDescription {
  readonly kind: StatementKind;
  /** Every placeholder in order of appearance; for PL/SQL each name once. */
  readonly placeholders: readonly Placeholder[];
  /** Of a query. */
  readonly columns: readonly ResultColumn[];
}
