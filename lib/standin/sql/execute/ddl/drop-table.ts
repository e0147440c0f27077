import { oracleErrorAt } from '../../../oracle-error.ts';
import type { Partition, Table } from '../../catalog/table.ts';
import type { DropTable, TruncateTable } from '../../syntax/ast-table.ts';
import { referencingKeys } from '../table-indexes-of.ts';
import { requireOnObject, requireQuiet, structureChanged, tableNamed } from './ddl-context.ts';
import type { DdlContext } from './ddl-context.ts';
import { hasDependents } from './table-dependents.ts';

export function dropTable(context: DdlContext, node: DropTable): void {
  if (
    node.ifExists &&
    context.database.catalog.table(node.name.schema?.text ?? context.session.currentSchema, node.name.name.text) ===
      undefined
  ) {
    return;
  }
  const table = tableNamed(context, node.name);
  requireOnObject(context, table, 'DROP ANY TABLE', node.name.offset);
  requireQuiet(context, table);
  const foreign = referencingKeys(context.database.catalog, table).filter(({ child }) => child !== table);
  if (foreign.length > 0) {
    if (!node.cascadeConstraints) throw oracleErrorAt(node.name.offset, 2449);
    for (const { child, constraint } of foreign) {
      child.constraints.splice(child.constraints.indexOf(constraint), 1);
      child.version += 1;
    }
  }
  removeTable(context, table);
}

/** Takes a table with everything that hangs on it out of the catalog and the store. */
export function removeTable(context: DdlContext, table: Table): void {
  const { catalog, store } = context.database;
  for (const index of table.indexes) catalog.remove(index);
  for (const trigger of [...catalog.triggers()]) {
    if (trigger.tableOwner === table.owner && trigger.tableName === table.name) catalog.remove(trigger);
  }
  for (const column of table.columns) {
    const sequence = column.identity === null ? undefined : catalog.find(table.owner, column.identity.sequenceName);
    if (sequence !== undefined) catalog.remove(sequence);
  }
  if (table.segment !== null) store.release(table.segment);
  for (const part of parts(table.partitions)) if (part.segment !== null) store.release(part.segment);
  context.database.forgetIndexes(table);
  for (const session of context.database.sessions) session.emptyTemporary(table.objectId);
  catalog.grants.forgetObject(table.owner, table.name);
  catalog.remove(table);
  for (const view of catalog.views()) if (hasDependents(view.text, table.name)) view.status = 'INVALID';
}

export function* parts(partitions: readonly Partition[]): Iterable<Partition> {
  for (const partition of partitions) {
    if (partition.subpartitions.length === 0) yield partition;
    else yield* parts(partition.subpartitions);
  }
}

/** New data object ids, no rows, statistics kept. */
export function truncateTable(context: DdlContext, node: TruncateTable): void {
  const table = tableNamed(context, node.name);
  requireOnObject(context, table, 'DROP ANY TABLE', node.name.offset);
  if (table.temporary !== 'no') {
    context.session.emptyTemporary(table.objectId);
    return;
  }
  requireQuiet(context, table);
  const foreign = referencingKeys(context.database.catalog, table).filter(({ child }) => child !== table);
  if (foreign.length > 0 && !node.cascade) throw oracleErrorAt(node.name.offset, 2266);
  context.database.indexesOf(table, context.session).clear();
  if (table.segment !== null) renewSegment(context, table);
  for (const part of parts(table.partitions)) renewPartition(context, table, part);
  structureChanged(context, table);
}

/** Drops the rows of a table: its next segment is a new data object. */
export function renewSegment(context: DdlContext, table: Table): void {
  if (table.segment !== null) context.database.store.release(table.segment);
  table.dataObjectId = context.database.catalog.nextObjectId();
  table.segment = null;
}

export function renewPartition(context: DdlContext, _table: Table, partition: Partition): void {
  if (partition.segment === null) return;
  context.database.store.release(partition.segment);
  partition.dataObjectId = context.database.catalog.nextObjectId();
  partition.segment = null;
}
