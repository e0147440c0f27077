import { beforeAll, expect, test } from 'vitest';
import { SqlReading } from './sql-reading.ts';

/** Questions administrators ask of a small shop, with answers worked out by hand from the script below. */
const reading = new SqlReading();

const ACCOUNTS = [
  'CREATE USER shop IDENTIFIED BY "secret1" DEFAULT TABLESPACE users QUOTA UNLIMITED ON users',
  'GRANT CONNECT, RESOURCE, CREATE VIEW, CREATE SYNONYM TO shop',
  'CREATE USER auditor IDENTIFIED BY "secret2"',
  'GRANT CREATE SESSION, SELECT_CATALOG_ROLE TO auditor',
  'CREATE USER clerk IDENTIFIED BY "secret3"',
  'GRANT CREATE SESSION TO clerk',
  'GRANT SELECT ON v_$instance TO clerk',
];

const SHOP = [
  `CREATE TABLE customers (
     id NUMBER(10) CONSTRAINT customers_pk PRIMARY KEY,
     name VARCHAR2(100 CHAR) NOT NULL,
     email VARCHAR2(200),
     created DATE DEFAULT SYSDATE NOT NULL,
     credit NUMBER(12,2) DEFAULT 0,
     notes CLOB,
     CONSTRAINT customers_email_uk UNIQUE (email),
     CONSTRAINT customers_credit_ck CHECK (credit >= 0))`,
  `CREATE TABLE orders (
     id NUMBER(12) CONSTRAINT orders_pk PRIMARY KEY,
     customer_id NUMBER(10) NOT NULL,
     placed TIMESTAMP(3),
     state CHAR(1) DEFAULT 'N',
     total NUMBER,
     CONSTRAINT orders_customer_fk FOREIGN KEY (customer_id) REFERENCES customers (id) ON DELETE CASCADE)`,
  `CREATE TABLE order_lines (
     order_id NUMBER(12),
     line NUMBER(4),
     product VARCHAR2(40),
     quantity INTEGER,
     CONSTRAINT order_lines_pk PRIMARY KEY (order_id, line),
     CONSTRAINT order_lines_order_fk FOREIGN KEY (order_id) REFERENCES orders (id))`,
  'CREATE TABLE log_entries (at DATE, text VARCHAR2(400))',
  `CREATE TABLE sales (day DATE NOT NULL, region VARCHAR2(10), amount NUMBER)
     PARTITION BY RANGE (day) (
       PARTITION p2023 VALUES LESS THAN (TO_DATE('2024-01-01', 'YYYY-MM-DD')),
       PARTITION pmax VALUES LESS THAN (MAXVALUE))`,
  'CREATE GLOBAL TEMPORARY TABLE work_area (k NUMBER) ON COMMIT PRESERVE ROWS',
  'CREATE INDEX orders_customer_i ON orders (customer_id)',
  'CREATE INDEX customers_name_i ON customers (UPPER(name))',
  'CREATE INDEX sales_day_i ON sales (day) LOCAL',
  'CREATE SEQUENCE order_seq START WITH 1000 INCREMENT BY 10 CACHE 20',
  "CREATE VIEW open_orders AS SELECT id, customer_id FROM orders WHERE state = 'N'",
  'CREATE SYNONYM cust FOR customers',
  "COMMENT ON TABLE customers IS 'People who buy'",
  "COMMENT ON COLUMN customers.email IS 'One each'",
  'ALTER TABLE orders ADD SUPPLEMENTAL LOG DATA (ALL) COLUMNS',
  'ALTER TABLE customers ADD SUPPLEMENTAL LOG GROUP customers_lg (id, email) ALWAYS',
  "INSERT INTO customers (id, name, email) VALUES (1, 'Ann', 'ann@example.org')",
  'INSERT INTO orders (id, customer_id, total) VALUES (10, 1, 5)',
  'COMMIT',
  'GRANT SELECT, UPDATE ON customers TO clerk',
  'GRANT SELECT ON order_seq TO clerk',
];

beforeAll(async () => {
  await reading.run('SYS', ...ACCOUNTS);
  await reading.run('SHOP', ...SHOP);
});

interface Question {
  readonly asks: string;
  readonly user: string;
  readonly query: string;
  readonly answer: readonly (readonly unknown[])[];
}

const OWN: readonly Question[] = [
  {
    asks: 'which tables do I have',
    user: 'SHOP',
    query: 'select table_name from user_tables order by table_name',
    answer: [['CUSTOMERS'], ['LOG_ENTRIES'], ['ORDERS'], ['ORDER_LINES'], ['SALES'], ['WORK_AREA']],
  },
  {
    asks: 'which tables have no primary key',
    user: 'SHOP',
    query: `select t.table_name from user_tables t
             where not exists (select 1 from user_constraints c where c.table_name = t.table_name and c.constraint_type = 'P')
             order by 1`,
    answer: [['LOG_ENTRIES'], ['SALES'], ['WORK_AREA']],
  },
  {
    asks: 'how many columns has each table and view',
    user: 'SHOP',
    query: 'select table_name, count(*) from user_tab_columns group by table_name order by table_name',
    answer: [
      ['CUSTOMERS', '6'],
      ['LOG_ENTRIES', '2'],
      ['OPEN_ORDERS', '2'],
      ['ORDERS', '5'],
      ['ORDER_LINES', '4'],
      ['SALES', '3'],
      ['WORK_AREA', '1'],
    ],
  },
  {
    asks: 'how is ORDERS built',
    user: 'SHOP',
    query: `SELECT column_id, column_name, data_type, data_length, data_precision, data_scale, nullable
              FROM cols WHERE table_name = 'ORDERS' ORDER BY column_id`,
    answer: [
      ['1', 'ID', 'NUMBER', '22', '12', '0', 'N'],
      ['2', 'CUSTOMER_ID', 'NUMBER', '22', '10', '0', 'N'],
      ['3', 'PLACED', 'TIMESTAMP(3)', '11', null, '3', 'Y'],
      ['4', 'STATE', 'CHAR', '1', null, null, 'Y'],
      ['5', 'TOTAL', 'NUMBER', '22', null, null, 'Y'],
    ],
  },
  {
    asks: 'how long may the texts be, in bytes and characters',
    user: 'SHOP',
    query: `select c.column_name, c.data_length, c.char_length, c.char_used from user_tab_columns c
             where c.table_name = 'CUSTOMERS' and c.data_type = 'VARCHAR2' order by c.column_id`,
    answer: [
      ['NAME', '400', '100', 'C'],
      ['EMAIL', '200', '200', 'B'],
    ],
  },
  {
    asks: 'INTEGER is a NUMBER without precision and with scale 0',
    user: 'SHOP',
    query: `select data_type, data_precision, data_scale from user_tab_columns
             where table_name = 'ORDER_LINES' and column_name = 'QUANTITY'`,
    answer: [['NUMBER', null, '0']],
  },
  {
    asks: 'which foreign keys lead where',
    user: 'SHOP',
    query: `select f.constraint_name child, f.table_name, p.table_name parent, f.delete_rule
              from user_constraints f join user_constraints p on p.owner = f.r_owner and p.constraint_name = f.r_constraint_name
             where f.constraint_type = 'R' order by f.constraint_name`,
    answer: [
      ['ORDERS_CUSTOMER_FK', 'ORDERS', 'CUSTOMERS', 'CASCADE'],
      ['ORDER_LINES_ORDER_FK', 'ORDER_LINES', 'ORDERS', 'NO ACTION'],
    ],
  },
  {
    asks: 'which columns make the keys',
    user: 'SHOP',
    query: `select constraint_name, listagg(column_name, ', ') within group (order by position) key
              from user_cons_columns where constraint_name like '%\\_PK' escape '\\' group by constraint_name order by 1`,
    answer: [
      ['CUSTOMERS_PK', 'ID'],
      ['ORDERS_PK', 'ID'],
      ['ORDER_LINES_PK', 'ORDER_ID, LINE'],
    ],
  },
  {
    asks: 'which keys are unique without being primary',
    user: 'SHOP',
    query: "select constraint_name, index_name, status, validated from user_constraints where constraint_type = 'U'",
    answer: [['CUSTOMERS_EMAIL_UK', 'CUSTOMERS_EMAIL_UK', 'ENABLED', 'VALIDATED']],
  },
  {
    asks: 'which conditions are checked, NOT NULL aside',
    user: 'SHOP',
    query: `select constraint_name, search_condition_vc from user_constraints
             where constraint_type = 'C' and search_condition_vc not like '% IS NOT NULL'`,
    answer: [['CUSTOMERS_CREDIT_CK', 'credit >= 0']],
  },
  {
    asks: 'which NOT NULL constraints have names the system made',
    user: 'SHOP',
    query: `select table_name, search_condition_vc from user_constraints
             where constraint_type = 'C' and generated = 'GENERATED NAME' and constraint_name like 'SYS\\_C%' escape '\\'
             order by table_name, 2`,
    answer: [
      ['CUSTOMERS', '"CREATED" IS NOT NULL'],
      ['CUSTOMERS', '"NAME" IS NOT NULL'],
      ['ORDERS', '"CUSTOMER_ID" IS NOT NULL'],
      ['SALES', '"DAY" IS NOT NULL'],
    ],
  },
  {
    asks: 'which columns may not be null',
    user: 'SHOP',
    query: `select column_name from user_tab_columns where table_name in ('ORDERS', 'ORDER_LINES') and nullable = 'N'
             order by table_name, column_id`,
    answer: [['ID'], ['CUSTOMER_ID'], ['ORDER_ID'], ['LINE']],
  },
  {
    asks: 'which columns have defaults, as written',
    user: 'SHOP',
    query: `select table_name, column_name, data_default from user_tab_columns
             where default_length is not null order by table_name, column_id`,
    answer: [
      ['CUSTOMERS', 'CREATED', 'SYSDATE'],
      ['CUSTOMERS', 'CREDIT', '0'],
      ['ORDERS', 'STATE', "'N'"],
    ],
  },
  {
    asks: 'which indexes are there, LOB indexes aside',
    user: 'SHOP',
    query: `select index_name, index_type, uniqueness, partitioned from user_indexes
             where index_type <> 'LOB' order by table_name, index_name`,
    answer: [
      ['CUSTOMERS_EMAIL_UK', 'NORMAL', 'UNIQUE', 'NO'],
      ['CUSTOMERS_NAME_I', 'FUNCTION-BASED NORMAL', 'NONUNIQUE', 'NO'],
      ['CUSTOMERS_PK', 'NORMAL', 'UNIQUE', 'NO'],
      ['ORDERS_CUSTOMER_I', 'NORMAL', 'NONUNIQUE', 'NO'],
      ['ORDERS_PK', 'NORMAL', 'UNIQUE', 'NO'],
      ['ORDER_LINES_PK', 'NORMAL', 'UNIQUE', 'NO'],
      ['SALES_DAY_I', 'NORMAL', 'NONUNIQUE', 'YES'],
    ],
  },
  {
    asks: 'what does the function-based index compute',
    user: 'SHOP',
    query: 'select index_name, column_expression, column_position from user_ind_expressions',
    answer: [['CUSTOMERS_NAME_I', 'UPPER("NAME")', '1']],
  },
  {
    asks: 'which columns has the composite key in its index',
    user: 'SHOP',
    query:
      "select column_name, column_position, descend from user_ind_columns where index_name = 'ORDER_LINES_PK' order by 2",
    answer: [
      ['ORDER_ID', '1', 'ASC'],
      ['LINE', '2', 'ASC'],
    ],
  },
  {
    asks: 'which foreign keys have no index on their first column',
    user: 'SHOP',
    query: `select c.table_name, c.constraint_name from user_constraints c
              join user_cons_columns cc on cc.constraint_name = c.constraint_name and cc.position = 1
             where c.constraint_type = 'R'
               and not exists (select null from user_ind_columns i
                                where i.table_name = c.table_name and i.column_name = cc.column_name and i.column_position = 1)`,
    answer: [],
  },
  {
    asks: 'how are the partitions bounded',
    user: 'SHOP',
    query:
      "select partition_name, partition_position, high_value from user_tab_partitions where table_name = 'SALES' order by 2",
    answer: [
      ['P2023', '1', "TO_DATE(' 2024-01-01 00:00:00', 'SYYYY-MM-DD HH24:MI:SS', 'NLS_CALENDAR=GREGORIAN')"],
      ['PMAX', '2', 'MAXVALUE'],
    ],
  },
  {
    asks: 'by what is SALES partitioned',
    user: 'SHOP',
    query: `select p.partitioning_type, p.partition_count, k.column_name
              from user_part_tables p join user_part_key_columns k on k.name = p.table_name and k.object_type = 'TABLE'`,
    answer: [['RANGE', '2', 'DAY']],
  },
  {
    asks: 'which index partitions are usable',
    user: 'SHOP',
    query: 'select index_name, partition_name, status from user_ind_partitions order by partition_position',
    answer: [
      ['SALES_DAY_I', 'P2023', 'USABLE'],
      ['SALES_DAY_I', 'PMAX', 'USABLE'],
    ],
  },
  {
    asks: 'which tables are temporary, and for how long',
    user: 'SHOP',
    query: "select table_name, duration, logging from user_tables where temporary = 'Y'",
    answer: [['WORK_AREA', 'SYS$SESSION', 'NO']],
  },
  {
    asks: 'which tables were never analyzed',
    user: 'SHOP',
    query: 'select count(*) from user_tables where last_analyzed is null and num_rows is null',
    answer: [['6']],
  },
  {
    asks: 'how do the sequences count',
    user: 'SHOP',
    query: 'select sequence_name, increment_by, cache_size, last_number, cycle_flag from user_sequences',
    answer: [['ORDER_SEQ', '10', '20', '1000', 'N']],
  },
  {
    asks: 'what do the views say',
    user: 'SHOP',
    query: 'select view_name, text, text_length, read_only from user_views',
    answer: [['OPEN_ORDERS', "SELECT id, customer_id FROM orders WHERE state = 'N'", '52', 'N']],
  },
  {
    asks: 'on what does the view stand',
    user: 'SHOP',
    query:
      "select referenced_owner, referenced_name, referenced_type from user_dependencies where name = 'OPEN_ORDERS'",
    answer: [['SHOP', 'ORDERS', 'TABLE']],
  },
  {
    asks: 'what do private synonyms stand for',
    user: 'SHOP',
    query: 'select synonym_name, table_owner, table_name, db_link from user_synonyms',
    answer: [['CUST', 'SHOP', 'CUSTOMERS', null]],
  },
  {
    asks: 'what has been commented',
    user: 'SHOP',
    query: `select table_name, cast(null as varchar2(30)) column_name, comments from user_tab_comments where comments is not null
            union all
            select table_name, column_name, comments from user_col_comments where comments is not null order by 1, 2 nulls first`,
    answer: [
      ['CUSTOMERS', null, 'People who buy'],
      ['CUSTOMERS', 'EMAIL', 'One each'],
    ],
  },
  {
    asks: 'which columns are LOBs',
    user: 'SHOP',
    query: 'select table_name, column_name, securefile, in_row from user_lobs',
    answer: [['CUSTOMERS', 'NOTES', 'YES', 'YES']],
  },
  {
    asks: 'how many objects of each kind',
    user: 'SHOP',
    query: `select object_type, count(*) from user_objects
             where object_type in ('TABLE', 'VIEW', 'SEQUENCE', 'SYNONYM', 'TABLE PARTITION') group by object_type order by 1`,
    answer: [
      ['SEQUENCE', '1'],
      ['SYNONYM', '1'],
      ['TABLE', '6'],
      ['TABLE PARTITION', '2'],
      ['VIEW', '1'],
    ],
  },
  {
    asks: 'is anything invalid',
    user: 'SHOP',
    query: "select count(*) from user_objects where status <> 'VALID'",
    answer: [['0']],
  },
  {
    asks: 'which tables have written segments',
    user: 'SHOP',
    query: `select segment_name, segment_type, bytes, extents from user_segments
             where segment_type = 'TABLE' order by segment_name`,
    answer: [
      ['CUSTOMERS', 'TABLE', '65536', '1'],
      ['ORDERS', 'TABLE', '65536', '1'],
    ],
  },
  {
    asks: 'what is supplementally logged',
    user: 'SHOP',
    query: 'select table_name, log_group_type, always, generated from user_log_groups order by table_name',
    answer: [
      ['CUSTOMERS', 'USER LOG GROUP', 'ALWAYS', 'USER NAME'],
      ['ORDERS', 'ALL COLUMN LOGGING', 'ALWAYS', 'GENERATED NAME'],
    ],
  },
  {
    asks: 'which columns are in the log group',
    user: 'SHOP',
    query:
      "select column_name, position from all_log_group_columns where log_group_name = 'CUSTOMERS_LG' order by position",
    answer: [
      ['ID', '1'],
      ['EMAIL', '2'],
    ],
  },
  {
    asks: 'what may I do',
    user: 'SHOP',
    query: "select privilege from session_privs where privilege like 'CREATE S%' order by 1",
    answer: [['CREATE SEQUENCE'], ['CREATE SESSION'], ['CREATE SYNONYM']],
  },
  {
    asks: 'whom have I let in',
    user: 'SHOP',
    query: 'select grantee, table_name, privilege from all_tab_privs_made order by table_name, privilege',
    answer: [
      ['CLERK', 'CUSTOMERS', 'SELECT'],
      ['CLERK', 'CUSTOMERS', 'UPDATE'],
      ['CLERK', 'ORDER_SEQ', 'SELECT'],
    ],
  },
];

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

const QUESTIONS = [...OWN, ...OTHERS];

test.each(QUESTIONS)('$asks', async ({ user, query, answer }) => {
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

test('SYS.SMON_SCN_TIME is there under its full name', async () => {
  await expect(reading.query('AUDITOR', 'select count(*) from sys.smon_scn_time')).resolves.toHaveLength(1);
});
