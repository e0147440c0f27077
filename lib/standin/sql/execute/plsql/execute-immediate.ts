import { oracleError } from '../../../oracle-error.ts';
import type { Bind, ResultColumn, StatementResult } from '../../session-result.ts';
import type { Expression } from '../../syntax/ast.ts';
import type { ExecuteImmediate, UsingArgument } from '../../syntax/ast-plsql.ts';
import type { SqlValue } from '../../values/value.ts';
import { runStatement } from '../run-statement.ts';
import type { NextRow } from '../query-plan.ts';
import { store } from './assign-variable.ts';
import { targetCell } from './interpreter.ts';
import type { PlsqlScope } from './plsql-scope.ts';
import { asSqlValue } from './plsql-value.ts';
import { putBulk, putRow, typeOfValue } from './sql-in-block.ts';

/** EXECUTE IMMEDIATE text [INTO ...] [USING ...] [RETURNING INTO ...]. */
export async function executeImmediate(statement: ExecuteImmediate, scope: PlsqlScope): Promise<void> {
  const { run } = scope;
  const result = await runText(statement.text, statement.using, scope);
  if (result.kind === 'query') {
    const types = result.columns.map((column) => column.type);
    const rows = [...take(result.rows, statement.bulkCollect ? Infinity : 2)];
    run.sqlRowCount = rows.length;
    if (statement.bulkCollect) {
      putBulk(statement.into, rows, types, scope);
      return;
    }
    if (statement.into.length === 0) return;
    const [row] = rows;
    if (row === undefined) throw oracleError(1403);
    if (rows.length > 1) throw oracleError(1422);
    putRow(statement.into, row, types, scope);
    return;
  }
  if (result.kind === 'ddl') run.committed = true;
  if (result.kind === 'dml') {
    run.sqlRowCount = result.rowsAffected;
    statement.returning.forEach((target, at) => {
      const value = result.returned[at]?.[0] ?? null;
      store(targetCell(target, scope), value, typeOfValue(value), scope);
    });
  }
  if (result.kind === 'block') putOut(statement.using, result.outBinds, scope);
}

function* take(rows: Iterable<readonly SqlValue[]>, count: number): Iterable<readonly SqlValue[]> {
  let left = count;
  for (const row of rows) {
    yield row;
    left -= 1;
    if (left <= 0) return;
  }
}

function putOut(using: readonly UsingArgument[], values: readonly unknown[], scope: PlsqlScope): void {
  using.forEach((argument, at) => {
    if (argument.mode === 'in') return;
    const value = values[at];
    if (isSqlValue(value)) store(targetCell(argument.value, scope), value, typeOfValue(value), scope);
  });
}

function isSqlValue(value: unknown): value is SqlValue {
  return (
    value !== undefined &&
    !(typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'ref-cursor')
  );
}

async function runText(text: Expression, using: readonly UsingArgument[], scope: PlsqlScope): Promise<StatementResult> {
  const statement = scope.evaluate(text);
  const sql =
    typeof statement === 'string'
      ? statement
      : typeof statement === 'object' && statement !== null && 'text' in statement
        ? statement.text
        : null;
  if (sql === null) throw oracleError(6535);
  const binds = using.map((argument): Bind => {
    if (argument.mode === 'out') return { value: null, direction: 'out' };
    const compiled = scope.compiled(argument.value);
    return {
      value: asSqlValue(compiled.evaluate(scope.run.context)),
      type: compiled.type,
      direction: argument.mode === 'in' ? 'in' : 'in-out',
    };
  });
  return runStatement(scope.run.session, sql, binds);
}

/** OPEN c FOR text USING ... */
export async function openText(
  text: Expression,
  using: readonly UsingArgument[],
  scope: PlsqlScope,
): Promise<{ readonly columns: readonly ResultColumn[]; readonly next: NextRow }> {
  const result = await runText(text, using, scope);
  if (result.kind !== 'query') throw oracleError(6539);
  const rows = result.rows[Symbol.iterator]();
  return {
    columns: result.columns,
    next: () => {
      const step = rows.next();
      return step.done === true ? null : step.value;
    },
  };
}
