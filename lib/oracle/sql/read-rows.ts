/** Reads of rows: by half-open range, by identity, by sample. All `AS OF` one SCN (H2). */
import { assert } from '../../model/fault.ts';
import type { ChunkRange } from '../../model/chunk.ts';
import type { Scn } from '../../model/scn.ts';
import type { ColumnPlan, TablePlan } from '../../model/table-plan.ts';
import type { CanonicalRow } from '../../model/value.ts';
import { boundValue } from './bound-value.ts';
import { quoteIdentifier, quoteTable } from './quoting.ts';
import { columnExpression, readsRowid, selectList, tableAlias } from './select-list.ts';
import { Placeholders, type Statement } from './statement.ts';

/** All rows of one range, in no order. */
export function readRange(table: TablePlan, range: ChunkRange, scn: Scn): Statement {
  const placeholders = new Placeholders();
  const from = source(table, range, placeholders.bind(scn));
  const conditions =
    range.kind === 'rowid' ? rowidConditions(range, placeholders) : keyConditions(table, range, placeholders);
  const where = conditions.length === 0 ? '' : ` WHERE ${conditions.join(' AND ')}`;
  return placeholders.statement(`SELECT ${selectList(table)} FROM ${from}${where}`);
}

type RowidRange = Extract<ChunkRange, { readonly kind: 'rowid' }>;
type KeyRange = Extract<ChunkRange, { readonly kind: 'key' }>;

/** `"S"."T" PARTITION ("P") AS OF SCN :1 t` */
function source(table: TablePlan, piece: Pick<ChunkRange, 'partition' | 'partitionKind'> | null, scn: string): string {
  return `${quoteTable(table.source)}${partitionClause(piece)} AS OF SCN ${scn} ${tableAlias}`;
}

function partitionClause(piece: Pick<ChunkRange, 'partition' | 'partitionKind'> | null): string {
  if (piece === null || piece.partitionKind === 'none') return '';
  assert(piece.partition !== null, 'a range of a partition names it');
  const keyword = piece.partitionKind === 'partition' ? 'PARTITION' : 'SUBPARTITION';
  return ` ${keyword} (${quoteIdentifier(piece.partition)})`;
}

function rowidConditions(range: RowidRange, placeholders: Placeholders): readonly string[] {
  const conditions: string[] = [];
  if (range.from !== null) conditions.push(`${tableAlias}.ROWID >= CHARTOROWID(${placeholders.bind(range.from)})`);
  if (range.to !== null) conditions.push(`${tableAlias}.ROWID < CHARTOROWID(${placeholders.bind(range.to)})`);
  return conditions;
}

function keyConditions(table: TablePlan, range: KeyRange, placeholders: Placeholders): readonly string[] {
  const conditions: string[] = [];
  if (range.from !== null) conditions.push(`(${keyComparison(table, range.from, 'from', placeholders)})`);
  if (range.to !== null) conditions.push(`(${keyComparison(table, range.to, 'to', placeholders)})`);
  return conditions;
}

/**
 * A bound on several columns, spelled out because Oracle compares no tuples by order. From (a, b): `a >= :1 AND (a > :2 OR
 * b >= :3)`; to (a, b): `a <= :1 AND (a < :2 OR b < :3)`. The plain condition on the leading column lets the server read
 * the range by the key's index; alternatives alone would make it read the table.
 */
function keyComparison(
  table: TablePlan,
  bound: readonly string[],
  side: 'from' | 'to',
  placeholders: Placeholders,
): string {
  const columns = table.identity.columns.map((position) => columnAt(table, position));
  assert(bound.length === columns.length, `a key bound of ${table.tableId} has ${bound.length} values`);
  const compared = (part: number): string => {
    const column = columns[part];
    const text = bound[part];
    assert(column !== undefined && text !== undefined, 'a part of a key bound has a column and a value');
    const name = columnName(column);
    // Placeholders are numbered in the order of their appearance: every call makes the next one.
    const value = (): string => boundValue(column, keyValue(column, text), placeholders, table.timeZone);
    if (part === bound.length - 1) return `${name} ${side === 'from' ? '>=' : '<'} ${value()}`;
    const strict = side === 'from' ? '>' : '<';
    return `${name} ${strict}= ${value()} AND (${name} ${strict} ${value()} OR (${compared(part + 1)}))`;
  };
  return compared(0);
}

/** Key bounds travel as text; bytes as base64. */
function keyValue(column: ColumnPlan, text: string): string | Uint8Array {
  return column.form === 'bytes' ? new Uint8Array(Buffer.from(text, 'base64')) : text;
}

/** Rows by identity. Keyless tables are found by ROWID, others by equality of every key column. */
export function readByIdentity(
  table: TablePlan,
  keys: readonly CanonicalRow[],
  rowids: readonly string[],
  scn: Scn,
): Statement {
  const placeholders = new Placeholders();
  const from = source(table, null, placeholders.bind(scn));
  const head = `SELECT ${selectList(table)} FROM ${from} WHERE `;
  if (readsRowid(table)) {
    const terms = rowids.map((rowid) => `CHARTOROWID(${placeholders.bind(rowid)})`);
    return placeholders.statement(`${head}${tableAlias}.ROWID IN (${terms.join(', ')})`);
  }
  const alternatives = keys.map((key) => `(${keyEquality(table, key, placeholders)})`);
  return placeholders.statement(`${head}${alternatives.join(' OR ')}`);
}

function keyEquality(table: TablePlan, key: CanonicalRow, placeholders: Placeholders): string {
  return table.identity.columns
    .map((position, part) => {
      const column = columnAt(table, position);
      const value = key[part];
      assert(value !== undefined, `a key of ${table.tableId} has ${key.length} values`);
      if (value === null) return `${columnName(column)} IS NULL`;
      return `${columnName(column)} = ${boundValue(column, value, placeholders, table.timeZone)}`;
    })
    .join(' AND ');
}

/**
 * The identity of every n-th row in ascending identity order, followed by its position. Values are read as in the select
 * list, the order is that of the columns themselves.
 */
export function sampleIdentities(table: TablePlan, everyRows: number, scn: Scn): Statement {
  assert(table.identity.kind === 'key', `table ${table.tableId} has no key to sample`);
  const placeholders = new Placeholders();
  const from = source(table, null, placeholders.bind(scn));
  const columns = table.identity.columns.map((position) => columnAt(table, position));
  const values = columns.map((column, part) => `${columnValue(column, table)} AS ${quoteIdentifier(`K${part + 1}`)}`);
  const order = columns.map((column) => columnName(column)).join(', ');
  const ordered = `SELECT ${values.join(', ')} FROM ${from} ORDER BY ${order}`;
  const numbered = `SELECT k.*, ROWNUM AS "POSITION" FROM (${ordered}) k`;
  const every = placeholders.bind(everyRows);
  return placeholders.statement(
    `SELECT n.* FROM (${numbered}) n WHERE MOD(n."POSITION", ${every}) = 0 ORDER BY n."POSITION"`,
  );
}

function columnValue(column: ColumnPlan, table: TablePlan): string {
  assert(column.origin.kind === 'column', `the key of ${table.tableId} has a ROWID helper`);
  return columnExpression(column, column.origin.name, table.timeZone);
}

function columnAt(table: TablePlan, position: number | undefined): ColumnPlan {
  const column = position === undefined ? undefined : table.columns[position];
  assert(column !== undefined, `table ${table.tableId} has no column ${position ?? '?'}`);
  return column;
}

function columnName(column: ColumnPlan): string {
  assert(column.origin.kind === 'column', 'a key column is a column of the source');
  return `${tableAlias}.${quoteIdentifier(column.origin.name)}`;
}
