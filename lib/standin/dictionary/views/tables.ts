import type { Table } from '../../sql/catalog/table.ts';
import type { Row } from '../cell.ts';
import { dateOf, yesNo } from '../cell.ts';
import type { Family } from '../family.ts';

const COLUMNS = `
  OWNER:2!, TABLE_NAME:2!, TABLESPACE_NAME:2, CLUSTER_NAME:2, IOT_NAME:2, STATUS:2, PCT_FREE, PCT_USED, INI_TRANS,
  MAX_TRANS, INITIAL_EXTENT, NEXT_EXTENT, MIN_EXTENTS, MAX_EXTENTS, PCT_INCREASE, FREELISTS, FREELIST_GROUPS,
  LOGGING:2, BACKED_UP:2, NUM_ROWS, BLOCKS, EMPTY_BLOCKS, AVG_SPACE, CHAIN_CNT, AVG_ROW_LEN,
  AVG_SPACE_FREELIST_BLOCKS, NUM_FREELIST_BLOCKS, DEGREE:2, INSTANCES:2, CACHE:2, TABLE_LOCK:2, SAMPLE_SIZE,
  LAST_ANALYZED:date, PARTITIONED:2, IOT_TYPE:2, TEMPORARY:2, SECONDARY:2, NESTED:2, BUFFER_POOL:2, FLASH_CACHE:2,
  CELL_FLASH_CACHE:2, ROW_MOVEMENT:2, GLOBAL_STATS:2, USER_STATS:2, DURATION:2, SKIP_CORRUPT:2, MONITORING:2,
  CLUSTER_OWNER:2, DEPENDENCIES:2, COMPRESSION:2, COMPRESS_FOR:2, DROPPED:2, READ_ONLY:2, SEGMENT_CREATED:2,
  RESULT_CACHE:2, CLUSTERING:2, ACTIVITY_TRACKING:2, DML_TIMESTAMP:2, HAS_IDENTITY:2, CONTAINER_DATA:2,
  INMEMORY:2, INMEMORY_PRIORITY:2, INMEMORY_DISTRIBUTE:2, INMEMORY_COMPRESSION:2, INMEMORY_DUPLICATE:2,
  DEFAULT_COLLATION:2, DUPLICATED:2, SYNCHRONOUS_DUPLICATED:1@23, SHARDED:2, EXTERNALLY_SHARDED:1@21,
  EXTERNALLY_DUPLICATED:1@21, EXTERNAL:2, HYBRID:2@19, CELLMEMORY:2, CONTAINERS_DEFAULT:2, CONTAINER_MAP:2,
  EXTENDED_DATA_LINK:2, EXTENDED_DATA_LINK_MAP:2, INMEMORY_SERVICE:2, INMEMORY_SERVICE_NAME:2,
  CONTAINER_MAP_OBJECT:2, MEMOPTIMIZE_READ:2@18, MEMOPTIMIZE_WRITE:2@18, HAS_SENSITIVE_COLUMN:2@18,
  ADMIT_NULL:2@19, DATA_LINK_DML_ENABLED:2@19, LOGICAL_REPLICATION:2@19, STAGING:3@23, ROW_CHANGE_TRACKING:3@23,
  HAS_RESERVABLE_COLUMN:3@23`;

/** *_TABLES: relational tables, the containers of materialized views among them. */
export const TABLES: Family = {
  base: 'TABLES',
  columns: COLUMNS,
  forms: ['ALL', 'DBA', 'USER', 'CDB'],
  userLacks: ['OWNER'],
  synonyms: { USER: ['TABS'] },
  comment: 'Description of relational tables',
  *rows(reader) {
    for (const table of reader.tables()) yield tableRow(table);
  },
};

function tableRow(table: Table): Row {
  return {
    OWNER: table.owner,
    TABLE_NAME: table.name,
    STATUS: 'VALID',
    BACKED_UP: 'N',
    DEGREE: '         1',
    INSTANCES: '         1',
    CACHE: '    N',
    TABLE_LOCK: 'ENABLED',
    PARTITIONED: yesNo(table.partitioning !== null),
    IOT_TYPE: table.organization === 'index' ? 'IOT' : null,
    TEMPORARY: table.temporary === 'no' ? 'N' : 'Y',
    SECONDARY: 'N',
    NESTED: yesNo(table.nested),
    ROW_MOVEMENT: table.rowMovement ? 'ENABLED' : 'DISABLED',
    GLOBAL_STATS: yesNo(table.statistics !== null),
    USER_STATS: 'NO',
    DURATION: durationOf(table),
    SKIP_CORRUPT: 'DISABLED',
    MONITORING: yesNo(table.temporary === 'no' && !table.external),
    DEPENDENCIES: 'DISABLED',
    DROPPED: 'NO',
    READ_ONLY: table.partitioning === null ? yesNo(table.readOnly) : 'N/A',
    SEGMENT_CREATED: segmentCreated(table),
    RESULT_CACHE: 'DEFAULT',
    CLUSTERING: 'NO',
    HAS_IDENTITY: yesNo(table.columns.some((column) => column.identity !== null)),
    CONTAINER_DATA: 'NO',
    INMEMORY: table.partitioning === null ? 'DISABLED' : null,
    DEFAULT_COLLATION: 'USING_NLS_COMP',
    DUPLICATED: 'N',
    SYNCHRONOUS_DUPLICATED: 'N',
    SHARDED: 'N',
    EXTERNALLY_SHARDED: 'N',
    EXTERNALLY_DUPLICATED: 'N',
    EXTERNAL: yesNo(table.external),
    HYBRID: 'NO',
    CONTAINERS_DEFAULT: 'NO',
    CONTAINER_MAP: 'NO',
    EXTENDED_DATA_LINK: 'NO',
    EXTENDED_DATA_LINK_MAP: 'NO',
    CONTAINER_MAP_OBJECT: 'NO',
    MEMOPTIMIZE_READ: 'DISABLED',
    MEMOPTIMIZE_WRITE: 'DISABLED',
    HAS_SENSITIVE_COLUMN: 'NO',
    ADMIT_NULL: 'NO',
    DATA_LINK_DML_ENABLED: 'NO',
    LOGICAL_REPLICATION: 'ENABLED',
    STAGING: 'NO',
    ROW_CHANGE_TRACKING: 'NO',
    HAS_RESERVABLE_COLUMN: 'NO',
    ...statistics(table),
    ...storage(table),
  };
}

function durationOf(table: Table): string | null {
  switch (table.temporary) {
    case 'no':
      return null;
    case 'delete rows':
      return 'SYS$TRANSACTION';
    case 'preserve rows':
      return 'SYS$SESSION';
  }
}

function segmentCreated(table: Table): string {
  if (table.partitioning !== null) return 'N/A';
  return yesNo((table.segment?.extents.length ?? 0) > 0);
}

/** Filled by DBMS_STATS only. */
function statistics(table: Table): Row {
  const { statistics: gathered } = table;
  if (gathered === null) return {};
  return {
    NUM_ROWS: gathered.numRows,
    BLOCKS: gathered.blocks,
    EMPTY_BLOCKS: 0,
    AVG_SPACE: 0,
    CHAIN_CNT: 0,
    AVG_ROW_LEN: gathered.avgRowLen,
    AVG_SPACE_FREELIST_BLOCKS: 0,
    NUM_FREELIST_BLOCKS: 0,
    SAMPLE_SIZE: gathered.sampleSize,
    LAST_ANALYZED: dateOf(gathered.analyzedAtMs),
  };
}

/** Storage of the table's own segment: NULL when its partitions, its index or nobody has one. */
function storage(table: Table): Row {
  if (table.partitioning !== null) return {};
  const common: Row = {
    BUFFER_POOL: 'DEFAULT',
    FLASH_CACHE: 'DEFAULT',
    CELL_FLASH_CACHE: 'DEFAULT',
    COMPRESSION: table.compression,
    COMPRESS_FOR: table.compression === 'ENABLED' ? 'BASIC' : null,
  };
  if (table.temporary !== 'no' || table.external)
    return { ...common, PCT_FREE: 10, INI_TRANS: 1, MAX_TRANS: 255, LOGGING: 'NO' };
  if (table.organization === 'index') return { ...common, PCT_FREE: 0, PCT_USED: 0, INI_TRANS: 0, MAX_TRANS: 0 };
  return {
    ...common,
    TABLESPACE_NAME: table.tablespace,
    PCT_FREE: 10,
    INI_TRANS: 1,
    MAX_TRANS: 255,
    INITIAL_EXTENT: 65_536,
    NEXT_EXTENT: 1_048_576,
    MIN_EXTENTS: 1,
    MAX_EXTENTS: 2_147_483_645,
    LOGGING: yesNo(table.logging),
  };
}
