import type { Family, Form } from '../family.ts';
import { dateOf } from '../cell.ts';

const ALL_FORMS: readonly Form[] = ['ALL', 'DBA', 'USER', 'CDB'];

/** Kinds of objects that the stand-in cannot create: their views exist and are empty. */
const empty = (base: string, columns: string, userLacks: readonly string[], comment: string): Family => ({
  base,
  columns,
  forms: ALL_FORMS,
  userLacks,
  comment,
  rows: () => [],
});

export const CLUSTERS = empty(
  'CLUSTERS',
  `
  OWNER:128!, CLUSTER_NAME:128!, TABLESPACE_NAME:30, PCT_FREE, PCT_USED, KEY_SIZE, INI_TRANS, MAX_TRANS,
  INITIAL_EXTENT, NEXT_EXTENT, MIN_EXTENTS, MAX_EXTENTS, PCT_INCREASE, FREELISTS, FREELIST_GROUPS,
  AVG_BLOCKS_PER_KEY, CLUSTER_TYPE:5, FUNCTION:15, HASHKEYS, DEGREE:10, INSTANCES:10, CACHE:5, BUFFER_POOL:7,
  FLASH_CACHE:7, CELL_FLASH_CACHE:7, SINGLE_TABLE:5, DEPENDENCIES:8`,
  ['OWNER'],
  'Clusters',
);

export const QUEUE_TABLES = empty(
  'QUEUE_TABLES',
  `
  OWNER:128, QUEUE_TABLE:128, TYPE:9, OBJECT_TYPE:257, SORT_ORDER:22, RECIPIENTS:8, MESSAGE_GROUPING:13,
  REPLICATION_MODE:22, COMPATIBLE:6, PRIMARY_INSTANCE, SECONDARY_INSTANCE, OWNER_INSTANCE, USER_COMMENT:50,
  SECURE:3`,
  ['OWNER'],
  'Queue tables',
);

export const NESTED_TABLES = empty(
  'NESTED_TABLES',
  `
  OWNER:128, TABLE_NAME:128, TABLE_TYPE_OWNER:128, TABLE_TYPE_NAME:128, PARENT_TABLE_NAME:128,
  PARENT_TABLE_COLUMN:4000, STORAGE_SPEC:30, RETURN_TYPE:20, ELEMENT_SUBSTITUTABLE:25`,
  ['OWNER'],
  'Nested tables',
);

export const ENCRYPTED_COLUMNS = empty(
  'ENCRYPTED_COLUMNS',
  `
  OWNER:128!, TABLE_NAME:128!, COLUMN_NAME:128!, ENCRYPTION_ALG:29, SALT:3, INTEGRITY_ALG:12`,
  ['OWNER'],
  'Encrypted columns',
);

export const MVIEW_LOGS = empty(
  'MVIEW_LOGS',
  `
  LOG_OWNER:128, MASTER:128, LOG_TABLE:128, LOG_TRIGGER:128, ROWIDS:3, PRIMARY_KEY:3, OBJECT_ID:3,
  FILTER_COLUMNS:3, SEQUENCE:3, INCLUDE_NEW_VALUES:3, PURGE_ASYNCHRONOUS:3, PURGE_DEFERRED:3, PURGE_START:date,
  PURGE_INTERVAL:200, LAST_PURGE_DATE:date, LAST_PURGE_STATUS, NUM_ROWS_PURGED, COMMIT_SCN_BASED:3, STAGING_LOG:3`,
  [],
  'Materialized view logs',
);

export const TAB_HISTOGRAMS = empty(
  'TAB_HISTOGRAMS',
  `
  OWNER:128, TABLE_NAME:128, COLUMN_NAME:4000, ENDPOINT_NUMBER, ENDPOINT_VALUE, ENDPOINT_ACTUAL_VALUE:4000,
  ENDPOINT_ACTUAL_VALUE_RAW:raw1000, ENDPOINT_REPEAT_COUNT, SCOPE:7`,
  ['OWNER'],
  'Histograms of columns',
);

export const TAB_MODIFICATIONS = empty(
  'TAB_MODIFICATIONS',
  `
  TABLE_OWNER:128, TABLE_NAME:128, PARTITION_NAME:128, SUBPARTITION_NAME:128, INSERTS, UPDATES, DELETES,
  TIMESTAMP:date, TRUNCATED:3, DROP_SEGMENTS`,
  ['TABLE_OWNER'],
  'Modifications since statistics were gathered',
);

export const DIRECTORIES: Family = {
  ...empty(
    'DIRECTORIES',
    `
  OWNER:128!, DIRECTORY_NAME:128!, DIRECTORY_PATH:4000, ORIGIN_CON_ID`,
    [],
    'Directory objects',
  ),
  forms: ['ALL', 'DBA', 'CDB'],
};

/** External tables are known by name only: where their data lies is not kept. */
export const EXTERNAL_TABLES: Family = {
  base: 'EXTERNAL_TABLES',
  columns: `
  OWNER:128!, TABLE_NAME:128!, TYPE_OWNER:char3, TYPE_NAME:128, DEFAULT_DIRECTORY_OWNER:char3,
  DEFAULT_DIRECTORY_NAME:128, REJECT_LIMIT:40, ACCESS_TYPE:7, ACCESS_PARAMETERS:clob, PROPERTY:10, INMEMORY:8,
  INMEMORY_COMPRESSION:17`,
  forms: ALL_FORMS,
  userLacks: ['OWNER'],
  comment: 'External tables',
  *rows(reader) {
    for (const table of reader.tables()) {
      if (!table.external) continue;
      yield {
        OWNER: table.owner,
        TABLE_NAME: table.name,
        TYPE_OWNER: 'SYS',
        TYPE_NAME: 'ORACLE_LOADER',
        DEFAULT_DIRECTORY_OWNER: 'SYS',
        REJECT_LIMIT: '0',
        ACCESS_TYPE: 'CLOB',
        PROPERTY: 'ALL',
        INMEMORY: 'DISABLED',
      };
    }
  },
};

/** Object types are kept as text: attributes and methods are not counted. */
export const TYPES: Family = {
  base: 'TYPES',
  columns: `
  OWNER:128, TYPE_NAME:128, TYPE_OID:raw16, TYPECODE:128, ATTRIBUTES, METHODS, PREDEFINED:3, INCOMPLETE:3,
  FINAL:3, INSTANTIABLE:3, PERSISTABLE:3, SUPERTYPE_OWNER:128, SUPERTYPE_NAME:128, LOCAL_ATTRIBUTES,
  LOCAL_METHODS, TYPEID:raw16`,
  forms: ALL_FORMS,
  userLacks: ['OWNER'],
  comment: 'Object types and collections',
  *rows(reader) {
    for (const unit of reader.context.catalog.storedUnits()) {
      if (unit.kind !== 'TYPE') continue;
      if (!reader.wants('OWNER', unit.owner) || !reader.wants('TYPE_NAME', unit.name)) continue;
      if (!reader.shows(unit.owner, (sight) => sight.code(unit.owner, unit.name))) continue;
      yield {
        OWNER: unit.owner,
        TYPE_NAME: unit.name,
        TYPECODE: /\b(TABLE|VARRAY|VARYING)\b/i.test(unit.text) ? 'COLLECTION' : 'OBJECT',
        PREDEFINED: 'NO',
        INCOMPLETE: 'NO',
        FINAL: 'YES',
        INSTANTIABLE: 'YES',
        PERSISTABLE: 'YES',
      };
    }
  },
};

/** A materialized view is a table with a query; the stand-in refreshes none. The USER_ form has OWNER. */
export const MVIEWS: Family = {
  base: 'MVIEWS',
  columns: `
  OWNER:128!, MVIEW_NAME:128!, CONTAINER_NAME:128!, QUERY:long, QUERY_LEN:number38, UPDATABLE:1, UPDATE_LOG:128,
  MASTER_ROLLBACK_SEG:128, MASTER_LINK:128, REWRITE_ENABLED:1, REWRITE_CAPABILITY:9, REFRESH_MODE:6,
  REFRESH_METHOD:8, BUILD_MODE:9, FAST_REFRESHABLE:18, LAST_REFRESH_TYPE:8, LAST_REFRESH_DATE:date,
  LAST_REFRESH_END_TIME:date, STALENESS:19, AFTER_FAST_REFRESH:19, UNKNOWN_PREBUILT:1, UNKNOWN_PLSQL_FUNC:1,
  UNKNOWN_EXTERNAL_TABLE:1, UNKNOWN_CONSIDER_FRESH:1, UNKNOWN_IMPORT:1, UNKNOWN_TRUSTED_FD:1, COMPILE_STATE:19,
  USE_NO_INDEX:1, STALE_SINCE:date, NUM_PCT_TABLES, NUM_FRESH_PCT_REGIONS, NUM_STALE_PCT_REGIONS,
  SEGMENT_CREATED:3, EVALUATION_EDITION:128, UNUSABLE_BEFORE:128, UNUSABLE_BEGINNING:128, DEFAULT_COLLATION:100,
  ON_QUERY_COMPUTATION:1, AUTO:3@21`,
  forms: ALL_FORMS,
  userLacks: [],
  comment: 'Materialized views',
  *rows(reader) {
    for (const table of reader.tables('OWNER', 'MVIEW_NAME')) {
      if (table.materializedView === null) continue;
      const { queryText } = table.materializedView;
      yield {
        OWNER: table.owner,
        MVIEW_NAME: table.name,
        CONTAINER_NAME: table.name,
        QUERY: queryText,
        QUERY_LEN: queryText.length,
        UPDATABLE: 'N',
        REWRITE_ENABLED: 'N',
        REWRITE_CAPABILITY: 'GENERAL',
        REFRESH_MODE: 'DEMAND',
        REFRESH_METHOD: 'FORCE',
        BUILD_MODE: 'IMMEDIATE',
        FAST_REFRESHABLE: 'NO',
        LAST_REFRESH_TYPE: 'COMPLETE',
        LAST_REFRESH_DATE: dateOf(table.createdAtMs),
        LAST_REFRESH_END_TIME: dateOf(table.createdAtMs),
        STALENESS: 'FRESH',
        AFTER_FAST_REFRESH: 'NA',
        UNKNOWN_PREBUILT: 'N',
        UNKNOWN_PLSQL_FUNC: 'N',
        UNKNOWN_EXTERNAL_TABLE: 'N',
        UNKNOWN_CONSIDER_FRESH: 'N',
        UNKNOWN_IMPORT: 'N',
        UNKNOWN_TRUSTED_FD: 'N',
        COMPILE_STATE: 'VALID',
        USE_NO_INDEX: 'N',
        NUM_PCT_TABLES: 0,
        SEGMENT_CREATED: 'YES',
        DEFAULT_COLLATION: 'USING_NLS_COMP',
        ON_QUERY_COMPUTATION: 'N',
        AUTO: 'NO',
      };
    }
  },
};
