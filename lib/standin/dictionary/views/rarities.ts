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
  OWNER:2!, CLUSTER_NAME:2!, TABLESPACE_NAME:2, PCT_FREE, PCT_USED, KEY_SIZE, INI_TRANS, MAX_TRANS,
  INITIAL_EXTENT, NEXT_EXTENT, MIN_EXTENTS, MAX_EXTENTS, PCT_INCREASE, FREELISTS, FREELIST_GROUPS,
  AVG_BLOCKS_PER_KEY, CLUSTER_TYPE:2, FUNCTION:2, HASHKEYS, DEGREE:2, INSTANCES:2, CACHE:2, BUFFER_POOL:2,
  FLASH_CACHE:2, CELL_FLASH_CACHE:2, SINGLE_TABLE:2, DEPENDENCIES:2`,
  ['OWNER'],
  'Clusters',
);

export const QUEUE_TABLES = empty(
  'QUEUE_TABLES',
  `
  OWNER:2, QUEUE_TABLE:2, TYPE:2, OBJECT_TYPE:2, SORT_ORDER:2, RECIPIENTS:2, MESSAGE_GROUPING:2,
  REPLICATION_MODE:2, COMPATIBLE:2, PRIMARY_INSTANCE, SECONDARY_INSTANCE, OWNER_INSTANCE, USER_COMMENT:2, SECURE:2`,
  ['OWNER'],
  'Queue tables',
);

export const NESTED_TABLES = empty(
  'NESTED_TABLES',
  `
  OWNER:2, TABLE_NAME:2, TABLE_TYPE_OWNER:2, TABLE_TYPE_NAME:2, PARENT_TABLE_NAME:2, PARENT_TABLE_COLUMN:2,
  STORAGE_SPEC:2, RETURN_TYPE:2, ELEMENT_SUBSTITUTABLE:2`,
  ['OWNER'],
  'Nested tables',
);

export const ENCRYPTED_COLUMNS = empty(
  'ENCRYPTED_COLUMNS',
  `
  OWNER:2!, TABLE_NAME:2!, COLUMN_NAME:2!, ENCRYPTION_ALG:2, SALT:2, INTEGRITY_ALG:2`,
  ['OWNER'],
  'Encrypted columns',
);

export const MVIEW_LOGS = empty(
  'MVIEW_LOGS',
  `
  LOG_OWNER:2, MASTER:2, LOG_TABLE:2, LOG_TRIGGER:2, ROWIDS:2, PRIMARY_KEY:2, OBJECT_ID:2, FILTER_COLUMNS:2,
  SEQUENCE:2, INCLUDE_NEW_VALUES:2, PURGE_ASYNCHRONOUS:2, PURGE_DEFERRED:2, PURGE_START:date, PURGE_INTERVAL:2,
  LAST_PURGE_DATE:date, LAST_PURGE_STATUS, NUM_ROWS_PURGED, COMMIT_SCN_BASED:2, STAGING_LOG:2`,
  [],
  'Materialized view logs',
);

/** External tables are known by name only: where their data lies is not kept. */
export const EXTERNAL_TABLES: Family = {
  base: 'EXTERNAL_TABLES',
  columns: `
  OWNER:2!, TABLE_NAME:2!, TYPE_OWNER:char3, TYPE_NAME:2, DEFAULT_DIRECTORY_OWNER:char3, DEFAULT_DIRECTORY_NAME:2,
  REJECT_LIMIT:2, ACCESS_TYPE:2, ACCESS_PARAMETERS:clob, PROPERTY:2, INMEMORY:2, INMEMORY_COMPRESSION:2`,
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
  OWNER:2, TYPE_NAME:2, TYPE_OID:raw16, TYPECODE:2, ATTRIBUTES, METHODS, PREDEFINED:2, INCOMPLETE:2, FINAL:2,
  INSTANTIABLE:2, PERSISTABLE:2, SUPERTYPE_OWNER:2, SUPERTYPE_NAME:2, LOCAL_ATTRIBUTES, LOCAL_METHODS,
  TYPEID:raw16`,
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
  OWNER:2!, MVIEW_NAME:2!, CONTAINER_NAME:2!, QUERY:long, QUERY_LEN:number38, UPDATABLE:2, UPDATE_LOG:2,
  MASTER_ROLLBACK_SEG:2, MASTER_LINK:2, REWRITE_ENABLED:2, REWRITE_CAPABILITY:2, REFRESH_MODE:2, REFRESH_METHOD:2,
  BUILD_MODE:2, FAST_REFRESHABLE:2, LAST_REFRESH_TYPE:2, LAST_REFRESH_DATE:date, LAST_REFRESH_END_TIME:date,
  STALENESS:2, AFTER_FAST_REFRESH:2, UNKNOWN_PREBUILT:2, UNKNOWN_PLSQL_FUNC:2, UNKNOWN_EXTERNAL_TABLE:2,
  UNKNOWN_CONSIDER_FRESH:2, UNKNOWN_IMPORT:2, UNKNOWN_TRUSTED_FD:2, COMPILE_STATE:2, USE_NO_INDEX:2,
  STALE_SINCE:date, NUM_PCT_TABLES, NUM_FRESH_PCT_REGIONS, NUM_STALE_PCT_REGIONS, SEGMENT_CREATED:2,
  EVALUATION_EDITION:2, UNUSABLE_BEFORE:2, UNUSABLE_BEGINNING:2, DEFAULT_COLLATION:2, ON_QUERY_COMPUTATION:2,
  AUTO:3@21`,
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
