import { oracleError } from '../../oracle-error.ts';
import type { BatchResult, Binds, StatementDescription, StatementKind, StatementResult } from '../session-result.ts';
import type { SqlSession } from '../session.ts';
import type { Statement } from '../syntax/ast.ts';
import { runBlock, runBlockBatch } from './plsql/run-block.ts';
import { runDdl } from './ddl/run-ddl.ts';
import { placeholdersOf } from './placeholders.ts';
import { isSqlStatement, prepare } from './prepared.ts';
import { runBatch, runSql } from './run-sql.ts';
import { isSessionStatement, runSessionStatement } from './session-statement.ts';

/** Runs any statement given as text. */
export async function runStatement(session: SqlSession, text: string, binds: Binds): Promise<StatementResult> {
  const statement = session.database.parse(text);
  if (isSqlStatement(statement)) return runSql(session, text, statement, binds);
  if (statement.kind === 'block' || statement.kind === 'call-statement')
    return runBlock(session, text, statement, binds);
  if (isSessionStatement(statement)) return runSessionStatement(session, statement);
  if (statement.kind === 'explain-plan') {
    if (isSqlStatement(statement.statement)) {
      prepare(session, statement.statement, placeholdersOf(statement.statement), [], null);
    }
    return { kind: 'ddl', verb: 'EXPLAIN', rowsAffected: 0 };
  }
  return runDdl(session, text, statement);
}

export async function runStatementBatch(
  session: SqlSession,
  text: string,
  rows: readonly Binds[],
  batchErrors: boolean,
): Promise<BatchResult> {
  const statement = session.database.parse(text);
  if (isSqlStatement(statement)) return runBatch(session, text, statement, rows, batchErrors);
  if (statement.kind === 'block' || statement.kind === 'call-statement')
    return runBlockBatch(session, text, statement, rows);
  throw oracleError(24333);
}

export function describeStatement(session: SqlSession, text: string): StatementDescription {
  const statement = session.database.parse(text);
  const all = placeholdersOf(statement);
  const kind = kindOf(statement);
  const once = kind === 'block' || kind === 'call';
  const placeholders = once ? all.filter((one, at) => all.findIndex((other) => other.name === one.name) === at) : all;
  const columns = statement.kind === 'select' ? (prepare(session, statement, all, [], null).query?.columns ?? []) : [];
  return { kind, placeholders: placeholders.map(({ name, returning }) => ({ name, returning })), columns };
}

function kindOf(statement: Statement): StatementKind {
  switch (statement.kind) {
    case 'select':
      return 'query';
    case 'insert':
    case 'insert-all':
      return 'insert';
    case 'update':
    case 'delete':
    case 'merge':
    case 'block':
    case 'explain-plan':
      return statement.kind;
    case 'call-statement':
      return 'call';
    default:
      return isSessionStatement(statement) ? 'session' : 'ddl';
  }
}
