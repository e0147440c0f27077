import { oracleError, plsqlError } from '../../../oracle-error.ts';
import type { Expression, Statement } from '../../syntax/ast.ts';
import type { ReturningClause } from '../../syntax/ast-dml.ts';
import type { SqlType, SqlValue } from '../../values/value.ts';
import { isSqlStatement } from '../prepared.ts';
import type { SqlStatement } from '../prepared.ts';
import { isSessionStatement, runSessionStatement } from '../session-statement.ts';
import { store } from './assign-variable.ts';
import { targetCell } from './interpreter.ts';
import type { PlsqlScope } from './plsql-scope.ts';
import { Cell, isCollection, isRecord } from './plsql-value.ts';

/** An SQL statement inside a block: SELECT INTO, DML, COMMIT and the like. DDL must go through EXECUTE IMMEDIATE. */
export async function runSqlStatement(statement: Statement, scope: PlsqlScope): Promise<void> {
  const { run } = scope;
  if (isSessionStatement(statement)) {
    if (statement.kind === 'commit' || (statement.kind === 'rollback' && statement.savepoint === null))
      run.committed = true;
    await runSessionStatement(run.session, statement);
    return;
  }
  if (!isSqlStatement(statement)) throw oracleError(6550, run.lineOf(statement.offset), run.columnOf(statement.offset));
  if (statement.kind === 'select') return selectInto(statement, scope);
  const outcome = await run.statements.runDml(statement, scope);
  run.sqlRowCount = outcome.rowsAffected;
  const returning = 'returning' in statement ? statement.returning : null;
  if (returning !== null) putReturned(returning, outcome.returned, scope);
}

async function selectInto(statement: Extract<SqlStatement, { kind: 'select' }>, scope: PlsqlScope): Promise<void> {
  const { run } = scope;
  const { columns, next } = await run.statements.open(statement, scope);
  const types = columns.map((column) => column.type);
  if (statement.into === null) {
    const { offset } = statement;
    throw plsqlError({ line: run.lineOf(offset), column: run.columnOf(offset), offset }, 428);
  }
  if (statement.bulkCollect) {
    const rows: (readonly SqlValue[])[] = [];
    for (let row = next(); row !== null; row = next()) rows.push(row);
    putBulk(statement.into, rows, types, scope);
    run.sqlRowCount = rows.length;
    return;
  }
  const row = next();
  if (row === null) {
    run.sqlRowCount = 0;
    throw oracleError(1403);
  }
  const second = next();
  if (second !== null) {
    run.sqlRowCount = 2;
    throw oracleError(1422);
  }
  run.sqlRowCount = 1;
  putRow(statement.into, row, types, scope);
}

function putReturned(node: ReturningClause, returned: readonly (readonly SqlValue[])[], scope: PlsqlScope): void {
  const count = returned[0]?.length ?? 0;
  const rows = Array.from({ length: count }, (_, at) => returned.map((column) => column[at] ?? null));
  const types = returned.map((column) => typeOfValue(column[0] ?? null));
  if (node.bulkCollect) {
    putBulk(node.into, rows, types, scope);
    return;
  }
  if (rows.length > 1) throw oracleError(1422);
  const [row] = rows;
  if (row !== undefined) putRow(node.into, row, types, scope);
}

/** Values come typed: what they are decides how they are converted. */
export function typeOfValue(value: SqlValue): SqlType {
  if (value === null || typeof value === 'string')
    return { kind: 'varchar2', length: value === null ? 0 : 4000, unit: 'byte' };
  if (typeof value === 'boolean') return { kind: 'boolean' };
  if (value instanceof Uint8Array) return { kind: 'raw', length: 2000 };
  switch (value.kind) {
    case 'number':
      return { kind: 'number', precision: null, scale: null };
    case 'timestamp':
    case 'timestamp-tz':
    case 'timestamp-ltz':
      return { kind: value.kind, precision: 9 };
    case 'interval-ym':
      return { kind: 'interval-ym', yearPrecision: 9 };
    case 'interval-ds':
      return { kind: 'interval-ds', dayPrecision: 9, secondPrecision: 9 };
    default:
      return { kind: value.kind };
  }
}

/** One row into variables, or into one record. */
export function putRow(
  into: readonly Expression[],
  row: readonly SqlValue[],
  types: readonly SqlType[],
  scope: PlsqlScope,
): void {
  const cells = into.map((target) => targetCell(target, scope));
  const [only] = cells;
  if (cells.length === 1 && only !== undefined && isRecord(only.value)) {
    putFields([...only.value.fields.values()], row, types, scope);
    return;
  }
  if (cells.length !== row.length) throw oracleError(cells.length < row.length ? 913 : 947);
  putFields(cells, row, types, scope);
}

function putFields(
  cells: readonly Cell[],
  row: readonly SqlValue[],
  types: readonly SqlType[],
  scope: PlsqlScope,
): void {
  cells.forEach((cell, at) => store(cell, row[at] ?? null, types[at] ?? typeOfValue(row[at] ?? null), scope));
}

/** BULK COLLECT INTO: one collection per column, or one of records. */
export function putBulk(
  into: readonly Expression[],
  rows: readonly (readonly SqlValue[])[],
  types: readonly SqlType[],
  scope: PlsqlScope,
): void {
  const cells = into.map((target) => targetCell(target, scope));
  cells.forEach((cell, column) => {
    const { value } = cell;
    if (!isCollection(value)) throw oracleError(6550, 1, 1);
    value.items.clear();
    rows.forEach((row, at) => {
      const item = new Cell(value.element);
      if (isRecord(item.value)) putFields([...item.value.fields.values()], row, types, scope);
      else store(item, row[column] ?? null, types[column] ?? typeOfValue(row[column] ?? null), scope);
      value.items.set(at + 1, item);
    });
  });
}
