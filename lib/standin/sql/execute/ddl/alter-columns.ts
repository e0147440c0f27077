import { oracleError, oracleErrorAt } from '../../../oracle-error.ts';
import type { Column, Table } from '../../catalog/table.ts';
import { compileExpression } from '../../expressions/compile.ts';
import { encodeValue } from '../../store/packed-value.ts';
import type { Name } from '../../syntax/ast.ts';
import type { AlterTableAction, ColumnDefinition } from '../../syntax/ast-table.ts';
import type { SqlType, SqlValue } from '../../values/value.ts';
import { BlockScope } from '../block-scope.ts';
import { assignable } from '../column-assignment.ts';
import { decodeColumns } from '../row-decoder.ts';
import { newContext } from '../select-block.ts';
import { columnType } from './column-type.ts';
import { addConstraint, columnNamed, currentRows, dropDependents } from './constraint-ddl.ts';
import { addColumn } from './create-table.ts';
import { checkName, parsingOf } from './ddl-context.ts';
import type { DdlContext } from './ddl-context.ts';
import { rewriteRows } from './move-rows.ts';
import { dropIndexObject } from './index-ddl.ts';

export function addColumns(
  context: DdlContext,
  table: Table,
  action: Extract<AlterTableAction, { kind: 'add-columns' }>,
): void {
  for (const definition of action.columns) {
    if (table.columns.some((column) => column.name === definition.name.text && !column.unused)) {
      throw oracleErrorAt(definition.name.offset, 1430);
    }
    const before = table.columns.length;
    const column = addColumn(context, table, definition);
    try {
      fillAdded(context, table, column, definition);
      for (const constraint of definition.constraints)
        addConstraint(context, table, { ...constraint, columns: [definition.name] });
    } catch (error) {
      table.columns.length = before;
      throw error;
    }
  }
  for (const constraint of action.constraints) addConstraint(context, table, constraint);
}

/** Rows that are there read as the default: it is kept beside the definition, the rows are not written. */
function fillAdded(context: DdlContext, table: Table, column: Column, definition: ColumnDefinition): void {
  if (column.virtual) return;
  const value = definition.default === null ? null : evaluateDefault(context, column.type, definition);
  if (value !== null) column.missingValue = encodeValue(column.type, value);
  else if (column.identity !== null)
    rewriteRows(context, table, (values) => withIdentity(context, table, column, values));
  const mandatory = definition.constraints.some(
    (constraint) => constraint.rule.kind === 'not-null' && constraint.state.enabled !== false,
  );
  if (mandatory && value === null && column.identity === null && hasRows(table))
    throw oracleErrorAt(definition.offset, 1758);
}

function withIdentity(context: DdlContext, table: Table, column: Column, values: SqlValue[]): SqlValue[] {
  const scope = new BlockScope(parsingOf(context.session), null);
  const at = table.columns.indexOf(column);
  const name = column.identity?.sequenceName ?? '';
  const sequence = context.database.catalog.find(table.owner, name);
  if (sequence?.kind !== 'SEQUENCE') throw new Error('an identity column without its sequence');
  const copy = [...values];
  copy[at] = { kind: 'number', coefficient: Number(sequence.nextValue), exponent: 0 };
  sequence.nextValue += sequence.incrementBy;
  scope.rowHooks.length = 0;
  return copy;
}

function evaluateDefault(context: DdlContext, type: SqlType, definition: ColumnDefinition): SqlValue {
  if (definition.default === null) return null;
  const scope = new BlockScope(parsingOf(context.session), null);
  scope.clause = 'dml';
  const compiled = compileExpression(definition.default.expression, scope);
  return assignable(compiled, type, definition.default.expression.offset)(newContext(scope, null));
}

function hasRows(table: Table): boolean {
  for (const _ of currentRows(table)) return true;
  return false;
}

export function modifyColumns(context: DdlContext, table: Table, definitions: readonly ColumnDefinition[]): void {
  for (const definition of definitions) {
    const column = columnNamed(table, definition.name);
    if (definition.type !== null)
      changeType(context, table, column, columnType(context, definition.type), definition.offset);
    if (definition.default !== null) {
      column.defaultText = definition.default.text;
      column.defaultOnNull = definition.default.onNull;
    }
    if (definition.invisible !== null) setVisible(table, column, !definition.invisible);
    for (const constraint of definition.constraints) {
      if (constraint.rule.kind === 'null') makeNullable(table, column, constraint.offset);
      else addConstraint(context, table, { ...constraint, columns: [definition.name] });
    }
  }
}

function setVisible(table: Table, column: Column, visible: boolean): void {
  if (column.hidden !== visible) return;
  column.hidden = !visible;
  column.columnId = visible ? table.columns.length + 1 : null;
  renumber(table);
}

/** COLUMN_ID without gaps, in their order. */
function renumber(table: Table): void {
  const visible = table.columns.filter((column) => column.columnId !== null);
  visible.sort((a, b) => (a.columnId ?? 0) - (b.columnId ?? 0));
  visible.forEach((column, at) => {
    column.columnId = at + 1;
  });
}

function makeNullable(table: Table, column: Column, offset: number): void {
  if (column.nullable) throw oracleErrorAt(offset, 1451);
  const inKey = table.constraints.some(
    (constraint) => constraint.type === 'P' && constraint.columns.includes(column.name),
  );
  if (inKey) throw oracleErrorAt(offset, 1451);
  column.nullable = true;
  const at = table.constraints.findIndex((constraint) => constraint.notNull && constraint.columns[0] === column.name);
  if (at >= 0) table.constraints.splice(at, 1);
}

/** Widening is always possible; another type, less precision or less length only while the values allow it. */
function changeType(context: DdlContext, table: Table, column: Column, to: SqlType, offset: number): void {
  const from = column.type;
  const at = table.columns.indexOf(column);
  const values = [...currentRows(table)]
    .map((row) => decodeColumns(table.columns, row)[at] ?? null)
    .filter((value) => value !== null);
  const text = (type: SqlType): boolean => type.kind === 'varchar2' || type.kind === 'char';
  if (from.kind !== to.kind && !(text(from) && text(to))) {
    const compatible = from.kind === 'date' && to.kind.startsWith('timestamp') && to.kind !== 'timestamp-tz';
    if (values.length > 0 && !compatible) throw oracleErrorAt(offset, 1439);
  } else if (from.kind === 'number' && to.kind === 'number') {
    const digits = (type: { readonly precision: number | null; readonly scale: number | null }): number =>
      (type.precision ?? 38 + (type.scale ?? 84)) - (type.scale ?? 0);
    const narrower =
      to.precision !== null &&
      (digits(to) < digits(from) || (to.scale ?? 0) < (from.scale ?? (from.precision === null ? 127 : 0)));
    if (narrower && values.length > 0) throw oracleErrorAt(offset, 1440);
  } else if ('length' in from && 'length' in to && to.length < from.length) {
    const { charset } = context.database;
    const { length } = to;
    const longest = (value: SqlValue): boolean =>
      typeof value === 'string'
        ? charset.byteLength(value.replace(/ +$/, '')) > length
        : value instanceof Uint8Array && value.length > length;
    if (values.some(longest)) throw oracleErrorAt(offset, 1441);
  }
  const convert = from.kind === to.kind && to.kind !== 'char' ? null : from;
  column.type = to;
  if (convert !== null && values.length > 0) rewriteConverted(context, table, column, from);
}

function rewriteConverted(context: DdlContext, table: Table, column: Column, from: SqlType): void {
  const to = column.type;
  const at = table.columns.indexOf(column);
  column.type = from;
  rewriteRows(
    context,
    table,
    (values) =>
      values.map((value, place) => {
        if (place !== at || value === null) return value;
        if (typeof value === 'string' && to.kind === 'char') return value.padEnd(to.length, ' ');
        if (
          typeof value === 'object' &&
          'kind' in value &&
          value.kind === 'date' &&
          (to.kind === 'timestamp' || to.kind === 'timestamp-ltz')
        ) {
          return { ...value, kind: to.kind, nanosecond: 0 };
        }
        return value;
      }),
    () => {
      column.type = to;
    },
  );
}

export function dropColumns(context: DdlContext, table: Table, names: readonly Name[], cascade: boolean): void {
  const columns = names.map((name) => columnNamed(table, name));
  if (columns.length === table.columns.filter((column) => !column.unused && column.userGenerated).length)
    throw oracleError(12983);
  for (const column of columns) dropConstraintsOf(context, table, column, columns, cascade);
  rewriteRows(
    context,
    table,
    (values) => values.filter((_, at) => !columns.some((column) => table.columns[at] === column)),
    () => {
      table.columns = table.columns.filter((column) => !columns.includes(column));
      let stored = 0;
      for (const column of table.columns) {
        if (column.storedAt !== null) {
          column.storedAt = stored;
          stored += 1;
        }
      }
      table.columns.forEach((column, at) => {
        column.internalId = at + 1;
      });
      renumber(table);
    },
  );
}

function dropConstraintsOf(
  context: DdlContext,
  table: Table,
  column: Column,
  dropped: readonly Column[],
  cascade: boolean,
): void {
  const { name } = column;
  if (table.partitioning?.columns.includes(name) === true) throw oracleError(12984);
  for (const constraint of [...table.constraints]) {
    if (!constraint.columns.includes(name)) continue;
    const others = constraint.columns.some((other) => !dropped.some((gone) => gone.name === other));
    if (others && !cascade) throw oracleError(12991);
    if (constraint.type === 'P' || constraint.type === 'U') {
      dropDependents(context, table, constraint, cascade);
    }
    table.constraints.splice(table.constraints.indexOf(constraint), 1);
  }
  for (const index of [...table.indexes]) {
    if (index.columns.some((indexed) => indexed.name === name)) dropIndexObject(context, table, index);
  }
}

export function setUnused(table: Table, names: readonly Name[], cascade: boolean): void {
  for (const name of names) {
    const column = columnNamed(table, name);
    const multi = table.constraints.some(
      (constraint) => constraint.columns.includes(column.name) && constraint.columns.length > 1,
    );
    if (multi && !cascade) throw oracleErrorAt(name.offset, 12991);
    for (const constraint of [...table.constraints]) {
      if (constraint.columns.includes(column.name)) table.constraints.splice(table.constraints.indexOf(constraint), 1);
    }
    column.unused = true;
    column.hidden = true;
    column.nullable = true;
    column.columnId = null;
    column.name = `SYS_C${String(column.internalId).padStart(5, '0')}$`;
  }
  renumber(table);
}

export function renameColumn(table: Table, from: Name, to: Name): void {
  const column = columnNamed(table, from);
  checkName(to);
  if (table.columns.some((other) => other.name === to.text && !other.unused)) throw oracleErrorAt(to.offset, 957);
  column.name = to.text;
  const renamed = (names: readonly string[]): readonly string[] =>
    names.map((name) => (name === from.text ? to.text : name));
  table.constraints.forEach((constraint, at) => {
    const condition = constraint.condition === null ? null : renameIn(constraint.condition, from.text, to.text);
    table.constraints[at] = { ...constraint, columns: renamed(constraint.columns), condition };
  });
  for (const index of table.indexes) {
    index.columns.forEach((indexed, at) => {
      if (indexed.name === from.text) index.columns[at] = { ...indexed, name: to.text };
    });
  }
}

function renameIn(text: string, from: string, to: string): string {
  const escaped = from.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  return text.replace(new RegExp(`"${escaped}"|(?<![\\w$#"'])${escaped}(?![\\w$#"'])`, 'gi'), `"${to}"`);
}
