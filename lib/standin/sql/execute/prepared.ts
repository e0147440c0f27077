import { oracleError } from '../../oracle-error.ts';
import type { Scope } from '../expressions/scope.ts';
import type { Bind } from '../session-result.ts';
import type { SqlSession } from '../session.ts';
import type { Statement } from '../syntax/ast.ts';
import type { SqlType } from '../values/value.ts';
import type { DmlPlan } from './dml-plan.ts';
import { compileInsertAll } from './insert-all.ts';
import { compileInsert } from './insert.ts';
import { compileMerge } from './merge.ts';
import type { FoundPlaceholder } from './placeholders.ts';
import { compileQuery } from './query.ts';
import type { QueryPlan } from './query-plan.ts';
import { StatementEnvironment } from './statement-environment.ts';
import { StatementState } from './statement-state.ts';
import type { Parsing } from './statement-state.ts';
import { compileDelete, compileUpdate } from './update.ts';

/** A compiled query or DML statement with the state its closures hold on to. It serves one execution at a time. */
export interface Prepared {
  readonly state: StatementState;
  readonly placeholders: readonly FoundPlaceholder[];
  readonly query: QueryPlan | null;
  readonly dml: DmlPlan | null;
  /** SELECT ... FOR UPDATE begins a transaction. */
  readonly locks: boolean;
}

export type SqlStatement = Extract<
  Statement,
  { kind: 'select' | 'insert' | 'insert-all' | 'update' | 'delete' | 'merge' }
>;

export function isSqlStatement(statement: Statement): statement is SqlStatement {
  const { kind } = statement;
  return kind === 'select' || kind === 'insert' || kind === 'insert-all' || kind === 'update' || kind === 'delete' || kind === 'merge'; // prettier-ignore
}

export function prepare(
  session: SqlSession,
  statement: SqlStatement,
  placeholders: readonly FoundPlaceholder[],
  types: readonly SqlType[],
  outer: Scope | null,
): Prepared {
  const binds = placeholders.map((placeholder, at) => ({
    name: placeholder.name,
    type: types[at] ?? { kind: 'varchar2' as const, length: 4000, unit: 'byte' as const },
    value: null,
  }));
  const state = new StatementState(session, new StatementEnvironment(session), binds);
  const parsing: Parsing = {
    state,
    user: session.user,
    schema: session.currentSchema,
    snapshot: null,
    commonTables: [],
  };
  const query = statement.kind === 'select' ? compileQuery(statement.query, parsing, outer) : null;
  const dml = statement.kind === 'select' ? null : compileDml(statement, parsing, outer);
  return { state, placeholders, query, dml, locks: statement.kind === 'select' && statement.query.forUpdate !== null };
}

function compileDml(
  statement: Exclude<SqlStatement, { kind: 'select' }>,
  parsing: Parsing,
  outer: Scope | null,
): DmlPlan {
  switch (statement.kind) {
    case 'insert':
      return compileInsert(statement, parsing, outer);
    case 'insert-all':
      return compileInsertAll(statement, parsing, outer);
    case 'update':
      return compileUpdate(statement, parsing, outer);
    case 'delete':
      return compileDelete(statement, parsing, outer);
    case 'merge':
      return compileMerge(statement, parsing, outer);
    default:
      throw oracleError(900);
  }
}

/** Puts values into the placeholders. ORA-01008 for one that has none; those of RETURNING need none. */
export function fillBinds(prepared: Prepared, binds: readonly (Bind | undefined)[]): void {
  prepared.placeholders.forEach((placeholder, at) => {
    const slot = prepared.state.binds[at];
    const bind = binds[at];
    if (slot === undefined) return;
    if (bind === undefined && !placeholder.returning) throw oracleError(1008);
    slot.value = bind?.value ?? null;
  });
}
