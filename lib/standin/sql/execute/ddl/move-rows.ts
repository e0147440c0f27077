import type { Partition, Table } from '../../catalog/table.ts';
import { encodeValue } from '../../store/packed-value.ts';
import { packRow } from '../../store/packed-row.ts';
import type { HeapSegment } from '../../store/segment.ts';
import type { SqlValue } from '../../values/value.ts';
import { decodeColumns } from '../row-decoder.ts';
import type { DdlContext } from './ddl-context.ts';
import { parts } from './drop-table.ts';

/** A segment that is to be emptied, and where its rows go. */
interface Holder {
  readonly rows: readonly Uint8Array[];
  renew(): HeapSegment;
}

function holders(context: DdlContext, table: Table, sameObject: boolean): readonly Holder[] {
  const { database } = context;
  const found: Holder[] = [];
  if (table.segment !== null) {
    const { segment } = table;
    found.push({
      rows: rowsOf(segment),
      renew: () => {
        database.store.release(segment);
        if (!sameObject) table.dataObjectId = database.catalog.nextObjectId();
        table.segment = null;
        return database.segmentOf(table);
      },
    });
  }
  for (const part of parts(table.partitions)) {
    const { segment } = part;
    if (segment !== null) found.push(partitionHolder(context, table, part, segment, sameObject));
  }
  return found;
}

function partitionHolder(
  context: DdlContext,
  table: Table,
  part: Partition,
  segment: HeapSegment,
  sameObject: boolean,
): Holder {
  const { database } = context;
  return {
    rows: rowsOf(segment),
    renew: () => {
      database.store.release(segment);
      if (!sameObject) part.dataObjectId = database.catalog.nextObjectId();
      part.segment = null;
      return database.partitionSegment(table, part);
    },
  };
}

export function rowsOf(segment: HeapSegment): readonly Uint8Array[] {
  const rows: Uint8Array[] = [];
  for (const block of segment.blocks) {
    for (let slot = 0; slot < block.slots; slot += 1) {
      const row = block.current(slot);
      if (row !== null) rows.push(Buffer.from(row));
    }
  }
  return rows;
}

/** ALTER TABLE MOVE: a new data object, every row at a new place. SHRINK keeps the object. */
export function moveTable(context: DdlContext, table: Table, tablespace: string, sameObject = false): void {
  const all = holders(context, table, sameObject);
  table.tablespace = tablespace;
  context.database.indexesOf(table, context.session).clear();
  for (const holder of all) insertRows(context, holder.renew(), holder.rows);
}

export function movePartition(context: DdlContext, table: Table, part: Partition, tablespace: string): void {
  const { segment } = part;
  part.tablespace = tablespace;
  if (segment === null) return;
  const holder = partitionHolder(context, table, part, segment, false);
  insertRows(context, holder.renew(), holder.rows);
}

export function insertRows(context: DdlContext, segment: HeapSegment, rows: readonly Uint8Array[]): void {
  const { session } = context;
  const transaction = session.transactionForChange();
  for (const row of rows) context.database.store.insert(transaction, segment, row);
}

/** Writes every row anew with other columns: DROP COLUMN, another type. `after` changes the definition between reading and writing. */
export function rewriteRows(
  context: DdlContext,
  table: Table,
  change: (values: SqlValue[]) => SqlValue[],
  after: () => void = () => undefined,
): void {
  const all = holders(context, table, true).map((holder) => ({
    holder,
    rows: holder.rows.map((row) => change(decodeColumns(table.columns, row))),
  }));
  after();
  context.database.indexesOf(table, context.session).clear();
  context.database.refreshIndexes(table, context.session);
  for (const { holder, rows } of all) {
    insertRows(
      context,
      holder.renew(),
      rows.map((values) => packValues(table, values)),
    );
  }
}

function packValues(table: Table, values: readonly SqlValue[]): Buffer {
  const columns: (Uint8Array | null)[] = [];
  table.columns.forEach((column, at) => {
    if (column.storedAt === null) return;
    while (columns.length <= column.storedAt) columns.push(null);
    columns[column.storedAt] = encodeValue(column.type, values[at] ?? null);
  });
  return packRow(columns);
}
