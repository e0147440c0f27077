import { oracleErrorAt } from '../../../oracle-error.ts';
import type { Partition, PartitionKey, Table } from '../../catalog/table.ts';
import type { AlterTableAction, PartitionReference } from '../../syntax/ast-table.ts';
import type { SqlValue } from '../../values/value.ts';
import { boundText } from '../bound-text.ts';
import { orderValues } from '../order-values.ts';
import { isHighest, partitionFor, routeRow } from '../partition-routing.ts';
import { segmentsOf } from '../partition-selection.ts';
import { decodeColumns } from '../row-decoder.ts';
import { tableNamed, requireOnObject, structureChanged } from './ddl-context.ts';
import type { DdlContext } from './ddl-context.ts';
import { parts, renewPartition } from './drop-table.ts';
import { insertRows, movePartition, rowsOf } from './move-rows.ts';
import { addLast, evaluateBound, partitionOptions } from './partition-definition.ts';

type PartitionAction = Extract<
  AlterTableAction,
  {
    kind:
      | 'add-partition'
      | 'drop-partition'
      | 'truncate-partition'
      | 'rename-partition'
      | 'split-partition'
      | 'merge-partitions'
      | 'exchange-partition'
      | 'coalesce-partition'
      | 'modify-partition'
      | 'set-interval'
      | 'move';
  }
>;

const KINDS: ReadonlySet<string> = new Set([
  'add-partition',
  'drop-partition',
  'truncate-partition',
  'rename-partition',
  'split-partition',
  'merge-partitions',
  'exchange-partition',
  'coalesce-partition',
  'modify-partition',
  'set-interval',
] satisfies PartitionAction['kind'][]);

/** The action if it is about partitions. */
export function partitionAction(action: AlterTableAction): PartitionAction | null {
  return isPartitionAction(action) ? action : null;
}

function isPartitionAction(action: AlterTableAction): action is PartitionAction {
  return KINDS.has(action.kind) || (action.kind === 'move' && action.partition !== null);
}

export function alterPartition(context: DdlContext, table: Table, action: PartitionAction, offset: number): void {
  if (table.partitioning === null) throw oracleErrorAt(offset, 14501);
  switch (action.kind) {
    case 'add-partition':
      for (const definition of action.partitions) {
        const options = partitionOptions(context, table, definition, table.partitions.length);
        checkAbove(context, table, options.key, offset);
        if (options.name !== null && table.partitions.some((one) => one.name === options.name))
          throw oracleErrorAt(offset, 14013);
        addLast(context, table, options, offset);
      }
      return;
    case 'drop-partition':
      for (const reference of action.partitions)
        dropPartition(context, table, named(context, table, reference, offset), offset);
      return;
    case 'truncate-partition':
      for (const reference of action.partitions) {
        for (const part of parts([named(context, table, reference, offset)])) truncatePart(context, table, part);
      }
      return;
    case 'rename-partition':
      named(context, table, action.partition, offset).name = action.to.text;
      return;
    case 'move':
      if (action.partition === null) return;
      {
        movePartition(
          context,
          table,
          named(context, table, action.partition, offset),
          action.physical.tablespace?.text ?? table.tablespace,
        );
        return;
      }
    case 'set-interval':
      table.partitioning.interval = action.expression === null ? null : action.text;
      return;
    case 'split-partition': {
      splitPartition(context, table, action, offset);
      return;
    }
    case 'merge-partitions': {
      mergePartitions(context, table, action, offset);
      return;
    }
    case 'exchange-partition': {
      exchangePartition(context, table, action, offset);
      return;
    }
    default:
      throw oracleErrorAt(offset, 3001);
  }
}

function named(context: DdlContext, table: Table, reference: PartitionReference, offset: number): Partition {
  if ('values' in reference) {
    const types =
      table.partitioning?.columns.map((name) => table.columns.find((column) => column.name === name)?.type) ?? [];
    const values = reference.values.map((value, at) => evaluateBound(context, value, types[at]));
    const found = partitionFor(table, values, context.database);
    if (found === null) throw oracleErrorAt(offset, 2149);
    return found;
  }
  const all = reference.kind === 'partition' ? table.partitions : table.partitions.flatMap((one) => one.subpartitions);
  const found = all.find((one) => one.name === reference.name.text);
  if (found === undefined) throw oracleErrorAt(reference.name.offset, reference.kind === 'partition' ? 2149 : 14251);
  return found;
}

function checkAbove(context: DdlContext, table: Table, key: PartitionKey, offset: number): void {
  const last = table.partitions.at(-1)?.key;
  if (
    key.kind === 'list' &&
    table.partitions.some((one) => one.key.kind === 'list' && one.key.values.includes('default'))
  ) {
    throw oracleErrorAt(offset, 14323);
  }
  if (key.kind !== 'less-than' || last?.kind !== 'less-than') return;
  for (let at = 0; at < key.values.length; at += 1) {
    const [mine, before] = [key.values[at] ?? null, last.values[at] ?? null];
    if (isHighest(before)) throw oracleErrorAt(offset, 14074);
    if (isHighest(mine)) return;
    const order = orderValues(mine, before, context.database.charset);
    if (order > 0) return;
    if (order < 0) throw oracleErrorAt(offset, 14074);
  }
  throw oracleErrorAt(offset, 14074);
}

function dropPartition(context: DdlContext, table: Table, partition: Partition, offset: number): void {
  if (table.partitions.length === 1) throw oracleErrorAt(offset, 14083);
  for (const segment of segmentsOf(partition)) context.database.store.release(segment);
  table.partitions = table.partitions.filter((one) => one !== partition);
  renumber(table);
}

function truncatePart(context: DdlContext, table: Table, part: Partition): void {
  renewPartition(context, table, part);
}

function renumber(table: Table): void {
  table.partitions.forEach((one, at) => {
    one.position = at + 1;
  });
}

function splitPartition(
  context: DdlContext,
  table: Table,
  action: Extract<PartitionAction, { kind: 'split-partition' }>,
  offset: number,
): void {
  const old = named(context, table, action.partition, offset);
  const types =
    table.partitioning?.columns.map((name) => table.columns.find((column) => column.name === name)?.type) ?? [];
  const lower: PartitionKey =
    action.at !== null
      ? { kind: 'less-than', values: action.at.map((value, at) => evaluateBound(context, value, types[at])) }
      : {
          kind: 'list',
          values: (action.values ?? []).map((entry) =>
            entry.map((value, at) => evaluateBound(context, value, types[at])),
          ),
        };
  const upper: PartitionKey =
    old.key.kind === 'list' && lower.kind === 'list'
      ? {
          kind: 'list',
          values: old.key.values.filter((entry) => !lower.values.some((moved) => sameEntry(moved, entry))),
        }
      : old.key;
  const rows = segmentsOf(old).flatMap(rowsOf);
  const at = table.partitions.indexOf(old);
  const [first, second] = action.into;
  const make = (name: string | null, key: PartitionKey): Partition => {
    const made = addLast(
      context,
      table,
      { name, key, highValueText: keyText(key), tablespace: old.tablespace },
      offset,
    );
    table.partitions.pop();
    return made;
  };
  const low = make(first?.name?.text ?? null, lower);
  const high = make(second?.name?.text ?? null, upper);
  for (const segment of segmentsOf(old)) context.database.store.release(segment);
  table.partitions.splice(at, 1, low, high);
  renumber(table);
  distribute(context, table, rows);
}

function sameEntry(a: readonly SqlValue[] | 'default', b: readonly SqlValue[] | 'default'): boolean {
  return a !== 'default' && b !== 'default' && a.map(boundText).join() === b.map(boundText).join();
}

function keyText(key: PartitionKey): string | null {
  if (key.kind === 'less-than')
    return key.values.map((value) => (isHighest(value) ? 'MAXVALUE' : boundText(value))).join(', ');
  if (key.kind !== 'list') return null;
  return key.values.map((entry) => (entry === 'default' ? 'DEFAULT' : entry.map(boundText).join(', '))).join(', ');
}

/** Puts rows where the partition keys send them now. */
function distribute(context: DdlContext, table: Table, rows: readonly Uint8Array[]): void {
  for (const row of rows) {
    const values = decodeColumns(table.columns, row);
    const keyOf = (name: string): SqlValue => values[table.columns.findIndex((column) => column.name === name)] ?? null;
    const part = routeRow(table, keyOf, context.database);
    if (part === null) throw oracleErrorAt(0, 14400);
    insertRows(context, context.database.partitionSegment(table, part), [row]);
  }
}

function mergePartitions(
  context: DdlContext,
  table: Table,
  action: Extract<PartitionAction, { kind: 'merge-partitions' }>,
  offset: number,
): void {
  const old = action.partitions.map((reference) => named(context, table, reference, offset));
  const last = old.reduce((highest, one) => (one.position > highest.position ? one : highest));
  const rows = old.flatMap((one) => segmentsOf(one).flatMap(rowsOf));
  const key: PartitionKey =
    last.key.kind === 'list'
      ? { kind: 'list', values: old.flatMap((one) => (one.key.kind === 'list' ? one.key.values : [])) }
      : last.key;
  const name = action.into?.name?.text ?? null;
  const merged = addLast(
    context,
    table,
    { name, key, highValueText: keyText(key), tablespace: last.tablespace },
    offset,
  );
  table.partitions.pop();
  for (const one of old) for (const segment of segmentsOf(one)) context.database.store.release(segment);
  table.partitions.splice(table.partitions.indexOf(last), 1, merged);
  table.partitions = table.partitions.filter((one) => !old.includes(one));
  renumber(table);
  distribute(context, table, rows);
}

/** The partition and the table swap their segments: both keep their rows' bytes, the data objects change hands. */
function exchangePartition(
  context: DdlContext,
  table: Table,
  action: Extract<PartitionAction, { kind: 'exchange-partition' }>,
  offset: number,
): void {
  const partition = named(context, table, action.partition, offset);
  const other = tableNamed(context, action.table);
  requireOnObject(context, other, 'ALTER ANY TABLE', action.table.offset, 'ALTER');
  const kinds = (one: Table): string => one.columns.map((column) => column.type.kind).join();
  if (kinds(other) !== kinds(table)) throw oracleErrorAt(action.table.offset, 14097);
  const mine = segmentsOf(partition).flatMap(rowsOf);
  const theirs = other.segment === null ? [] : rowsOf(other.segment);
  if (action.validation) {
    for (const row of theirs) {
      const values = decodeColumns(table.columns, row);
      const keyOf = (name: string): SqlValue =>
        values[table.columns.findIndex((column) => column.name === name)] ?? null;
      if (routeRow(table, keyOf, context.database) !== partition) throw oracleErrorAt(offset, 14099);
    }
  }
  const ids = [partition.dataObjectId, other.dataObjectId] as const;
  for (const segment of segmentsOf(partition)) context.database.store.release(segment);
  if (other.segment !== null) context.database.store.release(other.segment);
  [partition.dataObjectId, other.dataObjectId] = [ids[1], ids[0]];
  partition.segment = null;
  other.segment = null;
  context.database.indexesOf(other, context.session).clear();
  if (theirs.length > 0) insertRows(context, context.database.partitionSegment(table, partition), theirs);
  if (mine.length > 0) insertRows(context, context.database.segmentOf(other), mine);
  structureChanged(context, other);
}
