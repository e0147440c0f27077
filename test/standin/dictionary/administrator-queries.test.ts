import { beforeAll, expect, test } from 'vitest';
import { openShop } from './shop-database.ts';
import type { Question } from './shop-database.ts';
import type { SqlReading } from './sql-reading.ts';

/** What administrators, auditors and users of other schemas ask. */
let reading: SqlReading;

beforeAll(async () => {
  reading = await openShop();
});

const OTHERS: readonly Question[] = [
  {
    asks: 'what has a clerk been given',
    user: 'CLERK',
    query:
      "select owner, table_name, privilege, type from user_tab_privs where owner = 'SHOP' order by table_name, privilege",
    answer: [
      ['SHOP', 'CUSTOMERS', 'SELECT', 'TABLE'],
      ['SHOP', 'CUSTOMERS', 'UPDATE', 'TABLE'],
      ['SHOP', 'ORDER_SEQ', 'SELECT', 'SEQUENCE'],
    ],
  },
  {
    asks: 'what does a clerk see of the shop',
    user: 'CLERK',
    query: `select owner, table_name from all_tables where owner = 'SHOP'
            union all select sequence_owner, sequence_name from all_sequences order by 2`,
    answer: [
      ['SHOP', 'CUSTOMERS'],
      ['SHOP', 'ORDER_SEQ'],
    ],
  },
  {
    asks: 'which indexes on visible tables does a clerk see',
    user: 'CLERK',
    query:
      "select index_name from all_indexes where table_owner = 'SHOP' and table_name = 'CUSTOMERS' and index_type <> 'LOB' order by index_name",
    answer: [['CUSTOMERS_EMAIL_UK'], ['CUSTOMERS_NAME_I'], ['CUSTOMERS_PK']],
  },
  {
    asks: 'a granted V$ view answers',
    user: 'CLERK',
    query: 'select instance_name, status, version, parallel from v$instance',
    answer: [['orcl', 'OPEN', '19.0.0.0.0', 'NO']],
  },
  {
    asks: 'how many tables has each schema of mine',
    user: 'AUDITOR',
    query: "select owner, count(*) from dba_tables where owner in ('SHOP', 'CLERK') group by owner",
    answer: [['SHOP', '6']],
  },
  {
    asks: 'which accounts are open and whose are they',
    user: 'AUDITOR',
    query: `select username, account_status, default_tablespace, oracle_maintained from dba_users
             where oracle_maintained = 'N' or username like 'SYS%' order by username`,
    answer: [
      ['AUDITOR', 'OPEN', 'USERS', 'N'],
      ['CLERK', 'OPEN', 'USERS', 'N'],
      ['SHOP', 'OPEN', 'USERS', 'N'],
      ['SYS', 'OPEN', 'SYSTEM', 'Y'],
      ['SYSTEM', 'OPEN', 'SYSTEM', 'Y'],
    ],
  },
  {
    asks: 'which roles were granted to people',
    user: 'AUDITOR',
    query: `select r.grantee, r.granted_role, r.admin_option from dba_role_privs r
              join dba_users u on u.username = r.grantee where u.oracle_maintained = 'N' order by 1, 2`,
    answer: [
      ['AUDITOR', 'SELECT_CATALOG_ROLE', 'NO'],
      ['SHOP', 'CONNECT', 'NO'],
      ['SHOP', 'RESOURCE', 'NO'],
    ],
  },
  {
    asks: 'what does RESOURCE contain',
    user: 'AUDITOR',
    query: "select count(*), min(privilege) from dba_sys_privs where grantee = 'RESOURCE'",
    answer: [['8', 'CREATE CLUSTER']],
  },
  {
    asks: 'does the database archive and log supplementally',
    user: 'AUDITOR',
    query: 'select name, log_mode, supplemental_log_data_min, force_logging, open_mode, database_role from v$database',
    answer: [['ORCL', 'ARCHIVELOG', 'YES', 'NO', 'READ WRITE', 'PRIMARY']],
  },
  {
    asks: 'does CURRENT_SCN grow',
    user: 'AUDITOR',
    query: 'select sign(b.current_scn - 1000000) from v$database b',
    answer: [['1']],
  },
  {
    asks: 'which redo log is written now',
    user: 'AUDITOR',
    query: `select l.group#, l.thread#, l.members, f.type from v$log l join v$logfile f on f.group# = l.group#
             where l.status = 'CURRENT' and f.status is null`,
    answer: [['1', '1', '1', 'ONLINE']],
  },
  {
    asks: 'where does it archive to',
    user: 'AUDITOR',
    query: "select dest_name, type from v$archive_dest_status where status = 'VALID'",
    answer: [['LOG_ARCHIVE_DEST_1', 'LOCAL']],
  },
  {
    asks: 'what does the release call itself',
    user: 'CLERK',
    query: 'select banner from v$version',
    answer: [['Oracle Database 19c Enterprise Edition Release 19.0.0.0.0 - Production']],
  },
  {
    asks: 'which character sets',
    user: 'CLERK',
    query: `select parameter, value from nls_database_parameters where parameter like '%CHARACTERSET' order by parameter`,
    answer: [
      ['NLS_CHARACTERSET', 'AL32UTF8'],
      ['NLS_NCHAR_CHARACTERSET', 'AL16UTF16'],
    ],
  },
  {
    asks: 'how are the parameters set',
    user: 'AUDITOR',
    query:
      "select name, value, isdefault from v$parameter where name in ('db_block_size', 'undo_retention', 'compatible') order by 1",
    answer: [
      ['compatible', '19.0.0', 'FALSE'],
      ['db_block_size', '8192', 'FALSE'],
      ['undo_retention', '900', 'TRUE'],
    ],
  },
  {
    asks: 'which tablespaces hold data',
    user: 'AUDITOR',
    query: "select tablespace_name from dba_tablespaces where contents = 'PERMANENT' order by 1",
    answer: [['SYSAUX'], ['SYSTEM'], ['USERS']],
  },
  {
    asks: 'where do the extents of a table lie, and does the object know its data object',
    user: 'AUDITOR',
    query: `select e.extent_id, e.blocks, e.bytes, decode(o.data_object_id, null, 'none', 'some')
              from dba_extents e join dba_objects o on o.owner = e.owner and o.object_name = e.segment_name
             where e.owner = 'SHOP' and e.segment_name = 'ORDERS' and o.object_type = 'TABLE'`,
    answer: [['0', '8', '65536', 'some']],
  },
  {
    asks: 'is the file of an extent known',
    user: 'AUDITOR',
    query: `select distinct f.tablespace_name from dba_extents e join dba_data_files f on f.file_id = e.file_id
             where e.owner = 'SHOP'`,
    answer: [['USERS']],
  },
  {
    asks: 'who is connected as whom',
    user: 'AUDITOR',
    query: "select username, status, type from v$session where username in ('CLERK', 'AUDITOR') order by username",
    answer: [
      ['AUDITOR', 'ACTIVE', 'USER'],
      ['CLERK', 'INACTIVE', 'USER'],
    ],
  },
  {
    asks: 'which dictionary views tell of log groups',
    user: 'CLERK',
    query: "select table_name from dict where table_name like 'ALL\\_LOG%' escape '\\' order by 1",
    answer: [['ALL_LOG_GROUPS'], ['ALL_LOG_GROUP_COLUMNS']],
  },
  {
    asks: 'what stands behind V$LOG',
    user: 'CLERK',
    query: "select owner, table_owner, table_name from all_synonyms where synonym_name = 'V$LOG'",
    answer: [['PUBLIC', 'SYS', 'V_$LOG']],
  },
];

test.each(OTHERS)('$asks', async ({ user, query, answer }) => {
  expect(await reading.query(user, query)).toEqual(answer);
});

const REFUSED: readonly (readonly [user: string, query: string, error: string])[] = [
  ['CLERK', 'select count(*) from dba_tables', 'ORA-00942'],
  ['CLERK', 'select current_scn from v$database', 'ORA-00942'],
  ['CLERK', 'select inst_id from gv$instance', 'ORA-00942'],
  ['CLERK', 'select id from shop.orders', 'ORA-00942'],
  ['AUDITOR', 'select id from shop.customers', 'ORA-00942'],
  ['AUDITOR', 'select row_count from dba_tables', 'ORA-00904'],
  ['AUDITOR', 'select owner from user_tables', 'ORA-00904'],
  ['AUDITOR', 'select hidden_column from all_tab_columns', 'ORA-00904'],
  ['AUDITOR', 'select version_full from product_component_versions', 'ORA-00942'],
  ['AUDITOR', 'select scn from v$logmnr_contents', 'ORA-01031'],
  ['AUDITOR', 'select scn from smon_scn_time', 'ORA-00942'],
];

test.each(REFUSED)('%s may not ask: %s', async (user, query, error) => {
  await expect(reading.query(user, query)).rejects.toThrow(error);
});

test('SYS.SMON_SCN_TIME is not among the objects of the catalog role: it needs a grant of its own', async () => {
  await expect(reading.query('AUDITOR', 'select count(*) from sys.smon_scn_time')).rejects.toThrow('ORA-00942');
  await reading.run('SYS', 'GRANT SELECT ON sys.smon_scn_time TO auditor');
  await expect(reading.query('AUDITOR', 'select count(*) from sys.smon_scn_time')).resolves.toHaveLength(1);
});

test('SELECT on a V_$ view opens its V$ synonym until it is revoked', async () => {
  await expect(reading.query('CLERK', 'select count(*) from v$log')).rejects.toThrow('ORA-00942');
  await reading.run('SYS', 'GRANT SELECT ON sys.v_$log TO clerk');
  await expect(reading.query('CLERK', 'select count(*) from v$log')).resolves.toEqual([['3']]);
  await expect(reading.query('CLERK', 'select count(*) from sys.v_$log')).resolves.toEqual([['3']]);
  await reading.run('SYS', 'REVOKE SELECT ON v_$log FROM clerk');
  await expect(reading.query('CLERK', 'select count(*) from v$log')).rejects.toThrow('ORA-00942');
});

test('a transaction shows in V$TRANSACTION until it ends, and joins its session', async () => {
  const open = `select s.username, t.status, t.used_urec from v$transaction t join v$session s on s.taddr = rawtohex(t.addr)`;
  await reading.run('SHOP', "INSERT INTO log_entries VALUES (SYSDATE, 'one')");
  expect(await reading.query('AUDITOR', open)).toEqual([['SHOP', 'ACTIVE', '1']]);
  const locked =
    'select o.object_name, l.locked_mode from v$locked_object l join dba_objects o on o.object_id = l.object_id';
  expect(await reading.query('AUDITOR', locked)).toEqual([['LOG_ENTRIES', '3']]);
  await reading.run('SHOP', 'ROLLBACK');
  expect(await reading.query('AUDITOR', open)).toEqual([]);
});

test('supplemental logging switched by ALTER DATABASE shows at once', async () => {
  await reading.run('SYS', 'ALTER DATABASE ADD SUPPLEMENTAL LOG DATA (PRIMARY KEY, UNIQUE) COLUMNS');
  const query = 'select supplemental_log_data_pk, supplemental_log_data_ui, supplemental_log_data_all from v$database';
  expect(await reading.query('AUDITOR', query)).toEqual([['YES', 'YES', 'NO']]);
  const inside = 'select minimal, primary_key, unique_index, foreign_key from dba_supplemental_logging';
  expect(await reading.query('AUDITOR', inside)).toEqual([['YES', 'YES', 'YES', 'NO']]);
  await reading.run('SYS', 'ALTER DATABASE DROP SUPPLEMENTAL LOG DATA (PRIMARY KEY, UNIQUE) COLUMNS');
  expect(await reading.query('AUDITOR', query)).toEqual([['NO', 'NO', 'NO']]);
});
