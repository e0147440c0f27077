import { oracleError } from '../../../oracle-error.ts';
import type { CallArgument, Expression } from '../../syntax/ast.ts';
import type { PlsqlStatement } from '../../syntax/ast-plsql.ts';
import type { Query } from '../../syntax/ast-query.ts';
import type { SqlValue } from '../../values/value.ts';
import { toInteger } from '../../values/number.ts';
import type { NextRow } from '../query-plan.ts';
import { assignTo } from './assign-variable.ts';
import { cellType } from './declare.ts';
import { openText } from './execute-immediate.ts';
import { leaves, runAll } from './interpreter.ts';
import type { Flow } from './interpreter.ts';
import { PlsqlScope } from './plsql-scope.ts';
import type { DeclaredCursor } from './plsql-scope.ts';
import { Cell, isCursor } from './plsql-value.ts';
import type { Cursor } from './plsql-value.ts';
import { putBulk, putRow } from './sql-in-block.ts';

function cursorNamed(node: Expression, scope: PlsqlScope): Cursor {
  const name = node.kind === 'column' ? (node.path[0]?.text ?? '') : '';
  const value = node.kind === 'bind' ? bindCursor(node, scope) : scope.cursor(name, node.offset).value;
  if (!isCursor(value)) throw oracleError(1001);
  return value;
}

/** A placeholder for a cursor comes empty from the client. */
function bindCursor(node: Extract<Expression, { kind: 'bind' }>, scope: PlsqlScope): Cursor {
  const cell = scope.run.bindCell(node);
  if (isCursor(cell.value)) return cell.value;
  const made: Cursor = { kind: 'cursor', columns: [], next: null, found: null, rowCount: 0 };
  cell.value = made;
  return made;
}

export async function openCursor(
  statement: Extract<PlsqlStatement, { kind: 'open' }>,
  scope: PlsqlScope,
): Promise<void> {
  const { query } = statement;
  const cursor = cursorNamed(statement.cursor, scope);
  if (query === null) {
    const name = statement.cursor.kind === 'column' ? (statement.cursor.path[0]?.text ?? '') : '';
    const declared = scope.find((one) => one.cursors.get(name));
    if (declared === undefined) throw oracleError(1001);
    if (cursor.next !== null) throw oracleError(6511);
    return openDeclared(declared, statement.args, cursor, scope);
  }
  if (query.kind === 'query') return openQuery(query, cursor, scope);
  const opened = await openText(query, statement.using, scope);
  start(cursor, opened.columns, opened.next);
}

function start(cursor: Cursor, columns: Cursor['columns'], next: NextRow): void {
  cursor.columns = columns;
  cursor.next = next;
  cursor.found = null;
  cursor.rowCount = 0;
}

async function openQuery(query: Query, cursor: Cursor, scope: PlsqlScope): Promise<void> {
  const opened = await scope.run.statements.open(
    { kind: 'select', query, into: null, bulkCollect: false, offset: query.offset },
    scope,
  );
  start(cursor, opened.columns, opened.next);
}

/** The cursor's parameters are variables of a scope around its query. */
async function openDeclared(
  declared: DeclaredCursor,
  args: readonly CallArgument[],
  cursor: Cursor,
  scope: PlsqlScope,
): Promise<void> {
  const { parameters, query } = declared.declaration;
  const inner = new PlsqlScope(scope.run, scope);
  parameters.forEach((parameter, at) => {
    const cell = new Cell(cellType(parameter.type, scope));
    const given = args.find((argument) => argument.name?.text === parameter.name.text) ?? args[at];
    const value = given?.value ?? parameter.default;
    if (value !== null) assignTo(cell, value, scope);
    inner.cells.set(parameter.name.text, cell);
  });
  await openQuery(query, cursor, inner);
}

export async function fetchRow(
  statement: Extract<PlsqlStatement, { kind: 'fetch' }>,
  scope: PlsqlScope,
): Promise<void> {
  const cursor = cursorNamed(statement.cursor, scope);
  if (cursor.next === null) throw oracleError(1001);
  const types = cursor.columns.map((column) => column.type);
  if (!statement.bulkCollect) {
    const row = cursor.next();
    cursor.found = row !== null;
    if (row === null) return;
    cursor.rowCount += 1;
    putRow(statement.into, row, types, scope);
    return;
  }
  const limit = statement.limit === null ? Infinity : limitOf(scope.evaluate(statement.limit));
  const rows: (readonly SqlValue[])[] = [];
  while (rows.length < limit) {
    const row = cursor.next();
    if (row === null) break;
    rows.push(row);
  }
  cursor.rowCount += rows.length;
  cursor.found = statement.limit === null ? rows.length > 0 : rows.length === limit;
  putBulk(statement.into, rows, types, scope);
}

function limitOf(value: SqlValue): number {
  if (typeof value !== 'object' || value === null || !('kind' in value) || value.kind !== 'number')
    throw oracleError(6502, '');
  return toInteger(value);
}

export async function closeCursor(
  statement: Extract<PlsqlStatement, { kind: 'close' }>,
  scope: PlsqlScope,
): Promise<void> {
  const cursor = cursorNamed(statement.cursor, scope);
  if (cursor.next === null) throw oracleError(1001);
  cursor.next = null;
}

export async function forCursor(
  statement: Extract<PlsqlStatement, { kind: 'for-cursor' }>,
  scope: PlsqlScope,
): Promise<Flow> {
  const { source } = statement;
  const cursor: Cursor = { kind: 'cursor', columns: [], next: null, found: null, rowCount: 0 };
  if (source.kind === 'query') await openQuery(source.query, cursor, scope);
  else {
    const declared = scope.find((one) => one.cursors.get(source.name.text));
    if (declared === undefined) throw oracleError(1001);
    await openDeclared(declared, source.args, cursor, scope);
  }
  const inner = new PlsqlScope(scope.run, scope);
  const record = new Cell({
    kind: 'record',
    fields: cursor.columns.map((column) => ({ name: column.name, type: { kind: 'sql', type: column.type } })),
  });
  inner.cells.set(statement.variable.text, record);
  const label = statement.label?.text ?? null;
  for (let row = cursor.next?.() ?? null; row !== null; row = cursor.next?.() ?? null) {
    const values = row;
    const { value } = record;
    if (typeof value === 'object' && value !== null && 'fields' in value) {
      [...value.fields.values()].forEach((field, at) => {
        field.value = values[at] ?? null;
      });
    }
    const end = leaves(await runAll(statement.body, inner), label);
    if (end !== null) return end;
  }
  return { kind: 'next' };
}
