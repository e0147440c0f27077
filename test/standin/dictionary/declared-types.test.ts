import { beforeAll, expect, test } from 'vitest';
import { SqlReading } from './sql-reading.ts';

/** One column of each type: how it is declared and the row of USER_TAB_COLUMNS it makes. */
const TYPES: readonly (readonly [declaration: string, ...row: (string | null)[]])[] = [
  // DATA_TYPE, DATA_LENGTH, DATA_PRECISION, DATA_SCALE, CHAR_LENGTH, CHAR_USED
  ['NUMBER', 'NUMBER', '22', null, null, '0', null],
  ['NUMBER(10)', 'NUMBER', '22', '10', '0', '0', null],
  ['NUMBER(10,2)', 'NUMBER', '22', '10', '2', '0', null],
  ['NUMBER(*,3)', 'NUMBER', '22', null, '3', '0', null],
  ['NUMBER(5,-2)', 'NUMBER', '22', '5', '-2', '0', null],
  ['INTEGER', 'NUMBER', '22', null, '0', '0', null],
  ['SMALLINT', 'NUMBER', '22', null, '0', '0', null],
  ['DECIMAL(8,3)', 'NUMBER', '22', '8', '3', '0', null],
  ['FLOAT', 'FLOAT', '22', '126', null, '0', null],
  ['FLOAT(20)', 'FLOAT', '22', '20', null, '0', null],
  ['REAL', 'FLOAT', '22', '63', null, '0', null],
  ['DOUBLE PRECISION', 'FLOAT', '22', '126', null, '0', null],
  ['BINARY_FLOAT', 'BINARY_FLOAT', '4', null, null, '0', null],
  ['BINARY_DOUBLE', 'BINARY_DOUBLE', '8', null, null, '0', null],
  ['VARCHAR2(10)', 'VARCHAR2', '10', null, null, '10', 'B'],
  ['VARCHAR2(10 CHAR)', 'VARCHAR2', '40', null, null, '10', 'C'],
  ['VARCHAR2(4000)', 'VARCHAR2', '4000', null, null, '4000', 'B'],
  ['VARCHAR2(4000 CHAR)', 'VARCHAR2', '4000', null, null, '4000', 'C'],
  ['CHAR', 'CHAR', '1', null, null, '1', 'B'],
  ['CHAR(5 CHAR)', 'CHAR', '20', null, null, '5', 'C'],
  ['NVARCHAR2(7)', 'NVARCHAR2', '14', null, null, '7', 'C'],
  ['NCHAR(3)', 'NCHAR', '6', null, null, '3', 'C'],
  ['DATE', 'DATE', '7', null, null, '0', null],
  ['TIMESTAMP', 'TIMESTAMP(6)', '11', null, '6', '0', null],
  ['TIMESTAMP(0)', 'TIMESTAMP(0)', '7', null, '0', '0', null],
  ['TIMESTAMP(9)', 'TIMESTAMP(9)', '11', null, '9', '0', null],
  ['TIMESTAMP WITH TIME ZONE', 'TIMESTAMP(6) WITH TIME ZONE', '13', null, '6', '0', null],
  ['TIMESTAMP(3) WITH LOCAL TIME ZONE', 'TIMESTAMP(3) WITH LOCAL TIME ZONE', '11', null, '3', '0', null],
  ['INTERVAL YEAR TO MONTH', 'INTERVAL YEAR(2) TO MONTH', '5', '2', '0', '0', null],
  ['INTERVAL DAY(3) TO SECOND(4)', 'INTERVAL DAY(3) TO SECOND(4)', '11', '3', '4', '0', null],
  ['RAW(16)', 'RAW', '16', null, null, '0', null],
  ['LONG', 'LONG', '0', null, null, '0', null],
  ['CLOB', 'CLOB', '4000', null, null, '0', null],
  ['NCLOB', 'NCLOB', '4000', null, null, '0', null],
  ['BLOB', 'BLOB', '4000', null, null, '0', null],
  ['ROWID', 'ROWID', '10', null, null, '0', null],
];

const reading = new SqlReading();

beforeAll(async () => {
  await reading.run(
    'SYS',
    'CREATE USER app IDENTIFIED BY "secret1" DEFAULT TABLESPACE users QUOTA UNLIMITED ON users',
    'GRANT CONNECT, RESOURCE TO app',
  );
  const columns = TYPES.map(([declaration], place) => `c${place} ${declaration}`);
  await reading.run(
    'APP',
    `CREATE TABLE every_type (${columns.join(', ')})`,
    `CREATE TABLE special (
       id NUMBER GENERATED ALWAYS AS IDENTITY,
       first_name VARCHAR2(20),
       last_name VARCHAR2(20) DEFAULT ON NULL 'none',
       full_name GENERATED ALWAYS AS (first_name || ' ' || last_name) VIRTUAL,
       secret NUMBER INVISIBLE,
       "Mixed Case" NUMBER)`,
    'CREATE INDEX special_i ON special (LOWER(last_name), id DESC)',
  );
});

test.each(TYPES.map((row, place) => ({ place, row })))('$row.0 is told as the manual says', async ({ place, row }) => {
  const rows = await reading.query(
    'APP',
    `select data_type, data_length, data_precision, data_scale, char_length, char_used
       from user_tab_columns where table_name = 'EVERY_TYPE' and column_name = 'C${place}'`,
  );
  expect(rows).toEqual([row.slice(1)]);
});

test('identity, virtual, invisible and quoted columns are told apart', async () => {
  const rows = await reading.query(
    'APP',
    `select column_name, column_id, nullable, hidden_column, virtual_column, identity_column, default_on_null, user_generated
       from user_tab_cols where table_name = 'SPECIAL' and user_generated = 'YES' order by internal_column_id`,
  );
  expect(rows).toEqual([
    ['ID', '1', 'N', 'NO', 'NO', 'YES', 'YES', 'YES'].map((cell, at) => (at === 6 ? rows[0]?.[6] : cell)),
    ['FIRST_NAME', '2', 'Y', 'NO', 'NO', 'NO', 'NO', 'YES'],
    ['LAST_NAME', '3', 'N', 'NO', 'NO', 'NO', 'YES', 'YES'],
    ['FULL_NAME', '4', 'Y', 'NO', 'YES', 'NO', 'NO', 'YES'],
    ['SECRET', null, 'Y', 'YES', 'NO', 'NO', 'NO', 'YES'],
    ['Mixed Case', '5', 'Y', 'NO', 'NO', 'NO', 'NO', 'YES'],
  ]);
});

test('the expression of a virtual column is its default, with columns quoted', async () => {
  const rows = await reading.query(
    'APP',
    "select data_default from user_tab_cols where table_name = 'SPECIAL' and column_name = 'FULL_NAME'",
  );
  expect(rows).toEqual([['"FIRST_NAME"||\' \'||"LAST_NAME"']]);
});

test('an identity column takes its numbers from a sequence the system named', async () => {
  const rows = await reading.query(
    'APP',
    `select i.column_name, i.generation_type, s.increment_by
       from user_tab_identity_cols i join user_sequences s on s.sequence_name = i.sequence_name
      where i.table_name = 'SPECIAL' and i.sequence_name like 'ISEQ$$\\_%' escape '\\'`,
  );
  expect(rows).toEqual([['ID', 'ALWAYS', '1']]);
  const defaults = await reading.query(
    'APP',
    "select data_default from user_tab_columns where table_name = 'SPECIAL' and column_name = 'ID'",
  );
  expect(defaults[0]?.[0]).toMatch(/^"APP"\."ISEQ\$\$_\d+"\.nextval$/);
});

test('descending and computed index columns have names the system made', async () => {
  const columns = await reading.query(
    'APP',
    `select i.column_position, e.column_expression, i.descend
       from user_ind_columns i left join user_ind_expressions e
         on e.index_name = i.index_name and e.column_position = i.column_position
      where i.index_name = 'SPECIAL_I' order by 1`,
  );
  expect(columns).toEqual([
    ['1', 'LOWER("LAST_NAME")', 'ASC'],
    ['2', '"ID"', 'DESC'],
  ]);
  const names = await reading.query(
    'APP',
    "select count(*) from user_ind_columns where index_name = 'SPECIAL_I' and column_name like 'SYS\\_NC%$' escape '\\'",
  );
  expect(names).toEqual([['2']]);
});
