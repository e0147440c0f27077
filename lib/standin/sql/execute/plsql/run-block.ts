import { oracleErrorAt } from '../../../oracle-error.ts';
import type { BatchResult, Binds, StatementResult } from '../../session-result.ts';
import type { SqlSession } from '../../session.ts';
import type { Block, CallStatement } from '../../syntax/ast-plsql.ts';

export async function runBlock(
  _session: SqlSession,
  _text: string,
  statement: Block | CallStatement,
  _binds: Binds,
): Promise<StatementResult> {
  throw oracleErrorAt(statement.offset, 3001);
}

export async function runBlockBatch(
  _session: SqlSession,
  _text: string,
  statement: Block | CallStatement,
  _rows: readonly Binds[],
): Promise<BatchResult> {
  throw oracleErrorAt(statement.offset, 3001);
}
