/** The abstract syntax of anonymous PL/SQL blocks and of CALL. Statements that are SQL are the nodes of `ast.ts`. */
import type { BindReference, CallArgument, DataType, Expression, Name, Statement } from './ast.ts';
import type { Query } from './ast-query.ts';

export interface Block {
  readonly kind: 'block';
  /** `<<label>>` before DECLARE or BEGIN. */
  readonly label: Name | null;
  readonly declarations: readonly Declaration[];
  readonly body: readonly PlsqlStatement[];
  readonly handlers: readonly ExceptionHandler[];
  readonly offset: number;
}

/** `CALL procedure(args) [INTO :bind]` */
export interface CallStatement {
  readonly kind: 'call-statement';
  readonly path: readonly Name[];
  readonly args: readonly CallArgument[];
  readonly into: BindReference | null;
  readonly offset: number;
}

export type Declaration =
  | {
      readonly kind: 'variable';
      readonly name: Name;
      readonly constant: boolean;
      readonly type: DataType;
      readonly notNull: boolean;
      readonly initial: Expression | null;
      readonly offset: number;
    }
  | {
      readonly kind: 'cursor';
      readonly name: Name;
      readonly parameters: readonly Parameter[];
      readonly query: Query;
      readonly offset: number;
    }
  | { readonly kind: 'exception'; readonly name: Name; readonly offset: number }
  | { readonly kind: 'exception-init'; readonly name: Name; readonly code: number; readonly offset: number }
  | { readonly kind: 'autonomous'; readonly offset: number }
  | { readonly kind: 'type'; readonly name: Name; readonly definition: TypeDefinition; readonly offset: number }
  | {
      readonly kind: 'subprogram';
      readonly name: Name;
      readonly parameters: readonly Parameter[];
      readonly returns: DataType | null;
      /** null: a forward declaration */
      readonly block: Block | null;
      readonly offset: number;
    };

export interface Parameter {
  readonly name: Name;
  readonly mode: 'in' | 'out' | 'in-out';
  readonly type: DataType;
  readonly default: Expression | null;
  readonly offset: number;
}

export type TypeDefinition =
  | { readonly kind: 'table'; readonly element: DataType; readonly indexBy: DataType | null }
  | { readonly kind: 'varray'; readonly element: DataType; readonly limit: number }
  | {
      readonly kind: 'record';
      readonly fields: readonly { readonly name: Name; readonly type: DataType; readonly initial: Expression | null }[];
    }
  | { readonly kind: 'ref-cursor' };

export interface ExceptionHandler {
  /** OTHERS is null. */
  readonly exceptions: readonly (readonly Name[])[] | null;
  readonly body: readonly PlsqlStatement[];
  readonly offset: number;
}

export type PlsqlStatement =
  | { readonly kind: 'null'; readonly offset: number }
  /** target: a variable, a record field, a collection element (a call) or a bind. */
  | { readonly kind: 'assign'; readonly target: Expression; readonly value: Expression; readonly offset: number }
  /** `p;`, `pkg.p(1, x => 2);` also collection methods and RAISE_APPLICATION_ERROR. */
  | {
      readonly kind: 'procedure-call';
      readonly path: readonly Name[];
      readonly args: readonly CallArgument[];
      readonly offset: number;
    }
  | {
      readonly kind: 'if';
      readonly branches: readonly { readonly condition: Expression; readonly body: readonly PlsqlStatement[] }[];
      readonly otherwise: readonly PlsqlStatement[];
      readonly offset: number;
    }
  | {
      readonly kind: 'case-statement';
      readonly operand: Expression | null;
      readonly branches: readonly { readonly when: Expression; readonly body: readonly PlsqlStatement[] }[];
      /** null: none, so that ORA-06592 is raised when no branch is taken. */
      readonly otherwise: readonly PlsqlStatement[] | null;
      readonly offset: number;
    }
  | {
      readonly kind: 'loop';
      readonly label: Name | null;
      readonly body: readonly PlsqlStatement[];
      readonly offset: number;
    }
  | {
      readonly kind: 'while';
      readonly label: Name | null;
      readonly condition: Expression;
      readonly body: readonly PlsqlStatement[];
      readonly offset: number;
    }
  | {
      readonly kind: 'for-range';
      readonly label: Name | null;
      readonly variable: Name;
      readonly reverse: boolean;
      readonly low: Expression;
      readonly high: Expression;
      readonly body: readonly PlsqlStatement[];
      readonly offset: number;
    }
  | {
      readonly kind: 'for-cursor';
      readonly label: Name | null;
      readonly variable: Name;
      /** A query in parentheses, or a declared cursor with its arguments. */
      readonly source:
        | { readonly kind: 'query'; readonly query: Query }
        | { readonly kind: 'cursor'; readonly name: Name; readonly args: readonly CallArgument[] };
      readonly body: readonly PlsqlStatement[];
      readonly offset: number;
    }
  | {
      readonly kind: 'forall';
      readonly variable: Name;
      readonly low: Expression;
      readonly high: Expression;
      readonly saveExceptions: boolean;
      readonly statement: Statement | ExecuteImmediate;
      readonly offset: number;
    }
  | {
      readonly kind: 'exit' | 'continue';
      readonly label: Name | null;
      readonly when: Expression | null;
      readonly offset: number;
    }
  | { readonly kind: 'return'; readonly value: Expression | null; readonly offset: number }
  /** exception null: re-raise. */
  | { readonly kind: 'raise'; readonly exception: readonly Name[] | null; readonly offset: number }
  | { readonly kind: 'goto'; readonly label: Name; readonly offset: number }
  | ExecuteImmediate
  | {
      readonly kind: 'open';
      readonly cursor: Expression;
      readonly args: readonly CallArgument[];
      readonly query: Query | Expression | null;
      readonly using: readonly UsingArgument[];
      readonly offset: number;
    }
  | {
      readonly kind: 'fetch';
      readonly cursor: Expression;
      readonly into: readonly Expression[];
      readonly bulkCollect: boolean;
      readonly limit: Expression | null;
      readonly offset: number;
    }
  | { readonly kind: 'close'; readonly cursor: Expression; readonly offset: number }
  /** Any SQL statement PL/SQL admits: select into, DML, commit, rollback, savepoint, set transaction, lock table. */
  | { readonly kind: 'sql'; readonly statement: Statement; readonly offset: number }
  | { readonly kind: 'nested-block'; readonly block: Block; readonly offset: number };

export interface ExecuteImmediate {
  readonly kind: 'execute-immediate';
  readonly text: Expression;
  readonly into: readonly Expression[];
  readonly bulkCollect: boolean;
  readonly using: readonly UsingArgument[];
  readonly returning: readonly Expression[];
  readonly offset: number;
}

export interface UsingArgument {
  readonly mode: 'in' | 'out' | 'in-out';
  readonly value: Expression;
}
