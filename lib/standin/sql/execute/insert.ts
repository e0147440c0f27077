import { oracleErrorAt } from '../../oracle-error.ts';
import { compileExpression } from '../expressions/compile.ts';
import type { EvaluationContext, Scope } from '../expressions/scope.ts';
import type { Name } from '../syntax/ast.ts';
import type { InsertStatement, InsertValue } from '../syntax/ast-dml.ts';
import type { ResultColumn } from '../session-result.ts';
import type { Transaction } from '../store/transaction.ts';
import type { SqlType, SqlValue } from '../values/value.ts';
import { BlockScope } from './block-scope.ts';
import { assignable, converterTo } from './column-assignment.ts';
import type { Converter } from './column-assignment.ts';
import type { DmlOutcome, DmlPlan } from './dml-plan.ts';
import { resolveTarget } from './dml-target.ts';
import { compileQuery } from './query.ts';
import { Returning } from './returning.ts';
import { newContext } from './select-block.ts';
import type { Parsing } from './statement-state.ts';
import { TableWriter } from './table-writer.ts';
import type { WrittenPlace } from './table-writer.ts';

/** The columns an INSERT names, as places in the table; all visible ones when it names none. */
export function insertColumns(writer: TableWriter, names: readonly Name[], offset: number): readonly number[] {
  const { table } = writer;
  if (names.length === 0) {
    return table.columns.map((column, at) => ({ column, at })).filter(({ column }) => !column.hidden).map(({ at }) => at); // prettier-ignore
  }
  const places = names.map((name) => {
    const at = writer.source.find(name.text);
    if (at === undefined) throw oracleErrorAt(name.offset, 904, `"${name.text}"`);
    return at;
  });
  if (new Set(places).size < places.length) throw oracleErrorAt(names[0]?.offset ?? offset, 957);
  return places;
}

export function compileInsert(node: InsertStatement, parsing: Parsing, outer: Scope | null): DmlPlan {
  const { table, reference, columns: shown } = resolveTarget(node.target, 'INSERT', parsing, outer);
  const writer = new TableWriter(table, parsing, reference.alias?.text);
  const columns = insertColumns(writer, node.columns.length === 0 ? shown : node.columns, node.offset);
  const returning = new Returning(node.returning, writer);
  const rows =
    'values' in node.source
      ? valueRows(node.source.values, node.source.offset, writer, columns, parsing, outer)
      : queryRows(compileQuery(node.source, parsing, outer), writer, columns, node.source.offset);
  return {
    run: (transaction) => insertAll(writer, rows, returning, transaction),
    abandon: () => writer.abandon(),
  };
}

/** Fills the writer with the next row; false when there is none. */
export type FillRow = () => boolean;

function insertAll(
  writer: TableWriter,
  open: () => FillRow,
  returning: Returning,
  transaction: Transaction,
): DmlOutcome {
  const next = open();
  let count = 0;
  let last: WrittenPlace | null = null;
  while (next()) {
    last = writer.insert(transaction);
    returning.note();
    count += 1;
  }
  writer.endStatement(transaction);
  return { rowsAffected: count, last, returned: returning.take() };
}

type Setter = (context: EvaluationContext) => void;

/** One setter per named column, and the defaults of the others. */
export function valueSetters(
  values: readonly InsertValue[],
  offset: number,
  writer: TableWriter,
  columns: readonly number[],
  scope: BlockScope,
): readonly Setter[] {
  if (values.length < columns.length) throw oracleErrorAt(offset, 947);
  if (values.length > columns.length) throw oracleErrorAt(offset, 913);
  const setters = columns.map((column, at): Setter => {
    const value = values[at] ?? null;
    refuseGenerated(writer, column, value, offset);
    if (value === null) return () => setDefault(writer, column);
    const { type } = columnOf(writer, column);
    const assign = assignable(compileExpression(value, scope), type, value.offset);
    return (context) => setOrDefault(writer, column, assign(context));
  });
  const others = writer.table.columns.map((_, at) => at).filter((at) => !columns.includes(at) && writer.hasDefault(at));
  return [...setters, ...others.map((at) => () => setDefault(writer, at))];
}

function valueRows(
  values: readonly InsertValue[],
  offset: number,
  writer: TableWriter,
  columns: readonly number[],
  parsing: Parsing,
  outer: Scope | null,
): () => FillRow {
  const scope = new BlockScope(parsing, outer);
  scope.clause = 'dml';
  const setters = valueSetters(values, offset, writer, columns, scope);
  const context = newContext(scope, null);
  return () => {
    let done = false;
    return () => {
      if (done) return false;
      done = true;
      Object.assign(context, { session: parsing.state.environment });
      for (const hook of scope.rowHooks) hook(context);
      writer.clear();
      for (const set of setters) set(context);
      return true;
    };
  };
}

/** Copies rows of values into named columns, converted. */
export function columnFiller(
  source: readonly ResultColumn[],
  writer: TableWriter,
  columns: readonly number[],
  offset: number,
): (row: readonly SqlValue[]) => void {
  if (source.length < columns.length) throw oracleErrorAt(offset, 947);
  if (source.length > columns.length) throw oracleErrorAt(offset, 913);
  const targets = columns.map((column, at) => {
    refuseGenerated(writer, column, undefined, offset);
    const from: SqlType = source[at]?.type ?? columnOf(writer, column).type;
    return { column, convert: converterTo(from, columnOf(writer, column).type, offset) };
  });
  const others = writer.table.columns.map((_, at) => at).filter((at) => !columns.includes(at) && writer.hasDefault(at));
  return (row) => {
    writer.clear();
    targets.forEach(({ column, convert }, at) => {
      const value = row[at] ?? null;
      setOrDefault(writer, column, applied(convert, value, writer.values));
    });
    for (const column of others) setDefault(writer, column);
  };
}

function applied(convert: Converter | null, value: SqlValue, context: EvaluationContext): SqlValue {
  return convert === null || value === null ? value : convert(value, context);
}

function queryRows(
  plan: ReturnType<typeof compileQuery>,
  writer: TableWriter,
  columns: readonly number[],
  offset: number,
): () => FillRow {
  const fill = columnFiller(plan.columns, writer, columns, offset);
  return () => {
    const next = plan.open(null);
    return () => {
      const row = next();
      if (row === null) return false;
      fill(row);
      return true;
    };
  };
}

function columnOf(writer: TableWriter, at: number) {
  const column = writer.table.columns[at];
  if (column === undefined) throw new Error('no such column');
  return column;
}

/** `value` undefined: comes from a query; null: DEFAULT. */
function refuseGenerated(writer: TableWriter, at: number, value: InsertValue | undefined, offset: number): void {
  const column = columnOf(writer, at);
  if (column.virtual && value !== null) throw oracleErrorAt(offset, 54013);
  if (column.identity?.generation === 'ALWAYS' && value !== null) throw oracleErrorAt(offset, 32795);
}

function setDefault(writer: TableWriter, column: number): void {
  writer.set(column, writer.defaultOf(column));
}

function setOrDefault(writer: TableWriter, column: number, value: SqlValue): void {
  if (value === null && columnOf(writer, column).defaultOnNull) setDefault(writer, column);
  else writer.set(column, value);
}
