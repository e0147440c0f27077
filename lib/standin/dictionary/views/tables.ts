import type { Table } from '../../sql/catalog/table.ts';
import type { Row } from '../cell.ts';
import { dateOf, yesNo } from '../cell.ts';
import type { Family } from '../family.ts';

const COLUMNS = `
  OWNER:128!, TABLE_NAME:128!, TABLESPACE_NAME:30, CLUSTER_NAME:128, IOT_NAME:128, STATUS:8, PCT_FREE, PCT_USED,
  INI_TRANS, MAX_TRANS, INITIAL_EXTENT, NEXT_EXTENT, MIN_EXTENTS, MAX_EXTENTS, PCT_INCREASE, FREELISTS,
  FREELIST_GROUPS, LOGGING:3, BACKED_UP:1, NUM_ROWS, BLOCKS, EMPTY_BLOCKS, AVG_SPACE, CHAIN_CNT, AVG_ROW_LEN,
  AVG_SPACE_FREELIST_BLOCKS, NUM_FREELIST_BLOCKS, DEGREE:10, INSTANCES:10, CACHE:5, TABLE_LOCK:8, SAMPLE_SIZE,
  LAST_ANALYZED:date, PARTITIONED:3, IOT_TYPE:12, TEMPORARY:1, SECONDARY:1, NESTED:3, BUFFER_POOL:7,
  FLASH_CACHE:7, CELL_FLASH_CACHE:7, ROW_MOVEMENT:8, GLOBAL_STATS:3, USER_STATS:3, DURATION:15, SKIP_CORRUPT:8,
  MONITORING:3, CLUSTER_OWNER:128, DEPENDENCIES:8, COMPRESSION:8, COMPRESS_FOR:30, DROPPED:3, READ_ONLY:3,
  SEGMENT_CREATED:3, RESULT_CACHE:7, CLUSTERING:3, ACTIVITY_TRACKING:23, DML_TIMESTAMP:25, HAS_IDENTITY:3,
  CONTAINER_DATA:3, INMEMORY:8, INMEMORY_PRIORITY:8, INMEMORY_DISTRIBUTE:15, INMEMORY_COMPRESSION:17,
  INMEMORY_DUPLICATE:13, DEFAULT_COLLATION:100, DUPLICATED:1, SYNCHRONOUS_DUPLICATED:1@23, SHARDED:1,
  EXTERNALLY_SHARDED:1@21, EXTERNALLY_DUPLICATED:1@21, EXTERNAL:3, HYBRID:3@19, CELLMEMORY:24,
  CONTAINERS_DEFAULT:3, CONTAINER_MAP:3, EXTENDED_DATA_LINK:3, EXTENDED_DATA_LINK_MAP:3, INMEMORY_SERVICE:12,
  INMEMORY_SERVICE_NAME:1000, CONTAINER_MAP_OBJECT:3, MEMOPTIMIZE_READ:8@18, MEMOPTIMIZE_WRITE:8@18,
  HAS_SENSITIVE_COLUMN:3@18, ADMIT_NULL:3@19, DATA_LINK_DML_ENABLED:3@19, LOGICAL_REPLICATION:8@19, STAGING:3@23,
  ROW_CHANGE_TRACKING:3@23, HAS_RESERVABLE_COLUMN:3@23`;

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
