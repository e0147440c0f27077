import { oracleError } from '../../oracle-error.ts';
import type { Table, TableStatistics } from '../catalog/table.ts';
import type { SqlSession } from '../session.ts';
import type { HeapSegment } from '../store/segment.ts';
import { RowCursor } from '../store/packed-row.ts';
import { allSegments, segmentsOf } from './partition-selection.ts';

/** DBMS_STATS.GATHER_TABLE_STATS: exact counts of the committed rows. ORA-20000 for a table that is not there. */
export function gatherTableStatistics(session: SqlSession, ownerName: string | null, tableName: string): void {
  const owner = plainName(ownerName ?? session.currentSchema);
  const name = plainName(tableName);
  const table = session.database.catalog.table(owner, name);
  const { privileges } = session.database.catalog;
  const allowed = table !== undefined && (owner === session.user || privileges.hasSystem(session.user, 'ANALYZE ANY'));
  if (table === undefined || !allowed) {
    throw oracleError(20000, `Unable to analyze TABLE "${owner}"."${name}", insufficient privileges or does not exist`);
  }
  gather(session, table);
}

export function gatherSchemaStatistics(session: SqlSession, ownerName: string | null, all = false): void {
  const owner = plainName(ownerName ?? session.currentSchema);
  if (!all && !session.database.catalog.users.has(owner))
    throw oracleError(20000, `Schema "${owner}" does not exist or insufficient privileges`);
  for (const table of session.database.catalog.tables()) {
    if (table.temporary === 'no' && table.owner !== 'SYS' && (all || table.owner === owner)) gather(session, table);
  }
}

function plainName(text: string): string {
  return /^".*"$/.test(text) ? text.slice(1, -1) : text.toUpperCase();
}

function gather(session: SqlSession, table: Table): void {
  const view = session.readView(false);
  const now = session.database.clock.nowMs();
  const nulls = table.columns.map(() => 0);
  const bytes = table.columns.map(() => 0);
  const cursor = new RowCursor();
  const count = (segments: readonly HeapSegment[]): TableStatistics => {
    let rows = 0;
    let length = 0;
    for (const segment of segments) {
      for (const block of segment.blocks) {
        for (let slot = 0; slot < block.slots; slot += 1) {
          const row = block.isUnchangedSince(view) ? block.current(slot) : block.visible(slot, view);
          if (row === null) continue;
          rows += 1;
          length += row.length + 3;
          cursor.reset(row, 0, row.length);
          table.columns.forEach((column, at) => {
            if (column.storedAt === null) return;
            cursor.next();
            if (cursor.start < 0) nulls[at] = (nulls[at] ?? 0) + 1;
            else bytes[at] = (bytes[at] ?? 0) + cursor.end - cursor.start;
          });
        }
      }
    }
    const blocks = segments.reduce((sum, segment) => sum + segment.usedBlocks, 0);
    return {
      numRows: rows,
      blocks,
      avgRowLen: rows === 0 ? 0 : Math.ceil(length / rows),
      sampleSize: rows,
      analyzedAtMs: now,
    };
  };
  table.statistics = table.partitioning === null ? count(allSegments(table)) : null;
  if (table.partitioning !== null) {
    for (const partition of table.partitions) {
      for (const sub of partition.subpartitions) sub.statistics = count(segmentsOf(sub));
      partition.statistics =
        partition.subpartitions.length === 0
          ? count(segmentsOf(partition))
          : sumOf(partition.subpartitions.map((sub) => sub.statistics).filter((one) => one !== null));
    }
    table.statistics = sumOf(table.partitions.map((partition) => partition.statistics).filter((one) => one !== null));
  }
  const rows = table.statistics?.numRows ?? 0;
  table.columns.forEach((column, at) => {
    const present = rows - (nulls[at] ?? 0);
    column.statistics = {
      numDistinct: present,
      numNulls: nulls[at] ?? 0,
      avgColLen: rows === 0 ? 0 : Math.ceil((bytes[at] ?? 0) / rows) + 1,
    };
  });
}

function sumOf(parts: readonly TableStatistics[]): TableStatistics {
  const numRows = parts.reduce((sum, part) => sum + part.numRows, 0);
  const weighted = parts.reduce((sum, part) => sum + part.avgRowLen * part.numRows, 0);
  return {
    numRows,
    blocks: parts.reduce((sum, part) => sum + part.blocks, 0),
    avgRowLen: numRows === 0 ? 0 : Math.ceil(weighted / numRows),
    sampleSize: numRows,
    analyzedAtMs: parts[0]?.analyzedAtMs ?? 0,
  };
}
