import { beforeAll, expect, test } from 'vitest';
import { openShop } from './shop-database.ts';
import type { Question } from './shop-database.ts';
import type { SqlReading } from './sql-reading.ts';

/** What the owner of a schema asks about it. */
let reading: SqlReading;

beforeAll(async () => {
  reading = await openShop();
});

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
    asks: 'how many columns has each primary key',
    user: 'SHOP',
    query: `select c.constraint_name, count(*) from user_constraints c
              join user_cons_columns k on k.constraint_name = c.constraint_name
             where c.constraint_type = 'P' group by c.constraint_name order by 1`,
    answer: [
      ['CUSTOMERS_PK', '1'],
      ['ORDERS_PK', '1'],
      ['ORDER_LINES_PK', '2'],
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

test.each(OWN)('$asks', async ({ user, query, answer }) => {
  expect(await reading.query(user, query)).toEqual(answer);
});
