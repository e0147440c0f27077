import { oracleError, oracleErrorAt, plsqlError } from '../../../oracle-error.ts';
import type { DataType, Expression, Name } from '../../syntax/ast.ts';
import type { Declaration, TypeDefinition } from '../../syntax/ast-plsql.ts';
import type { SqlType } from '../../values/value.ts';
import { resolveObject } from '../resolve-object.ts';
import { parsingOf } from '../ddl/ddl-context.ts';
import { assignTo } from './assign-variable.ts';
import type { PlsqlScope } from './plsql-scope.ts';
import { Cell } from './plsql-value.ts';
import type { CellType } from './plsql-value.ts';

/** Makes the variables, cursors and exceptions of a block. */
export function declareAll(declarations: readonly Declaration[], scope: PlsqlScope): void {
  for (const declaration of declarations) declare(declaration, scope);
}

function declare(declaration: Declaration, scope: PlsqlScope): void {
  switch (declaration.kind) {
    case 'variable': {
      const cell = new Cell(cellType(declaration.type, scope), declaration.constant);
      if (declaration.initial !== null) assignTo(cell, declaration.initial, scope);
      if (declaration.notNull && cell.value === null) throw oracleError(6502, ': numeric or value error');
      scope.cells.set(declaration.name.text, cell);
      return;
    }
    case 'cursor':
      scope.cursors.set(declaration.name.text, { cell: new Cell({ kind: 'cursor' }), declaration });
      return;
    case 'exception':
      scope.exceptions.set(declaration.name.text, { name: declaration.name.text, code: null });
      return;
    case 'exception-init': {
      const exception = scope.find((one) => one.exceptions.get(declaration.name.text));
      if (exception === undefined) throw oracleErrorAt(declaration.offset, 6550);
      exception.code = Math.abs(declaration.code);
      return;
    }
    case 'type':
      scope.types.set(declaration.name.text, definedType(declaration.definition, scope));
      return;
    case 'subprogram':
      scope.subprograms.set(declaration.name.text, declaration);
      return;
    case 'autonomous':
      throw oracleErrorAt(declaration.offset, 3001);
    default:
      throw oracleErrorAt(0, 6550);
  }
}

function definedType(definition: TypeDefinition, scope: PlsqlScope): CellType {
  switch (definition.kind) {
    case 'record':
      return {
        kind: 'record',
        fields: definition.fields.map((field) => ({ name: field.name.text, type: cellType(field.type, scope) })),
      };
    case 'table': {
      const { indexBy } = definition;
      const byText = indexBy?.kind === 'declared' && indexBy.type.kind === 'varchar2';
      return { kind: 'collection', element: cellType(definition.element, scope), byText };
    }
    case 'varray':
      return { kind: 'collection', element: cellType(definition.element, scope), byText: false };
    case 'ref-cursor':
      return { kind: 'cursor' };
    default:
      throw oracleError(6550);
  }
}

const NAMED: ReadonlyMap<string, SqlType> = new Map([
  ['BOOLEAN', { kind: 'boolean' }],
  ['PLS_INTEGER', { kind: 'number', precision: 38, scale: 0 }],
  ['BINARY_INTEGER', { kind: 'number', precision: 38, scale: 0 }],
  ['SIMPLE_INTEGER', { kind: 'number', precision: 38, scale: 0 }],
  ['NATURAL', { kind: 'number', precision: 38, scale: 0 }],
  ['POSITIVE', { kind: 'number', precision: 38, scale: 0 }],
  ['STRING', { kind: 'varchar2', length: 32_767, unit: 'byte' }],
] satisfies [string, SqlType][]);

export function cellType(type: DataType, scope: PlsqlScope): CellType {
  switch (type.kind) {
    case 'declared':
      return { kind: 'sql', type: type.type };
    case 'type-of':
      return typeOf(type.path, scope, type.offset);
    case 'rowtype-of':
      return rowType(type.path, scope, type.offset);
    case 'named':
      return namedType(type.path, scope, type.offset);
    default:
      throw oracleError(6550);
  }
}

function namedType(path: readonly Name[], scope: PlsqlScope, offset: number): CellType {
  const name = path.at(-1)?.text ?? '';
  const local = scope.find((one) => one.types.get(name));
  if (local !== undefined) return local;
  if (name === 'SYS_REFCURSOR') return { kind: 'cursor' };
  const known = NAMED.get(name);
  if (known !== undefined) return { kind: 'sql', type: known };
  const text: CellType = { kind: 'sql', type: { kind: 'varchar2', length: 32_767, unit: 'byte' } };
  if (path[0]?.text === 'DBMS_SQL' && name.startsWith('VARCHAR2'))
    return { kind: 'collection', element: text, byText: false };
  if (name === 'CHARARR' || name === 'ODCIVARCHAR2LIST') return { kind: 'collection', element: text, byText: false };
  throw undeclared(scope, path, offset);
}

function undeclared(scope: PlsqlScope, path: readonly Name[], offset: number): Error {
  const { run } = scope;
  return plsqlError(
    { line: run.lineOf(offset), column: run.columnOf(offset), offset },
    201,
    path.map((name) => name.text).join('.'),
  );
}

function typeOf(path: readonly Name[], scope: PlsqlScope, offset: number): CellType {
  const node: Expression = { kind: 'column', path, outerJoin: false, offset };
  const variable = scope.cellOf(node);
  if (variable !== null) return variable.type;
  const row = rowType(path.slice(0, -1), scope, offset);
  const name = path.at(-1)?.text;
  const field = row.kind === 'record' ? row.fields.find((candidate) => candidate.name === name) : undefined;
  if (field === undefined) throw undeclared(scope, path, offset);
  return field.type;
}

function rowType(path: readonly Name[], scope: PlsqlScope, offset: number): CellType {
  const name = path.at(-1);
  if (name === undefined) throw undeclared(scope, path, offset);
  const cursor = path.length === 1 ? scope.find((one) => one.cursors.get(name.text)) : undefined;
  if (cursor !== undefined) {
    const columns = scope.run.statements.describe(cursor.declaration.query, scope);
    return {
      kind: 'record',
      fields: columns.map((column) => ({ name: column.name, type: { kind: 'sql', type: column.type } })),
    };
  }
  const resolved = resolveObject(
    { schema: path.at(-2) ?? null, name, link: null, offset },
    parsingOf(scope.run.session),
  );
  if (resolved?.kind === 'dictionary') {
    return {
      kind: 'record',
      fields: resolved.view.columns.map((column) => ({ name: column.name, type: { kind: 'sql', type: column.type } })),
    };
  }
  if (resolved === null || (resolved.object.kind !== 'TABLE' && resolved.object.kind !== 'VIEW'))
    throw undeclared(scope, path, offset);
  const columns =
    resolved.object.kind === 'TABLE'
      ? resolved.object.columns.filter((column) => !column.hidden)
      : resolved.object.columns;
  return {
    kind: 'record',
    fields: columns.map((column) => ({ name: column.name, type: { kind: 'sql', type: column.type } })),
  };
}
