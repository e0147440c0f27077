import { expect, test } from 'vitest';
import {
  makeColumn,
  makeConstraint,
  makeIndex,
  makePartition,
  makeTable,
  NUMBER,
  varchar2,
} from './catalog-objects.ts';
import { DictionaryReading, NOW_MS } from './dictionary-reading.ts';

/** ORDERS with a key, a check, a function-based index and a comment; NOTES with a LOB; SALES partitioned. */
function shop(reading = new DictionaryReading()): DictionaryReading {
  reading.addUser('SHOP', 101, 'CREATE SESSION');
  const index = makeIndex({
    owner: 'SHOP',
    name: 'ORDERS_PK',
    objectId: 73_002,
    tableOwner: 'SHOP',
    tableName: 'ORDERS',
    unique: true,
    byConstraint: true,
    columns: [{ name: 'ID', expression: null, descending: false }],
  });
  const functional = makeIndex({
    owner: 'SHOP',
    name: 'ORDERS_UPPER',
    objectId: 73_003,
    tableOwner: 'SHOP',
    tableName: 'ORDERS',
    type: 'FUNCTION-BASED NORMAL',
    columns: [{ name: 'SYS_NC00006$', expression: 'UPPER("CUSTOMER")', descending: false }],
  });
  const orders = makeTable({
    owner: 'SHOP',
    name: 'ORDERS',
    objectId: 73_001,
    comment: 'What customers ordered',
    statistics: { numRows: 1200, blocks: 13, avgRowLen: 40, sampleSize: 1200, analyzedAtMs: NOW_MS },
    columns: [
      makeColumn('ID', 1, { kind: 'number', precision: 10, scale: 0 }, { nullable: false }),
      makeColumn('CUSTOMER', 2, varchar2(30, 'char'), { nullable: false, comment: 'Name as written' }),
      makeColumn('PLACED', 3, { kind: 'timestamp', precision: 6 }, { defaultText: 'SYSTIMESTAMP ' }),
      makeColumn('QUANTITY', 4, { kind: 'number', precision: null, scale: 0 }),
      makeColumn('TOTAL', 5, NUMBER, { virtual: true, storedAt: null, defaultText: '"QUANTITY"*2' }),
      makeColumn('SYS_NC00006$', 6, varchar2(30, 'char'), {
        columnId: null,
        hidden: true,
        virtual: true,
        storedAt: null,
        userGenerated: false,
        defaultText: 'UPPER("CUSTOMER")',
      }),
    ],
    constraints: [
      makeConstraint({
        type: 'P',
        owner: 'SHOP',
        name: 'ORDERS_PK',
        table: 'ORDERS',
        columns: ['ID'],
        indexName: 'ORDERS_PK',
      }),
      makeConstraint({
        type: 'C',
        owner: 'SHOP',
        name: 'SYS_C008301',
        table: 'ORDERS',
        columns: ['CUSTOMER'],
        condition: '"CUSTOMER" IS NOT NULL',
        notNull: true,
        generatedName: true,
      }),
    ],
    indexes: [index, functional],
  });
  reading.catalog.add(orders);
  reading.catalog.add(index);
  reading.catalog.add(functional);
  return reading;
}

test('ALL_TABLES shows what DBMS_STATS has gathered and how the table is stored', () => {
  const columns = [
    'OWNER',
    'TABLE_NAME',
    'TABLESPACE_NAME',
    'NUM_ROWS',
    'PARTITIONED',
    'TEMPORARY',
    'DEGREE',
    'LAST_ANALYZED',
  ];
  expect(shop().read('ALL_TABLES', columns, 'SHOP')).toEqual([
    ['SHOP', 'ORDERS', 'USERS', '1200', 'NO', 'N', '         1', '2024-03-01 12:00:00'],
  ]);
});

test('ALL_TAB_COLUMNS describes the types as Oracle fills them', () => {
  const columns = [
    'COLUMN_NAME',
    'DATA_TYPE',
    'DATA_LENGTH',
    'DATA_PRECISION',
    'DATA_SCALE',
    'CHAR_LENGTH',
    'CHAR_USED',
    'NULLABLE',
  ];
  expect(shop().read('ALL_TAB_COLUMNS', columns, 'SHOP', new Map([['OWNER', ['SHOP']]]))).toEqual([
    ['ID', 'NUMBER', '22', '10', '0', '0', null, 'N'],
    ['CUSTOMER', 'VARCHAR2', '120', null, null, '30', 'C', 'N'],
    ['PLACED', 'TIMESTAMP(6)', '11', null, '6', '0', null, 'Y'],
    ['QUANTITY', 'NUMBER', '22', null, '0', '0', null, 'Y'],
    ['TOTAL', 'NUMBER', '22', null, null, '0', null, 'Y'],
  ]);
});

test('a character takes two bytes in ZHS16GBK', () => {
  const reading = shop(new DictionaryReading({ characterSet: 'ZHS16GBK' }));
  const filter = new Map([['COLUMN_NAME', ['CUSTOMER']]]);
  expect(reading.read('USER_TAB_COLUMNS', ['DATA_LENGTH', 'CHAR_LENGTH'], 'SHOP', filter)).toEqual([['60', '30']]);
});

test('only ALL_TAB_COLS shows the column behind a function-based index', () => {
  const columns = [
    'COLUMN_NAME',
    'COLUMN_ID',
    'HIDDEN_COLUMN',
    'VIRTUAL_COLUMN',
    'SEGMENT_COLUMN_ID',
    'USER_GENERATED',
  ];
  const rows = shop().read('USER_TAB_COLS', columns, 'SHOP');
  expect(rows.slice(3)).toEqual([
    ['QUANTITY', '4', 'NO', 'NO', '4', 'YES'],
    ['TOTAL', '5', 'NO', 'YES', null, 'YES'],
    ['SYS_NC00006$', null, 'YES', 'YES', null, 'NO'],
  ]);
});

test('DATA_DEFAULT keeps the text as it was written', () => {
  const filter = new Map([['COLUMN_NAME', ['PLACED']]]);
  expect(shop().read('USER_TAB_COLUMNS', ['DATA_DEFAULT', 'DEFAULT_LENGTH'], 'SHOP', filter)).toEqual([
    ['SYSTIMESTAMP ', '13'],
  ]);
});

test('NOT NULL is a check constraint with a generated name', () => {
  const columns = [
    'CONSTRAINT_NAME',
    'CONSTRAINT_TYPE',
    'SEARCH_CONDITION',
    'SEARCH_CONDITION_VC',
    'GENERATED',
    'INDEX_NAME',
  ];
  expect(shop().read('USER_CONSTRAINTS', columns, 'SHOP')).toEqual([
    ['ORDERS_PK', 'P', null, null, 'USER NAME', 'ORDERS_PK'],
    ['SYS_C008301', 'C', '"CUSTOMER" IS NOT NULL', '"CUSTOMER" IS NOT NULL', 'GENERATED NAME', null],
  ]);
});

test('columns of checks have no position', () => {
  expect(shop().read('USER_CONS_COLUMNS', ['CONSTRAINT_NAME', 'COLUMN_NAME', 'POSITION'], 'SHOP')).toEqual([
    ['ORDERS_PK', 'ID', '1'],
    ['SYS_C008301', 'CUSTOMER', null],
  ]);
});

test('an index expression is listed apart from its hidden column', () => {
  const reading = shop();
  expect(
    reading.read(
      'USER_INDEXES',
      ['INDEX_NAME', 'INDEX_TYPE', 'UNIQUENESS', 'FUNCIDX_STATUS', 'CONSTRAINT_INDEX'],
      'SHOP',
    ),
  ).toEqual([
    ['ORDERS_PK', 'NORMAL', 'UNIQUE', null, 'YES'],
    ['ORDERS_UPPER', 'FUNCTION-BASED NORMAL', 'NONUNIQUE', 'ENABLED', 'NO'],
  ]);
  expect(
    reading.read(
      'USER_IND_COLUMNS',
      ['INDEX_NAME', 'COLUMN_NAME', 'COLUMN_POSITION', 'COLUMN_LENGTH', 'DESCEND'],
      'SHOP',
    ),
  ).toEqual([
    ['ORDERS_PK', 'ID', '1', '22', 'ASC'],
    ['ORDERS_UPPER', 'SYS_NC00006$', '1', '120', 'ASC'],
  ]);
  expect(reading.read('USER_IND_EXPRESSIONS', ['INDEX_NAME', 'COLUMN_EXPRESSION'], 'SHOP')).toEqual([
    ['ORDERS_UPPER', 'UPPER("CUSTOMER")'],
  ]);
});

test('every table and column has a comment row, commented or not', () => {
  const reading = shop();
  expect(reading.read('USER_TAB_COMMENTS', ['TABLE_NAME', 'TABLE_TYPE', 'COMMENTS'], 'SHOP')).toEqual([
    ['ORDERS', 'TABLE', 'What customers ordered'],
  ]);
  expect(reading.read('USER_COL_COMMENTS', ['COLUMN_NAME', 'COMMENTS'], 'SHOP')).toEqual([
    ['ID', null],
    ['CUSTOMER', 'Name as written'],
    ['PLACED', null],
    ['QUANTITY', null],
    ['TOTAL', null],
  ]);
});

test('ALL_OBJECTS lists tables, partitions and indexes with their numbers', () => {
  const reading = shop();
  reading.catalog.add(
    makeTable({
      owner: 'SHOP',
      name: 'SALES',
      objectId: 73_010,
      partitioning: { kind: 'RANGE', columns: ['DAY'], interval: null, automaticList: false, subpartition: null },
      partitions: [makePartition('P1', 1, 73_011, '100'), makePartition('PMAX', 2, 73_012, 'MAXVALUE')],
    }),
  );
  const columns = ['OBJECT_NAME', 'SUBOBJECT_NAME', 'OBJECT_ID', 'OBJECT_TYPE', 'NAMESPACE', 'TIMESTAMP'];
  expect(reading.read('USER_OBJECTS', columns, 'SHOP')).toEqual([
    ['ORDERS', null, '73001', 'TABLE', '1', '2024-03-01:12:00:00'],
    ['SALES', null, '73010', 'TABLE', '1', '2024-03-01:12:00:00'],
    ['SALES', 'P1', '73011', 'TABLE PARTITION', '1', '2024-03-01:12:00:00'],
    ['SALES', 'PMAX', '73012', 'TABLE PARTITION', '1', '2024-03-01:12:00:00'],
    ['ORDERS_PK', null, '73002', 'INDEX', '4', '2024-03-01:12:00:00'],
    ['ORDERS_UPPER', null, '73003', 'INDEX', '4', '2024-03-01:12:00:00'],
  ]);
});

test('partitions show their bounds as text, and the key has a row for the table and for each local index', () => {
  const reading = new DictionaryReading();
  reading.addUser('SHOP', 101);
  const local = makeIndex({
    owner: 'SHOP',
    name: 'SALES_I',
    objectId: 5,
    tableOwner: 'SHOP',
    tableName: 'SALES',
    partitioned: 'local',
    columns: [{ name: 'DAY', expression: null, descending: false }],
  });
  const sales = makeTable({
    owner: 'SHOP',
    name: 'SALES',
    objectId: 1,
    indexes: [local],
    partitioning: {
      kind: 'RANGE',
      columns: ['DAY', 'REGION'],
      interval: null,
      automaticList: false,
      subpartition: null,
    },
    partitions: [
      makePartition(
        'P1',
        1,
        2,
        "TO_DATE(' 2024-01-01 00:00:00', 'SYYYY-MM-DD HH24:MI:SS', 'NLS_CALENDAR=GREGORIAN'), 5",
      ),
      makePartition('P2', 2, 3, 'MAXVALUE, MAXVALUE'),
    ],
  });
  reading.catalog.add(sales);
  reading.catalog.add(local);
  expect(
    reading.read('DBA_PART_TABLES', ['TABLE_NAME', 'PARTITIONING_TYPE', 'SUBPARTITIONING_TYPE', 'PARTITION_COUNT']),
  ).toEqual([['SALES', 'RANGE', 'NONE', '2']]);
  expect(reading.read('DBA_TAB_PARTITIONS', ['PARTITION_NAME', 'PARTITION_POSITION', 'HIGH_VALUE'])).toEqual([
    ['P1', '1', "TO_DATE(' 2024-01-01 00:00:00', 'SYYYY-MM-DD HH24:MI:SS', 'NLS_CALENDAR=GREGORIAN'), 5"],
    ['P2', '2', 'MAXVALUE, MAXVALUE'],
  ]);
  expect(reading.read('DBA_PART_KEY_COLUMNS', ['NAME', 'OBJECT_TYPE', 'COLUMN_NAME', 'COLUMN_POSITION'])).toEqual([
    ['SALES', 'TABLE', 'DAY', '1'],
    ['SALES', 'TABLE', 'REGION', '2'],
    ['SALES_I', 'INDEX', 'DAY', '1'],
    ['SALES_I', 'INDEX', 'REGION', '2'],
  ]);
  expect(reading.read('DBA_IND_PARTITIONS', ['INDEX_NAME', 'PARTITION_NAME', 'STATUS'])).toEqual([
    ['SALES_I', 'P1', 'USABLE'],
    ['SALES_I', 'P2', 'USABLE'],
  ]);
});

test('a hint on owner and name gives the same rows as reading everything', () => {
  const reading = shop();
  const all = reading
    .read('DBA_TAB_COLUMNS', ['OWNER', 'TABLE_NAME', 'COLUMN_NAME'])
    .filter(([owner]) => owner === 'SHOP');
  const hinted = new Map([
    ['OWNER', ['SHOP']],
    ['TABLE_NAME', ['ORDERS', 'MISSING']],
  ]);
  expect(all).toHaveLength(5);
  expect(reading.read('DBA_TAB_COLUMNS', ['OWNER', 'TABLE_NAME', 'COLUMN_NAME'], 'SYS', hinted)).toEqual(all);
});

test('columns of dictionary views are in ALL_TAB_COLUMNS, under SYS', () => {
  const filter = new Map([
    ['OWNER', ['SYS']],
    ['TABLE_NAME', ['V_$LOGFILE']],
  ]);
  expect(shop().read('DBA_TAB_COLUMNS', ['COLUMN_NAME', 'DATA_TYPE', 'DATA_LENGTH'], 'SYS', filter)).toEqual([
    ['GROUP#', 'NUMBER', '22'],
    ['STATUS', 'VARCHAR2', '7'],
    ['TYPE', 'VARCHAR2', '7'],
    ['MEMBER', 'VARCHAR2', '513'],
    ['IS_RECOVERY_DEST_FILE', 'VARCHAR2', '3'],
    ['CON_ID', 'NUMBER', '22'],
  ]);
});

test('10,000 tables of 10 columns are listed in seconds: no view joins quadratically', () => {
  const reading = new DictionaryReading();
  reading.addUser('BIG', 102);
  for (let place = 0; place < 10_000; place += 1) {
    const columns = Array.from({ length: 10 }, (_, at) => makeColumn(`C${at}`, at + 1, NUMBER));
    reading.catalog.add(makeTable({ owner: 'BIG', name: `T${place}`, objectId: 80_000 + place, columns }));
  }
  const began = performance.now();
  expect(reading.read('ALL_TAB_COLUMNS', ['COLUMN_NAME'], 'BIG', new Map([['OWNER', ['BIG']]]))).toHaveLength(100_000);
  expect(performance.now() - began).toBeLessThan(15_000);
});
