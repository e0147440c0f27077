import { assert } from '../../model/fault.ts';
import type { ChunkRange } from '../../model/chunk.ts';
import type { ColumnPlan, TablePlan } from '../../model/table-plan.ts';
import { literalOf, writingOf } from './column-value.ts';
import { quoteIdentifier, quoteList, quoteTable } from './identifier.ts';
import { columnAt } from './manipulation.ts';
import { parseRowid } from './rowid-text.ts';

/** SELECT of whole rows whose identity lies in a half-open range; columns in the order of the plan. */
export function selectRange(table: TablePlan, range: ChunkRange): string {
  const condition = range.kind === 'key' ? keyRange(table, range) : rowidRange(table, range);
  const where = condition === '' ? '' : ` WHERE ${condition}`;
  const columns = quoteList(table.columns.map((column) => column.targetName));
  return `SELECT ${columns} FROM ${quoteTable(table.target)}${where}`;
}

type KeyRange = Extract<ChunkRange, { kind: 'key' }>;
type RowidRange = Extract<ChunkRange, { kind: 'rowid' }>;

function keyRange(table: TablePlan, range: KeyRange): string {
  const key = table.identity.columns.map((position) => columnAt(table, position));
  const parts: string[] = [];
  if (range.from !== null) parts.push(notBefore(key, boundLiterals(key, range.from)));
  if (range.to !== null) parts.push(before(key, boundLiterals(key, range.to)));
  return parts.join(' AND ');
}

function boundLiterals(key: readonly ColumnPlan[], bound: readonly string[]): readonly string[] {
  assert(bound.length === key.length, 'a key bound has not as many values as its key has columns');
  return key.map((column, index) => {
    const text = bound[index] ?? '';
    return literalOf(column)(writingOf(column) === 'bytes' ? Buffer.from(text, 'base64') : text);
  });
}

/**
 * A ROWID range of a keyless table, by its helper columns. A bound names its data object; a partition's range stays inside
 * that object. A whole partition without any bound cannot be told from the others by ROWID and is an assertion.
 */
function rowidRange(table: TablePlan, range: RowidRange): string {
  assert(table.identity.kind === 'rowid', `table ${table.tableId} has no ROWID helper columns to read a range by`);
  const key = (['object', 'file', 'block', 'row'] as const).map((part) => helperColumn(table, part));
  const from = range.from === null ? null : parseRowid(range.from);
  const to = range.to === null ? null : parseRowid(range.to);
  const object = from?.object ?? to?.object;
  if (object === undefined) {
    assert(range.partitionKind === 'none', `a whole partition of ${table.tableId} cannot be read by ROWID`);
    return '';
  }
  const parts: string[] = [];
  const [objectColumn] = key;
  if (range.partitionKind !== 'none' && objectColumn !== undefined) {
    parts.push(`${quoteIdentifier(objectColumn.targetName)} = ${object}`);
  }
  if (from !== null) parts.push(notBefore(key, [from.object, from.file, from.block, from.row].map(String)));
  if (to !== null) parts.push(before(key, [to.object, to.file, to.block, to.row].map(String)));
  return parts.join(' AND ');
}

function helperColumn(table: TablePlan, part: 'object' | 'file' | 'block' | 'row'): ColumnPlan {
  const found = table.columns.find(({ origin }) => origin.kind === 'rowid-part' && origin.part === part);
  assert(found !== undefined, `table ${table.tableId} has no helper column for ROWID part ${part}`);
  return found;
}

/**
 * `(a, b) >= (1, 2)` as `a >= 1 AND (a > 1 OR b >= 2)`: servers do not use indexes for row comparisons, and the leading
 * plain condition gives them a range.
 */
function notBefore(key: readonly ColumnPlan[], bound: readonly string[]): string {
  return compared(key, bound, '>', '>=');
}

function before(key: readonly ColumnPlan[], bound: readonly string[]): string {
  return compared(key, bound, '<', '<');
}

function compared(key: readonly ColumnPlan[], bound: readonly string[], strict: '<' | '>', last: string): string {
  const [column, ...columns] = key;
  const [value, ...values] = bound;
  assert(column !== undefined && value !== undefined, 'a key bound is empty');
  const name = quoteIdentifier(column.targetName);
  if (columns.length === 0) return `${name} ${last} ${value}`;
  return `(${name} ${strict}= ${value} AND (${name} ${strict} ${value} OR ${compared(columns, values, strict, last)}))`;
}
