import type { Index } from '../../sql/catalog/index-definition.ts';
import type { Partition, Table } from '../../sql/catalog/table.ts';
import type { Row } from '../cell.ts';
import { yesNo } from '../cell.ts';
import type { Family, Reader } from '../family.ts';
import { indexesOf } from './indexes.ts';

const INDEX_COLUMNS = `
  OWNER:128, INDEX_NAME:128, TABLE_NAME:128, PARTITIONING_TYPE:9, SUBPARTITIONING_TYPE:9, PARTITION_COUNT,
  DEF_SUBPARTITION_COUNT, PARTITIONING_KEY_COUNT, SUBPARTITIONING_KEY_COUNT, LOCALITY:6, ALIGNMENT:12,
  DEF_TABLESPACE_NAME:30, DEF_PCT_FREE, DEF_INI_TRANS, DEF_MAX_TRANS, DEF_INITIAL_EXTENT:40, DEF_NEXT_EXTENT:40,
  DEF_MIN_EXTENTS:40, DEF_MAX_EXTENTS:40, DEF_MAX_SIZE:40, DEF_PCT_INCREASE:40, DEF_FREELISTS,
  DEF_FREELIST_GROUPS, DEF_LOGGING:7, DEF_BUFFER_POOL:7, DEF_FLASH_CACHE:7, DEF_CELL_FLASH_CACHE:7,
  DEF_PARAMETERS:1000, INTERVAL:1000, AUTOLIST:3, INTERVAL_SUBPARTITION:1000, AUTOLIST_SUBPARTITION:3`;

const PARTITION_COLUMNS = `
  INDEX_OWNER:128, INDEX_NAME:128, COMPOSITE:3, PARTITION_NAME:128, SUBPARTITION_COUNT, HIGH_VALUE:long,
  HIGH_VALUE_LENGTH, PARTITION_POSITION, STATUS:8, TABLESPACE_NAME:30, PCT_FREE, INI_TRANS, MAX_TRANS,
  INITIAL_EXTENT, NEXT_EXTENT, MIN_EXTENT, MAX_EXTENT, MAX_SIZE, PCT_INCREASE, FREELISTS, FREELIST_GROUPS,
  LOGGING:7, COMPRESSION:13, BLEVEL, LEAF_BLOCKS, DISTINCT_KEYS, AVG_LEAF_BLOCKS_PER_KEY, AVG_DATA_BLOCKS_PER_KEY,
  CLUSTERING_FACTOR, NUM_ROWS, SAMPLE_SIZE, LAST_ANALYZED:date, BUFFER_POOL:7, FLASH_CACHE:7, CELL_FLASH_CACHE:7,
  USER_STATS:3, PCT_DIRECT_ACCESS, GLOBAL_STATS:3, DOMIDX_OPSTATUS:6, PARAMETERS:1000, INTERVAL:3,
  SEGMENT_CREATED:3, ORPHANED_ENTRIES:3`;

const SUBPARTITION_COLUMNS = `
  INDEX_OWNER:128, INDEX_NAME:128, PARTITION_NAME:128, SUBPARTITION_NAME:128, HIGH_VALUE:long, HIGH_VALUE_LENGTH,
  PARTITION_POSITION, SUBPARTITION_POSITION, STATUS:8, TABLESPACE_NAME:30, PCT_FREE, INI_TRANS, MAX_TRANS,
  INITIAL_EXTENT, NEXT_EXTENT, MIN_EXTENT, MAX_EXTENT, MAX_SIZE, PCT_INCREASE, FREELISTS, FREELIST_GROUPS,
  LOGGING:3, COMPRESSION:13, BLEVEL, LEAF_BLOCKS, DISTINCT_KEYS, AVG_LEAF_BLOCKS_PER_KEY, AVG_DATA_BLOCKS_PER_KEY,
  CLUSTERING_FACTOR, NUM_ROWS, SAMPLE_SIZE, LAST_ANALYZED:date, BUFFER_POOL:7, FLASH_CACHE:7, CELL_FLASH_CACHE:7,
  USER_STATS:3, GLOBAL_STATS:3, INTERVAL:3, SEGMENT_CREATED:3, DOMIDX_OPSTATUS:6, PARAMETERS:1000`;

/** Local indexes follow their table; partitions of GLOBAL partitioned indexes are not kept by the stand-in and are not listed. */
export const PART_INDEXES: Family = {
  base: 'PART_INDEXES',
  columns: INDEX_COLUMNS,
  forms: ['ALL', 'DBA', 'USER', 'CDB'],
  userLacks: ['OWNER'],
  comment: 'Partitioned indexes',
  *rows(reader) {
    for (const { index, table } of partitionedIndexes(reader, 'OWNER')) yield partitionedIndexRow(index, table);
  },
};

export const IND_PARTITIONS: Family = {
  base: 'IND_PARTITIONS',
  columns: PARTITION_COLUMNS,
  forms: ['ALL', 'DBA', 'USER', 'CDB'],
  userLacks: ['INDEX_OWNER'],
  comment: 'Partitions of indexes',
  *rows(reader) {
    for (const { index, table } of partitionedIndexes(reader, 'INDEX_OWNER')) {
      if (index.partitioned !== 'local') continue;
      for (const partition of table.partitions) yield indexPartitionRow(index, partition);
    }
  },
};

export const IND_SUBPARTITIONS: Family = {
  base: 'IND_SUBPARTITIONS',
  columns: SUBPARTITION_COLUMNS,
  forms: ['ALL', 'DBA', 'USER', 'CDB'],
  userLacks: ['INDEX_OWNER'],
  comment: 'Subpartitions of indexes',
  *rows(reader) {
    for (const { index, table } of partitionedIndexes(reader, 'INDEX_OWNER')) {
      if (index.partitioned !== 'local') continue;
      for (const partition of table.partitions) {
        for (const subpartition of partition.subpartitions) yield indexSubpartitionRow(index, partition, subpartition);
      }
    }
  },
};

function* partitionedIndexes(reader: Reader, ownerColumn: string): Iterable<{ index: Index; table: Table }> {
  for (const index of indexesOf(reader, ownerColumn)) {
    if (index.partitioned === 'no') continue;
    const table = reader.context.catalog.table(index.tableOwner, index.tableName);
    if (table !== undefined) yield { index, table };
  }
}

function partitionedIndexRow(index: Index, table: Table): Row {
  const { partitioning } = table;
  const local = index.partitioned === 'local' && partitioning !== null;
  const firstKey = index.columns[0]?.name;
  const prefixed = partitioning !== null && partitioning.columns[0] === firstKey;
  return {
    OWNER: index.owner,
    INDEX_NAME: index.name,
    TABLE_NAME: table.name,
    PARTITIONING_TYPE: partitioning?.kind,
    SUBPARTITIONING_TYPE: partitioning?.subpartition?.kind ?? 'NONE',
    PARTITION_COUNT: local ? table.partitions.length : null,
    DEF_SUBPARTITION_COUNT: 0,
    PARTITIONING_KEY_COUNT: partitioning?.columns.length,
    SUBPARTITIONING_KEY_COUNT: partitioning?.subpartition?.columns.length ?? 0,
    LOCALITY: local ? 'LOCAL' : 'GLOBAL',
    ALIGNMENT: prefixed ? 'PREFIXED' : 'NON_PREFIXED',
    DEF_TABLESPACE_NAME: local ? null : index.tablespace,
    DEF_PCT_FREE: 10,
    DEF_INI_TRANS: 2,
    DEF_MAX_TRANS: 255,
    DEF_INITIAL_EXTENT: 'DEFAULT',
    DEF_NEXT_EXTENT: 'DEFAULT',
    DEF_MIN_EXTENTS: 'DEFAULT',
    DEF_MAX_EXTENTS: 'DEFAULT',
    DEF_MAX_SIZE: 'DEFAULT',
    DEF_PCT_INCREASE: 'DEFAULT',
    DEF_LOGGING: 'NONE',
    DEF_BUFFER_POOL: 'DEFAULT',
    DEF_FLASH_CACHE: 'DEFAULT',
    DEF_CELL_FLASH_CACHE: 'DEFAULT',
    INTERVAL: partitioning?.interval,
    AUTOLIST: 'NO',
    AUTOLIST_SUBPARTITION: 'NO',
  };
}

function indexPartitionRow(index: Index, partition: Partition): Row {
  const composite = partition.subpartitions.length > 0;
  return {
    INDEX_OWNER: index.owner,
    INDEX_NAME: index.name,
    COMPOSITE: yesNo(composite),
    PARTITION_NAME: partition.name,
    SUBPARTITION_COUNT: partition.subpartitions.length,
    HIGH_VALUE: partition.highValueText,
    HIGH_VALUE_LENGTH: partition.highValueText?.length ?? 0,
    PARTITION_POSITION: partition.position,
    STATUS: composite ? 'N/A' : statusOf(index),
    ...storage(partition),
    ORPHANED_ENTRIES: 'NO',
  };
}

function indexSubpartitionRow(index: Index, partition: Partition, subpartition: Partition): Row {
  return {
    INDEX_OWNER: index.owner,
    INDEX_NAME: index.name,
    PARTITION_NAME: partition.name,
    SUBPARTITION_NAME: subpartition.name,
    HIGH_VALUE: subpartition.highValueText,
    HIGH_VALUE_LENGTH: subpartition.highValueText?.length ?? 0,
    PARTITION_POSITION: partition.position,
    SUBPARTITION_POSITION: subpartition.position,
    STATUS: statusOf(index),
    ...storage(subpartition),
  };
}

function statusOf(index: Index): string {
  return index.usable ? 'USABLE' : 'UNUSABLE';
}

function storage(part: Partition): Row {
  return {
    TABLESPACE_NAME: part.tablespace,
    PCT_FREE: 10,
    INI_TRANS: 2,
    MAX_TRANS: 255,
    LOGGING: 'YES',
    COMPRESSION: 'DISABLED',
    BUFFER_POOL: 'DEFAULT',
    FLASH_CACHE: 'DEFAULT',
    CELL_FLASH_CACHE: 'DEFAULT',
    USER_STATS: 'NO',
    GLOBAL_STATS: 'NO',
    INTERVAL: yesNo(part.byInterval),
    SEGMENT_CREATED: part.subpartitions.length > 0 ? 'N/A' : yesNo((part.segment?.extents.length ?? 0) > 0),
  };
}
