import type { Row } from '../cell.ts';
import { dateOf, yesNo } from '../cell.ts';
import { databaseNls, INSTANCE_NLS, NLS_DEFAULTS, sessionNls } from '../nls-parameters.ts';
import type { DictionaryContext, ViewDefinition } from '../view.ts';

const REGISTRY_COLUMNS = `
  COMP_ID:30!, COMP_NAME:255, VERSION:30, VERSION_FULL:30@18, STATUS:11, MODIFIED:20, NAMESPACE:30, CONTROL:128,
  SCHEMA:128, PROCEDURE:61, STARTUP:8, PARENT_ID:30, OTHER_SCHEMAS:4000`;

const PDB_COLUMNS = `
  PDB_ID!, PDB_NAME:128!, DBID!, CON_UID!, GUID:raw16, STATUS:10, CREATION_SCN, VSN, LOGGING:9, FORCE_LOGGING:3,
  FORCE_NOLOGGING:3, APPLICATION_ROOT:3, APPLICATION_PDB:3, APPLICATION_SEED:3, APPLICATION_ROOT_CON_ID,
  IS_PROXY_PDB:3, CON_ID, UPGRADE_PRIORITY, APPLICATION_CLONE:3, FOREIGN_CDB_DBID, UNPLUG_SCN, FOREIGN_PDB_ID,
  CREATION_TIME:date, REFRESH_MODE:6, REFRESH_INTERVAL, TEMPLATE:3, LAST_REFRESH_SCN, TENANT_ID:255,
  SNAPSHOT_MODE:6, SNAPSHOT_INTERVAL, CREDENTIAL_NAME:262@19`;

const IN_DOUBT_COLUMNS = `
  LOCAL_TRAN_ID:22!, GLOBAL_TRAN_ID:169, STATE:16!, MIXED:3, ADVICE:1, TRAN_COMMENT:255, FAIL_TIME:date!,
  FORCE_TIME:date, RETRY_TIME:date!, OS_USER:64, OS_TERMINAL:255, HOST:128, DB_USER:128, COMMIT#:16`;

const SUPPLEMENTAL_COLUMNS = `
  MINIMAL:3, PRIMARY_KEY:3, UNIQUE_INDEX:3, FOREIGN_KEY:3, ALL_COLUMN:3, PROCEDURAL:3, SUBSET_REP:3@19`;

const RECYCLEBIN_COLUMNS = `
  OWNER:128!, OBJECT_NAME:128!, ORIGINAL_NAME:128, OPERATION:9, TYPE:25, TS_NAME:30, CREATETIME:19, DROPTIME:19,
  DROPSCN, PARTITION_NAME:128, CAN_UNDROP:3, CAN_PURGE:3, RELATED!, BASE_OBJECT!, PURGE_OBJECT!, SPACE`;

export const DATABASE_FACT_VIEWS: readonly ViewDefinition[] = [
  {
    name: 'NLS_DATABASE_PARAMETERS',
    audience: 'everyone',
    columns: 'PARAMETER:128!, VALUE:64',
    comment: 'Permanent NLS parameters of the database',
    *rows({ persona }) {
      for (const [name, value] of databaseNls(persona)) yield { PARAMETER: name, VALUE: value };
    },
  },
  {
    name: 'NLS_SESSION_PARAMETERS',
    audience: 'everyone',
    columns: 'PARAMETER:30, VALUE:64',
    comment: 'NLS parameters of the session',
    *rows({ session }) {
      for (const [name, value] of sessionNls(session.nls)) yield { PARAMETER: name, VALUE: value };
    },
  },
  {
    name: 'NLS_INSTANCE_PARAMETERS',
    audience: 'everyone',
    columns: 'PARAMETER:30, VALUE:64',
    comment: 'NLS parameters of the instance',
    *rows() {
      for (const [name, value] of NLS_DEFAULTS) yield { PARAMETER: name, VALUE: INSTANCE_NLS.has(name) ? value : null };
    },
  },
  {
    name: 'DATABASE_PROPERTIES',
    audience: 'everyone',
    columns: 'PROPERTY_NAME:128!, PROPERTY_VALUE:4000, DESCRIPTION:4000',
    comment: 'Permanent database properties',
    rows: databaseProperties,
  },
  {
    name: 'PRODUCT_COMPONENT_VERSION',
    audience: 'everyone',
    columns: 'PRODUCT:80, VERSION:80, VERSION_FULL:80@18, STATUS:80',
    comment: 'Version and status information of component products',
    *rows({ persona }) {
      for (const { product, status } of persona.products) {
        yield { PRODUCT: product, VERSION: persona.version, VERSION_FULL: persona.versionFull, STATUS: status };
      }
    },
  },
  {
    name: 'GLOBAL_NAME',
    audience: 'everyone',
    columns: 'GLOBAL_NAME:4000',
    comment: 'Global database name',
    rows: ({ persona }) => [{ GLOBAL_NAME: persona.container.conId > 1 ? persona.container.name : persona.globalName }],
  },
  {
    name: 'DICTIONARY',
    synonyms: ['DICTIONARY', 'DICT'],
    audience: 'everyone',
    columns: 'TABLE_NAME:128, COMMENTS:4000',
    comment: 'Description of data dictionary tables and views',
    *rows({ dictionary }) {
      for (const [synonym, view] of dictionary.synonyms()) yield { TABLE_NAME: synonym, COMMENTS: view.comment };
    },
  },
  {
    name: 'DICT_COLUMNS',
    audience: 'everyone',
    columns: 'TABLE_NAME:128, COLUMN_NAME:128, COMMENTS:4000',
    comment: 'Columns of data dictionary tables and views',
    *rows({ dictionary }, filter) {
      for (const [synonym, view] of dictionary.synonyms()) {
        if (filter.get('TABLE_NAME')?.includes(synonym) === false) continue;
        for (const column of view.columns) yield { TABLE_NAME: synonym, COLUMN_NAME: column.name };
      }
    },
  },
  {
    name: 'DBA_REGISTRY',
    audience: 'catalog',
    columns: REGISTRY_COLUMNS,
    comment: 'Components loaded into the database',
    *rows({ persona }) {
      const components = [
        ['CATALOG', 'Oracle Database Catalog Views'],
        ['CATPROC', 'Oracle Database Packages and Types'],
      ] as const;
      for (const [id, name] of components) {
        yield {
          COMP_ID: id,
          COMP_NAME: name,
          VERSION: persona.version,
          VERSION_FULL: persona.versionFull,
          STATUS: 'VALID',
          NAMESPACE: 'SERVER',
          CONTROL: 'SYS',
          SCHEMA: 'SYS',
        };
      }
    },
  },
  { name: 'DBA_PDBS', audience: 'catalog', columns: PDB_COLUMNS, comment: 'PDBs', rows: pluggableDatabases },
  { name: 'CDB_PDBS', audience: 'catalog', columns: PDB_COLUMNS, comment: 'PDBs', rows: pluggableDatabases },
  {
    name: 'DBA_2PC_PENDING',
    audience: 'catalog',
    columns: IN_DOUBT_COLUMNS,
    comment: 'Distributed transactions awaiting recovery',
    *rows({ instance, persona }) {
      for (const transaction of instance.inDoubt) {
        yield {
          LOCAL_TRAN_ID: transaction.localId,
          GLOBAL_TRAN_ID: transaction.globalId,
          STATE: transaction.state,
          MIXED: 'no',
          FAIL_TIME: dateOf(transaction.failedAtMs),
          RETRY_TIME: dateOf(transaction.failedAtMs),
          HOST: persona.hostName,
          DB_USER: transaction.user,
        };
      }
    },
  },
  {
    name: 'DBA_SUPPLEMENTAL_LOGGING',
    audience: 'catalog',
    columns: SUPPLEMENTAL_COLUMNS,
    comment: 'Supplemental logging of the container',
    rows: ({ instance }) => {
      const { supplemental } = instance.switches;
      return [
        {
          MINIMAL: yesNo(supplemental.minimal),
          PRIMARY_KEY: yesNo(supplemental.primaryKey),
          UNIQUE_INDEX: yesNo(supplemental.uniqueIndex),
          FOREIGN_KEY: yesNo(supplemental.foreignKey),
          ALL_COLUMN: yesNo(supplemental.allColumns),
          PROCEDURAL: yesNo(supplemental.procedural),
          SUBSET_REP: yesNo(supplemental.subsetReplication),
        },
      ];
    },
  },
  {
    name: 'SMON_SCN_TIME',
    synonyms: [],
    audience: 'base table',
    objectType: 'TABLE',
    columns: 'THREAD, TIME_MP, TIME_DP:date, SCN_WRP, SCN_BAS, NUM_MAPPINGS, TIM_SCN_MAP:raw1200, SCN, ORIG_THREAD',
    comment: 'SCNs by time',
    *rows({ instance }) {
      for (const { scn, atMs, thread } of instance.scnTimes) {
        yield {
          THREAD: 0,
          TIME_MP: Math.floor(atMs / 1000),
          TIME_DP: dateOf(atMs),
          SCN_WRP: scn >> 32n,
          SCN_BAS: scn & 0xffffffffn,
          NUM_MAPPINGS: 1,
          SCN: scn,
          ORIG_THREAD: thread,
        };
      }
    },
  },
  /** DROP TABLE purges in the stand-in: the recycle bin is always empty. */
  {
    name: 'DBA_RECYCLEBIN',
    audience: 'catalog',
    columns: RECYCLEBIN_COLUMNS,
    comment: 'Recycle bins of all users',
    rows: () => [],
  },
  {
    name: 'USER_RECYCLEBIN',
    synonyms: ['USER_RECYCLEBIN', 'RECYCLEBIN'],
    audience: 'everyone',
    columns: RECYCLEBIN_COLUMNS,
    lacks: new Set(['OWNER']),
    comment: 'Recycle bin of the user',
    rows: () => [],
  },
  {
    name: 'TAB',
    audience: 'everyone',
    columns: 'TNAME:128!, TABTYPE:13, CLUSTERID',
    comment: 'Tables, views and synonyms of the user',
    *rows({ catalog, session }) {
      for (const object of catalog.objects()) {
        if (object.owner !== session.user) continue;
        if (object.kind === 'TABLE' || object.kind === 'VIEW' || object.kind === 'SYNONYM') {
          yield { TNAME: object.name, TABTYPE: object.kind };
        }
      }
    },
  },
];

function* databaseProperties({ persona }: DictionaryContext): Iterable<Row> {
  const facts: readonly (readonly [string, string | null, string])[] = [
    ['DICT.BASE', '2', 'dictionary base tables version #'],
    ['DEFAULT_TEMP_TABLESPACE', 'TEMP', 'Name of default temporary tablespace'],
    ['DEFAULT_PERMANENT_TABLESPACE', 'USERS', 'Name of default permanent tablespace'],
    ['DEFAULT_EDITION', 'ORA$BASE', 'Name of the database default edition'],
    ['Flashback Timestamp TimeZone', 'GMT', 'Flashback timestamp created in GMT'],
    ['TDE_MASTER_KEY_ID', null, ''],
    ['DST_UPGRADE_STATE', 'NONE', 'State of Day Light Saving Time Upgrade'],
    ['DST_PRIMARY_TT_VERSION', '32', 'Version of primary timezone data file'],
    ['DST_SECONDARY_TT_VERSION', '0', 'Version of secondary timezone data file'],
    ['DEFAULT_TBS_TYPE', 'SMALLFILE', 'Default tablespace type'],
    ['GLOBAL_DB_NAME', persona.globalName, 'Global database name'],
    ['DBTIMEZONE', '00:00', 'DB time zone'],
    ['EXPORT_VIEWS_VERSION', '8', 'Export views revision #'],
    ['MAX_STRING_SIZE', 'STANDARD', 'MAX_STRING_SIZE parameter used for dictionary metadata'],
  ];
  for (const [name, value, description] of facts) {
    yield { PROPERTY_NAME: name, PROPERTY_VALUE: value, DESCRIPTION: description };
  }
  for (const [name, value] of databaseNls(persona)) {
    yield { PROPERTY_NAME: name, PROPERTY_VALUE: value, DESCRIPTION: name.replaceAll('_', ' ') };
  }
}

function* pluggableDatabases({ persona }: DictionaryContext): Iterable<Row> {
  const { container } = persona;
  if (!persona.cdb || container.conId === 1) return;
  yield {
    PDB_ID: container.conId,
    PDB_NAME: container.name,
    DBID: container.dbid,
    CON_UID: container.dbid,
    STATUS: 'NORMAL',
    CREATION_SCN: persona.resetlogsScn,
    LOGGING: 'LOGGING',
    FORCE_LOGGING: 'NO',
    FORCE_NOLOGGING: 'NO',
    APPLICATION_ROOT: 'NO',
    APPLICATION_PDB: 'NO',
    APPLICATION_SEED: 'NO',
    IS_PROXY_PDB: 'NO',
    CON_ID: container.conId,
    APPLICATION_CLONE: 'NO',
    CREATION_TIME: dateOf(persona.createdAtMs),
    REFRESH_MODE: 'NONE',
    TEMPLATE: 'NO',
    SNAPSHOT_MODE: 'MANUAL',
  };
}
