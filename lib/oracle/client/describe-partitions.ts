/** Partitions of a table, from rows of the dictionary. */
import type { SourcePartition, SourcePartitioning } from '../../model/source-table.ts';
import { groupBy, text, textOrNull } from './dictionary-cells.ts';
import type { SourceRow } from './oracle-session.ts';
import type { TableFacts } from './table-facts.ts';

/** The partitioning of one table, or null. */
export function sourcePartitioning(table: string, facts: TableFacts): SourcePartitioning | null {
  const row = facts.partitioned.get(table)?.[0];
  if (row === undefined) return null;
  const subpartitions = groupBy(facts.subpartitions.get(table) ?? [], 1);
  return {
    kind: method(text(row, 1)),
    subKind: subMethod(text(row, 2)),
    interval: textOrNull(row, 3) !== null,
    columns: (facts.partitionKeys.get(table) ?? []).map((key) => text(key, 1)),
    subColumns: (facts.subpartitionKeys.get(table) ?? []).map((key) => text(key, 1)),
    partitions: (facts.partitions.get(table) ?? []).map((partition) => sourcePartition(partition, subpartitions)),
  };
}

function sourcePartition(row: SourceRow, subpartitions: ReadonlyMap<string, readonly SourceRow[]>): SourcePartition {
  const name = text(row, 1);
  return {
    name,
    highValue: textOrNull(row, 2)?.trim() ?? '',
    subpartitions: (subpartitions.get(name) ?? []).map((sub) => ({
      name: text(sub, 2),
      highValue: textOrNull(sub, 3)?.trim() ?? '',
    })),
  };
}

function method(type: string): SourcePartitioning['kind'] {
  switch (type) {
    case 'RANGE':
      return 'range';
    case 'LIST':
      return 'list';
    case 'HASH':
      return 'hash';
    default:
      return 'other';
  }
}

function subMethod(type: string): SourcePartitioning['subKind'] {
  return type === 'NONE' ? 'none' : method(type);
}
