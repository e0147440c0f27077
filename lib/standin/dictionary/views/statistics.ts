import type { Table, TableStatistics } from '../../sql/catalog/table.ts';
import type { Row } from '../cell.ts';
import { dateOf, yesNo } from '../cell.ts';
import type { Family } from '../family.ts';
import { indexesOf } from './indexes.ts';

const COLUMNS = `
  OWNER:128, TABLE_NAME:128, PARTITION_NAME:128, PARTITION_POSITION, SUBPARTITION_NAME:128, SUBPARTITION_POSITION,
  OBJECT_TYPE:12, NUM_ROWS, BLOCKS, EMPTY_BLOCKS, AVG_SPACE, CHAIN_CNT, AVG_ROW_LEN, AVG_SPACE_FREELIST_BLOCKS,
  NUM_FREELIST_BLOCKS, AVG_CACHED_BLOCKS, AVG_CACHE_HIT_RATIO, IM_IMCU_COUNT, IM_BLOCK_COUNT,
  IM_STAT_UPDATE_TIME:ts9, SCAN_RATE, SAMPLE_SIZE, LAST_ANALYZED:date, GLOBAL_STATS:3, USER_STATS:3,
  STATTYPE_LOCKED:5, STALE_STATS:7, NOTES:25@19, SCOPE:7`;

/** Rows for tables, partitions and subpartitions, analyzed or not. */
export const TAB_STATISTICS: Family = {
  base: 'TAB_STATISTICS',
  columns: COLUMNS,
  forms: ['ALL', 'DBA', 'USER', 'CDB'],
  userLacks: ['OWNER'],
  comment: 'Optimizer statistics of tables',
  *rows(reader) {
    for (const table of reader.tables()) {
      yield statisticsRow(table, table.statistics, { OBJECT_TYPE: 'TABLE' });
      for (const partition of table.partitions) {
        const place = { PARTITION_NAME: partition.name, PARTITION_POSITION: partition.position };
        yield statisticsRow(table, partition.statistics, { OBJECT_TYPE: 'PARTITION', ...place });
        for (const part of partition.subpartitions) {
          yield statisticsRow(table, part.statistics, {
            OBJECT_TYPE: 'SUBPARTITION',
            ...place,
            SUBPARTITION_NAME: part.name,
            SUBPARTITION_POSITION: part.position,
          });
        }
      }
    }
  },
};

const INDEX_COLUMNS = `
  OWNER:128, INDEX_NAME:128, TABLE_OWNER:128, TABLE_NAME:128, PARTITION_NAME:128, PARTITION_POSITION,
  SUBPARTITION_NAME:128, SUBPARTITION_POSITION, OBJECT_TYPE:12, BLEVEL, LEAF_BLOCKS, DISTINCT_KEYS,
  AVG_LEAF_BLOCKS_PER_KEY, AVG_DATA_BLOCKS_PER_KEY, CLUSTERING_FACTOR, NUM_ROWS, AVG_CACHED_BLOCKS,
  AVG_CACHE_HIT_RATIO, SAMPLE_SIZE, LAST_ANALYZED:date, GLOBAL_STATS:3, USER_STATS:3, STATTYPE_LOCKED:5,
  STALE_STATS:3, SCOPE:7`;

/** Indexes as a whole; levels and leaf blocks are not kept. */
export const IND_STATISTICS: Family = {
  base: 'IND_STATISTICS',
  columns: INDEX_COLUMNS,
  forms: ['ALL', 'DBA', 'USER', 'CDB'],
  userLacks: ['OWNER'],
  comment: 'Optimizer statistics of indexes',
  *rows(reader) {
    for (const index of indexesOf(reader, 'OWNER')) {
      const gathered = reader.context.catalog.table(index.tableOwner, index.tableName)?.statistics ?? null;
      yield {
        OWNER: index.owner,
        INDEX_NAME: index.name,
        TABLE_OWNER: index.tableOwner,
        TABLE_NAME: index.tableName,
        OBJECT_TYPE: 'INDEX',
        NUM_ROWS: gathered?.numRows,
        SAMPLE_SIZE: gathered?.sampleSize,
        LAST_ANALYZED: dateOf(gathered?.analyzedAtMs),
        GLOBAL_STATS: yesNo(gathered !== null),
        USER_STATS: 'NO',
        STALE_STATS: gathered === null ? null : 'NO',
        SCOPE: 'SHARED',
      };
    }
  },
};

function statisticsRow(table: Table, gathered: TableStatistics | null, place: Row): Row {
  return {
    OWNER: table.owner,
    TABLE_NAME: table.name,
    ...place,
    NUM_ROWS: gathered?.numRows,
    BLOCKS: gathered?.blocks,
    EMPTY_BLOCKS: gathered === null ? null : 0,
    AVG_SPACE: gathered === null ? null : 0,
    CHAIN_CNT: gathered === null ? null : 0,
    AVG_ROW_LEN: gathered?.avgRowLen,
    AVG_SPACE_FREELIST_BLOCKS: gathered === null ? null : 0,
    NUM_FREELIST_BLOCKS: gathered === null ? null : 0,
    SAMPLE_SIZE: gathered?.sampleSize,
    LAST_ANALYZED: dateOf(gathered?.analyzedAtMs),
    GLOBAL_STATS: yesNo(gathered !== null),
    USER_STATS: 'NO',
    STALE_STATS: gathered === null ? null : 'NO',
    SCOPE: 'SHARED',
  };
}
