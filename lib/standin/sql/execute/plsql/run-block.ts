import { OracleError, atLine, oracleError } from '../../../oracle-error.ts';
import type { BatchResult, Binds, RefCursor, StatementResult } from '../../session-result.ts';
import type { SqlSession } from '../../session.ts';
import type { Block, CallStatement } from '../../syntax/ast-plsql.ts';
import { NOTHING_DONE } from '../../store/transaction.ts';
import type { SqlValue } from '../../values/value.ts';
import { bindsByPlaceholder, placeholdersOf } from '../placeholders.ts';
import { BlockRun } from './block-run.ts';
import { checkCalls } from './check-calls.ts';
import { runBody } from './interpreter.ts';
import { PlsqlScope } from './plsql-scope.ts';
import { asSqlValue, isCollection, isCursor, sortedKeys } from './plsql-value.ts';
import type { Cell } from './plsql-value.ts';

/** Runs an anonymous block or CALL. What an unhandled error leaves behind is undone, unless the block has committed. */
export async function runBlock(
  session: SqlSession,
  text: string,
  statement: Block | CallStatement,
  binds: Binds,
): Promise<StatementResult> {
  const placeholders = session.database.placeholders(text, () => placeholdersOf(statement));
  const given = bindsByPlaceholder(placeholders, binds, true);
  const run = new BlockRun(session, text);
  placeholders.forEach((placeholder, at) => run.addBind(placeholder.name, given[at]));
  const scope = new PlsqlScope(run, null);
  checkCalls(statement, run);
  const before = session.transaction;
  const mark = before?.mark ?? NOTHING_DONE;
  try {
    if (statement.kind === 'block') await runBody(statement, scope);
    else await call(statement, scope);
  } catch (error) {
    const { transaction } = session;
    if (!run.committed && transaction !== null && (before === null || before === transaction)) {
      session.database.store.rollbackTo(transaction, mark);
    }
    throw error;
  }
  const names = [...new Set(placeholders.map((placeholder) => placeholder.name))];
  return { kind: 'block', outBinds: names.map((name) => outBind(run.binds.get(name))) };
}

function outBind(cell: Cell | undefined): SqlValue | RefCursor {
  if (cell === undefined) return null;
  const { value } = cell;
  if (isCursor(value)) {
    const { next } = value;
    return { kind: 'ref-cursor', columns: value.columns, rows: next === null ? [] : rowsOf(next) };
  }
  if (isCollection(value)) {
    // Collections go back through `outElements`: here only their first element counts.
    const [first] = sortedKeys(value);
    return first === undefined ? null : asSqlValue(value.items.get(first)?.value ?? null);
  }
  return asSqlValue(value);
}

function* rowsOf(next: () => readonly SqlValue[] | null): Iterable<readonly SqlValue[]> {
  for (let row = next(); row !== null; row = next()) yield row;
}

async function call(statement: CallStatement, scope: PlsqlScope): Promise<void> {
  if (statement.into !== null) throw oracleError(3001);
  try {
    await scope.run.packages.call(statement.path, statement.args, scope, statement.offset);
  } catch (error) {
    if (error instanceof OracleError && error.code === 6550) throw oracleError(6576);
    throw error instanceof OracleError ? atLine(error, 1) : error;
  }
}

export async function runBlockBatch(
  session: SqlSession,
  text: string,
  statement: Block | CallStatement,
  rows: readonly Binds[],
): Promise<BatchResult> {
  const outBinds: (readonly (SqlValue | RefCursor)[])[] = [];
  for (const binds of rows) {
    const result = await runBlock(session, text, statement, binds);
    if (result.kind === 'block') outBinds.push(result.outBinds);
  }
  return {
    rowsAffected: rows.length,
    rowCounts: rows.map(() => 1),
    errors: [],
    lastRowid: null,
    returned: [],
    outBinds,
  };
}
