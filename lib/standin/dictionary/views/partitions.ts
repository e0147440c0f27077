import type { Partition, Partitioning, Table } from '../../sql/catalog/table.ts';
import type { Row } from '../cell.ts';
import { dateOf, yesNo } from '../cell.ts';
import type { Family, Reader } from '../family.ts';

const TABLE_COLUMNS = `
  OWNER:128, TABLE_NAME:128, PARTITIONING_TYPE:9, SUBPARTITIONING_TYPE:9, PARTITION_COUNT, DEF_SUBPARTITION_COUNT,
  PARTITIONING_KEY_COUNT, SUBPARTITIONING_KEY_COUNT, STATUS:8, DEF_TABLESPACE_NAME:30, DEF_PCT_FREE, DEF_PCT_USED,
  DEF_INI_TRANS, DEF_MAX_TRANS, DEF_INITIAL_EXTENT:40, DEF_NEXT_EXTENT:40, DEF_MIN_EXTENTS:40, DEF_MAX_EXTENTS:40,
  DEF_MAX_SIZE:40, DEF_PCT_INCREASE:40, DEF_FREELISTS, DEF_FREELIST_GROUPS, DEF_LOGGING:7, DEF_COMPRESSION:8,
  DEF_COMPRESS_FOR:30, DEF_BUFFER_POOL:7, DEF_FLASH_CACHE:7, DEF_CELL_FLASH_CACHE:7, REF_PTN_CONSTRAINT_NAME:128,
  INTERVAL:1000, AUTOLIST:3, INTERVAL_SUBPARTITION:1000, AUTOLIST_SUBPARTITION:3, IS_NESTED:3,
  DEF_SEGMENT_CREATION:4, DEF_INDEXING:3, DEF_INMEMORY:8, DEF_INMEMORY_PRIORITY:8, DEF_INMEMORY_DISTRIBUTE:15,
  DEF_INMEMORY_COMPRESSION:17, DEF_INMEMORY_DUPLICATE:13, DEF_READ_ONLY:3, DEF_CELLMEMORY:24,
  DEF_INMEMORY_SERVICE:12, DEF_INMEMORY_SERVICE_NAME:1000`;

const PARTITION_COLUMNS = `
  TABLE_OWNER:128, TABLE_NAME:128, COMPOSITE:3, PARTITION_NAME:128, SUBPARTITION_COUNT, HIGH_VALUE:long,
  HIGH_VALUE_LENGTH, PARTITION_POSITION, TABLESPACE_NAME:30, PCT_FREE, PCT_USED, INI_TRANS, MAX_TRANS,
  INITIAL_EXTENT, NEXT_EXTENT, MIN_EXTENT, MAX_EXTENT, MAX_SIZE, PCT_INCREASE, FREELISTS, FREELIST_GROUPS,
  LOGGING:7, COMPRESSION:8, COMPRESS_FOR:30, NUM_ROWS, BLOCKS, EMPTY_BLOCKS, AVG_SPACE, CHAIN_CNT, AVG_ROW_LEN,
  SAMPLE_SIZE, LAST_ANALYZED:date, BUFFER_POOL:7, FLASH_CACHE:7, CELL_FLASH_CACHE:7, GLOBAL_STATS:3, USER_STATS:3,
  IS_NESTED:3, PARENT_TABLE_PARTITION:128, INTERVAL:3, SEGMENT_CREATED:4, INDEXING:4, READ_ONLY:4, INMEMORY:8,
  INMEMORY_PRIORITY:8, INMEMORY_DISTRIBUTE:15, INMEMORY_COMPRESSION:17, INMEMORY_DUPLICATE:13, CELLMEMORY:24,
  INMEMORY_SERVICE:12, INMEMORY_SERVICE_NAME:1000, MEMOPTIMIZE_READ:8@18, MEMOPTIMIZE_WRITE:8@18`;

const SUBPARTITION_COLUMNS = `
  TABLE_OWNER:128, TABLE_NAME:128, PARTITION_NAME:128, SUBPARTITION_NAME:128, HIGH_VALUE:long, HIGH_VALUE_LENGTH,
  PARTITION_POSITION, SUBPARTITION_POSITION, TABLESPACE_NAME:30, PCT_FREE, PCT_USED, INI_TRANS, MAX_TRANS,
  INITIAL_EXTENT, NEXT_EXTENT, MIN_EXTENT, MAX_EXTENT, MAX_SIZE, PCT_INCREASE, FREELISTS, FREELIST_GROUPS,
  LOGGING:3, COMPRESSION:8, COMPRESS_FOR:30, NUM_ROWS, BLOCKS, EMPTY_BLOCKS, AVG_SPACE, CHAIN_CNT, AVG_ROW_LEN,
  SAMPLE_SIZE, LAST_ANALYZED:date, BUFFER_POOL:7, FLASH_CACHE:7, CELL_FLASH_CACHE:7, GLOBAL_STATS:3, USER_STATS:3,
  INTERVAL:3, SEGMENT_CREATED:3, INDEXING:3, READ_ONLY:3, INMEMORY:8, INMEMORY_PRIORITY:8, INMEMORY_DISTRIBUTE:15,
  INMEMORY_COMPRESSION:17, INMEMORY_DUPLICATE:13, INMEMORY_SERVICE:12, INMEMORY_SERVICE_NAME:1000, CELLMEMORY:24,
  MEMOPTIMIZE_READ:8@18, MEMOPTIMIZE_WRITE:8@18`;

const KEY_COLUMNS = `
  OWNER:128, NAME:128, OBJECT_TYPE:char5, COLUMN_NAME:4000, COLUMN_POSITION, COLLATED_COLUMN_ID`;

export const PART_TABLES: Family = {
  base: 'PART_TABLES',
  columns: TABLE_COLUMNS,
  forms: ['ALL', 'DBA', 'USER', 'CDB'],
  userLacks: ['OWNER'],
  comment: 'Partitioned tables',
  *rows(reader) {
    for (const table of reader.tables()) {
      if (table.partitioning !== null) yield partitionedTableRow(table, table.partitioning);
    }
  },
};

export const TAB_PARTITIONS: Family = {
  base: 'TAB_PARTITIONS',
  columns: PARTITION_COLUMNS,
  forms: ['ALL', 'DBA', 'USER', 'CDB'],
  userLacks: ['TABLE_OWNER'],
  comment: 'Partitions of tables',
  *rows(reader) {
    for (const table of reader.tables('TABLE_OWNER')) {
      for (const partition of table.partitions) yield partitionRow(table, partition);
    }
  },
};

export const TAB_SUBPARTITIONS: Family = {
  base: 'TAB_SUBPARTITIONS',
  columns: SUBPARTITION_COLUMNS,
  forms: ['ALL', 'DBA', 'USER', 'CDB'],
  userLacks: ['TABLE_OWNER'],
  comment: 'Subpartitions of tables',
  *rows(reader) {
    for (const table of reader.tables('TABLE_OWNER')) {
      for (const partition of table.partitions) {
        for (const subpartition of partition.subpartitions) yield subpartitionRow(table, partition, subpartition);
      }
    }
  },
};

export const PART_KEY_COLUMNS: Family = {
  base: 'PART_KEY_COLUMNS',
  columns: KEY_COLUMNS,
  forms: ['ALL', 'DBA', 'USER', 'CDB'],
  userLacks: ['OWNER'],
  comment: 'Partitioning key columns of tables and indexes',
  *rows(reader) {
    yield* keyRows(reader, (partitioning) => partitioning.columns);
  },
};

export const SUBPART_KEY_COLUMNS: Family = {
  base: 'SUBPART_KEY_COLUMNS',
  columns: KEY_COLUMNS,
  forms: ['ALL', 'DBA', 'USER', 'CDB'],
  userLacks: ['OWNER'],
  comment: 'Subpartitioning key columns of tables and indexes',
  *rows(reader) {
    yield* keyRows(reader, (partitioning) => partitioning.subpartition?.columns ?? []);
  },
};

/** The key of the table, then the same for each local index: Oracle lists both. */
function* keyRows(reader: Reader, keyOf: (partitioning: Partitioning) => readonly string[]): Iterable<Row> {
  for (const table of reader.tables('OWNER', 'TABLE_NAME')) {
    if (table.partitioning === null) continue;
    const key = keyOf(table.partitioning);
    const local = table.indexes.filter((index) => index.partitioned === 'local');
    const holders = [
      { owner: table.owner, name: table.name, type: 'TABLE' },
      ...local.map((index) => ({ owner: index.owner, name: index.name, type: 'INDEX' })),
    ];
    for (const holder of holders) {
      for (const [place, column] of key.entries()) {
        yield {
          OWNER: holder.owner,
          NAME: holder.name,
          OBJECT_TYPE: holder.type,
          COLUMN_NAME: column,
          COLUMN_POSITION: place + 1,
        };
      }
    }
  }
}

function partitionedTableRow(table: Table, partitioning: Partitioning): Row {
  const { subpartition } = partitioning;
  return {
    OWNER: table.owner,
    TABLE_NAME: table.name,
    PARTITIONING_TYPE: partitioning.kind,
    SUBPARTITIONING_TYPE: subpartition?.kind ?? 'NONE',
    /** An interval table says 1048575: the number of partitions it could have. */
    PARTITION_COUNT: partitioning.interval === null ? table.partitions.length : 1_048_575,
    DEF_SUBPARTITION_COUNT: subpartition === null ? 0 : 1,
    PARTITIONING_KEY_COUNT: partitioning.columns.length,
    SUBPARTITIONING_KEY_COUNT: subpartition?.columns.length ?? 0,
    STATUS: 'VALID',
    DEF_TABLESPACE_NAME: table.tablespace,
    DEF_PCT_FREE: 10,
    DEF_INI_TRANS: 1,
    DEF_MAX_TRANS: 255,
    DEF_INITIAL_EXTENT: 'DEFAULT',
    DEF_NEXT_EXTENT: 'DEFAULT',
    DEF_MIN_EXTENTS: 'DEFAULT',
    DEF_MAX_EXTENTS: 'DEFAULT',
    DEF_MAX_SIZE: 'DEFAULT',
    DEF_PCT_INCREASE: 'DEFAULT',
    DEF_LOGGING: table.logging ? 'NONE' : 'NO',
    DEF_COMPRESSION: table.compression === 'ENABLED' ? 'ENABLED' : 'NONE',
    DEF_BUFFER_POOL: 'DEFAULT',
    DEF_FLASH_CACHE: 'DEFAULT',
    DEF_CELL_FLASH_CACHE: 'DEFAULT',
    INTERVAL: partitioning.interval,
    AUTOLIST: yesNo(partitioning.automaticList),
    AUTOLIST_SUBPARTITION: 'NO',
    IS_NESTED: 'NO',
    DEF_SEGMENT_CREATION: 'NONE',
    DEF_INDEXING: 'ON',
    DEF_INMEMORY: 'NONE',
    DEF_READ_ONLY: yesNo(table.readOnly),
  };
}

function partitionRow(table: Table, partition: Partition): Row {
  return {
    TABLE_OWNER: table.owner,
    TABLE_NAME: table.name,
    COMPOSITE: yesNo(partition.subpartitions.length > 0),
    PARTITION_NAME: partition.name,
    SUBPARTITION_COUNT: partition.subpartitions.length,
    HIGH_VALUE: partition.highValueText,
    HIGH_VALUE_LENGTH: partition.highValueText?.length ?? 0,
    PARTITION_POSITION: partition.position,
    IS_NESTED: 'NO',
    ...storage(table, partition),
  };
}

function subpartitionRow(table: Table, partition: Partition, subpartition: Partition): Row {
  return {
    TABLE_OWNER: table.owner,
    TABLE_NAME: table.name,
    PARTITION_NAME: partition.name,
    SUBPARTITION_NAME: subpartition.name,
    HIGH_VALUE: subpartition.highValueText,
    HIGH_VALUE_LENGTH: subpartition.highValueText?.length ?? 0,
    PARTITION_POSITION: partition.position,
    SUBPARTITION_POSITION: subpartition.position,
    ...storage(table, subpartition),
  };
}

function storage(table: Table, part: Partition): Row {
  const composite = part.subpartitions.length > 0;
  return {
    TABLESPACE_NAME: part.tablespace,
    PCT_FREE: 10,
    INI_TRANS: 1,
    MAX_TRANS: 255,
    INITIAL_EXTENT: composite ? null : 8_388_608,
    NEXT_EXTENT: composite ? null : 1_048_576,
    MIN_EXTENT: composite ? null : 1,
    MAX_EXTENT: composite ? null : 2_147_483_645,
    MAX_SIZE: composite ? null : 2_147_483_645,
    LOGGING: composite ? 'NONE' : yesNo(table.logging),
    COMPRESSION: composite ? 'NONE' : table.compression,
    COMPRESS_FOR: !composite && table.compression === 'ENABLED' ? 'BASIC' : null,
    BUFFER_POOL: 'DEFAULT',
    FLASH_CACHE: 'DEFAULT',
    CELL_FLASH_CACHE: 'DEFAULT',
    GLOBAL_STATS: yesNo(part.statistics !== null),
    USER_STATS: 'NO',
    INTERVAL: yesNo(part.byInterval),
    SEGMENT_CREATED: composite ? 'N/A' : yesNo((part.segment?.extents.length ?? 0) > 0),
    INDEXING: 'ON',
    READ_ONLY: composite ? 'NONE' : 'NO',
    INMEMORY: composite ? 'NONE' : 'DISABLED',
    MEMOPTIMIZE_READ: 'DISABLED',
    MEMOPTIMIZE_WRITE: 'DISABLED',
    ...statistics(part),
  };
}

function statistics(part: Partition): Row {
  const gathered = part.statistics;
  if (gathered === null) return {};
  return {
    NUM_ROWS: gathered.numRows,
    BLOCKS: gathered.blocks,
    EMPTY_BLOCKS: 0,
    AVG_SPACE: 0,
    CHAIN_CNT: 0,
    AVG_ROW_LEN: gathered.avgRowLen,
    SAMPLE_SIZE: gathered.sampleSize,
    LAST_ANALYZED: dateOf(gathered.analyzedAtMs),
  };
}
