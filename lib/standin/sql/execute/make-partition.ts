import type { Partition, PartitionKey, Table } from '../catalog/table.ts';
import type { Database } from '../database.ts';

export interface PartitionOptions {
  readonly name: string | null;
  readonly key: PartitionKey;
  readonly highValueText: string | null;
  readonly tablespace: string;
  readonly byInterval?: boolean;
  readonly position?: number;
  /** Its own subpartitions; without them the template of the table. */
  readonly subpartitions?: readonly PartitionOptions[];
}

/** A new partition with its subpartitions; segments come with the first row. */
export function makePartition(
  table: { readonly partitioning: Table['partitioning'] },
  options: PartitionOptions,
  database: Database,
): Partition {
  const { catalog } = database;
  const objectId = catalog.nextObjectId();
  const now = database.clock.nowMs();
  const name = options.name ?? `SYS_P${database.nextSystemNumber()}`;
  const template = options.subpartitions ?? templateOf(table, name, options.tablespace);
  return {
    name,
    position: options.position ?? 1,
    objectId,
    dataObjectId: objectId,
    key: options.key,
    highValueText: options.highValueText,
    segment: null,
    subpartitions: template.map((sub, at) => ({
      ...makePartition(
        { partitioning: null },
        { ...sub, name: sub.name ?? `SYS_SUBP${database.nextSystemNumber()}` },
        database,
      ),
      position: at + 1,
    })),
    createdAtMs: now,
    lastDdlAtMs: now,
    statistics: null,
    tablespace: options.tablespace,
    byInterval: options.byInterval ?? false,
  };
}

function templateOf(
  table: { readonly partitioning: Table['partitioning'] },
  partition: string,
  tablespace: string,
): readonly PartitionOptions[] {
  return (table.partitioning?.subpartition?.template ?? []).map((sub) => ({
    name: sub.name === null ? null : `${partition}_${sub.name}`,
    key: sub.key,
    highValueText: sub.highValueText,
    tablespace,
  }));
}
