import { OracleError, oracleError } from '../../../oracle-error.ts';
import type { PlsqlStatement } from '../../syntax/ast-plsql.ts';
import { numberFromInteger, toInteger } from '../../values/number.ts';
import type { SqlValue } from '../../values/value.ts';
import { executeImmediate } from './execute-immediate.ts';
import { PlsqlScope } from './plsql-scope.ts';
import { Cell } from './plsql-value.ts';
import { runSqlStatement } from './sql-in-block.ts';

/** FORALL i IN low .. high: the statement once per index. With SAVE EXCEPTIONS ORA-24381 at the end when some failed. */
export async function forall(statement: Extract<PlsqlStatement, { kind: 'forall' }>, scope: PlsqlScope): Promise<void> {
  const low = integer(scope.evaluate(statement.low));
  const high = integer(scope.evaluate(statement.high));
  const inner = new PlsqlScope(scope.run, scope);
  const index = new Cell({ kind: 'sql', type: { kind: 'number', precision: 38, scale: 0 } });
  inner.cells.set(statement.variable.text, index);
  let total = 0;
  let failed = 0;
  for (let at = low; at <= high; at += 1) {
    index.value = numberFromInteger(at);
    try {
      if (statement.statement.kind === 'execute-immediate') await executeImmediate(statement.statement, inner);
      else await runSqlStatement(statement.statement, inner);
      total += scope.run.sqlRowCount ?? 0;
    } catch (error) {
      if (!statement.saveExceptions || !(error instanceof OracleError)) throw error;
      failed += 1;
    }
  }
  scope.run.sqlRowCount = total;
  if (failed > 0) throw oracleError(24381);
}

function integer(value: SqlValue): number {
  if (typeof value !== 'object' || value === null || !('kind' in value) || value.kind !== 'number')
    throw oracleError(6502, '');
  return toInteger(value);
}
